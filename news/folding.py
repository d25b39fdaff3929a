"""Folding words for search: spellings that a person takes for one word become one string of letters and digits.

Case, the accents of Latin letters, compatibility forms (`м²`, `H₂O`, full-width letters), the digits of other scripts,
apostrophes and invisible joiners do not matter, and ё is е. Other Cyrillic letters keep their marks: й is not и.
"""

import re
import unicodedata

# Accents, a soft hyphen and invisible characters: they do not split a word.
JOINERS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Keyboards and typesetters write any of these inside a word. The last three are letters by their Unicode category.
APOSTROPHES = "'’‘`´′＇ʼʻʹ"
HYPHENS = "-‐‑–−－"
# The spaces that stand between the groups of a number.
SPACES = " \u00a0\u2007\u2009\u202f"
# The signs of names like `C++`, `C#`, `AT&T` and `.NET`.
SIGNS = "+#&."

# Nineteen words of twenty are folded by their case only.
USUAL_WORD = re.compile("[A-Za-z]+|[А-Яа-яЁё]+|[0-9]+")

_HIDDEN = (*map(chr, range(0x300, 0x370)), *"\u00ad\u200b\u200c\u200d\u2060\ufeff", *APOSTROPHES)
_FOLDED_AWAY = str.maketrans({**dict.fromkeys(_HIDDEN, None), "ё": "е", "ѐ": "е", "ѝ": "и"})
_STRAIGHT = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(SPACES, " ")}
)
_CYRILLIC = range(0x0400, 0x0530)
# Latin letters that Unicode does not decompose.
_LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
# Letters that look alike in upper case: a name with a digit or a sign (`1С`, `М2`) is typed in either script.
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_STORED_SIGNS = str.maketrans(SIGNS, "＋＃＆．")
_LATIN_LETTER = re.compile("[a-z]")
_PARTS = re.compile(f"([{re.escape(SIGNS)}])")


def fold(word: str) -> str:
    """Return the folded form of a word: lower-case letters and digits without marks."""
    if USUAL_WORD.fullmatch(word):
        return word.lower().replace("ё", "е")
    compatible = unicodedata.normalize("NFKC", word)
    text = compatible if compatible.translate(_FOLDED_AWAY).isalnum() else word  # `½` would become `1⁄2`
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).translate(_FOLDED_AWAY)
    return text if text.isascii() else "".join(map(_without_accent, text))


def fold_name(name: str) -> str:
    """Return the folded form of a straight name with signs, or of letters with digits: `C++`, `.NET`, `Т-90`, `1С`.

    Its signs are kept, its hyphens are not. If all its Latin letters look like Cyrillic ones, they become Cyrillic.
    """
    folded = "".join(map(fold, _PARTS.split(name.replace("-", "")))).translate(_STORED_SIGNS)
    alike = folded.translate(_LOOKALIKES)
    return folded if _LATIN_LETTER.search(alike) else alike


def straighten(text: str) -> str:
    """Return the text with one kind of apostrophe, hyphen, space and digit each; indexes stay the same."""
    text = text.translate(_STRAIGHT)
    return text if text.isascii() else "".join(map(_compatible, text))


def _without_accent(char: str) -> str:
    if ord(char) in _CYRILLIC:
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else _LATIN.get(char) or _digit(char)


def _compatible(char: str) -> str:
    """Return a character that stands for another one (`²`) as that one, if it is one character."""
    if char.isascii() or ord(char) in _CYRILLIC:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return _digit(plain if len(plain) == 1 and plain.isalnum() else char)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
