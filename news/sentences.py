"""Splitting a text into sentences, for Russian and English: abbreviations and initials end none."""

import re

from news.words import collapse, sentence_ends

# A name follows: «ул. Ленина», «Mr. Smith».
_BEFORE_NAMES = frozenset((
    "ул", "им", "св", "пл", "пер", "просп", "наб", "бул", "обл", "пос", "дер", "см", "ср", "напр", "акад", "проф",
    "доц", "инж", "ген", "полк", "подп", "лейт", "адм", "зам", "пом", "зав", "рук", "mr", "mrs", "ms", "dr", "prof",
    "st", "vs", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov", "rev", "e.g", "i.e", "cf",
))  # fmt: skip
# A sentence goes on if a number follows («No. 5», «100 руб. 50 коп.»); a capital letter begins the next one.
_BEFORE_NUMBERS = frozenset((
    "тыс", "млн", "млрд", "трлн", "руб", "коп", "долл", "гг", "вв", "др", "мин", "сек", "час", "чел", "экз", "шт",
    "эт", "корп", "стр", "кв", "оф", "тел", "рис", "табл", "ст", "гл", "no", "nos", "fig", "dept", "approx",
))  # fmt: skip
# The words behind direct speech: «Открыли!» — сказал он.
_SPOKEN = re.compile(r"[—–-] ?[a-zа-яё]")
_LAST_WORD = re.compile(r"([\w.-]+)\.$")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each on one line. The end of a line ends a sentence."""
    return tuple(sentence for line in text.split("\n") for sentence in _of_line(collapse(line)))


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in (*sentence_ends(line, 0, len(line)), len(line)):
        piece = line[start:end].strip()
        if piece and (end == len(line) or not _goes_on(piece, line[end:].lstrip())):
            found.append(piece)
            start = end
    return found


def _goes_on(piece: str, following: str) -> bool:
    """Whether the full stop at the end of `piece` belongs to an abbreviation, or the sign to what somebody says."""
    match = _LAST_WORD.search(piece)
    word = match[1].casefold() if match else ""
    is_abbreviation = word in _BEFORE_NAMES or (word in _BEFORE_NUMBERS and following[:1].isdigit())
    return is_abbreviation or _SPOKEN.match(following) is not None
