"""The port of «Похожие публикации»: profiles, neighbours, term frequencies, postings, and editors' verdicts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from news.model import Article, Headline, LastChange
from news.similarity import Profile

# Similarities are stored as whole numbers from 0 to this.
SCALE = 10_000


class Neighbour(NamedTuple):
    """A similar article, the similarity (0 to `SCALE`), and its `Profile.text_hash`. Tuples sort by similarity."""

    similarity: int
    number: int
    text_hash: int


@dataclass(frozen=True, slots=True)
class RelatedEntry:
    """The stored data of a published article: its profile, and its neighbours, most similar first."""

    profile: Profile
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedState:
    """The rules (`news.similarity.VERSION`) by which entries were made, and the number of articles with counted terms.

    While entries are recomputed, newest first, `cursor` is the number of the next article.
    """

    version: str = ""
    articles: int = 0
    cursor: int | None = None


class Verdict(StrEnum):
    """An editor's decision about an article shown under another."""

    PINNED = "pinned"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """A published article shown under another; `verdict` is None without an editor's decision."""

    headline: Headline
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict on an article as one of its rows: what was decided, by whom and when."""

    headline: Headline
    verdict: Verdict
    change: LastChange

    @property
    def number(self) -> int:
        """The number of the article that the verdict is about."""
        return self.headline.number


class Related(Protocol):
    """The entries of published articles. Terms are numbers of 32 bits (`news.similarity`).

    Postings are also of pieces of texts (`news.boilerplate`), whose keys are larger.
    """

    async def lock_state(self) -> RelatedState:
        """Lock the state until the writing unit ends, and return it: only one process computes entries at a time."""

    async def state(self) -> RelatedState:
        """Return the state."""

    async def set_state(self, state: RelatedState) -> None:
        """Store the state."""

    async def entries(self, numbers: Collection[int]) -> Mapping[int, RelatedEntry]:
        """Return entries by article number, without articles that have none or are not published."""

    async def store(self, entries: Mapping[int, RelatedEntry]) -> None:
        """Store entries by article number, replacing older ones."""

    async def store_neighbours(self, neighbours: Mapping[int, Sequence[Neighbour]]) -> None:
        """Replace the neighbours of articles that have an entry."""

    async def frequencies(self, terms: Collection[int]) -> Mapping[int, int]:
        """Return in how many articles each term was counted, without terms never counted."""

    async def add_frequencies(self, terms: Mapping[int, int]) -> None:
        """Add to the counts of terms."""

    async def postings(self, terms: Collection[int]) -> Mapping[int, dict[int, int]]:
        """Return the stored articles of each term, with the term's weight in the article."""

    async def store_postings(self, postings: Mapping[int, Mapping[int, int]]) -> None:
        """Store the articles of each term, replacing those stored before."""

    async def articles(self, number: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` published articles with this number or smaller ones, largest first."""

    async def delete_all(self) -> None:
        """Delete entries, counts and postings; verdicts stay."""

    async def shown(self, number: int, limit: int) -> Sequence[RelatedArticle]:
        """Return up to `limit` published neighbours of an article: the pinned one first, without forbidden ones.

        Of articles with the same text only the first is returned. This is one read by key.
        """

    async def set_verdict(self, number: int, other: int, verdict: Verdict, editor_id: int, at: datetime) -> None:
        """Store a verdict. A pin replaces the article's other pin; FORBIDDEN holds for both articles of the pair."""

    async def delete_verdict(self, number: int, other: int) -> None:
        """Delete the verdict on `other` under `number`; FORBIDDEN is deleted for both articles of the pair."""

    async def verdicts(self, number: int) -> Sequence[RelatedArticle]:
        """Return the published articles with a verdict under this one, newest verdict first."""

    async def given(self, number: int) -> Sequence[GivenVerdict]:
        """Return every verdict under this article with its editor and time, the oldest first."""
