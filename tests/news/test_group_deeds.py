"""What follows in groups from a decision: rows of the outbox, and messages that show what was written in the bot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.discussed import DeedKind
from news.group_deeds import Effect, enqueue_group_deeds, restrain
from news.group_desk import LEASE
from news.model import Comment, Reader
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock, published
from tests.news.group_offices import GROUP, READER, Office, comment
from tests.news.group_offices import groups as groups
from tests.news.outlets import notices

pytestmark = pytest.mark.usefixtures("groups")


async def follow(database: Database, clock: HandClock, one: Comment, effect: Effect, **more: object) -> None:
    async with database.writing() as unit:
        await enqueue_group_deeds(unit, one, effect, clock.now(), **more)


async def test_an_author_is_banned_in_every_group_and_the_last_word_counts(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    one = await comment(database, (await published(news, editor)).number, GROUP, 5)
    await follow(database, clock, one, Effect.BANNED, by=ADMIN_ID)
    await follow(database, clock, one, Effect.UNBANNED, by=ADMIN_ID)
    office = Office()
    await news.group_deeds.turn(office)
    assert office.done == [(DeedKind.UNBAN, READER)] * 2


async def test_a_mute_ends_by_itself_and_that_of_a_channel_by_a_deed(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    until = clock.now() + timedelta(hours=1)
    async with database.writing() as unit:
        for author in (READER, -1777):
            await restrain(unit, GROUP, author, Effect.MUTED, clock.now(), until=until)
        deeds = await unit.group_deeds.claim(until, LEASE, 10)
    assert [(deed.kind, deed.user_id, deed.until) for deed in deeds] == [
        (DeedKind.RESTRICT, READER, until),
        (DeedKind.BAN_SENDER, -1777, None),
    ]


async def test_a_short_mute_is_none_without_an_end(database: Database, clock: HandClock) -> None:
    async with database.writing() as unit:
        await restrain(unit, GROUP, READER, Effect.MUTED, clock.now(), until=clock.now() + timedelta(seconds=5))
        (deed,) = await unit.group_deeds.claim(clock.now(), LEASE, 10)
    assert deed.until == clock.now() + timedelta(seconds=35)


async def test_an_answer_from_the_bot_is_shown_in_the_group_of_its_thread(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    number = (await published(news, editor)).number
    first = await comment(database, number, GROUP, 5)
    answer = await comment(database, number, READER, 6, root=first.id, reply_to=first.id)
    second = await comment(database, number, READER, 7, root=first.id, reply_to=answer.id)
    alone = await comment(database, number, READER, 8)
    for one in (answer, answer, second, alone):
        await follow(database, clock, one, Effect.SHOWN)
    shown = [notice for notice in await notices(database) if notice.what is NoticeKind.GROUP_ANSWER]
    assert [(notice.number, notice.text, notice.reply_to) for notice in shown] == [
        (answer.id, "Слова", 5),
        (second.id, "Слова", 5),
    ]
    await follow(database, clock, answer, Effect.HIDDEN)
    await follow(database, clock, replace(second, text="Новые слова"), Effect.SHOWN)
    assert Notice(NoticeKind.GROUP_REMOVED, answer.id) in await notices(database)
    assert [notice.text for notice in await notices(database) if notice.number == second.id] == ["Новые слова"] * 2
