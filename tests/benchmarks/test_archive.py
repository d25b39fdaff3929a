"""Generated archives, filled through the drivers on both engines."""

from benchmarks.archive import COMMENTED_EVERY, COMMENTS_EACH, END, Archive, fill
from benchmarks.operations import ZONE
from benchmarks.reading import FixedClock
from news.articles import ArticleDesk
from news.comment_rules import CommentRules
from news.readers import ANONYMOUS
from news.threads import ThreadDesk
from storage import open_storage

SIZE = 200


async def test_an_archive_has_published_articles_and_comments(database_url: str) -> None:
    await fill(Archive(database_url, SIZE))

    async with open_storage(database_url) as database:
        latest = await ArticleDesk(database, FixedClock(), ZONE).latest()
        comments = await ThreadDesk(database, FixedClock(), CommentRules(ZONE)).page(ANONYMOUS, COMMENTED_EVERY)

    assert latest.headlines[0].number == SIZE
    assert latest.headlines[0].published_at == END
    assert comments.article.comment_count == COMMENTS_EACH
