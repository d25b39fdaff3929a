"""The desk of what belongs together: what stands under an article, and the editors' say in it."""

from dataclasses import dataclass

from news.errors import ArticleUnknown, RelatedToItself
from news.lifecycle import is_readable
from news.model import Article, Headline, Reader
from news.ports import Clock, Storage
from news.ports.related import RelatedArticle, Verdict
from news.relating import SHOWN
from news.roles import Deed, require


@dataclass(frozen=True, slots=True)
class Relations:
    """What stands under an article, as its editors see it: what readers are shown, and what is forbidden."""

    article: Article
    shown: tuple[RelatedArticle, ...]
    forbidden: tuple[RelatedArticle, ...]


class RelatedDesk:
    """«Похожие публикации». Neighbours are found when an article is stored (`news.relating`); here they are read."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def near(self, number: int) -> tuple[Headline, ...]:
        """Return up to five articles that belong to this one, the pinned one first; of equal texts one."""
        async with self._storage.reading() as unit:
            return tuple([each.headline for each in await unit.related.shown(number, SHOWN)])

    async def relations(self, editor: Reader, number: int) -> Relations:
        """Return what stands under a published article. Raises NotAllowed, ArticleUnknown."""
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await unit.articles.get(number)
            shown = await unit.related.shown(number, SHOWN)
            verdicts = await unit.related.verdicts(number)
        if article is None or not is_readable(article.status):
            raise ArticleUnknown(number=number)
        forbidden = tuple(each for each in verdicts if each.verdict is Verdict.FORBIDDEN)
        return Relations(article, tuple(shown), forbidden)

    async def judge(self, editor: Reader, number: int, other: int, verdict: Verdict) -> Relations:
        """Pin `other` under `number`, in place of what is pinned there, or let neither stand under the other.

        Return what stands there now. Raises NotAllowed, ArticleUnknown, RelatedToItself.
        """
        require(editor.role, Deed.WRITE)
        if number == other:
            raise RelatedToItself(number=number)
        async with self._storage.writing() as unit:
            for each in (number, other):
                article = await unit.articles.get(each)
                if article is None or not is_readable(article.status):
                    raise ArticleUnknown(number=each)
            await unit.related.delete_verdict(number, other)
            await unit.related.set_verdict(number, other, verdict, editor.id, self._clock.now())
        return await self.relations(editor, number)

    async def drop(self, editor: Reader, number: int, other: int) -> Relations:
        """Take a verdict back: the pin, or the ban of the pair. Raises NotAllowed, ArticleUnknown."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.related.delete_verdict(number, other)
        return await self.relations(editor, number)
