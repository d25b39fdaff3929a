"""When the deed is done and only the answer fails: nobody is told that it failed, and nothing is done twice."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.timings import AnswerTimes, Timings
from emulator import Broken, Dropped, Fault, Person, Refused, too_many_requests
from emulator.errors import ApiError, bad_request
from emulator.faults import Effect
from news.readers import ANONYMOUS
from news.roles import Role
from tests.journeys.sentences import COMMENT_STORED
from tests.journeys.steps import (
    answer_to,
    count_messages,
    current,
    press,
    publish,
    register,
    wait_for,
    wait_until_handled,
)
from tests.newspaper import TIMEOUT_SECONDS, ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

QUICK = Timings(answers=AnswerTimes(pauses_seconds=(0.05, 0.1, 0.2)))
FAILURES: list[Effect] = [
    Broken(),
    Dropped(),
    Dropped(after_effect=True),
    Refused(ApiError(500, "Internal Server Error")),
    too_many_requests(3600),
]
NO_RIGHTS = Refused(bad_request("not enough rights to send text messages to the chat"))
BROKEN = ("сломалось", "попробуйте")


@pytest.fixture
async def logging_newspaper(newspaper_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newspaper]:
    """A newspaper that tries answers again soon. It may log errors."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, QUICK) as opened:
        await opened.wait_for_menus()
        yield opened


@pytest.fixture
def newspaper(logging_newspaper: Newspaper, no_errors_logged: ErrorLog) -> Newspaper:
    """The same, and an error in its log fails the test."""
    return logging_newspaper


def never_told(person: Person) -> bool:
    return not any(count_messages(person, words) for words in BROKEN)


async def until_failed(newspaper: Newspaper, method: str, count: int = 1) -> None:
    """Wait until so many calls of a method have failed, and every update so far is handled."""
    app, calls = newspaper.app, newspaper.emulator.calls
    assert app is not None
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while (  # noqa: ASYNC110 - a call wakes no waiter
            sum(call.code != 200 for call in calls.of(method)) < count or not app.intake.idle
        ):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("effect", FAILURES)
async def test_a_comment_is_kept_once_and_nobody_is_asked_to_try_again(newspaper: Newspaper, effect: Effect) -> None:
    number = await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    newspaper.emulator.faults.add(Fault(effect, method="sendMessage", chat_id=anna.id, times=None))
    await anna.says(f"/comment {number} Однажды")
    await until_failed(newspaper, "sendMessage")
    newspaper.emulator.faults.clear()
    boris = newspaper.emulator.person("Борис")
    await wait_until_handled(newspaper, boris)
    comments = (await newspaper.news.threads.page(ANONYMOUS, number)).comments
    assert [comment.text for comment in comments] == ["Однажды"]
    assert never_told(anna)


@pytest.mark.parametrize("effect", FAILURES[:4])
async def test_a_lost_answer_comes_when_telegram_is_back(newspaper: Newspaper, effect: Effect) -> None:
    number = await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    newspaper.emulator.faults.add(Fault(effect, method="sendMessage", chat_id=anna.id, times=2))
    await answer_to(newspaper, await anna.says(f"/comment {number} Однажды"), COMMENT_STORED)
    assert never_told(anna)


