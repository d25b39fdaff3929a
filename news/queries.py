"""Search queries: any text that a person types is one, and nothing in it is an operator."""

import re
from dataclasses import dataclass

from news.model import Article
from news.richtext import plain
from news.stems import Word, stems, words
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

    Without stems nothing can be found: the query has no words, or only stop words.
    """

    text: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def adjoining(self) -> tuple[tuple[str, ...], ...]:
        """Return the stems of every phrase with at least two: they are adjacent in a matching article."""
        stemmed = (tuple(stems(" ".join(phrase))) for phrase in self.phrases)
        return tuple(phrase for phrase in stemmed if len(phrase) > 1)

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
    """Return the query of a typed text, which is cut after `QUERY_UNITS`, between whole characters."""
    text = collapse(clean(typed))
    text = text[: whole(text, 0, reach(text, 0, QUERY_UNITS))].rstrip()
    query_words = tuple(words(text))
    query_stems = tuple(dict.fromkeys(word.stem for word in query_words if word.stem is not None))
    quoted = (tuple(word.folded for word in words(phrase)) for phrase in _QUOTED.findall(text))
    phrases = tuple(dict.fromkeys(phrase for phrase in quoted if stems(" ".join(phrase))))
    return Query(text, query_words, query_stems[:MAX_STEMS], phrases)


def _folded_words(text: str) -> str:
    """Return the folded words of a text, each with a blank on either side."""
    return f" {' '.join(word.folded for word in words(text))} "
