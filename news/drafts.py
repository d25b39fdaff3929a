"""The drafts' desk: the lists of unpublished articles, and who else is in a draft just now."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.changes import get_known
from news.lifecycle import is_unpublished, require_view
from news.model import Article, Headline, LastChange, Reader
from news.ports import Clock, Storage
from news.ports.drafts import DraftList
from news.roles import Deed, may, require
from news.visits import enter

DRAFTS_PAGE = 10
# A list is counted up to here: an import may have left a hundred thousand drafts.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of one of the lists; `older` is the article after which the next page begins, None on the last page.

    `counts` tells how many articles each list has, at most `MOST_COUNTED`.
    """

    which: DraftList
    headlines: Sequence[Headline]
    older: int | None
    counts: dict[DraftList, int]


class DraftDesk:
    """What is on the editors' desk. Everybody who writes sees all of it; who may do what with it is checked later."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def page(self, editor: Reader, which: DraftList | None = None, before: int = 0) -> DraftPage:
        """Return a page of a list, after the article `before`. The first list of authors is their own.

        Scheduled articles are in the order of their times, others newest first. Raises NotAllowed.
        """
        require(editor, Deed.WRITE)
        which = which or (DraftList.ALL if may(editor, Deed.PUBLISH) else DraftList.OWN)
        async with self._storage.reading() as unit:
            found = await unit.drafts.page(which, editor.id, before, DRAFTS_PAGE + 1)
            counts = {each: await unit.drafts.count(each, editor.id, MOST_COUNTED) for each in DraftList}
        shown = found[:DRAFTS_PAGE]
        return DraftPage(which, shown, shown[-1].number if len(found) > DRAFTS_PAGE else None, counts)

    async def enter(self, editor: Reader, number: int) -> tuple[Article, Sequence[LastChange]]:
        """Return an article, and who else is in this draft, if the editor was not in it a moment ago.

        Raises NotAllowed, ArticleUnknown.
        """
        require(editor, Deed.WRITE)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            article = require_view(editor, await get_known(unit, number))
            return article, await enter(unit, number, editor.id, now) if is_unpublished(article.status) else ()
