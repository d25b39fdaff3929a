"""What a person looks for, read from what they typed: any text is a query, and nothing in it is an operator."""

import re
from dataclasses import dataclass

from news.model import Article
from news.richtext import plain
from news.stems import Word, stems, words
from news.words import clean, collapse, reach

# More cannot be typed by hand, and less always fits the line that shows it.
QUERY_UNITS = 200
# Each must be found; who gives more has given enough.
MOST_STEMS = 16

# A keyboard makes any of these out of a straight quote.
_QUOTED = re.compile('["«“„]([^"«»“”„]+)["»”“]')


@dataclass(frozen=True, slots=True)
class Query:
    """The text as it is shown, its words, the stems that must all be there, and the phrases, word by word, folded.

    Without stems nothing can be found: there was no word, or only such as are everywhere.
    """

    text: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def adjoining(self) -> tuple[tuple[str, ...], ...]:
        """The stems that stand side by side wherever a phrase does."""
        found = (tuple(stems(" ".join(phrase))) for phrase in self.phrases)
        return tuple(phrase for phrase in found if len(phrase) > 1)

    def holds_phrases(self, article: Article) -> bool:
        """Whether every phrase stands in the article, word for word."""
        if not self.phrases:
            return True
        texts = [_spoken(text) for text in (article.title, article.lead, plain(article.body))]
        return all(any(f" {' '.join(phrase)} " in text for text in texts) for phrase in self.phrases)

    def replaced(self, index: int, other: str) -> str:
        """The text with another word, or none, in the place of one."""
        word = self.words[index]
        return collapse(f"{self.text[: word.start]}{other}{self.text[word.end :]}")


def parse(typed: str) -> Query:
    """Read a query; what is longer than `QUERY_UNITS` is cut there."""
    text = collapse(clean(typed))
    text = text[: reach(text, 0, QUERY_UNITS)].rstrip()
    found = tuple(words(text))
    needed = tuple(dict.fromkeys(word.stem for word in found if word.stem is not None))
    quoted = (tuple(word.folded for word in words(phrase)) for phrase in _QUOTED.findall(text))
    phrases = tuple(dict.fromkeys(phrase for phrase in quoted if stems(" ".join(phrase))))
    return Query(text, found, needed[:MOST_STEMS], phrases)


def _spoken(text: str) -> str:
    """The folded words of a text, each with a blank on either side."""
    return f" {' '.join(word.folded for word in words(text))} "
