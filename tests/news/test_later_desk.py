"""What is read later: put aside by a tap, and listed in one message at seven in the evening of a person's own time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from news import later_desk
from news.choice.preferences import Preferences, QuietHours, Timetable
from news.delivery import DeliveryDesk
from news.errors import ArticleUnknown, LaterFull, NotAllowed
from news.later_desk import LATER_RULES, LaterDesk
from news.ledger import Address, EditionKind, Message
from news.model import Reader
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind
from news.outcomes import Outcome
from news.readers import ANONYMOUS
from storage import Database
from tests.news.conftest import ZONE, HandClock, published
from tests.news.delivering import RecordingCourier, carry_all, ledger, make_desk
from tests.news.test_forgetting_kills import Dying

ANNA, BORIS = Reader(7), Reader(8)
VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
# The clock of the tests starts at 14:05 in Moscow, which is 21:05 in Vladivostok.
SEVEN = datetime(2024, 3, 5, 16, tzinfo=UTC)
SEVEN_IN_THE_EAST = datetime(2024, 3, 6, 9, tzinfo=UTC)


@pytest.fixture
def courier(clock: HandClock) -> RecordingCourier:
    return RecordingCourier(clock)


@pytest.fixture
def desk(database: Database, courier: RecordingCourier, clock: HandClock) -> DeliveryDesk:
    return make_desk(database, courier, clock)


@pytest.fixture
async def numbers(news: Newsroom, editor: Reader) -> list[int]:
    """Three articles that are published."""
    return [(await published(news, editor, title)).number for title in ("Мост", "Парк", "Порт")]


async def put(news: Newsroom, reader: Reader, *numbers: int) -> None:
    for number in numbers:
        assert await news.later.toggle(reader, number, "ru") is not None


async def lists(database: Database) -> list[tuple[int, list[int]]]:
    """Who was told of which articles, by edition."""
    found = []
    for row in await ledger(database):
        async with database.reading() as unit:
            edition = await unit.editions.get(row["edition_id"])
        if edition is not None and edition.kind is EditionKind.NOTICE:
            assert Notice.load(edition.notice or "").what is NoticeKind.LATER
            assert edition.rules == LATER_RULES
            found.append((row["chat_id"], list(edition.shown)))
    return found


async def choose_zone(news: Newsroom, reader: Reader, zone: str) -> None:
    await news.choice.change(Address(reader.id), "ru", lambda chosen: replace(chosen, zone=zone))


async def test_what_is_put_aside_comes_once_at_seven_as_one_list(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    until = await news.later.toggle(ANNA, numbers[0], "ru")
    assert until == later_desk.Evening(SEVEN, ZONE, tomorrow=False)
    await put(news, ANNA, numbers[2])
    await put(news, BORIS, numbers[1])
    assert await news.later.toggle(BORIS, numbers[1], "ru") is None, "put back"

    clock.moment = SEVEN - timedelta(microseconds=1)
    assert await news.later.tick() == 0
    clock.moment = SEVEN
    assert await news.later.tick() == 1
    assert await lists(database) == [(ANNA.id, [numbers[2], numbers[0]])]
    late = await news.later.toggle(ANNA, numbers[0], "ru")
    assert late == later_desk.Evening(SEVEN + timedelta(days=1), ZONE, tomorrow=True)
    assert await news.later.tick() == 0


async def test_what_is_put_aside_after_seven_does_not_come_with_what_is_late(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    await put(news, ANNA, numbers[0])
    clock.moment = SEVEN + timedelta(minutes=5)
    await put(news, ANNA, numbers[1])
    assert await news.later.tick() == 1
    assert await lists(database) == [(ANNA.id, [numbers[0]])]


async def test_each_person_has_an_evening_of_their_own_and_takes_it_along(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    await choose_zone(news, ANNA, VLADIVOSTOK.key)
    until = await news.later.toggle(ANNA, numbers[0], "ru")
    assert until == later_desk.Evening(SEVEN_IN_THE_EAST, VLADIVOSTOK, tomorrow=True)
    await put(news, BORIS, numbers[1])
    await choose_zone(news, BORIS, "Europe/Kaliningrad")

    clock.moment = SEVEN
    assert await news.later.tick() == 0, "it is six in Kaliningrad"
    clock.moment = SEVEN + timedelta(hours=1)
    assert await news.later.tick() == 1
    assert await lists(database) == [(BORIS.id, [numbers[1]])]

    await news.choice.undo(Address(ANNA.id))
    clock.moment = SEVEN_IN_THE_EAST
    assert await news.later.tick() == 0, "she is in Moscow again"
    clock.moment = SEVEN + timedelta(days=1)
    assert await news.later.tick() == 1


async def test_another_change_leaves_the_time_as_it_is(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    await put(news, ANNA, numbers[0])
    clock.moment = SEVEN
    await news.choice.change(Address(ANNA.id), "ru", lambda chosen: replace(chosen, daily_cap=3))
    assert await news.later.tick() == 1


async def test_neither_quiet_hours_nor_a_pause_hold_it_up(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int],
    desk: DeliveryDesk, courier: RecordingCourier,
) -> None:  # fmt: skip
    quiet = Preferences(timetable=Timetable(quiet=QuietHours(18 * 60, 8 * 60)), paused_until=SEVEN + timedelta(days=9))
    await news.subscriptions.start(Address(ANNA.id), "ru")
    await news.choice.change(Address(ANNA.id), "ru", lambda chosen: quiet)
    await put(news, ANNA, *numbers)
    clock.moment = SEVEN
    await news.later.tick()
    await carry_all(desk)
    (sent,) = courier.carried
    assert [article.number for article in sent.push.articles] == numbers[::-1]


async def test_what_is_withdrawn_is_left_out_and_nothing_is_sent_of_nothing(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    await put(news, ANNA, *numbers[:2])
    await put(news, BORIS, numbers[0])
    await news.editing.retract(editor, numbers[0], "Ошибка")
    clock.moment = SEVEN
    assert await news.later.tick() == 2
    assert await lists(database) == [(ANNA.id, [numbers[1]])]


async def test_what_is_withdrawn_between_seven_and_the_sending_is_left_out_too(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock, numbers: list[int],
    desk: DeliveryDesk, courier: RecordingCourier,
) -> None:  # fmt: skip
    await put(news, ANNA, *numbers[:2])
    await put(news, BORIS, numbers[0])
    clock.moment = SEVEN
    assert await news.later.tick() == 2
    await news.editing.retract(editor, numbers[0], "Ошибка")
    await carry_all(desk)
    (sent,) = courier.carried
    assert (sent.delivery.chat_id, [each.number for each in sent.push.articles]) == (ANNA.id, [numbers[1]])
    assert (sent.push.total, sent.push.notice is not None) == (1, True)
    assert {row["chat_id"]: row["state"] for row in await ledger(database)} == {7: "sent", 8: "cancelled"}


async def test_a_copy_is_corrected_when_an_article_is_withdrawn(
    news: Newsroom, editor: Reader, clock: HandClock, numbers: list[int],
    desk: DeliveryDesk, courier: RecordingCourier,
) -> None:  # fmt: skip
    await put(news, ANNA, *numbers[:2])
    clock.moment = SEVEN
    await news.later.tick()
    await carry_all(desk)
    await news.editing.retract(editor, numbers[0], "Ошибка")
    clock.passes(seconds=60)
    await carry_all(desk)
    corrected = courier.carried[-1]
    assert corrected.delivery.copy == (Message(1),)
    assert [each.status for each in corrected.push.articles] == ["published", "retracted"]
    assert Notice.load(corrected.push.notice or "").what is NoticeKind.LATER


async def test_who_has_blocked_the_bot_gets_nothing(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int]
) -> None:
    blocked = Outcome(403, description="Forbidden: bot was blocked by the user", may_have_arrived=False)
    desk = make_desk(database, RecordingCourier(clock, lambda delivery: blocked), clock)
    await put(news, ANNA, numbers[0])
    clock.moment = SEVEN
    await news.later.tick()
    await carry_all(desk)
    assert [row["state"] for row in await ledger(database)] == ["gone"]
    assert await news.later.tick() == 0


@pytest.mark.parametrize("committed", [True, False])
async def test_a_process_that_is_killed_tells_nobody_twice_and_forgets_nobody(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int], committed: bool
) -> None:
    for reader in (ANNA, BORIS):
        await put(news, reader, *numbers)
    clock.moment = SEVEN
    killed = LaterDesk(Dying(database, 1, committed=committed), clock, ZONE, news.choice.get)
    with pytest.raises(asyncio.CancelledError):
        await killed.tick()
    assert await news.later.tick() == (0 if committed else 2)
    assert await lists(database) == [(ANNA.id, numbers[::-1]), (BORIS.id, numbers[::-1])]


async def test_two_processes_tell_each_person_once(
    news: Newsroom, database: Database, other: Database, clock: HandClock, numbers: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(later_desk, "BLOCK", 3)
    people = [Reader(number) for number in range(1, 21)]
    for reader in people:
        await put(news, reader, *numbers)
    clock.moment = SEVEN

    async def process(storage: Database) -> None:
        desk = LaterDesk(storage, clock, ZONE, news.choice.get)
        while await desk.tick():
            pass

    await asyncio.gather(process(database), process(other))
    await process(other)  # what the other one held when this one looked
    assert sorted(await lists(database)) == [(reader.id, numbers[::-1]) for reader in people]


async def test_a_clock_that_was_ahead_puts_nothing_off_for_long(
    news: Newsroom, clock: HandClock, numbers: list[int]
) -> None:
    clock.step(days=365)
    await put(news, ANNA, numbers[0])
    clock.step(days=-365)
    await put(news, BORIS, numbers[0])
    await news.later.clean_up()
    assert await news.later.tick() == 1, "what waits for this evening waits on"


async def test_there_is_an_end(news: Newsroom, numbers: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later_desk, "MAX_ASIDE", 1)
    await put(news, ANNA, numbers[0])
    with pytest.raises(LaterFull):
        await news.later.toggle(ANNA, numbers[1], "ru")
    await put(news, BORIS, numbers[1])
    assert await news.later.toggle(ANNA, numbers[0], "ru") is None
    await put(news, ANNA, numbers[1])


async def test_only_published_articles_are_put_aside_and_only_by_persons(
    news: Newsroom, editor: Reader, numbers: list[int]
) -> None:
    await news.editing.retract(editor, numbers[0], "Ошибка")
    for unknown in (numbers[0], 404):
        with pytest.raises(ArticleUnknown):
            await news.later.toggle(ANNA, unknown, "ru")
    with pytest.raises(NotAllowed):
        await news.later.toggle(ANONYMOUS, numbers[1], "ru")


async def test_the_report_of_an_article_counts_its_push_and_not_the_evening(
    news: Newsroom, database: Database, clock: HandClock, numbers: list[int], desk: DeliveryDesk
) -> None:
    await put(news, ANNA, numbers[0])
    clock.moment = SEVEN
    await news.later.tick()
    push = await desk.tick()
    assert push is not None
    async with database.reading() as unit:
        assert await unit.editions.announcing(numbers[0]) == push.id