async def test_a_reader_is_registered_once_though_the_answer_is_lost(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    rules = await answer_to(newspaper, await anna.says("/register"))
    await anna.presses("Согласен", message=rules["message_id"])
    newspaper.emulator.faults.add(Fault(Broken(), method="sendMessage", chat_id=anna.id, times=None))
    await anna.says("Анна из Твери")
    await until_failed(newspaper, "sendMessage")
    newspaper.emulator.faults.clear()
    profile = await answer_to(newspaper, await anna.says("/me"), "Анна из Твери")
    assert "Читатели" in profile["text"]
    assert never_told(anna)
    assert count_messages(anna, "уже зарегистрированы") == 0


@pytest.mark.parametrize("effect", FAILURES)
async def test_an_article_is_published_once_though_the_press_is_not_answered(
    newspaper: Newspaper, effect: Effect
) -> None:
    vera = newspaper.editor
    await answer_to(newspaper, await vera.says("/post"))
    draft = await answer_to(newspaper, await vera.says("Мост открыт\n\nДвижение началось."))
    newspaper.emulator.faults.add(Fault(effect, method="editMessageText", chat_id=vera.id, times=None))
    before = len(newspaper.emulator.calls.of("sendMessage"))
    await vera.presses("Опубликовать", message=draft["message_id"])
    newspaper.emulator.faults.clear()
    latest = await answer_to(newspaper, await newspaper.emulator.person("Анна").says("/latest"))
    assert latest["text"].count("Мост открыт") == 1
    assert never_told(vera)
    sent = newspaper.emulator.calls.of("sendMessage")[before:]
    assert [call for call in sent if call.parameters["chat_id"] == vera.id] == []


async def test_a_press_whose_edit_fails_turns_the_message_later_and_sends_no_other(newspaper: Newspaper) -> None:
    await publish(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна")
    latest = await answer_to(newspaper, await anna.says("/latest"))
    newspaper.emulator.faults.add(Fault(Broken(), method="editMessageText", chat_id=anna.id, times=2))
    before = len(anna.messages)
    assert await anna.presses("1", message=latest["message_id"]) is not None, "the progress bar ends at once"

    def turned() -> bool | None:
        return current(anna, latest)["text"].startswith("Мост открыт\n") or None

    await wait_for(newspaper, turned, "the message is not turned")
    assert len(anna.messages) == before


async def test_while_one_chat_waits_the_others_are_answered(newspaper: Newspaper) -> None:
    await publish(newspaper, "Мост открыт")
    people = [newspaper.emulator.person(f"Читатель {count}") for count in range(70)]
    newspaper.emulator.faults.add(Fault(too_many_requests(20), method="sendMessage", times=70))
    for person in people:
        await person.says("/latest")
    await until_failed(newspaper, "sendMessage", 70)
    anna = newspaper.emulator.person("Анна")
    assert await answer_to(newspaper, await anna.says("/latest"), "Мост открыт")


async def test_a_group_where_the_bot_may_not_write_is_one_line_of_the_log(
    newspaper: Newspaper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    anna = newspaper.emulator.person("Анна")
    group = newspaper.emulator.group("Молчащие", admins=[anna])
    newspaper.emulator.faults.add(Fault(NO_RIGHTS, method="sendMessage", chat_id=group.id, times=None))
    for command in ("/latest", "/all", "/help", "/subscribe", "/unsubscribe", "/read 5", "/search мост") * 2:
        await anna.says(command, chat=group)
    await until_failed(newspaper, "sendMessage", 14)
    lines = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in {"bot", "handlers"}]
    assert len([line for line in lines if str(group.id) in line or "update" in line]) == 1


async def test_a_pause_that_another_request_meets_is_not_answered_by_a_message(newspaper: Newspaper) -> None:
    anna = newspaper.emulator.person("Анна")
    group = newspaper.emulator.group("Редакция", admins=[anna])
    newspaper.emulator.faults.add(Fault(too_many_requests(3600), method="getChatMember", times=None))
    await anna.says("/subscribe", chat=group)
    await until_failed(newspaper, "getChatMember")
    assert newspaper.emulator.calls.of("sendMessage") == []


async def test_a_message_that_telegram_refuses_is_told_truly(logging_newspaper: Newspaper) -> None:
    newspaper = logging_newspaper
    number = await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    newspaper.emulator.faults.add(Fault(Refused(bad_request("message is too long")), method="sendMessage"))
    comment = await anna.says(f"/comment {number} Однажды")
    assert await answer_to(newspaper, comment, "Сообщение принято")
    assert never_told(anna)


async def test_the_role_of_a_reader_is_given_once(newspaper: Newspaper) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    asked = await answer_to(newspaper, await newspaper.editor.says(f"/role {anna.id} editor"))
    newspaper.emulator.faults.add(Fault(Dropped(), method="editMessageText", chat_id=newspaper.editor.id, times=2))
    assert "Анна" in (await press(newspaper.editor, asked, "Подтвердить"))["text"]
    assert (await newspaper.news.readers.recognise(anna.id, "ru")).role is Role.EDITOR
    assert never_told(newspaper.editor)
