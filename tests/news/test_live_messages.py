"""The live message of a person: one at a time, edited by one process, only while the person is an admin."""

import asyncio
from datetime import timedelta

import pytest

from news.errors import NotAllowed
from news.live_messages import MAX_AGE
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.live_messages import LiveKey, LiveKind
from news.roles import Role
from tests.news.conftest import ADMIN_ID, HandClock

PAUSE = timedelta(seconds=4)
KEY = LiveKey(ADMIN_ID)
ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")


async def test_the_newest_message_of_a_person_is_the_live_one(news: Newsroom, clock: HandClock) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    await news.live_messages.show(ADMIN, 900, 6)

    assert await news.live_messages.due() == [KEY]
    claimed = await news.live_messages.claim(KEY, PAUSE)
    assert claimed is not None
    message, admin = claimed
    assert (message.chat_id, message.message_id, message.since, message.asking) == (900, 6, clock.now(), None)
    assert (admin.role, admin.language) == (Role.ADMIN, "ru")


async def test_of_two_processes_one_makes_the_edit(news: Newsroom, clock: HandClock) -> None:
    await news.live_messages.show(ADMIN, 900, 5)

    found = await asyncio.gather(*(news.live_messages.claim(KEY, PAUSE) for _ in range(4)))

    assert sum(each is not None for each in found) == 1
    assert await news.live_messages.due() == []
    clock.passes(seconds=4)
    assert await news.live_messages.due() == [KEY]


async def test_a_message_that_asks_something_is_not_edited_until_it_is_answered(
    news: Newsroom, clock: HandClock
) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    claimed = await news.live_messages.claim(KEY, PAUSE)
    assert claimed is not None
    assert await news.live_messages.asking(claimed[0]) is None

    await news.live_messages.ask(ADMIN, 5, 3)

    assert await news.live_messages.asking(claimed[0]) == 3
    clock.passes(seconds=4)
    assert await news.live_messages.due() == []
    assert await news.live_messages.claim(KEY, PAUSE) is None
    await news.live_messages.forget(claimed[0])
    await news.live_messages.show(ADMIN, 900, 5)
    assert await news.live_messages.due() == [KEY]


async def test_an_older_message_of_the_person_asks_nothing_and_forgets_nothing(news: Newsroom) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    old = await news.live_messages.claim(KEY, PAUSE)
    assert old is not None
    await news.live_messages.show(ADMIN, 900, 6)

    await news.live_messages.ask(ADMIN, 5, 3)
    await news.live_messages.forget(old[0])

    assert await news.live_messages.asking(old[0]) is None
    assert await news.live_messages.due() == [KEY]


async def test_a_former_admins_message_stops_at_the_next_edit(news: Newsroom, clock: HandClock) -> None:
    former = Reader(901, Role.ADMIN, "ru")  # the database has no role for this person any more
    await news.live_messages.show(former, 901, 5)

    assert await news.live_messages.claim(LiveKey(901), PAUSE) is None

    clock.passes(seconds=4)
    assert await news.live_messages.due() == []


async def test_an_old_message_stops(news: Newsroom, clock: HandClock) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    clock.moment += MAX_AGE

    assert await news.live_messages.claim(KEY, PAUSE) is None
    assert await news.live_messages.due() == []


async def test_only_admins_have_a_live_message(news: Newsroom) -> None:
    editor = Reader(7, Role.EDITOR, "ru")
    for refused in (news.live_messages.show(editor, 7, 1), news.live_messages.ask(editor, 1, 1)):
        with pytest.raises(NotAllowed):
            await refused


async def test_a_clock_that_is_set_back_does_not_stop_the_edits(news: Newsroom, clock: HandClock) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    assert await news.live_messages.claim(KEY, PAUSE) is not None

    clock.step(minutes=-10)

    assert await news.live_messages.due() == [KEY]
    assert await news.live_messages.claim(KEY, PAUSE) is not None


async def test_a_person_has_the_pushes_and_a_report_of_each_article_side_by_side(
    news: Newsroom, clock: HandClock
) -> None:
    await news.live_messages.show(ADMIN, 900, 5)
    for number in (1, 2, 2):
        await news.live_messages.report(ADMIN, 900, 10 + number, number)

    reports = [LiveKey(ADMIN_ID, LiveKind.REPORT, number) for number in (1, 2)]
    assert sorted(await news.live_messages.due()) == sorted([KEY, *reports])
    claimed = await news.live_messages.claim(reports[1], PAUSE)
    assert claimed is not None
    await news.live_messages.put_off(claimed[0], timedelta(minutes=1))
    clock.passes(seconds=59)
    assert reports[1] not in await news.live_messages.due()
    clock.passes(seconds=1)
    assert reports[1] in await news.live_messages.due()
    await news.live_messages.forget(claimed[0])
    assert sorted(await news.live_messages.due()) == sorted([KEY, reports[0]])


async def test_the_report_of_an_article_that_is_still_to_appear_waits_for_it_and_counts_an_hour_from_then(
    news: Newsroom, clock: HandClock
) -> None:
    key = LiveKey(ADMIN_ID, LiveKind.REPORT, 7)
    await news.live_messages.report(ADMIN, 900, 5, 7, clock.now() + timedelta(seconds=10))
    assert await news.live_messages.due() == []

    clock.passes(seconds=10)
    assert await news.live_messages.claim(key, PAUSE) is not None
    clock.passes(minutes=61)
    assert await news.live_messages.claim(key, PAUSE) is not None
    clock.passes(minutes=5)
    assert await news.live_messages.claim(key, PAUSE) is None


async def test_a_report_is_for_those_who_publish(news: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        await news.live_messages.report(Reader(7, Role.AUTHOR, "ru"), 7, 1, 1)
