"""The delivery desk and editions: their articles, their chats, and their content while they are sent."""

import asyncio
from datetime import timedelta

import pytest

from news.delivery import DeliveryDesk
from news.delivery.claiming import PLAN_BLOCK
from news.delivery.contents import CONTENT_TTL_SECONDS
from news.delivery.desk import MAX_SHOWN_IN_EDITION
from news.errors import ArticleUnknown
from news.ledger import Address, EditionKind
from news.model import Reader, Status
from news.newsroom import Newsroom
from storage import Database
from storage.sqlite import SQLiteDatabase
from tests.news.conftest import START, HandClock, archive, published
from tests.news.delivering import (
    RecordingCourier,
    RunningClock,
    all_settled,
    carry_all,
    ledger,
    make_desk,
    states,
    subscribe,
    ticked,
    until,
)
from tests.planning import planned
from tests.storage.samples import raw


async def test_a_chat_that_subscribes_while_the_tick_waits_for_the_database_gets_the_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, clock: HandClock, database: Database, other: Database
) -> None:
    await published(news, editor)
    async with other.writing() as unit:
        await unit.subscriptions.start(Address(5), "ru", clock.now())
        ticking = asyncio.get_running_loop().create_task(desk.tick())
        await asyncio.sleep(0.1)  # on SQLite the tick now waits for the other connection
        clock.passes(seconds=1)
        await unit.subscriptions.start(Address(6), "ru", clock.now())
    edition = await ticking
    assert edition is not None
    clock.passes(seconds=1)
    async with database.writing() as unit:
        count = await planned(unit, clock.now(), 10)
    assert count == (2 if isinstance(database, SQLiteDatabase) else 1), "on PostgreSQL the tick does not wait"


async def test_all_that_was_published_since_the_last_tick_is_one_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk
) -> None:
    assert await desk.tick() is None
    numbers = [(await published(news, editor, f"Новость {index}")).number for index in range(3)]
    edition = await ticked(desk)
    assert (edition.shown, edition.total) == (tuple(reversed(numbers)), 3)
    assert await desk.tick() is None
    later = await published(news, editor)
    assert (await ticked(desk)).shown == (later.number,)


async def test_a_damaged_article_is_left_out_and_delays_no_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database
) -> None:
    await subscribe(database, [1])
    whole, damaged = await published(news, editor, "Цела"), await published(news, editor, "Повреждена")
    alone = await published(news, editor, "Одна")
    await ticked(desk)
    async with database.writing() as unit:
        for number in (damaged.number, alone.number):
            await raw(unit, f"UPDATE article_bodies SET body = '[7]' WHERE number = {number}")  # noqa: S608 - an int
    await carry_all(desk)
    assert [[article.number for article in one.push.articles] for one in courier.carried] == [[whole.number]]


async def test_drafts_and_articles_not_to_be_pushed_are_in_no_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, clock: RunningClock
) -> None:
    await news.editing.draft(editor, "Черновик", (), key="draft")
    await archive(news, [clock.now()])
    assert await desk.tick() is None


async def test_an_article_retracted_before_the_tick_is_in_no_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk
) -> None:
    article = await published(news, editor)
    await news.editing.retract(editor, article.number)
    assert await desk.tick() is None


async def test_a_large_edition_shows_the_newest_and_counts_them_all(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database
) -> None:
    await subscribe(database, [1])
    for index in range(MAX_SHOWN_IN_EDITION + 3):
        await published(news, editor, f"Новость {index}")
    edition = await ticked(desk)
    assert (len(edition.shown), edition.total) == (MAX_SHOWN_IN_EDITION, MAX_SHOWN_IN_EDITION + 3)
    await carry_all(desk)
    (carried,) = courier.carried
    assert [article.number for article in carried.push.articles] == list(edition.shown)
    assert carried.push.total == MAX_SHOWN_IN_EDITION + 3


