"""Whether a changed item is an update that readers are told of, or a change of markup and counters. Pure."""

import re

from news.richtext import Body, plain
from news.sentences import sentences
from news.words import fold

# «Просмотров: 1 234», "Comments (5)": a line with a number, a word of counters, and not much else.
_COUNTED = (
    r"просмотр\w*|прочтени\w*|прочитал\w*|коммент\w*|отзыв\w*|оцен\w*|голос\w*|лайк\w*|репост\w*|рейтинг\w*|"
    r"views?|reads?|comments?|likes?|shares?|votes?|ratings?"
)
_COUNTER = re.compile(rf"\b(?:{_COUNTED})\b")
_MAX_WORDS = 6


def is_visible_change(before: tuple[str, str, Body], after: tuple[str, str, Body]) -> bool:
    """Whether two versions (title, lead, text) differ in a sentence. White space, case and counters do not matter."""
    return _said(before) != _said(after)


def _said(version: tuple[str, str, Body]) -> list[str]:
    title, lead, body = version
    said = (fold(sentence) for sentence in sentences(f"{title}\n{lead}\n{plain(body)}"))
    return [sentence for sentence in said if not _is_counter(sentence)]


def _is_counter(sentence: str) -> bool:
    is_short = len(sentence.split()) <= _MAX_WORDS
    return is_short and any(char.isdigit() for char in sentence) and _COUNTER.search(sentence) is not None
