"""The desk of commenters: editors choose who may comment on an article."""

from news.audit import record
from news.changes import get_known
from news.lifecycle import Act, require_act, require_change, require_view
from news.model import Article, CommentsFor, Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.roles import Deed, require


class CommentersDesk:
    """The rule of an article's comments, before and after it is published. It is no change of the article's version.

    Every verb raises NotAllowed, and ArticleUnknown also for an article that was retracted.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def open(self, editor: Reader, number: int) -> Article:
        """Return the article if the editor may choose who comments on it."""
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            return await _changeable(unit, editor, number)

    async def choose(self, editor: Reader, number: int, rule: CommentsFor | None) -> Article:
        """Set who may comment on the article; None leaves it to the newspaper's groups."""
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            article = await _changeable(unit, editor, number)
            if article.comments_for is rule:
                return article
            await unit.drafts.set_comments_for(number, rule)
            note = "" if rule is None else rule.value
            await record(unit, editor.id, AuditAct.COMMENTERS, self._clock.now(), article=number, note=note)
            return await get_known(unit, number)


async def _changeable(unit: Unit, editor: Reader, number: int) -> Article:
    article = require_view(editor, await get_known(unit, number))
    require_act(article, Act.REVISE)
    return require_change(editor, article)
