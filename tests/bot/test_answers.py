"""Answers to people: in order, again after a failure, not inside a pause, and never told twice in the log."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from aiogram import Bot

from bot.answer_pace import AnswerPace
from bot.answers import MAX_LINE, Answers
from bot.api_session import ApiSession
from bot.timings import AnswerTimes
from bot.transport import open_transport
from emulator import BLOCKED, Broken, Dropped, Emulator, Fault, Person, Refused, too_many_requests
from emulator.errors import ApiError, bad_request
from emulator.faults import Effect
from handlers.answers import Answer, Answered, AnswerRefusedError, State, carry
from handlers.cards.card import Card
from handlers.encoding import callback_answer, edit_text, encode
from news.richtext import rich
from tests.newspaper import TOKEN

QUICK = AnswerTimes(patience_seconds=5, pauses_seconds=(0.01, 0.02, 0.04), lifetime_seconds=5)
NO_RIGHTS = Refused(bad_request("not enough rights to send text messages to the chat"))
GONE = Refused(bad_request("message to edit not found"))
LONG = too_many_requests(3600)


class RecordingPace(AnswerPace):
    """Records what it is told."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, object, int]] = []
        self.refusals: list[tuple[str, object, float | None]] = []

    def requested(self, method: str, chat_id: object, count: int = 1) -> None:
        self.requests.append((method, chat_id, count))

    def refused(self, method: str, chat_id: object, retry_after: float | None) -> None:
        self.refusals.append((method, chat_id, retry_after))


@dataclass
class Desk:
    """Answers that go to the emulator, and what they have told the pace."""

    emulator: Emulator
    pace: RecordingPace = field(default_factory=RecordingPace)

    async def open(self, times: AnswerTimes = QUICK) -> AsyncIterator["Desk"]:
        transport = open_transport(self.emulator.url, TOKEN)
        session = ApiSession(self.emulator.url, TOKEN, transport)
        self.answers = Answers(transport, self.pace, times)
        session.middleware(self.answers)
        self.bot = Bot(TOKEN, session=session)
        running = asyncio.get_running_loop().create_task(self.answers.run())
        await asyncio.sleep(0)
        yield self
        running.cancel()
        await asyncio.wait([running])
        await transport.close()

    async def say(self, to: int, text: str, **how: bool) -> Answered:
        return await carry(self.bot, message(to, text, **how))

    def calls(self, method: str = "sendMessage") -> list[str]:
        """The texts that Telegram was called with, refused or not."""
        return [call.parameters["text"] for call in self.emulator.calls.of(method)]

    def fail(self, effect: Effect, method: str = "sendMessage", times: int | None = 1, **where: int) -> None:
        self.emulator.faults.add(Fault(effect, method=method, times=times, **where))


def message(to: int, text: str, **how: bool) -> Answer:
    return Answer(encode(Card(rich(text))).send(to), to, messages=1, **how)


def seen(person: Person) -> list[str]:
    return [one["text"] for one in person.messages if one["from"]["is_bot"]]


@pytest.fixture
async def desk(emulator: Emulator) -> AsyncIterator[Desk]:
    async for desk in Desk(emulator).open():
        yield desk


async def test_an_answer_that_is_taken_has_its_id_and_counts_once(desk: Desk, anna: Person) -> None:
    answered = await desk.say(anna.id, "Да")
    shown = await anna.sees("Да")
    assert answered == Answered(State.TAKEN, shown["message_id"])
    edited = Answer(edit_text(Card(rich("Нет")), anna.id, shown["message_id"]), anna.id)
    assert await carry(desk.bot, edited) == Answered(State.TAKEN)
    assert (await carry(desk.bot, edited)).state is State.TAKEN, "the message shows it already"
    edit = ("editMessageText", anna.id, 0)
    assert desk.pace.requests == [("sendMessage", anna.id, 1), edit, edit]
    assert desk.pace.refusals == []


