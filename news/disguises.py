"""Disguises of a text: invisible characters in its words, letters in unusual forms, letters with spaces between them.

`uncovered` and `joined` return the text as a person reads it, for the rules that look for words and addresses in it.
"""

import re
import unicodedata

# Texts of these characters only have no disguise: they are nearly all.
_USUAL = re.compile("[\\x20-\\x7e\\nА-Яа-яЁё«»„“”—–…№₽€\u00a0]*")
_UNSEEN_CATEGORIES = frozenset({"Cf", "Mn", "Me"})
# Letters with signs or spaces between them: `к а з и н о`, `c.a.s.i.n.o`.
# Latin letters are joined first: what follows an address may be a word of one Cyrillic letter.
_SPACED = tuple(
    re.compile(rf"(?<!\w){letter}(?:[ ._*|·-]{{1,3}}{letter}(?!\w)){{2,}}(?:\s*[./]\s*{letter}+)*")
    for letter in ("[A-Za-z0-9]", r"\w")
)
_SPACING = re.compile(r"(?<=\w)[ _*|·-]{1,3}(?=\w)|\s")

# Between two letters or digits of these scripts no honest text has an invisible character, but for the soft hyphen,
# which comes with words that are copied from a page. Arabic and Indic scripts need joiners, emoji too.
_LETTER = r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]"
_INVISIBLE = (
    r"[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_MIXED_IN = re.compile(rf"{_LETTER}\u00ad?{_INVISIBLE}+\u00ad?{_LETTER}")
# Tags spell invisible letters; only flags, which begin with a black flag, have them.
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]")
# A letter that bears a stroke or a ring is no letter of the alphabet; one accent in a word is a stress («за́мок»).
_MARKED_LETTERS = re.compile("(?:[A-Za-zА-Яа-яЁё][\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+){3}")


def uncovered(text: str) -> str:
    """Return the text in usual letters and digits (NFKC), without what has no width, and without accents.

    The letters й and ё stay; letters of another script that look alike stay, too (see `news.lookalikes`).
    """
    if _USUAL.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char) not in _UNSEEN_CATEGORIES)


def joined(text: str) -> str:
    """Return the text with letters that have signs or spaces between them as words."""
    for spaced in _SPACED:
        text = spaced.sub(lambda match: _SPACING.sub("", match.group()), text)
    return text


def has_hidden_characters(text: str) -> bool:
    """Whether invisible characters stand inside words, or words are covered with marks."""
    if _USUAL.fullmatch(text):
        return False
    return any(pattern.search(text) for pattern in (_MIXED_IN, _TAGS, _MARKED_LETTERS))
