"""What search needs of a storage: the index of stems, and the vocabulary it was made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from news.model import Article, Keyset


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of an article: its place, and its tokens in the order of the text.

    A place is a whole number that names the article and grows along the archive's order (`news.indexing.place_of`).
    `forms` holds a word of the text, folded, for each stem: what a person can be shown.
    """

    doc_id: int
    tokens: Sequence[str]
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What an entry must hold: every one of the tokens, the phrases' tokens side by side; `start` <= place < `end`.

    There is at least one token, and a phrase has its tokens among them. A token has no blank and no sign in it.
    """

    tokens: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which rules (`news.stems.VERSION`) all of the index was made by, "" for none.

    While it is made anew, newest first, `cursor` is the number of the article that comes next.
    """

    version: str
    cursor: int | None


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many of some articles have a topic, and the highest number among them."""

    topic: str
    number: int
    count: int


class Search(Protocol):
    """The index of published articles, newest place first. It must hold what is committed with them, no more."""

    async def store(self, entries: Sequence[Entry]) -> None:
        """Store what is indexed of articles, in place of what was, and learn their words."""

    async def delete(self, doc_ids: Collection[int]) -> None:
        """Forget articles; the vocabulary stays."""

    async def find(self, index_query: IndexQuery, limit: int, *, oldest: bool = False) -> Sequence[int]:
        """Return up to `limit` places that hold what is wanted, the newest first (or the `oldest` first)."""

    async def find_prefix(self, index_query: IndexQuery, beginning: str, among: int, limit: int) -> Sequence[int]:
        """Return up to `limit` of the newest `among` places that hold what is wanted: those with a stem that begins so.

        The newest come first.
        """

    async def tokens(self, doc_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the tokens of these places, as far as they are in the index."""

    async def articles(self, numbers: Collection[int]) -> Mapping[int, Article]:
        """Return the published ones of these articles."""

    async def topics(self, numbers: Collection[int]) -> Sequence[TopicCount]:
        """Return the topics of these articles, the most frequent first, then by name."""

    async def vocabulary(self, prefix: str, shortest: int, longest: int, limit: int) -> Mapping[str, str]:
        """Return up to `limit` known stems that begin so and have so many characters, each with one of its words."""

    async def lock_articles(self, numbers: Collection[int]) -> None:
        """Let nobody change these articles before the writing unit's end."""

    async def count_from(self, start: Keyset | None) -> int:
        """Return how many published articles there are from a place in the archive on, itself included."""

    async def state(self) -> IndexState:
        """Return what the index was made by."""

    async def set_state(self, state: IndexState) -> None:
        """Write down what the index was made by."""