async def test_every_item_of_an_album_counts(desk: Desk, anna: Person) -> None:
    album = replace(message(anna.id, "Альбом"), messages=3)
    await carry(desk.bot, album)
    assert desk.pace.requests == [("sendMessage", anna.id, 3)]


@pytest.mark.slow
async def test_a_pause_of_one_chat_is_kept_and_told_and_then_all_comes_once_in_order(
    desk: Desk, emulator: Emulator, anna: Person
) -> None:
    boris = emulator.person("Борис")
    await boris.says("/start")
    desk.fail(too_many_requests(1), chat_id=anna.id)
    first = await desk.say(anna.id, "1")
    second = await desk.say(anna.id, "2")
    assert (await desk.say(boris.id, "другому")).state is State.TAKEN
    assert (first.state, second.state) == (State.POSTPONED, State.POSTPONED)
    await anna.sees("2")
    assert seen(anna) == ["1", "2"]
    assert desk.calls() == ["1", "другому", "1", "2"]
    assert desk.pace.refusals == [("sendMessage", anna.id, 1)]
    refused, again = [call.at for call in emulator.calls.of("sendMessage") if call.parameters["text"] == "1"]
    assert again - refused >= 1


@pytest.mark.slow
async def test_a_pause_that_a_push_met_is_kept_by_answers(desk: Desk, anna: Person) -> None:
    desk.answers.close(anna.id, 0.5)
    assert (await desk.say(anna.id, "Да")).state is State.POSTPONED
    assert desk.calls() == []
    await anna.sees("Да")


async def test_a_pause_that_is_too_long_ends_in_silence_and_one_line_of_the_log(
    desk: Desk, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fail(LONG)
    for number in range(10):
        await desk.say(anna.id, str(number))
    assert desk.calls() == ["0"]
    assert desk.answers.seconds_closed(anna.id) > 3500
    await until_idle(desk)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        f"an answer to {anna.id} was dropped: Telegram did not take it in time"
    ]
    assert desk.calls() == ["0"]


@pytest.mark.parametrize("given", [10**9, 10**15, -5, 0])
async def test_a_pause_that_cannot_be_meant_is_bounded(desk: Desk, anna: Person, given: int) -> None:
    desk.fail(too_many_requests(given))
    await desk.say(anna.id, "Да")
    assert 0 < desk.answers.seconds_closed(anna.id) <= 86_400


@pytest.mark.parametrize(
    "effect", [Broken(), Broken(403), Dropped(), Refused(ApiError(500, "Internal Server Error")), Broken(200)]
)
async def test_after_a_failure_the_answer_is_tried_again(desk: Desk, anna: Person, effect: Effect) -> None:
    desk.fail(effect, times=2)
    assert (await desk.say(anna.id, "Да")).state is State.POSTPONED
    await anna.sees("Да")
    assert seen(anna) == ["Да"]
    assert desk.calls() == ["Да"] * 3
    assert desk.pace.requests == [("sendMessage", anna.id, 1)] * 3, "each try counts against the pace"


async def test_the_tries_end_in_silence(desk: Desk, anna: Person) -> None:
    desk.fail(Broken(), times=None)
    await desk.say(anna.id, "Да")
    await until_idle(desk)
    assert desk.calls() == ["Да"] * (1 + len(QUICK.pauses_seconds))
    assert seen(anna) == []


async def test_what_waits_longer_than_its_lifetime_is_not_sent(emulator: Emulator, anna: Person) -> None:
    async for desk in Desk(emulator).open(AnswerTimes(lifetime_seconds=0.1)):
        desk.answers.close(anna.id, 0.2)
        await desk.say(anna.id, "Да")
        await until_idle(desk)
        assert desk.calls() == []


