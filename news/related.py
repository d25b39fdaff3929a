"""The desk of «Похожие публикации»: the related articles of an article, and the editors' verdicts on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from news.audit import record
from news.errors import ArticleUnknown, RelatedToItself, VerdictChanged
from news.lifecycle import is_readable
from news.model import Article, Headline, Reader
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.ports.related import GivenVerdict, RelatedArticle, Verdict
from news.relating import SHOWN
from news.roles import Deed, require


@dataclass(frozen=True, slots=True)
class Relations:
    """The related articles as editors see them: those shown to readers, and the forbidden ones.

    The forbidden ones are in the order of their numbers, the largest first. `stamp` identifies the state of the
    verdicts: the time of the newest one, in microseconds since 1970, 0 without any.
    """

    article: Article
    shown: tuple[RelatedArticle, ...]
    forbidden: tuple[RelatedArticle, ...]
    stamp: int = 0


class RelatedDesk:
    """Reads the neighbours that `news.relating` computed when the articles changed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def near(self, number: int) -> tuple[Headline, ...]:
        """Return up to five related articles, the pinned one first; of articles with the same text only one."""
        async with self._storage.reading() as unit:
            return tuple([each.headline for each in await unit.related.shown(number, SHOWN)])

    async def relations(self, editor: Reader, number: int) -> Relations:
        """Return the related articles of a published article. Raises NotAllowed, ArticleUnknown."""
        require(editor, Deed.PUBLISH)
        async with self._storage.reading() as unit:
            article = await unit.articles.get(number)
            shown = await unit.related.shown(number, SHOWN)
            verdicts = await unit.related.verdicts(number)
            given = await unit.related.given(number)
        if article is None or not is_readable(article.status):
            raise ArticleUnknown(number=number)
        forbidden = (each for each in verdicts if each.verdict is Verdict.FORBIDDEN)
        newest_first = sorted(forbidden, key=lambda each: each.headline.number, reverse=True)
        return Relations(article, tuple(shown), tuple(newest_first), _stamp(given))

    async def judge(
        self, editor: Reader, number: int, other: int, verdict: Verdict, *, stamp: int | None = None
    ) -> Relations:
        """Pin `other` under `number` (replacing another pin), or forbid both under each other.

        Return the related articles after that. With the `stamp` of what the editor has seen, no verdict is deleted that
        another editor gave later. Raises NotAllowed, ArticleUnknown, RelatedToItself, VerdictChanged.
        """
        require(editor, Deed.PUBLISH)
        if number == other:
            raise RelatedToItself(number=number)
        async with self._storage.writing() as unit:
            for judged in (number, other):
                article = await unit.articles.get(judged)
                if article is None or not is_readable(article.status):
                    raise ArticleUnknown(number=judged)
            await unit.related.lock_state()  # of two processes, the second one sees the verdict of the first
            given = await unit.related.given(number)
            for each in given:
                is_deleted = each.number == other or (verdict is each.verdict is Verdict.PINNED)
                if is_deleted and (each.number, each.verdict) != (other, verdict):
                    _refuse_late(each, number, other, editor, stamp)
            await unit.related.delete_verdict(number, other)
            # Later than every other one, whatever the clocks of two processes say.
            at = max(self._clock.now(), _EPOCH + (_stamp(given) + 1) * _MICROSECOND)
            await unit.related.set_verdict(number, other, verdict, editor.id, at)
            if (other, verdict) not in ((each.number, each.verdict) for each in given):
                act = AuditAct.PINNED if verdict is Verdict.PINNED else AuditAct.FORBIDDEN
                await record(unit, editor.id, act, self._clock.now(), article=number, number=other)
        return await self.relations(editor, number)

    async def drop(self, editor: Reader, number: int, other: int, *, stamp: int | None = None) -> Relations:
        """Delete a verdict: the pin, or the ban of the pair.

        With the `stamp` of what the editor has seen, no verdict is deleted that another editor gave later. Raises
        NotAllowed, ArticleUnknown, VerdictChanged.
        """
        require(editor, Deed.PUBLISH)
        async with self._storage.writing() as unit:
            await unit.related.lock_state()
            for each in await unit.related.given(number):
                if each.number == other:
                    _refuse_late(each, number, other, editor, stamp)
                    await unit.related.delete_verdict(number, other)
                    act = AuditAct.VERDICT_DROPPED
                    await record(unit, editor.id, act, self._clock.now(), article=number, number=other)
        return await self.relations(editor, number)


_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)


def _stamp(given: Sequence[GivenVerdict]) -> int:
    return max(((each.change.at - _EPOCH) // _MICROSECOND for each in given), default=0)


def _refuse_late(each: GivenVerdict, number: int, other: int, editor: Reader, stamp: int | None) -> None:
    """Raise VerdictChanged if another editor gave the verdict later than the stamp."""
    if stamp is None or _stamp([each]) <= stamp or each.change.editor_id == editor.id:
        return
    change = each.change
    raise VerdictChanged(
        number=number, other=other, theirs=each.number, verdict=each.verdict, name=change.name or "", at=change.at
    )
