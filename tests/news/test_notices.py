"""Notices reach everybody who may do the deed, and change when one of them acts."""

import pytest

from news.ledger import Address, EditionKind, Subscription
from news.model import Reader
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind, Remedy, tell_staff, tell_topic_lost
from news.roles import Deed, Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, published, registered
from tests.news.delivering import RecordingCourier, RunningClock, carry_all, make_desk, subscribe

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.mark.parametrize(
    "notice",
    [
        Notice(NoticeKind.REFUSED, 5),
        Notice(NoticeKind.GONE, 5, Remedy.RESUMED, "Анна"),
        Notice(NoticeKind.TOPIC_LOST),
    ],
)
def test_a_notice_is_the_same_after_it_was_stored(notice: Notice) -> None:
    assert Notice.load(notice.dump()) == notice


def test_a_notice_stored_by_an_older_program_can_be_read() -> None:
    assert Notice.load('{"what": "refused", "number": 4}') == Notice(NoticeKind.REFUSED, 4)


async def test_everybody_who_may_do_the_deed_is_told_by_a_role_too_and_the_others_when_one_has_acted(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    anna, boris = await registered(news, 501, "Анна"), await registered(news, 502, "Борис")
    await news.readers.appoint(ADMIN, anna.id, Role.ADMIN)
    await news.readers.appoint(ADMIN, boris.id, Role.EDITOR)
    await subscribe(database, [1])
    await published(news, editor)
    edition = await desk.tick()
    assert edition is not None
    async with database.writing() as unit:
        await unit.editions.pause(edition.id)
        held = Notice(NoticeKind.REFUSED, edition.id)
        await tell_staff(unit, held, Deed.MANAGE_EDITIONS, {ADMIN_ID}, clock.now())
    await carry_all(desk)
    assert sorted(courier.chats) == [anna.id, ADMIN_ID], "an editor may not manage pushes"
    anna = await news.readers.recognise(anna.id, "ru")
    await news.editions.pause(anna, edition.id, paused=False)
    await carry_all(desk)
    clock.passes(seconds=3)
    await carry_all(desk)
    edits = [one for one in courier.carried if one.push.kind is EditionKind.CORRECTION]
    assert [one.delivery.chat_id for one in edits] == [ADMIN_ID], "Anna's own message shows the queue"
    assert Notice.load(edits[0].push.notice or "") == Notice(NoticeKind.REFUSED, edition.id, Remedy.RESUMED, "Анна")
    assert courier.chats.count(1) == 1


@pytest.mark.parametrize(("by", "told"), [(501, 501), (None, -7)])
async def test_who_subscribed_a_topic_is_told_that_it_is_gone_else_the_group(
    news: Newsroom, database: Database, clock: RunningClock, by: int | None, told: int
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    await news.subscriptions.start(Address(-7, 5), "ru", by=by)
    subscription = await news.subscriptions.get(Address(-7, 5))
    assert isinstance(subscription, Subscription)
    async with database.writing() as unit:
        await tell_topic_lost(unit, subscription, clock.now())
    await carry_all(desk)
    assert [one.delivery.address for one in courier.carried] == [Address(told)]