async def test_a_chat_where_the_bot_may_not_write_is_logged_once(
    desk: Desk, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    group = emulator.group("Молчащие")
    desk.fail(NO_RIGHTS, times=None, chat_id=group.id)
    for _ in range(20):
        assert (await desk.say(group.id, "Да")).state is State.CLOSED
    assert len([record for record in caplog.records if record.levelno >= logging.INFO and "bot." in record.name]) == 1


async def test_a_person_who_blocked_the_bot_gets_nothing_and_no_handler_fails(desk: Desk, anna: Person) -> None:
    desk.fail(BLOCKED)
    assert (await desk.say(anna.id, "Да")).state is State.CLOSED
    assert desk.calls() == ["Да"]


async def test_when_the_message_is_gone_another_is_sent_instead(desk: Desk, anna: Person) -> None:
    edit = edit_text(Card(rich("Да")), anna.id, 1)
    desk.fail(GONE, "editMessageText", times=2)
    lost = await carry(desk.bot, Answer(edit, anna.id))
    sent = await carry(desk.bot, Answer(edit, anna.id, instead=partial(message, anna.id, "Да")))
    assert lost == Answered(State.LOST)
    assert sent == Answered(State.TAKEN, (await anna.sees("Да"))["message_id"])


async def test_an_edit_that_failed_is_not_tried_by_another_road(desk: Desk, anna: Person) -> None:
    shown = await desk.say(anna.id, "1")
    assert shown.message_id is not None
    edit = edit_text(Card(rich("2")), anna.id, shown.message_id)
    desk.fail(Broken(), "editMessageText")
    await carry(desk.bot, Answer(edit, anna.id, instead=partial(message, anna.id, "2")))
    await anna.sees("2")
    assert seen(anna) == ["2"]
    assert desk.calls() == ["1"]


async def test_an_alert_that_comes_too_late_comes_as_a_message_in_the_order_of_its_chat(
    desk: Desk, anna: Person
) -> None:
    desk.fail(Refused(bad_request("query is too old and response timeout expired")), "answerCallbackQuery", times=2)
    alert = Answer(callback_answer("7", "Снята"), "7", instead=partial(message, anna.id, "Снята"))
    await carry(desk.bot, alert)
    desk.answers.close(anna.id, 0.05)
    await desk.say(anna.id, "До")
    await carry(desk.bot, replace(alert, to="8"))
    await until_idle(desk)
    assert seen(anna) == ["Снята", "До", "Снята"]


async def test_queries_that_cannot_be_answered_are_one_line_of_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fail(LONG, "answerCallbackQuery", times=None)
    for number in range(5):
        await carry(desk.bot, Answer(callback_answer(str(number)), str(number)))
    await until_idle(desk)
    assert len([record for record in caplog.records if record.name == "bot.answers"]) == 1
    assert desk.pace.refusals == []


async def test_a_message_that_telegram_refuses_is_the_programs_mistake(
    desk: Desk, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AnswerRefusedError, match="sendMessage"):
        await desk.say(anna.id, " ")
    desk.fail(Broken())
    await desk.say(anna.id, " ")
    await desk.say(anna.id, "Да")
    await anna.sees("Да")
    assert [record.levelname for record in caplog.records if record.name == "bot.answers"] == ["ERROR"]


async def test_a_fleeting_answer_is_tried_once(desk: Desk, anna: Person) -> None:
    desk.fail(Broken())
    assert (await desk.say(anna.id, "Да", fleeting=True)).state is State.POSTPONED
    await until_idle(desk)
    assert desk.calls() == ["Да"]


async def test_a_line_has_an_end(desk: Desk, anna: Person) -> None:
    desk.answers.close(anna.id, 0.05)
    for number in range(MAX_LINE + 5):
        await desk.say(anna.id, str(number))
    await until_idle(desk)
    assert seen(anna) == [str(number) for number in range(MAX_LINE)]


async def test_what_still_waits_when_the_newspaper_closes_is_dropped_and_told(
    emulator: Emulator, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async for desk in Desk(emulator).open():
        desk.answers.close(anna.id, 3)
        await desk.say(anna.id, "Да")
    assert "1 answers" in caplog.text


async def until_idle(desk: Desk) -> None:
    """Wait until no answer waits any more."""
    async with asyncio.timeout(10):
        while desk.answers._lines:  # noqa: ASYNC110 - nothing wakes a waiter when a line ends
            await asyncio.sleep(0.01)
