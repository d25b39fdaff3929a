"""The delivery desk and corrections: every sent copy is edited to show the present article."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from news.delivery import DeliveryDesk
from news.delivery.contents import CONTENT_TTL_SECONDS
from news.delivery.window import InFlightWindow
from news.ledger import Address, Delivery, EditionKind, Message
from news.model import Article, Reader, Status
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind
from news.outcomes import Outcome
from news.ports import EditionContent
from storage import Database
from storage.planning import MAX_CONTENT_AGE
from tests.news.conftest import published
from tests.news.delivering import (
    FULL_SPEED,
    Carried,
    RecordingCourier,
    RunningClock,
    carry_all,
    ledger,
    make_desk,
    states,
    subscribe,
)

BLOCKED = Outcome(403, description="Forbidden: bot was blocked by the user")
DELETED = Outcome(400, description="Bad Request: message to edit not found")
UNCHANGED = Outcome(400, description="Bad Request: message is not modified: specified new message content is the same")
BAD = Outcome(400, description="Bad Request: can't parse entities")


class Telegram(RecordingCourier):
    """Gives messages ids by their chats. `met` has the outcomes of edits by chat."""

    def __init__(self, clock: RunningClock) -> None:
        super().__init__(clock, self._say)
        self.met: dict[int, Outcome] = {}

    def _say(self, delivery: Delivery) -> Outcome:
        if delivery.copy and delivery.chat_id in self.met:
            return self.met[delivery.chat_id]
        return Outcome(200, (Message(1000 + delivery.chat_id),))

    @property
    def edits(self) -> list[Carried]:
        """The edits, in order."""
        return [one for one in self.carried if one.delivery.copy]


@pytest.fixture
def courier(clock: RunningClock) -> Telegram:
    return Telegram(clock)


@pytest.fixture
def desk(database: Database, courier: Telegram, clock: RunningClock) -> DeliveryDesk:
    return make_desk(database, courier, clock, window=in_blocks())


def in_blocks() -> InFlightWindow:
    """The window of a desk that claims fifty deliveries at a time."""
    window = InFlightWindow(FULL_SPEED)
    window.block = 50
    return window


async def carry_on(clock: RunningClock, *desks: DeliveryDesk) -> None:
    """Carry everything, letting the pauses between two messages to a chat pass."""
    for _ in range(5):
        for desk in desks:
            await carry_all(desk)
        clock.passes(seconds=5)


async def sent_to(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, database: Database, clock: RunningClock, chats: Iterable[int]
) -> Article:
    """Send an article to chats."""
    await subscribe(database, chats)
    article = await published(news, editor)
    await desk.tick()
    await carry_on(clock, desk)
    return article


def words(push: EditionContent) -> str:
    return ", ".join(article.title for article in push.articles)


def last_words(courier: RecordingCourier) -> dict[int, str]:
    """Return the titles that each chat's copy shows in the end."""
    return {one.delivery.chat_id: words(one.push) for one in courier.carried if one.outcome.status == 200}


async def test_a_visible_update_reaches_every_copy(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, (1, 2, -5))
    await news.editing.revise(editor, article.number, title="Мост закрыт", reason="Уточнено")
    await carry_on(clock, desk)
    assert {one.delivery.chat_id: one.delivery.copy for one in courier.edits} == {
        chat: (Message(1000 + chat),) for chat in (1, 2, -5)
    }
    assert {(one.push.kind, one.push.edition, one.push.total) for one in courier.edits} == {
        (EditionKind.CORRECTION, 1, 1)
    }
    assert last_words(courier) == dict.fromkeys((1, 2, -5), "Мост закрыт")
    assert len(courier.carried) == 6
    assert {row["state"] for row in await ledger(database)} == {"sent"}


async def test_a_silent_fix_changes_no_copy(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, (1, 2))
    await news.editing.revise(editor, article.number, title="Мост закрыт")
    await carry_on(clock, desk)
    assert courier.edits == []


