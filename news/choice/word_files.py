"""The words of a place as a text file: one word or phrase a line, under a line that says what becomes of them.

    # следить
    мост
    "южный мост"
    # скрывать
    футбол

Another line that begins with # is a comment. What stands above the first such line is followed, unless the reader of
the file asks for something else. Pure.
"""

from dataclasses import dataclass, field

from news.choice.errors import WordMissing
from news.choice.preferences import ChosenWord, Preferences
from news.choice.words import distinct, parse_words
from news.errors import Refusal
from news.words import clean, collapse, fold

MAX_FILE_BYTES = 64 * 1024
# More bad lines than a person corrects one by one.
MAX_BAD_LINES = 10
# What the lines say, in the languages of the newspaper; the first is written.
_FOLLOW = {"ru": "следить", "en": "follow"}
_MUTE = {"ru": "скрывать", "en": "mute"}
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no words: its number, counted from 1, and why."""

    number: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class WordFile:
    """The words of a file, and its first bad lines: `bad_count` of them in all."""

    followed: tuple[ChosenWord, ...] = ()
    muted: tuple[ChosenWord, ...] = ()
    bad: tuple[BadLine, ...] = ()
    bad_count: int = 0


@dataclass(slots=True)
class _Lists:
    followed: list[ChosenWord] = field(default_factory=list)
    muted: list[ChosenWord] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def write_words(preferences: Preferences, language: str) -> str:
    """Return the words of a place as a file that `read_words` reads."""
    lists = ((_FOLLOW, preferences.followed), (_MUTE, preferences.muted))
    lines = [line for marks, words in lists for line in (f"{_COMMENT} {_mark(marks, language)}", *map(_line, words))]
    return "\n".join((*lines, ""))


def read_words(text: str, *, muted: bool = False) -> WordFile:
    """Return the words of a file; with `muted`, those above the first line that says what becomes of them are muted."""
    found = _Lists()
    into = found.muted if muted else found.followed
    for number, line in enumerate(clean(text).removeprefix("\ufeff").split("\n"), start=1):
        line = collapse(line)
        if line.startswith(_COMMENT):
            into = _list_under(line, found, into)
        elif line:
            _read_line(number, line, into, found.bad)
    # The later choice wins, as it does in the chat: here that of the file's end, which hides.
    hidden = {word.stems for word in found.muted}
    followed = [word for word in distinct(found.followed) if word.stems not in hidden]
    return WordFile(tuple(followed), tuple(distinct(found.muted)), tuple(found.bad[:MAX_BAD_LINES]), len(found.bad))


def _list_under(line: str, found: _Lists, into: list[ChosenWord]) -> list[ChosenWord]:
    """Return the list that a line names; under a comment the present one goes on."""
    said = fold(line.lstrip(_COMMENT)).rstrip(":")
    if said in _FOLLOW.values():
        return found.followed
    return found.muted if said in _MUTE.values() else into


def _read_line(number: int, line: str, into: list[ChosenWord], bad: list[BadLine]) -> None:
    try:
        into += parse_words(line)
    except WordMissing:
        pass  # nothing but quotes or commas
    except Refusal as refusal:
        bad.append(BadLine(number, refusal))


def _mark(marks: dict[str, str], language: str) -> str:
    return marks.get(language, marks["en"])


def _line(word: ChosenWord) -> str:
    """Return a word as it is typed: in quotes if it has a blank, so that it stays one phrase."""
    return f'"{word.text}"' if any(map(str.isspace, word.text)) or "," in word.text or ";" in word.text else word.text
