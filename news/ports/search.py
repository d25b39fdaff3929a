"""The port of the search: the index of stems, and the vocabulary of the indexed words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.model import Article, Keyset


@dataclass(frozen=True, slots=True)
class Entry:
    """The index entry of an article: its document id, and its tokens in the order of the text.

    A document id is a whole number that names the article and rises with the archive's order
    (`news.indexing.doc_id_of`). `forms` has a folded word of the text for each stem, to show to a person.
    """

    doc_id: int
    tokens: Sequence[str]
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """The conditions for an entry: all tokens, every phrase as adjacent tokens, and `start` <= document id < `end`.

    There is at least one token. The tokens of a phrase are among the tokens. A token has no white space and no sign.
    """

    tokens: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexState:
    """The rules (`news.stems.VERSION`) by which the whole index was made, "" for none.

    While the index is rebuilt, newest first, `cursor` is the number of the next article.
    """

    version: str
    cursor: int | None


@dataclass(frozen=True, slots=True)
class TopicCount:
    """The number of some articles that have a topic, and the highest article number among them."""

    topic: str
    number: int
    count: int


class Search(Protocol):
    """The index of published articles, highest document id first. It is written in the articles' transaction."""

    async def store(self, entries: Sequence[Entry]) -> None:
        """Store entries, replacing those with the same document ids, and add their words to the vocabulary."""

    async def delete(self, doc_ids: Collection[int]) -> None:
        """Delete entries; the vocabulary stays."""

    async def find(self, index_query: IndexQuery, limit: int, *, oldest: bool = False) -> Sequence[int]:
        """Return up to `limit` document ids that match, newest first (or `oldest` first)."""

    async def find_prefix(self, index_query: IndexQuery, beginning: str, among: int, limit: int) -> Sequence[int]:
        """Return up to `limit` document ids, newest first, that also have a stem with this beginning.

        Only the newest `among` matches of the query are searched.
        """

    async def tokens(self, doc_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the tokens of entries by document id, without those that are not in the index."""

    async def articles(self, numbers: Collection[int]) -> Mapping[int, Article]:
        """Return articles by number, without those that are not published."""

    async def topics(self, numbers: Collection[int]) -> Sequence[TopicCount]:
        """Return the topics of these articles, most frequent first, then by name."""

    async def vocabulary(self, prefix: str, shortest: int, longest: int, limit: int) -> Mapping[str, str]:
        """Return up to `limit` known stems with this prefix and of these lengths (inclusive), each with one word."""

    async def lock_articles(self, numbers: Collection[int]) -> None:
        """Lock these articles against changes until the writing unit ends."""

    async def count_from(self, start: Keyset | None) -> int:
        """Return the number of published articles from a position in the archive on (inclusive), None for all."""

    async def count_since(self, since: datetime) -> int:
        """Return the number of published articles that are not older than `since`."""

    async def state(self) -> IndexState:
        """Return the state of the index."""

    async def set_state(self, state: IndexState) -> None:
        """Store the state of the index."""
