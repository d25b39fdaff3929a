"""An item of a source becomes an article by the rules of the source."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from news.ledger import EditionKind
from news.model import NewArticle, Status
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.richtext import from_plain, plain
from news.same_story import RECENT
from news.sources.found import FoundItem
from news.sources.records import FutureItems, Publishing, SameStory, SourceRules
from storage import Database
from tests.news.conftest import START, HandClock
from tests.news.delivering import subscribe
from tests.news.outlets import connected, notices
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, pushed, rows_of, stored

OTHER_FEED = "https://other.test/feed.xml"
STORY = "В Твери открыли мост через Волгу"
TOLD = "Новый мост через Волгу открыли в Твери. Мэр Иванов сообщил, что движение пошло утром 5 марта."
RETOLD = "Мэр Твери Иванов открыл новый мост через Волгу: движение началось утром 5 марта, пробок нет."


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites()


@pytest.fixture
def visitor(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(database, sites, clock)


async def take(database: Database, visitor: Visitor, sites: FakeSites, *items: FoundItem, **rules: Any) -> None:
    """Visit a source with these rules, which has begun before, and has these items now."""
    await add_source(database, rules=SourceRules(**rules), begun=True)
    sites.feeds[FEED] = items
    await visitor.rounds()


@pytest.fixture
async def archive(news: Newsroom) -> None:
    """Articles about other things, from long ago: words get their weight."""
    sport = "Сборная по хоккею обыграла соперников в Казани со счётом 5:2, голы забили Петров и Сидоров."
    old = [
        NewArticle(
            f"old:{index}", f"Матч {index}", from_plain(f"{index} {sport}"), START, published_at=START - 2 * RECENT
        )
        for index in range(40)
    ]
    await news.editing.take_in(old)


async def test_a_new_item_is_published_and_pushed_once(
    database: Database, visitor: Visitor, sites: FakeSites, other: Database, news: Newsroom
) -> None:
    await take(database, visitor, sites, item(1), item(2))
    second, first = await articles(other)
    assert (first.title, first.status, first.source_url) == ("Новость номер 1", Status.PUBLISHED, item(1).address)
    assert (first.published_at, second.published_at) == (item(1).published_at, item(2).published_at)
    assert await pushed(other) == [second.number, first.number]
    assert (await stored(other)).taken == 2
    assert [hit.article.number for hit in (await news.search.find("новость номер 1")).hits] == [first.number]

    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await articles(other)) == 2


async def test_an_item_is_announced_to_subscribers_by_one_edition(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    await subscribe(database, [1])
    await take(database, visitor, sites, item(1))
    edition = await news.delivery.tick()
    assert edition is not None
    assert edition.kind is EditionKind.HEADLINES
    assert await pushed(database) == []
    assert await news.delivery.tick() is None


async def test_a_draft_waits_for_a_person(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    await take(database, visitor, sites, item(1), publishing=Publishing.DRAFT)
    (article,) = await articles(database)
    assert (article.status, article.author_id, article.published_at) == (Status.DRAFT, None, None)
    assert await pushed(database) == []
    assert await notices(database) == []


async def test_a_word_in_any_form_holds_an_item_and_the_staff_is_told(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    trial = item(1, body="Прошли заседания городских судов.")
    await take(database, visitor, sites, trial, item(2), hold_words=("ураган", "суд"))
    open_one, held = await articles(database)
    assert (open_one.status, held.status) == (Status.PUBLISHED, Status.DRAFT)
    (notice,) = await notices(database)
    assert (notice.what, notice.number, notice.reason) == (NoticeKind.SOURCE_HELD, held.number, "суд")
    assert (notice.title, notice.author, notice.article) == (held.title, "Сайт города", 0)


async def test_the_sign_off_ends_the_text_and_the_link_may_be_off(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await take(database, visitor, sites, item(1), sign_off="По сообщению сайта", link=False)
    (article,) = await articles(database)
    assert plain(article.body).endswith("\nПо сообщению сайта")
    assert article.source_url is None


async def test_an_article_has_the_topics_of_the_rules_and_of_its_categories(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    await take(
        database,
        visitor,
        sites,
        item(1, categories=("Хоккей", "Дети")),
        item(2, categories=("ХОККЕЙ",)),
        topics=("Город", "Новости"),
        by_category=(("дети", "Школа"),),
        take_categories=True,
    )
    second, first = await articles(database)
    assert [topic.casefold() for topic in first.topics] == ["школа", "хоккей", "город", "новости"]
    assert first.topic == first.topics[0]
    assert second.topics == ("ХОККЕЙ", "Город", "Новости"), "the first name of a topic stays"
    async with database.reading() as unit:
        assert tuple(topic.name for topic in await unit.topics.of_article(first.number)) == first.topics


async def test_posts_go_to_the_outlets_of_the_rules(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    chosen, left_out = await connected(news, -1001), await connected(news, -1002)
    await take(database, visitor, sites, item(1), outlets=(chosen.place.id,))
    async with database.reading() as unit:
        assert [post.outlet.place.id for post in await unit.outlets.posts(1)] == [chosen.place.id]
        assert await unit.outlets.choices(1) == {chosen.place.id: True, left_out.place.id: False}


async def test_without_chosen_outlets_posts_go_where_the_topics_lead(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    sport = await connected(news, -1001, topics="Спорт")
    await connected(news, -1002, topics="Город")
    await take(database, visitor, sites, item(1), topics=("Спорт",))
    async with database.reading() as unit:
        assert [post.outlet.place.id for post in await unit.outlets.posts(1)] == [sport.place.id]


async def test_a_future_item_waits_and_appears_with_its_push(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom, clock: HandClock
) -> None:
    later = START + timedelta(hours=2)
    await take(database, visitor, sites, item(1, published_at=later))
    (article,) = await articles(database)
    assert (article.status, article.publish_at) == (Status.SCHEDULED, later)
    assert await news.scheduling.publish_due() == []

    clock.passes(hours=2)
    assert [published.number for published in await news.scheduling.publish_due()] == [article.number]
    assert await pushed(database) == [article.number]
    await visitor.rounds()
    assert len(await articles(database)) == 1


async def test_a_future_item_appears_at_once_by_rule(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    await take(database, visitor, sites, item(1, published_at=START + timedelta(days=1)), future=FutureItems.NOW)
    (article,) = await articles(database)
    assert (article.status, article.published_at) == (Status.PUBLISHED, START)


async def test_a_future_item_that_a_word_holds_gets_no_time(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    tomorrow = START + timedelta(days=1)
    await take(database, visitor, sites, item(1, published_at=tomorrow, title="Суд"), hold_words=("суд",))
    (article,) = await articles(database)
    assert (article.status, article.publish_at) == (Status.DRAFT, None)


async def test_an_item_without_a_date_gets_the_time_of_the_visit(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await take(database, visitor, sites, item(1, published_at=None))
    (article,) = await articles(database)
    assert (article.status, article.published_at) == (Status.PUBLISHED, START)
    assert await pushed(database) == [1]


async def test_what_was_imported_before_is_not_taken_again(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom
) -> None:
    imported = NewArticle("import:1", "Прежнее", from_plain("Текст."), START, source_url=item(1).address)
    await news.editing.take_in([replace(imported, published_at=START - timedelta(days=9))])
    await take(database, visitor, sites, item(1))
    assert [article.title for article in await articles(database)] == ["Прежнее"]
    assert await pushed(database) == []
    (row,) = await rows_of(database)
    assert (row.article, row.done, row.own) == (1, True, False)

    sites.feeds[FEED] = [item(1, title="Изменено")]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert [article.title for article in await articles(database)] == ["Прежнее"], "it does not come from the source"


async def test_an_equal_text_from_another_source_is_one_article(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database, begun=True)
    await add_source(database, OTHER_FEED, begun=True)
    sites.feeds = {FEED: [item(1)], OTHER_FEED: [item(1, guid="x", address="https://other.test/x", title="По-другому")]}
    await visitor.rounds()
    (article,) = await articles(database)
    assert {row.article for row in await rows_of(database)} == {article.number}
    assert await pushed(database) == [article.number]


async def two_sources(database: Database, visitor: Visitor, sites: FakeSites, same_story: SameStory) -> None:
    """Visit two sites that tell the same story, one after the other."""
    await add_source(database, begun=True)
    await add_source(database, OTHER_FEED, SourceRules(same_story=same_story), begun=True)
    sites.feeds = {FEED: [item(1, title=STORY, body=TOLD)], OTHER_FEED: []}
    await visitor.rounds()
    again = item(2, title=f"{STORY} снова", body=RETOLD, address="https://other.test/2")
    sites.feeds = {FEED: [item(1, title=STORY, body=TOLD)], OTHER_FEED: [again]}
    visitor.clock.passes(hours=1)
    await visitor.rounds()


@pytest.mark.usefixtures("archive")
async def test_the_same_story_from_another_source_waits_for_a_person(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await two_sources(database, visitor, sites, SameStory.HOLD)
    told, again = (await articles(database))[-2:]
    assert (told.status, again.status) == (Status.PUBLISHED, Status.DRAFT)
    (notice,) = await notices(database)
    assert (notice.what, notice.number, notice.article) == (NoticeKind.SOURCE_HELD, again.number, told.number)


@pytest.mark.usefixtures("archive")
async def test_the_same_story_from_another_source_follows_up_the_first(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await two_sources(database, visitor, sites, SameStory.FOLLOW)
    told, again = (await articles(database))[-2:]
    assert (again.status, again.follows) == (Status.PUBLISHED, told.number)
    assert set(await pushed(database)) == {told.number, again.number}


@pytest.mark.usefixtures("archive")
async def test_the_same_story_from_another_source_is_left_out_for_good(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await two_sources(database, visitor, sites, SameStory.SKIP)
    assert [article.title for article in await articles(database)][-1] == STORY
    visitor.clock.passes(hours=1)
    sites.feeds[OTHER_FEED] = [replace(sites.feeds[OTHER_FEED][0], title="Другое")]
    await visitor.rounds()
    assert [article.title for article in await articles(database)][-1] == STORY


@pytest.mark.usefixtures("archive")
async def test_a_site_may_tell_its_own_story_again(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    await take(database, visitor, sites, item(3, title=STORY, body=TOLD), same_story=SameStory.SKIP)
    sites.feeds[FEED] = [item(2, title=f"{STORY} снова", body=RETOLD)]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert [article.title for article in await articles(database)][-2:] == [STORY, f"{STORY} снова"]


async def test_an_item_that_cannot_be_an_article_does_not_hinder_the_others(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    far = item(2, address=f"https://site.test/{'a' * 5000}")
    long = item(3, title="Заголовок " * 100, body="слово " * 40_000)
    nothing = FoundItem("", "g4", "https://site.test/4", is_full=True)
    await take(database, visitor, sites, item(1), far, long, nothing, item(5))
    titles = [article.title for article in await articles(database)]
    assert len(titles) == 4
    assert {f"Новость номер {number}" for number in (1, 2, 5)} < set(titles)
    assert all(row.done for row in await rows_of(database))
    assert len(await rows_of(database)) == 5
    assert await visitor.round() == 0


async def test_what_the_newspaper_refuses_is_left_out_once(
    database: Database, visitor: Visitor, sites: FakeSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("news.limits.TEXT_LIMIT", 300)
    await take(database, visitor, sites, item(1), item(2, body="слово " * 100), item(3))
    assert [article.title for article in await articles(database)] == ["Новость номер 3", "Новость номер 1"]
    assert [row.done for row in await rows_of(database)] == [True] * 3


async def test_an_article_keeps_coming_from_its_item_after_the_item_was_forgotten(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await take(database, visitor, sites, item(1))
    async with database.writing() as unit:
        assert await unit.source_items.forget(START + timedelta(days=1), 10) == 1
    sites.feeds[FEED] = [item(1), item(2)]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await articles(database)) == 2
    assert [row.own for row in await rows_of(database)] == [True, True]


async def test_a_source_that_was_removed_and_added_again_publishes_nothing_twice(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await take(database, visitor, sites, item(1))
    async with database.writing() as unit:
        assert await unit.sources.remove(1)
    await add_source(database)
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await articles(database)) == 1
