"""What surrounds a change of articles: the present article, the refusal of a late change, and everything that follows.

Every verb that changes what readers can read calls `after_change`, the one place that updates the search index, the
related articles, and the copies that were sent.
"""

from collections.abc import Sequence

from news.errors import ArticleChanged
from news.indexing import index
from news.lifecycle import require_known
from news.model import Article, NewArticle, Status
from news.ports import Unit
from news.relating import relate


async def get_known(unit: Unit, number: int) -> Article:
    """Return an article that editors may see. Raises ArticleUnknown."""
    return require_known(number, await unit.articles.get(number))


async def refuse_change(unit: Unit, number: int, version: int | None) -> None:
    """Raise ArticleChanged if the article is still there, with another version than the editor has seen."""
    article = await get_known(unit, number)
    if version is None or article.version == version or article.status is Status.RETRACTED:
        return
    change = await unit.articles.last_change(number)
    at = change.at if change is not None else article.updated_at or article.created_at
    raise ArticleChanged(number=number, name=(change and change.name) or "", at=at)


async def after_change(unit: Unit, articles: Sequence[Article], *, visible: bool = False) -> None:
    """Update everything that depends on these articles, in the unit of work that changed them.

    Called by publish, revise, retract, import. `visible` is True when readers of copies already sent are to see the
    change (a revision with a reason, or a retraction). These copies are then corrected.
    """
    await relate(unit, articles, await index(unit, articles))
    if visible:
        await unit.articles.mark_for_correction([article.number for article in articles])


def as_stored(number: int, new: NewArticle) -> Article:
    """Return the stored article, without reading it again."""
    return Article(
        number=number,
        title=new.title,
        body=new.body,
        status=Status.DRAFT if new.published_at is None else Status.PUBLISHED,
        created_at=new.created_at,
        lead=new.lead,
        topic=new.topic,
        source_url=new.source_url,
        topics=new.topics or ((new.topic,) if new.topic else ()),
        attachments=new.attachments,
        published_at=new.published_at,
    )
