"""The subscriptions' desk."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from news.choice.changes import with_quiet, with_sound
from news.choice.preferences import DEFAULT_PREFERENCES, QuietHours
from news.choice_desk import Chosen
from news.ledger import Address, Subscription
from news.model import Reader
from news.newsroom import Newsroom
from storage import Database
from tests.news.conftest import START, HandClock, published

CHATS = [500, -1001234567890]  # a person, a group
NIGHT = QuietHours(23 * 60, 8 * 60)


def seen(found: Subscription | None) -> tuple[int, str, datetime, datetime | None] | None:
    """Return chat, language, begin and end."""
    return None if found is None else (found.place.address.chat_id, found.place.language, found.since, found.ended_at)


@pytest.mark.parametrize("chat_id", CHATS)
async def test_a_chat_subscribes_once(news: Newsroom, clock: HandClock, chat_id: int, other: Database) -> None:
    assert await news.subscriptions.start(Address(chat_id), "ru")
    clock.passes(hours=1)
    assert not await news.subscriptions.start(Address(chat_id), "ru")
    async with other.reading() as unit:
        assert seen(await unit.subscriptions.get(Address(chat_id))) == (chat_id, "ru", START, None)


async def test_subscribing_again_in_another_language_changes_the_language(news: Newsroom) -> None:
    await news.subscriptions.start(Address(500), "ru")
    assert not await news.subscriptions.start(Address(500), "en")
    assert seen(await news.subscriptions.get(Address(500))) == (500, "en", START, None)


async def test_a_stranger_has_no_subscription(news: Newsroom) -> None:
    assert await news.subscriptions.get(Address(500)) is None
    assert not await news.subscriptions.end(Address(500))
    await news.subscriptions.lose(500)
    assert await news.subscriptions.get(Address(500)) is None


async def test_whoever_unsubscribes_or_blocks_is_remembered_as_having_left(news: Newsroom, clock: HandClock) -> None:
    for chat_id in (1, 2):
        await news.subscriptions.start(Address(chat_id), "ru")
    clock.passes(hours=1)
    assert await news.subscriptions.end(Address(1))
    assert not await news.subscriptions.end(Address(1))
    await news.subscriptions.lose(2)
    for chat_id in (1, 2):
        subscription = await news.subscriptions.get(Address(chat_id))
        assert seen(subscription) == (chat_id, "ru", START, clock.moment)


async def test_coming_back_begins_anew(news: Newsroom, clock: HandClock) -> None:
    await news.subscriptions.start(Address(500), "ru")
    await news.subscriptions.lose(500)
    clock.passes(days=1)
    assert await news.subscriptions.start(Address(500), "en")
    assert seen(await news.subscriptions.get(Address(500))) == (500, "en", clock.moment, None)


async def test_a_group_that_became_a_supergroup_stays_subscribed(news: Newsroom) -> None:
    await news.subscriptions.start(Address(-5), "en")
    await news.subscriptions.move(-5, -1005)
    assert await news.subscriptions.get(Address(-5)) is None
    assert seen(await news.subscriptions.get(Address(-1005))) == (-1005, "en", START, None)


async def test_a_move_that_is_told_twice_or_of_a_stranger_changes_nothing(news: Newsroom) -> None:
    await news.subscriptions.start(Address(-5), "en")
    await news.subscriptions.move(-5, -1005)
    await news.subscriptions.end(Address(-1005))
    await news.subscriptions.move(-5, -1005)
    await news.subscriptions.move(-6, -1006)
    ended = await news.subscriptions.get(Address(-1005))
    assert ended is not None
    assert not ended.active
    assert await news.subscriptions.get(Address(-1006)) is None


async def test_the_front_page_tells_who_is_subscribed(news: Newsroom, editor: Reader) -> None:
    for number in range(5):
        await published(news, editor, f"Новость {number}")
    await news.subscriptions.start(Address(500), "ru")
    page = await news.front_page(Address(500))
    assert page.subscribed
    assert [headline.number for headline in page.latest.headlines] == [5, 4, 3]
    await news.subscriptions.end(Address(500))
    assert not (await news.front_page(Address(500))).subscribed
    assert not (await news.front_page(Address(501))).subscribed


async def test_a_new_subscriber_sees_the_newest_headlines_and_what_is_chosen(news: Newsroom, editor: Reader) -> None:
    for number in range(5):
        await published(news, editor, f"Новость {number}")

    first = await news.subscribe(Address(500), "ru")

    assert [headline.number for headline in first.latest.headlines] == [5, 4, 3]
    assert (first.chosen, first.changed) == (Chosen(DEFAULT_PREFERENCES, subscribed=True), True)
    assert not (await news.subscribe(Address(500), "ru")).changed


async def test_the_newspapers_quiet_hours_begin_with_a_subscription_of_one_who_has_chosen_nothing(
    news: Newsroom,
) -> None:
    nightly = replace(news, quiet_hours=NIGHT)
    await news.subscribe(Address(1), "ru")
    await news.choice.change(Address(3), "ru", partial(with_sound, on=False))

    chosen = [(await nightly.subscribe(Address(number), "ru")).chosen for number in (1, 2, 3)]

    assert [each.preferences.timetable.quiet for each in chosen] == [None, NIGHT, None]
    await news.choice.change(Address(2), "ru", partial(with_quiet, quiet=None))
    await news.subscriptions.end(Address(2))
    assert (await nightly.subscribe(Address(2), "ru")).chosen.preferences == DEFAULT_PREFERENCES
