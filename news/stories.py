"""The desk of stories: before a draft is published, the published article that tells the same story."""

from news.errors import ArticleUnknown
from news.lifecycle import is_readable, require_known, require_publication
from news.model import Headline, Reader
from news.ports import Clock, Storage
from news.roles import Deed, require
from news.same_story import same_stories


class StoryDesk:
    """Finds the same story among the published ones of the last days, and keeps what the editor decided."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def same(self, editor: Reader, number: int) -> Headline | None:
        """Return the published article that tells the story of a draft; None also once an editor has decided.

        Raises NotAllowed, ArticleUnknown.
        """
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            draft = require_publication(editor, require_known(number, await unit.articles.get(number)))
            if draft.follows is not None or is_readable(draft.status):
                return None
            return next(iter(await same_stories(unit, draft, self._clock.now())), None)

    async def decide(self, editor: Reader, number: int, follows: int) -> None:
        """Let a draft follow up a published article, whose copies its push replies to, or with 0 stand alone.

        Raises NotAllowed, ArticleUnknown.
        """
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            earlier = await unit.articles.get(follows) if follows else None
            if follows and (earlier is None or not is_readable(earlier.status)):
                raise ArticleUnknown(number=follows)
            require_publication(editor, require_known(number, await unit.articles.get(number)))
            await unit.articles.set_follows(number, follows)
