"""The desk of «Похожие публикации»: the related articles of an article, and the editors' verdicts on them."""

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
    """The related articles as editors see them: those shown to readers, and the forbidden ones.

    The forbidden ones are in the order of their numbers, the largest first.
    """

    article: Article
    shown: tuple[RelatedArticle, ...]
    forbidden: tuple[RelatedArticle, ...]


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
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await unit.articles.get(number)
            shown = await unit.related.shown(number, SHOWN)
            verdicts = await unit.related.verdicts(number)
        if article is None or not is_readable(article.status):
            raise ArticleUnknown(number=number)
        forbidden = (each for each in verdicts if each.verdict is Verdict.FORBIDDEN)
        newest_first = sorted(forbidden, key=lambda each: each.headline.number, reverse=True)
        return Relations(article, tuple(shown), tuple(newest_first))

    async def judge(self, editor: Reader, number: int, other: int, verdict: Verdict) -> Relations:
        """Pin `other` under `number` (replacing another pin), or forbid both under each other.

        Return the related articles after that. Raises NotAllowed, ArticleUnknown, RelatedToItself.
        """
        require(editor.role, Deed.WRITE)
        if number == other:
            raise RelatedToItself(number=number)
        async with self._storage.writing() as unit:
            for judged in (number, other):
                article = await unit.articles.get(judged)
                if article is None or not is_readable(article.status):
                    raise ArticleUnknown(number=judged)
            await unit.related.delete_verdict(number, other)
            await unit.related.set_verdict(number, other, verdict, editor.id, self._clock.now())
        return await self.relations(editor, number)

    async def drop(self, editor: Reader, number: int, other: int) -> Relations:
        """Delete a verdict: the pin, or the ban of the pair. Raises NotAllowed, ArticleUnknown."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.related.delete_verdict(number, other)
        return await self.relations(editor, number)
