"""An article follows the changes of its item: silently, or with «обновлено» and the copies that were sent."""

from dataclasses import replace
from typing import Any

import pytest

from news.model import Article, Reader, Status
from news.newsroom import Newsroom
from news.ports.audit import AuditAct, AuditFilter
from news.richtext import Block, Kind, Mark, Run, from_plain
from news.sources.found import FoundItem, Trouble, VisitFailedError
from news.sources.records import SourceRules
from news.visit_work import READ_AGAIN_WITHIN
from storage import Database
from tests.news.conftest import HandClock
from tests.news.delivering import subscribe
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, corrected, item, picture, text

BEFORE = f"{text(1)}\n\nПробок нет."
PAGE = "https://site.test/1"


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites({FEED: [item(1, body=BEFORE)]})


@pytest.fixture
def visitor(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(database, sites, clock)


@pytest.fixture
async def article(database: Database, visitor: Visitor, news: Newsroom) -> Article:
    """An article from a source, which a subscriber has been sent."""
    await subscribe(database, [1])
    await add_source(database, begun=True)
    await visitor.rounds()
    assert await news.delivery.tick() is not None
    (taken,) = await articles(database)
    return taken


async def becomes(database: Database, visitor: Visitor, sites: FakeSites, *items: FoundItem) -> Article:
    """Visit the source an hour later, when it has these items; return its first article."""
    sites.feeds[FEED] = items
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    return (await articles(database))[0]


async def acts(database: Database) -> list[AuditAct]:
    async with database.reading() as unit:
        return [row.deed.act for row in await unit.audit.rows(AuditFilter(), None, 20)]


async def test_a_changed_sentence_is_shown_and_reaches_the_copies(
    article: Article, database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    changed = await becomes(database, visitor, sites, item(1, body=BEFORE.replace("нет", "много")))
    assert (changed.version, changed.updated_by, changed.update_reason) == (2, None, "")
    assert changed.updated_at is not None
    assert changed.body == from_plain(BEFORE.replace("нет", "много"))
    assert await corrected(database) == [article.number]
    assert AuditAct.UPDATED in await acts(database)
    assert [hit.article.number for hit in (await news.search.find("пробок много")).hits] == [article.number]


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    "change",
    [
        {"body": from_plain(f"{BEFORE}\n\nПросмотров: 15")},
        {"body": (Block(Kind.PARAGRAPH, (Run(text(1), frozenset({Mark.BOLD})),)), *from_plain("Пробок нет."))},
        {"title": "НОВОСТЬ номер 1"},
    ],
    ids=["counter", "markup", "case"],
)
async def test_other_markup_or_a_counter_changes_the_article_silently(
    database: Database, visitor: Visitor, sites: FakeSites, change: dict[str, Any]
) -> None:
    changed = await becomes(database, visitor, sites, replace(item(1, body=BEFORE), **change))
    assert (changed.version, changed.updated_at) == (2, None)
    assert {name: getattr(changed, name) for name in change} == change
    assert await corrected(database) == []
    assert AuditAct.REVISED in await acts(database)


async def test_an_item_that_vanishes_leaves_its_article(
    article: Article, database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    assert await becomes(database, visitor, sites, item(2)) == article
    assert (await becomes(database, visitor, sites, item(1, body=BEFORE), item(2))).version == 1


async def test_an_item_with_another_id_is_the_same_article_and_followed_under_it(
    article: Article, database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    moved = item(1, body=BEFORE, guid="new", address="https://site.test/new/1")
    assert await becomes(database, visitor, sites, moved) == article
    changed = await becomes(database, visitor, sites, replace(moved, title="Мост закрыт"))
    assert (changed.title, changed.version) == ("Мост закрыт", 2)
    assert len(await articles(database)) == 1


async def test_an_article_that_a_person_has_changed_stays_as_it_is(
    article: Article, database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom, editor: Reader
) -> None:
    await news.editing.revise(editor, article.number, title="По-редакторски")
    changed = await becomes(database, visitor, sites, item(1, title="Иначе", body=BEFORE))
    assert (changed.title, changed.version) == ("По-редакторски", 2)


async def test_an_article_that_was_retracted_stays_retracted(
    article: Article, database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom, editor: Reader
) -> None:
    await news.editing.retract(editor, article.number)
    changed = await becomes(database, visitor, sites, item(1, title="Иначе", body=BEFORE))
    assert (changed.status, changed.title) == (Status.RETRACTED, article.title)
    assert (await becomes(database, visitor, sites, item(1, guid="new", body=BEFORE))).status is Status.RETRACTED
    assert len(await articles(database)) == 1


async def test_a_draft_follows_its_item_without_a_word_to_readers(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database, rules=SourceRules(hold_words=("пробка", "пробок")), begun=True)
    await visitor.rounds()
    changed = await becomes(database, visitor, sites, item(1, title="Иначе", body=BEFORE))
    assert (changed.title, changed.status, changed.updated_at) == ("Иначе", Status.DRAFT, None)


@pytest.mark.usefixtures("article")
async def test_a_picture_that_comes_later_is_added(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    sites.pictures["https://site.test/a.jpg"] = b"a"
    changed = await becomes(database, visitor, sites, item(1, body=BEFORE, pictures=(picture("a", "Вид"),)))
    assert [each.caption for each in changed.attachments] == ["Вид"]
    sites.pictures["https://site.test/b.jpg"] = b"b"
    again = await becomes(database, visitor, sites, item(1, body=BEFORE, pictures=(picture("b"),)))
    assert again.attachments == changed.attachments, "the pictures that an article has stay"
    assert sites.loaded == ["https://site.test/a.jpg"]


SUMMARY = item(1, body="Мост открыли.", is_full=False)
FULL = item(1, body=f"{text(1)}\n\nПробок нет.")


@pytest.fixture
async def of_page(database: Database, visitor: Visitor, sites: FakeSites) -> Article:
    """An article whose text was read from its page."""
    await add_source(database, begun=True)
    sites.pages[PAGE] = FULL
    sites.feeds[FEED] = [SUMMARY]
    await visitor.rounds()
    (article,) = await articles(database)
    assert article.body == FULL.body
    return article


@pytest.mark.usefixtures("of_page")
async def test_a_change_waits_for_its_page_and_is_shown_then(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    sites.troubles[PAGE] = VisitFailedError(Trouble.SLOW)
    changed = replace(SUMMARY, title="Мост закрыт")
    assert (await becomes(database, visitor, sites, changed)).version == 1

    del sites.troubles[PAGE]
    sites.pages[PAGE] = replace(FULL, body=from_plain(f"{text(1)}\n\nПробок много."))
    article = await becomes(database, visitor, sites, changed)
    assert (article.title, article.version) == ("Мост закрыт", 2)
    assert article.body == sites.pages[PAGE].body
    assert article.updated_at is not None


@pytest.mark.parametrize("trouble", [Trouble.EMPTY, Trouble.SLOW])
async def test_a_summary_does_not_replace_a_text_when_the_page_is_gone(
    of_page: Article, database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock, trouble: Trouble
) -> None:
    sites.troubles[PAGE] = VisitFailedError(trouble)
    changed = replace(SUMMARY, title="Мост закрыт", lead="Коротко о мосте.")
    await becomes(database, visitor, sites, changed)
    clock.moment += READ_AGAIN_WITHIN
    article = await becomes(database, visitor, sites, changed)
    assert (article.title, article.body, article.lead) == ("Мост закрыт", of_page.body, of_page.lead)
    asked = len(sites.read)
    await becomes(database, visitor, sites, changed)
    assert len(sites.read) == asked, "the page is not asked for any more"