async def test_of_many_processes_that_tick_at_once_one_opens_the_edition(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    for index in range(3):
        await published(news, editor, f"Новость {index}")
    courier = RecordingCourier(clock)
    desks = [make_desk(storage, courier, clock) for storage in (database, other, database, other)]
    editions = await asyncio.gather(*(desk.tick() for desk in desks))
    (edition,) = [edition for edition in editions if edition is not None]
    assert edition.total == 3


async def test_a_thousand_subscribers_get_one_message_each(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database, other: Database
) -> None:
    chats = [*range(1, 901), *range(-1_000_000_000_100, -1_000_000_000_000)]
    assert len(chats) > PLAN_BLOCK  # planned in more than one block
    await subscribe(database, chats)
    for index in range(3):
        await published(news, editor, f"Новость {index}")
    await ticked(desk)
    await carry_all(desk)
    assert sorted(courier.chats) == sorted(chats)
    assert await states(other) == dict.fromkeys(chats, "sent")
    assert await desk.tick() is None
    await carry_all(desk)
    assert len(courier.chats) == len(chats)


async def test_a_chat_that_subscribes_after_the_tick_gets_only_the_next_edition(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, clock: RunningClock
) -> None:
    await news.subscriptions.start(Address(1), "ru")
    await published(news, editor)
    await ticked(desk)
    await news.subscriptions.start(Address(2), "ru")
    await carry_all(desk)
    assert courier.chats == [1]
    await published(news, editor)
    await ticked(desk)
    clock.passes(seconds=1)
    await carry_all(desk)
    assert sorted(courier.chats) == [1, 1, 2]


async def test_each_chat_gets_its_own_language(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database
) -> None:
    await subscribe(database, [1], "ru")
    await subscribe(database, [2], "en")
    await published(news, editor)
    await ticked(desk)
    await carry_all(desk)
    assert {one.delivery.chat_id: one.delivery.language for one in courier.carried} == {1: "ru", 2: "en"}


@pytest.mark.parametrize("is_planned", [False, True], ids=["before", "after"])
async def test_a_chat_that_unsubscribes_before_the_send_gets_nothing(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database, is_planned: bool
) -> None:
    await subscribe(database, [1, 2, 3])
    await published(news, editor)
    await ticked(desk)
    if is_planned:
        async with database.writing() as unit:
            await planned(unit, START, PLAN_BLOCK)
    await news.subscriptions.end(Address(1))
    await news.subscriptions.lose(3)
    await carry_all(desk)
    assert courier.chats == [2]
    assert await states(database) == ({1: "cancelled", 2: "sent", 3: "cancelled"} if is_planned else {2: "sent"})


async def test_a_send_in_flight_when_its_chat_unsubscribes_keeps_its_result(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=0.05)
    desk = make_desk(database, courier, clock)
    await subscribe(database, [1])
    await published(news, editor)
    await ticked(desk)
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.carry_block())
        await until(lambda: courier.in_flight == 1)
        await news.subscriptions.end(Address(1))
    assert await states(database) == {1: "sent"}


@pytest.mark.slow
async def test_a_retraction_reaches_the_copies_still_to_be_sent(
    news: Newsroom, editor: Reader, courier: RecordingCourier, database: Database, clock: RunningClock
) -> None:
    desk = make_desk(database, courier, clock, 500)
    await subscribe(database, range(1, 151))
    first, second = await published(news, editor, "Первая"), await published(news, editor, "Вторая")
    edition = await ticked(desk)
    await desk.carry_block()
    sent_before = len(courier.carried)
    await news.editing.retract(editor, second.number)
    clock.passes(seconds=CONTENT_TTL_SECONDS)
    await carry_all(desk)
    headlines = [one for one in courier.carried if one.push.kind is EditionKind.HEADLINES]
    shown = [[article.number for article in one.push.articles] for one in headlines]
    assert shown[:sent_before] == [[second.number, first.number]] * sent_before
    assert 0 < sent_before < 150
    assert shown[sent_before:] == [[first.number]] * (150 - sent_before)
    assert headlines[-1].push.total == 1
    found = await desk.edition(edition.id)
    assert [(article.number, article.status) for article in found.articles] == [
        (second.number, Status.RETRACTED),
        (first.number, Status.PUBLISHED),
    ], "the copies sent before show it as withdrawn"


async def test_an_edition_without_readable_articles_is_cancelled(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database
) -> None:
    await subscribe(database, [1, 2])
    article = await published(news, editor)
    await ticked(desk)
    await news.editing.retract(editor, article.number)
    await carry_all(desk)
    assert courier.chats == []
    assert {(row["state"], row["error"]) for row in await ledger(database)} == {("cancelled", "retracted")}
    async with database.writing() as unit:
        assert await unit.budget.reserve(START, timedelta()) == START, "a cancelled delivery takes no budget"
    with pytest.raises(ArticleUnknown):
        await desk.edition(404)


async def test_an_edition_is_sent_with_the_present_text(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, database: Database
) -> None:
    await subscribe(database, [1])
    article = await published(news, editor, "Мсот открыт")
    await ticked(desk)
    await news.editing.revise(editor, article.number, title="Мост открыт")
    await carry_all(desk)
    (sent,) = courier.carried[0].push.articles
    assert (sent.title, sent.status) == ("Мост открыт", Status.PUBLISHED)


async def test_the_older_edition_is_sent_first(
    news: Newsroom,
    editor: Reader,
    desk: DeliveryDesk,
    courier: RecordingCourier,
    database: Database,
    clock: RunningClock,
) -> None:
    await subscribe(database, range(1, 31))
    for _ in range(2):
        await published(news, editor)
        await ticked(desk)
    await carry_all(desk)
    clock.passes(seconds=1)
    await carry_all(desk)
    assert [one.delivery.edition for one in courier.carried] == [1] * 30 + [2] * 30
    assert await all_settled(database, 30)
    assert len(await ledger(database)) == 60
