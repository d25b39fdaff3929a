"""Reading an item whole: the text of its page where the feed has less."""

from news.ports.feeds import FeedReader
from news.sources.composing import needs_page, with_page
from news.sources.found import FoundItem, VisitFailedError
from news.sources.records import SourceRules


async def read_whole(
    feeds: FeedReader, item: FoundItem, rules: SourceRules
) -> tuple[FoundItem, VisitFailedError | None]:
    """Return the item with the text of its page, or as the feed has it if the page cannot be read, and why."""
    if not needs_page(item, rules):
        return item, None
    try:
        return with_page(item, await feeds.page(item.address)), None
    except VisitFailedError as error:
        return item, error
