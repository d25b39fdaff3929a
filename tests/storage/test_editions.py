"""Editions announce new articles to the chats subscribed at that time, on both engines."""

import pytest

from news.ledger import (
    NOTICE_RULES,
    Address,
    Audience,
    DeliveryState,
    Edition,
    EditionKind,
    EditionRules,
    Message,
)
from news.model import Revision
from storage import Database
from tests.storage.samples import (
    RULES,
    article,
    at,
    claim,
    correct,
    counts,
    notify,
    open_edition,
    plan,
    progress,
    publish,
    sent,
    settle,
    settled,
    subscribe,
    update,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING


async def test_an_edition_announces_everything_to_be_pushed_and_shows_the_newest(
    database: Database, other: Database
) -> None:
    numbers = [await publish(database, f"k{second}", second, to_push=True) for second in (3, 1, 2)]
    await publish(database, "quiet", 9)
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(10), 2)
    assert edition is not None
    assert edition == Edition(edition.id, EditionKind.HEADLINES, (numbers[0], numbers[2]), 3, at(10), RULES)
    async with other.writing() as unit:
        assert await unit.editions.get(edition.id) == edition
        assert await unit.editions.get(404) is None
        assert await unit.editions.open_headlines(RULES, at(11), 2) is None


async def test_an_edition_that_was_not_committed_gives_its_articles_back(database: Database, other: Database) -> None:
    number = await publish(database, "k1", to_push=True)

    async def fail() -> None:
        async with database.writing() as unit:
            await unit.editions.open_headlines(RULES, at(1), 9)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with other.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(2), 9)
    assert edition is not None
    assert edition.shown == (number,)


async def test_a_draft_published_for_push_is_announced(database: Database) -> None:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1"))
        await unit.articles.publish(number, at(1), to_push=True)
        edition = await unit.editions.open_headlines(RULES, at(2), 9)
    assert edition is not None
    assert edition.shown == (number,)


async def test_planning_goes_in_blocks_and_meets_each_subscriber_once(database: Database, other: Database) -> None:
    chats = (-1001234567890, -5, 1, 2, 3, 2**40)
    await subscribe(database, *chats)
    edition = await open_edition(database)
    assert [await plan(database, 4), await plan(other, 4), await plan(database, 4)] == [4, 2, 0]
    assert [each.chat_id for each in await claim(other)] == list(chats)
    async with other.reading() as unit:
        found = await unit.editions.get(edition)
    assert found is not None
    assert (found.cursor, found.planned) == (len(chats), True), "the cursor is the key of the last place"


async def test_a_block_that_fits_exactly_leaves_an_edition_to_be_closed(database: Database) -> None:
    await subscribe(database, 1, 2)
    await open_edition(database)
    assert [await plan(database, 2), await plan(database, 2)] == [2, 0]


async def test_only_chats_subscribed_when_the_edition_opened_get_it(database: Database) -> None:
    await subscribe(database, 1, 2)
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(2), at(5), "asked")
        await unit.subscriptions.start(Address(3), "ru", at(10))
    await open_edition(database, seconds=10)
    async with database.writing() as unit:
        await unit.subscriptions.start(Address(4), "ru", at(10.000001))
        await unit.subscriptions.start(Address(2), "ru", at(11))
    assert await plan(database) == 2
    assert [each.chat_id for each in await claim(database)] == [1, 3]


async def test_an_edition_without_subscribers_is_planned_and_the_next_one_follows(database: Database) -> None:
    empty = await open_edition(database, "early", -10)
    await subscribe(database, 1)
    await open_edition(database, "late", 10)
    assert await plan(database) == 1
    async with database.reading() as unit:
        found = await unit.editions.get(empty)
    assert found is not None
    assert found.planned
    assert await counts(database, empty) == {}


async def test_with_nothing_to_plan_nothing_is_planned(database: Database) -> None:
    assert await plan(database) == 0
    assert await claim(database) == []


async def test_a_retracted_article_leaves_the_edition_as_it_was_announced(database: Database) -> None:
    number = await publish(database, "k1", to_push=True)
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(1), 9)
        await unit.articles.retract(number, Revision(1, at(2)))
        assert edition is not None
        found = await unit.editions.get(edition.id)
    assert found is not None
    assert found.shown == (number,)


# Notices


async def test_a_notice_goes_once_to_each_of_its_chats_subscribed_or_not(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2, language="en")
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(2), at(1), "asked")
    notice = await notify(database, 1, 2, 3, 3, notice='{"number": 5}')
    assert await plan(other) == 0
    claimed = await claim(other, 20)
    assert [(each.chat_id, each.language, each.copy) for each in claimed] == [
        (1, "en", ()),
        (2, "en", ()),
        (3, "", ()),
    ]
    found = await progress(other, notice)
    assert (found.edition.kind, found.edition.notice, found.left) == (EditionKind.NOTICE, '{"number": 5}', 3)


