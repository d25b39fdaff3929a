"""The one place that follows a change of articles: search index, related articles, and correction of sent copies."""

from collections.abc import Sequence

from news.indexing import index
from news.model import Article
from news.ports import Unit
from news.relating import relate


async def after_change(unit: Unit, articles: Sequence[Article], *, visible: bool = False) -> None:
    """Update everything that depends on these articles, in the unit of work that changed them.

    Every verb that changes what readers can read calls this: publish, revise, retract, import. `visible` is True when
    readers of copies already sent are to see the change (a revision with a reason, or a retraction). These copies are
    then corrected.
    """
    await relate(unit, articles, await index(unit, articles))
    if visible:
        await unit.articles.mark_for_correction([article.number for article in articles])
