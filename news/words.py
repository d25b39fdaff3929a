"""Typed text: cleaning, measuring, cutting, and folding for comparison.

There are three measures of length. A *unit* is a UTF-16 code unit, in which the Bot API counts
(https://core.telegram.org/api/entities). An *index* counts Python characters (code points). A *grapheme* is one
character for a person: a letter with its accents, a flag, a family emoji.
"""

import re
import unicodedata
from collections.abc import Iterator

from news.visible import has_visible

_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SURROGATES = range(0xD800, 0xE000)
_LINE_BREAKS = (0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_CLEANING: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDI_CONTROLS, *_SURROGATES), None),
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    0x09: " ",
}
# A search is thirty times as fast as a translation, and nearly every text is clean already.
_UNCLEAN = re.compile("[{}]".format("".join(rf"\u{code:04x}" for code, to in _CLEANING.items() if to != chr(code))))

_ZWJ = "\u200d"
_EXTENDERS = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")  # marks by behaviour, not by Unicode category
_EXTENDER_RANGES = (
    ("\u1160", "\u11ff"),  # vowels and finals of a Hangul syllable
    ("\U0001f3fb", "\U0001f3ff"),  # skin tones
    ("\U000e0020", "\U000e007f"),  # tags: the flags of England, Scotland and Wales
)
# After a virama, an Indic consonant belongs to the same conjunct.
_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")

# A full stop after a single letter is an initial or an abbreviation («А. С. Пушкин», «в 2020 г.»), not the end of a
# sentence.
_SENTENCE_END = re.compile(r"""(?<!\b\w)[.!?…][»”’"')\]]*(?=\s(?!\s*[a-zа-яё]))|[。！？]""")


def clean(text: str) -> str:
    """Return a typed text in a form that is safe to store and cannot change how its surroundings look.

    Control characters, lone surrogates and bidi overrides (U+202A–202E, U+2066–2069) are removed. A tab becomes a
    space, every kind of line break a newline. The rest is NFC. Right-to-left letters, LRM and RLM stay. Idempotent.
    """
    text = paired(text).replace("\r\n", "\n")
    if _UNCLEAN.search(text):
        text = text.translate(_CLEANING)
    return unicodedata.normalize("NFC", text)


def paired(text: str) -> str:
    """Return the text with surrogate pairs joined into characters. Lone ones stay, and unit offsets do not change."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def is_seam(text: str, index: int) -> bool:
    """Whether a text may be cut at `index` before cleaning: there `clean(a + b) == clean(a) + clean(b)`."""
    if not 0 < index < len(text):
        return True
    char = text[index]
    if char == "\n":
        return text[index - 1] != "\r"
    return _CLEANING.get(ord(char), char) is not None and not _extends(char)


def collapse(text: str) -> str:
    """Return the text on one line: each run of white space becomes one space, none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the form for comparing texts: case, ё and white space do not matter; accents and punctuation do."""
    folded = unicodedata.normalize("NFD", text).casefold()
    return collapse(unicodedata.normalize("NFC", folded).replace("ё", "е"))


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as the Bot API counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def reach(text: str, start: int, room: int) -> int:
    """Return the largest index such that `text[start:index]` has at most `room` units."""
    room = max(room, 0)
    end = min(len(text), start + room)
    excess = units(text[start:end]) - room
    while excess > 0:
        removed = text[end - (excess + 1) // 2 : end]
        end -= len(removed)
        excess -= units(removed)
    return end


def graphemes(text: str) -> Iterator[str]:
    """Split a text into the characters that a person counts. Joined, they are the text.

    Follows UAX #29 for accents, emoji sequences, flags, Hangul, Indic conjuncts and line breaks. Approximations:
    prepended signs (rare marks of Arabic numerals) are separate. The cost is linear, also for a run of flags, for
    which `\\X` of the library regex takes quadratic time: see docs/decisions/0028.
    """
    start, half_flag = 0, False
    for index, char in enumerate(text):
        is_flag = _is_half_flag(char)
        joined = index > 0 and (_joins(text[index - 1], char) or (half_flag and is_flag))
        if index > 0 and not joined:
            yield text[start:index]
            start = index
        half_flag = is_flag and not (joined and half_flag)
    if text:
        yield text[start:]


def whole(text: str, start: int, end: int) -> int:
    """Return the last grapheme border up to `end`, or `end` if a single grapheme fills the range from `start`."""
    border = end
    while start < border < len(text) and _may_join(text[border - 1], text[border]):
        border -= 1
    for grapheme in graphemes(text[border : end + 1]):
        if border + len(grapheme) > end:
            break
        border += len(grapheme)
    return border if border > start else end


def is_border(text: str, index: int) -> bool:
    """Whether a text can be cut at `index` without splitting a grapheme. False between any two halves of flags."""
    return not 0 < index < len(text) or not _may_join(text[index - 1], text[index])


def visible_length(text: str) -> int:
    """Return the number of visible characters: not white space, stray marks, zero-width or blank glyphs."""
    return sum(has_visible(grapheme) for grapheme in graphemes(text))


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Iterate over the indexes in `text[start:end]` right behind a sentence that another one follows."""
    lookahead = 3
    for match in _SENTENCE_END.finditer(text, start, end + lookahead):
        if match.end() <= end and is_border(text, match.end()):
            yield match.end()


def shorten(text: str, limit: int) -> str:
    """Return the text on one line in at most `limit` units.

    It is cut after a sentence if that keeps at least a third of the limit, else between words with "…", and inside a
    word only if the word is longer than the limit.
    """
    line = collapse(text)
    end = reach(line, 0, limit)
    if end == len(line):
        return line
    sentence = max(sentence_ends(line, 0, end), default=0)
    if sentence and units(line[:sentence]) * 3 >= limit:
        return line[:sentence]
    end = reach(line, 0, limit - 1)
    space = line.rfind(" ", 1, end + 1)
    cut = space if space > 0 else whole(line, 0, end)
    return (line[:cut].rstrip(" ,;:–—-") + "…") if limit > 0 else ""


def _joins(before: str, after: str) -> bool:
    if after < "\u0300":
        return before == "\r" and after == "\n"
    if before < " " or before in "\x7f\u2028\u2029":
        return False
    if before in _VIRAMAS and unicodedata.category(after) == "Lo":
        return True
    return _extends(after) or (before == _ZWJ and _is_pictograph(after))


def _may_join(before: str, after: str) -> bool:
    return _joins(before, after) or (_is_half_flag(before) and _is_half_flag(after))


def _is_half_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _extends(char: str) -> bool:
    if char < "\u0300":
        return False
    return _is_mark(char) or char in _EXTENDERS or any(first <= char <= last for first, last in _EXTENDER_RANGES)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _is_pictograph(char: str) -> bool:
    """Whether a character can end an emoji sequence: also arrows and signs, and unassigned ones (future emoji)."""
    return char >= "\u2190" and unicodedata.category(char) in {"So", "Sm", "Cn"}
