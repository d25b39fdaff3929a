"""An article with a damaged text: it says so, everything else goes on, and an editor can mend or retract it."""

import pytest

from news.editing import EditingDesk
from news.errors import ArticleDamaged
from news.model import Article, Reader, Status
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.reindexing import reindex
from news.relating import MAX_NUMBER
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import HandClock, published
from tests.storage.samples import raw

TEXT = "Мост через Волгу открыли для машин и пешеходов."
DAMAGES = {
    "other JSON": "UPDATE article_bodies SET body = '[7]' WHERE number = {number}",
    "a cut-off text": "UPDATE article_bodies SET body = substr(body, 1, 20) WHERE number = {number}",
    "no row": "DELETE FROM article_bodies WHERE number = {number}",
}


async def damage(database: Database, number: int, statement: str = DAMAGES["other JSON"]) -> None:
    async with database.writing() as unit:
        await raw(unit, statement.format(number=number))


@pytest.fixture(params=DAMAGES.values(), ids=DAMAGES.keys())
async def damaged(request: pytest.FixtureRequest, news: Newsroom, editor: Reader, database: Database) -> Article:
    """A damaged article between two whole ones."""
    await published(news, editor, "Мост открыт утром", TEXT)
    article = await published(news, editor, "Мост открыт днём", TEXT)
    await published(news, editor, "Мост открыт вечером", TEXT)
    await damage(database, article.number, request.param)
    return article


async def test_opening_it_is_refused_with_its_number(news: Newsroom, damaged: Article) -> None:
    with pytest.raises(ArticleDamaged) as refused:
        await news.articles.read(damaged.number)
    assert refused.value.arguments == {"number": damaged.number}


async def test_lists_searches_and_related_articles_go_on(news: Newsroom, damaged: Article) -> None:
    in_full = (await news.articles.in_full()).articles
    assert [(article.number, article.damaged) for article in in_full] == [(3, False), (2, True), (1, False)]
    found = await news.search.find("мост")
    assert [(hit.article.number, bool(hit.snippet)) for hit in found.hits] == [(3, True), (2, False), (1, True)]
    assert [article.number for article in (await news.offer("мост от")).articles] == [3, 2, 1]
    await news.search.find_best('"мост открыт"')
    await news.related.near(1)


async def test_its_comments_stay_readable(
    news: Newsroom, editor: Reader, member: Reader, database: Database, clock: HandClock
) -> None:
    article = await published(news, editor)
    await damage(database, article.number)
    await news.comments.add(member, article.number, "Жаль.", 500, 1)
    assert [each.text for each in (await news.threads.page(ANONYMOUS, article.number)).comments] == ["Жаль."]


async def test_the_index_and_the_related_articles_are_rebuilt_around_it(
    news: Newsroom, damaged: Article, database: Database, clock: HandClock
) -> None:
    await reindex(database, lambda _: None)
    async with database.writing() as unit:
        state = await unit.related.state()
        await unit.related.set_state(type(state)(state.version, state.articles, MAX_NUMBER))
    while await EditingDesk(database, clock).recompute_related():
        pass
    assert [hit.article.number for hit in (await news.search.find("открыт")).hits] == [3, 2, 1]


async def test_an_editor_gives_it_another_text(news: Newsroom, editor: Reader, damaged: Article) -> None:
    revised = await news.editing.revise(editor, damaged.number, body=from_plain("Новый текст."))
    assert not revised.damaged
    assert (await news.articles.read(damaged.number)).body == from_plain("Новый текст.")


async def test_an_editor_retracts_it(news: Newsroom, editor: Reader, damaged: Article) -> None:
    assert (await news.editing.retract(editor, damaged.number, "Повреждена")).status is Status.RETRACTED


async def test_a_damaged_draft_is_shown_to_the_editor_but_not_published(
    news: Newsroom, editor: Reader, database: Database
) -> None:
    draft = await news.editing.draft(editor, "Черновик", from_plain(TEXT), key="draft")
    await damage(database, draft.number)
    assert (await news.editing.open(editor, draft.number)).damaged
    with pytest.raises(ArticleDamaged):
        await news.editing.publish(editor, draft.number)
    await news.editing.discard(editor, draft.number)


async def test_the_damaged_of_the_newest_articles_are_named(
    news: Newsroom, damaged: Article, database: Database
) -> None:
    async with database.reading() as unit:
        assert await unit.articles.damaged(10) == [damaged.number]
        assert await unit.articles.damaged(1) == []