async def test_a_notice_without_chats_is_finished(database: Database) -> None:
    notice = await notify(database)
    assert await claim(database) == []
    assert (await progress(database, notice)).edition.finished


async def test_a_notice_that_somebody_has_dealt_with_is_changed_where_it_arrived(database: Database) -> None:
    async with database.writing() as unit:
        places = [await unit.places.obtain(Address(chat)) for chat in (1, 2)]
        notice = await unit.editions.notify(places, '{"a": 1}', NOTICE_RULES, at(20), subject="edition:5")
    one, two = await claim(database, 20)
    await settle(database, settled(one, SENT, message_id=7), settled(two, FAILED, error="x"))
    async with database.writing() as unit:
        assert await unit.editions.about("edition:5") == [(notice, '{"a": 1}')]
        await unit.editions.replace_notice(notice, '{"a": 2}', at(40))
        assert await unit.editions.about("edition:5") == []
    await plan(database, seconds=50)
    [edit] = await claim(database, 50)
    found = (await progress(database, edit.edition)).edition
    assert (edit.chat_id, edit.copy, found.notice, found.rules.listed) == (1, (Message(7),), '{"a": 2}', False)


async def test_an_article_may_be_in_several_editions_and_its_correction_follows_them_all(database: Database) -> None:
    first = await sent(database, 1)
    [number] = (await progress(database, first)).edition.shown
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(-7, 3))
        named = EditionRules(Audience.PLACES)
        second = await unit.editions.announce([number], named, at(40), places=[place])
    [delivery] = await claim(database, 40)
    assert delivery.address == Address(-7, 3)
    await settle(database, settled(delivery, SENT, message_id=9))
    await update(database, first, 50)
    corrections = [(await progress(database, each)).edition.source for each in await correct(database, 60)]
    assert corrections == [first, second]


# Progress


async def test_progress_counts_chats_that_the_plan_has_not_reached(database: Database) -> None:
    await subscribe(database, -5, 1, 2, 3)
    edition = await open_edition(database)
    async with database.writing() as unit:
        await unit.subscriptions.start(Address(9), "ru", at(11))
    assert (await progress(database, edition)).left == 4
    await plan(database, 2)
    [one, _] = await claim(database)
    await settle(database, settled(one, SENT))
    found = await progress(database, edition)
    assert (found.done, found.left, found.unplanned, found.counts) == (1, 3, 2, {"sent": 1, "sending": 1})


async def test_progress_of_a_correction_counts_the_copies_it_has_not_reached(database: Database) -> None:
    source = await sent(database, 1, 2, 3)
    await update(database, source, 50)
    [correction] = await correct(database, 60)
    found = await progress(database, correction)
    assert (found.done, found.left, found.unplanned) == (0, 3, 3)
    await plan(database, 2, 60)
    [one, two] = await claim(database, 60)
    await settle(database, settled(one, SENT), settled(two, FAILED, error="message to edit not found"), seconds=61)
    found = await progress(database, correction)
    assert (found.done, found.left, found.unplanned) == (2, 1, 1)


async def test_the_edition_of_a_follow_up_alone_replies_to_the_copies_of_the_earlier_article(
    database: Database,
) -> None:
    await sent(database, 7)  # of article 1, as the message 107
    alone = await publish(database, "alone", 200, to_push=True)
    async with database.writing() as unit:
        await unit.articles.set_follows(alone, 1)
        await unit.editions.open_headlines(RULES, at(200), 9)
    await plan(database, seconds=200)
    assert [each.reply_to for each in await claim(database, 200)] == [107]

    several = [await publish(database, key, 300, to_push=True) for key in ("one", "two")]
    async with database.writing() as unit:
        await unit.articles.set_follows(several[0], 1)
        await unit.editions.open_headlines(RULES, at(300), 9)
    await plan(database, seconds=300)
    assert [each.reply_to for each in await claim(database, 300) if each.edition > 2] == [None]


async def test_a_notice_that_is_changed_stays_open(database: Database) -> None:
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(-1))
        notice = await unit.editions.notify([place], '{"a": 1}', NOTICE_RULES, at(0), subject="group comment:5")
    await plan(database)
    [one] = await claim(database, 20)
    await settle(database, settled(one, SENT, message_id=7))
    for number in (2, 3):
        async with database.writing() as unit:
            await unit.editions.change_notice(notice, f'{{"a": {number}}}', at(30 + number))
            assert await unit.editions.about("group comment:5") == [(notice, f'{{"a": {number}}}')]
    await plan(database, seconds=50)
    [edit] = await claim(database, 50)
    assert (edit.copy, (await progress(database, edit.edition)).edition.notice) == ((Message(7),), '{"a": 3}')
