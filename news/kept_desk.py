"""The desk of kept choices: stories and sources that a place chose under pushes, to look through and to drop."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from news.choice.preferences import Preferences
from news.choice.sources import source_key
from news.choice.story_changes import drop_source, drop_story
from news.ledger import Address
from news.ports import Storage
from news.ports.choices import Changing, Getting

PAGE_SIZE = 10


class KeptKind(Enum):
    """What was chosen: a story that is followed, one that is hidden, or a hidden source."""

    FOLLOWED = "followed"
    HIDDEN = "hidden"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Kept:
    """One choice: the `number` of the story's article with its title ("" if it is not published), or a `host`."""

    kind: KeptKind
    number: int = 0
    title: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of the choices, counted from 0, out of `pages`; `first` is the position of its first one, from 1."""

    kept: tuple[Kept, ...]
    page: int
    pages: int
    first: int = 1


class KeptDesk:
    """Stories and sources of a place. `get` and `change` are the choice desk's."""

    def __init__(self, storage: Storage, get: Getting, change: Changing) -> None:
        self._storage = storage
        self._get = get
        self._change = change

    async def list(self, address: Address, page: int = 0) -> KeptPage:
        """Return a page: followed stories, the newest first, then hidden ones, then sources by name."""
        everything = _all((await self._get(address)).preferences)
        pages = max(1, -(-len(everything) // PAGE_SIZE))
        page = min(page, pages - 1)
        start = page * PAGE_SIZE
        return KeptPage(await self._titled(everything[start : start + PAGE_SIZE]), page, pages, start + 1)

    async def drop_story(self, address: Address, language: str, number: int) -> None:
        """Neither follow nor hide the story of an article."""
        await self._change(address, language, lambda preferences: drop_story(preferences, number))

    async def drop_source(self, address: Address, language: str, key: int) -> None:
        """Hide a source no more (`news.choice.sources.source_key`)."""

        def change(preferences: Preferences) -> Preferences:
            found = next((host for host in preferences.sources if source_key(host) == key), "")
            return drop_source(preferences, found)

        await self._change(address, language, change)

    async def _titled(self, shown: Sequence[Kept]) -> tuple[Kept, ...]:
        async with self._storage.reading() as unit:
            articles = await unit.search.articles([each.number for each in shown if each.number])
        return tuple(
            replace(each, title=articles[each.number].title) if each.number in articles else each for each in shown
        )


def _all(preferences: Preferences) -> Sequence[Kept]:
    return (
        *(Kept(KeptKind.FOLLOWED, story.article) for story in reversed(preferences.stories)),
        *(Kept(KeptKind.HIDDEN, number) for number in sorted(preferences.muted_stories, reverse=True)),
        *(Kept(KeptKind.SOURCE, host=host) for host in sorted(preferences.sources)),
    )
