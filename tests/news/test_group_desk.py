"""The groups' desk: the outbox is worked through, and who is told what the bot may not do."""

import pytest

from news.discussed import NOBODY, DeedKind, GroupDeed
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.outcomes import Outcome
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock
from tests.news.group_offices import DONE, GROUP, NO_RIGHT, READER, Office, add
from tests.news.group_offices import groups as groups
from tests.news.outlets import notices

pytestmark = pytest.mark.usefixtures("groups")


async def test_deletions_go_together_and_one_by_one_when_telegram_refuses_them(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await add(database, clock, *(GroupDeed(DeedKind.DELETE, GROUP, number) for number in (1, 2, 3)))
    office = Office(lambda deed: NO_RIGHT if deed.message_id == 2 else DONE, together=NO_RIGHT)
    assert await news.group_deeds.turn(office) == 3
    assert (office.deleted, [number for _, number in office.done]) == ([[1, 2, 3]], [1, 2, 3])
    assert await news.group_deeds.turn(office) == 0
    (told,) = [notice for notice in await notices(database) if notice.what is NoticeKind.GROUP_REFUSED]
    assert (told.title, told.url) == ("Обсуждение", "https://t.me/c/9/2")


async def test_the_staff_hears_once_an_hour_and_a_moderator_once_a_minute(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    office = Office(lambda deed: NO_RIGHT)

    async def told(actor: int | None) -> int:
        before = len(await notices(database))
        await add(database, clock, GroupDeed(DeedKind.DELETE, GROUP, 5, actor=actor))
        await news.group_deeds.turn(office)
        return len(await notices(database)) - before

    assert [await told(None), await told(None)] == [1, 0]
    assert [await told(ADMIN_ID), await told(ADMIN_ID), await told(NOBODY)] == [1, 0, 0]
    clock.advance(minutes=1)
    assert [await told(ADMIN_ID), await told(None)] == [1, 0]
    clock.advance(minutes=60)
    assert await told(None) == 1


async def test_a_deed_that_may_have_failed_is_tried_again_later(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await add(database, clock, GroupDeed(DeedKind.BAN, GROUP, user_id=READER))
    office = Office(lambda deed: Outcome(None))
    tries = []
    for _ in range(4):
        tries.append(await news.group_deeds.turn(office))
        clock.advance(seconds=2)
    assert tries == [1, 1, 0, 1]
    office.answer = lambda deed: DONE
    clock.advance(minutes=10)
    assert [await news.group_deeds.turn(office), await news.group_deeds.turn(office)] == [1, 0]