async def test_a_retraction_reaches_every_copy_of_a_list_and_the_rest_stays(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    kept = await published(news, editor, "Первая")
    gone = await sent_to(news, editor, desk, database, clock, (1, 2))
    await news.editing.retract(editor, gone.number, "Дата неверна")
    clock.passes(days=3)
    await carry_on(clock, desk)
    assert len(courier.edits) == 2
    withdrawn, left = courier.edits[0].push.articles
    assert (withdrawn.number, withdrawn.status, withdrawn.retract_reason) == (
        gone.number,
        Status.RETRACTED,
        "Дата неверна",
    )
    assert (left.number, left.status, courier.edits[0].push.total) == (kept.number, Status.PUBLISHED, 2)


async def test_the_newest_version_wins_when_an_article_changes_while_it_is_being_corrected(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    chats = range(1, 151)
    article = await sent_to(news, editor, desk, database, clock, chats)
    await news.editing.revise(editor, article.number, title="Второе", reason="")
    assert await desk.carry_block() == 50
    await news.editing.revise(editor, article.number, title="Третье", reason="")
    await carry_on(clock, desk)
    assert last_words(courier) == dict.fromkeys(chats, "Третье")
    second = [one.delivery.chat_id for one in courier.edits if words(one.push) == "Второе"]
    third = [one.delivery.chat_id for one in courier.edits if words(one.push) == "Третье"]
    assert (len(second), sorted(third)) == (50, list(chats))


async def test_copies_sent_while_the_correction_is_due_are_corrected_too(
    news: Newsroom, editor: Reader, courier: Telegram, database: Database, other: Database, clock: RunningClock
) -> None:
    """A process that cached the edition goes on sending the old content. Its copies are corrected as well."""
    chats = range(1, 201)
    stale, fresh = (make_desk(storage, courier, clock, window=in_blocks()) for storage in (database, other))
    await subscribe(database, chats)
    article = await published(news, editor, "Старое")
    await stale.tick()
    before = clock.now()
    assert await stale.carry_block() == 50
    await news.editing.revise(editor, article.number, title="Новое", reason="")
    assert await fresh.carry_block() == 50
    assert await stale.carry_block() == 50
    assert (clock.now() - before).total_seconds() < CONTENT_TTL_SECONDS, "the machine is too slow for this test"
    sent = [words(one.push) for one in courier.carried]
    assert sent == ["Старое"] * 50 + ["Новое"] * 50 + ["Старое"] * 50
    await carry_on(clock, stale, fresh)
    assert last_words(courier) == dict.fromkeys(chats, "Новое")


async def test_an_edit_that_changes_nothing_counts_as_sent(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, range(1, 8))
    courier.met = dict.fromkeys(range(1, 8), UNCHANGED)
    await news.editing.revise(editor, article.number, reason="")
    await carry_on(clock, desk)
    edits = (await ledger(database))[7:]
    assert [(row["state"], row["message_id"]) for row in edits] == [("sent", 1000 + chat) for chat in range(1, 8)]


async def test_deleted_copies_fail_alone_and_pause_nothing(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, range(1, 9))
    courier.met = dict.fromkeys(range(1, 7), DELETED)
    await news.editing.revise(editor, article.number, title="Мост закрыт", reason="")
    await carry_on(clock, desk)
    edits = (await ledger(database))[8:]
    assert [row["state"] for row in edits] == ["failed"] * 6 + ["sent"] * 2
    async with database.reading() as unit:
        correction = await unit.editions.get(2)
    assert correction is not None
    assert (correction.paused, correction.finished) == (False, True)


async def test_a_correction_counts_and_unsubscribes_chats_that_blocked_the_bot(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, (1, 2))
    courier.met[2] = BLOCKED
    await news.editing.revise(editor, article.number, title="Мост закрыт", reason="")
    await carry_on(clock, desk)
    assert [row["state"] for row in await ledger(database)] == ["sent", "sent", "sent", "gone"]
    subscription = await news.subscriptions.get(Address(2))
    assert subscription is not None
    assert not subscription.active


async def test_a_copy_in_a_group_that_became_a_supergroup_is_not_corrected(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    article = await sent_to(news, editor, desk, database, clock, (-5,))
    courier.met[-5] = Outcome(400, description="Bad Request: group chat was upgraded", moved_to=-1005)
    await news.editing.revise(editor, article.number, title="Мост закрыт", reason="")
    await carry_on(clock, desk)
    assert courier.chats == [-5, -5], "the supergroup has no copy to edit, and gets no second message"
    assert [row["state"] for row in await ledger(database)] == ["sent", "failed"]
    subscription = await news.subscriptions.get(Address(-1005))
    assert subscription is not None
    assert subscription.active


async def test_an_article_retracted_while_its_edition_is_sent_is_announced_no_more(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: Telegram, database: Database, clock: RunningClock
) -> None:
    await subscribe(database, range(1, 101))
    article = await published(news, editor)
    await desk.tick()
    assert await desk.carry_block() == 50
    await news.editing.retract(editor, article.number, "Ошибка")
    clock.passes(seconds=MAX_CONTENT_AGE.total_seconds())
    await carry_on(clock, desk)
    assert len(courier.edits) == 50
    assert len(courier.carried) == 100
    counted = [row["state"] for row in await ledger(database)]
    assert (counted.count("sent"), counted.count("cancelled")) == (100, 50)


# Refusals


@pytest.mark.slow
async def test_five_refusals_of_the_message_pause_the_edition_and_notify_the_admins_in_their_languages(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, lambda delivery: BAD if delivery.chat_id < 900 else Outcome(200))
    desk = make_desk(database, courier, clock, 10, admins={900, 901, 902})
    assert InFlightWindow(10).block == 1
    await news.readers.choose_language(Reader(901), "en")
    await subscribe(database, [*range(1, 9), 902], "en")
    await published(news, editor)
    edition = await desk.tick()
    assert edition is not None
    await carry_all(desk)
    notices = [one for one in courier.carried if one.push.kind is EditionKind.NOTICE]
    found = sorted((one.delivery.chat_id, one.delivery.language) for one in notices)
    assert found == [(900, "ru"), (901, "en"), (902, "en")]
    assert {Notice.load(one.push.notice or "") for one in notices} == {Notice(NoticeKind.REFUSED, edition.id)}
    assert courier.chats[:5] == [1, 2, 3, 4, 5]
    assert len(courier.chats) == 8, "the rest waits for an admin to resume the edition"


async def test_chats_with_restricted_writing_pause_no_edition(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    closed = Outcome(400, description="Bad Request: not enough rights to send text messages to the chat")
    courier = RecordingCourier(clock, lambda delivery: closed if delivery.chat_id < 0 else Outcome(200))
    desk = make_desk(database, courier, clock, admins={900})
    await subscribe(database, [*range(-20, 0), 1])
    await published(news, editor)
    await desk.tick()
    await carry_all(desk)
    assert await states(database) == dict.fromkeys(range(-20, 0), "failed") | {1: "sent"}
    clock.passes(seconds=timedelta(minutes=1).total_seconds())
    await carry_all(desk)
    assert len(courier.chats) == 21
