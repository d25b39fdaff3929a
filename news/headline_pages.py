"""Pages of headlines, newest first: of the archive, and of a list with the same order, such as a topic's.

They are read by keyset: page 1,000 costs what page 1 does.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from news.errors import ArticleUnknown
from news.model import Headline, HeadlinePage, Keyset

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class HeadlineList:
    """How a list is read: `older` from a place on, itself included, newest first; `newer` than a place, oldest first.

    Both take the most headlines to return; without a place, `older` begins with the newest.
    """

    older: Callable[[Keyset | None, int], Awaitable[Sequence[Headline]]]
    newer: Callable[[Keyset, int], Awaitable[Sequence[Headline]]]


async def page_from(headlines: HeadlineList, start: Keyset | None) -> HeadlinePage:
    """Return the page from a place on, None for the newest page."""
    found = await headlines.older(start, PAGE_SIZE + 1)
    newest = start is None or not found or not await headlines.newer(_keyset(found[0]), 1)
    return page_of(found, PAGE_SIZE, newest=newest)


async def page_above(headlines: HeadlineList, than: Keyset | None) -> HeadlinePage:
    """Return the page just above a place; the newest page if fewer than a page are above it, or without a place."""
    above = await headlines.newer(than, PAGE_SIZE) if than is not None else ()
    return await page_from(headlines, _keyset(above[-1]) if len(above) == PAGE_SIZE else None)


def page_of(headlines: Sequence[Headline], limit: int, *, newest: bool) -> HeadlinePage:
    """Return a page of up to `limit` headlines; one more in `headlines` is the first of the older page."""
    shown = tuple(headlines[:limit])
    older = headlines[limit].number if len(headlines) > limit else None
    return HeadlinePage(shown, None if newest or not shown else shown[0].number, older)


def _keyset(headline: Headline) -> Keyset:
    if headline.published_at is None:
        raise ArticleUnknown(number=headline.number)
    return Keyset(headline.published_at, headline.number)
