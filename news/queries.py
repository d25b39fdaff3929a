"""Search queries: any text that a person types is one, and nothing in it is an operator."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from news.folding import HYPHENS
from news.model import Article
from news.richtext import plain
from news.stems import Word, folded_words, words
from news.words import clean, collapse, reach, whole

# A query of this length fits the line that shows it.
QUERY_UNITS = 200
# An article must have all of them; further stems are ignored.
MAX_STEMS = 16

# Keyboards replace a straight quote by any of these.
_QUOTED = re.compile('["«“„]([^"«»“”„]+)["»”“]')


@dataclass(frozen=True, slots=True)
class Query:
    """The text to show, its words, the stems an article must have, and the quoted phrases as folded words.

    `stopped` has the tokens of stop words in phrases. `adjoining` has runs of stems that are adjacent in a matching
    article: those of each phrase, and those of letters and digits that were typed as one word (`Су57`).
    """

    text: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    stopped: tuple[str, ...] = ()
    adjoining: tuple[tuple[str, ...], ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens an article must have in the index."""
        return (*self.stems, *self.stopped)

    @property
    def has_words(self) -> bool:
        """Whether something can be found: without words to look for, nothing can."""
        return bool(self.stems or self.phrases)

    def holds_phrases(self, article: Article) -> bool:
        """Whether the article has every phrase, word for word."""
        if not self.phrases:
            return True
        texts = [_folded_words(text) for text in (article.title, article.lead, plain(article.body))]
        return all(any(f" {' '.join(phrase)} " in text for text in texts) for phrase in self.phrases)

    def replaced(self, index: int, other: str) -> str:
        """Return the text with one word replaced (removed by an empty `other`); unchanged if there is no such word."""
        if index >= len(self.words):
            return self.text
        word = self.words[index]
        return collapse(f"{self.text[: word.start]}{other}{self.text[word.end :]}")


def parse(typed: str) -> Query:
    """Return the query of a typed text, which is cut after `QUERY_UNITS`, between whole characters.

    What stands in quotes is looked for word for word, and so is a text that consists of stop words.
    """
    text = collapse(clean(typed))
    text = text[: whole(text, 0, reach(text, 0, QUERY_UNITS))].rstrip()
    query_words = tuple(words(text))
    quoted = [phrase for each in _QUOTED.findall(text) if (phrase := tuple(words(each)))]
    if not quoted and query_words and all(word.stem is None for word in query_words):
        quoted = [query_words]
    stopped = (word.token for phrase in quoted for word in phrase if word.stem is None and word.token)
    runs = [_stems(run) for run in (*quoted, *_written_together(text, query_words))]
    return Query(
        text,
        query_words,
        tuple(dict.fromkeys(_stems(query_words)))[:MAX_STEMS],
        tuple(dict.fromkeys(tuple(word.folded for word in phrase) for phrase in quoted)),
        tuple(dict.fromkeys(stopped))[:MAX_STEMS],
        tuple(dict.fromkeys(run for run in runs if len(run) > 1)),
    )


def unphrased(query: Query) -> Query:
    """Return a query of stop words without its phrase: while it is typed, its last word may become another one."""
    return query if query.stems else replace(query, phrases=(), stopped=(), adjoining=())


def _stems(some: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.stem for word in some if word.stem is not None)


def _written_together(text: str, query_words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Iterate over letters and digits that touch, or have only a hyphen between them: `Су57`, `Су-57`."""
    for word, after in pairwise(query_words):
        between = text[word.end : after.start]
        if not between or (between in HYPHENS and word.folded.isdigit() is not after.folded.isdigit()):
            yield word, after


def _folded_words(text: str) -> str:
    """Return the folded words of a text, each with a blank on either side."""
    return f" {' '.join(folded_words(text))} "
