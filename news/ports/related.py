"""What «Похожие публикации» need of a storage: profiles, who is near whom, and where terms were seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from news.model import Article, Headline
from news.similarity import Profile

# A likeness is stored as a whole number, 0 to this.
SCALE = 10_000


class Neighbour(NamedTuple):
    """An article near another, how alike they are (0 to `SCALE`), and its `Profile.letters`."""

    similarity: int
    number: int
    text_hash: int


@dataclass(frozen=True, slots=True)
class RelatedEntry:
    """What is kept of a published article: its profile, and its neighbours, the nearest first."""

    profile: Profile
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedState:
    """Which rules (`news.similarity.VERSION`) the places were made by, and how many articles the terms were counted in.

    While places are made anew, newest first, `cursor` is the number of the article that comes next.
    """

    version: str = ""
    articles: int = 0
    cursor: int | None = None


class Verdict(StrEnum):
    """What an editor says about an article under another."""

    PINNED = "pinned"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """A published article as it is shown under another; `verdict` is an editor's, if there is one."""

    headline: Headline
    verdict: Verdict | None = None


class Related(Protocol):
    """The places of published articles. Terms are numbers of 32 bits (`news.similarity`)."""

    async def lock_state(self) -> RelatedState:
        """Return the state; until the writing unit's end nobody else begins."""

    async def state(self) -> RelatedState:
        """Return the state."""

    async def set_state(self, state: RelatedState) -> None:
        """Write the state down."""

    async def entries(self, numbers: Collection[int]) -> Mapping[int, RelatedEntry]:
        """Return the places of these articles, as far as they have one and are published."""

    async def store(self, entries: Mapping[int, RelatedEntry]) -> None:
        """Store places, in place of those that were."""

    async def store_neighbours(self, neighbours: Mapping[int, Sequence[Neighbour]]) -> None:
        """Change the neighbours of articles that have a place."""

    async def frequencies(self, terms: Collection[int]) -> Mapping[int, int]:
        """Return in how many articles these terms were counted, those never counted left out."""

    async def add_frequencies(self, terms: Mapping[int, int]) -> None:
        """Count terms in so many more articles."""

    async def postings(self, terms: Collection[int]) -> Mapping[int, dict[int, int]]:
        """Return the articles that were kept for each of these terms, with its weight there."""

    async def store_postings(self, postings: Mapping[int, Mapping[int, int]]) -> None:
        """Store the articles for each of these terms, in place of those that were."""

    async def articles(self, number: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` published articles with this number or smaller ones, the largest first."""

    async def delete_all(self) -> None:
        """Drop everything but the verdicts."""

    async def shown(self, number: int, limit: int) -> Sequence[RelatedArticle]:
        """Return up to `limit` published articles near this one, the pinned one first, forbidden ones left out.

        Of those with the same text only the first. This is one keyed read.
        """

    async def set_verdict(self, number: int, other: int, verdict: Verdict, editor_id: int, at: datetime) -> None:
        """Keep an editor's verdict: a pin in place of the article's other pin, a ban for both of the pair."""

    async def delete_verdict(self, number: int, other: int) -> None:
        """Drop the verdict on `other` under `number`; a ban for both of the pair."""

    async def verdicts(self, number: int) -> Sequence[RelatedArticle]:
        """Return the published articles under this one that there is a verdict on, the newest verdict first."""
