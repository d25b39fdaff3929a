"""`/queue`: an admin follows a push in one message; pauses, resumes and ends it. A refused push pauses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.live_queue import LiveQueue
from bot.timings import Timings
from emulator import Fault, Person, Refused
from emulator.errors import bad_request
from news.ledger import Address
from news.ports.live_messages import LiveKey
from news.roles import Role
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    count_messages,
    current,
    from_bot,
    give_role,
    labels,
    let_pass,
    menu,
    press,
    reader_of,
    register,
    wait_for_text,
    wait_until_handled,
)
from tests.journeys.subscriptions import publish_and_push
from tests.newspaper import TIMEOUT_SECONDS, ErrorLog, Newspaper, open_newspaper, open_quickly
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

# Slow enough to see the progress, fast enough for a test.
SLOW_RATE = 20
READERS = 40
# At this rate an edit a second is all that the push leaves room for.
LIVE_PAUSE_SECONDS = 0.5
BAD = Refused(bad_request("can't parse entities: something is wrong with them"))


@pytest.fixture
async def slow_newspaper(newspaper_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newspaper]:
    """A newspaper that sends slowly and updates its admins' live messages often."""
    open_quickly(monkeypatch)
    timings = Timings(live_queue_seconds=LIVE_PAUSE_SECONDS)
    async with open_newspaper(newspaper_url, timings, send_rate=SLOW_RATE) as opened:
        await opened.wait_for_menus()
        yield opened


async def subscribers(newspaper: Newspaper, count: int) -> list[Person]:
    """Return `count` subscribers."""
    people = [newspaper.emulator.person(f"Читатель {number}") for number in range(count)]
    for person in people:
        person.chat.started = True
        await newspaper.news.subscriptions.start(Address(person.id), "ru")
    return people


async def wait_until_ended(newspaper: Newspaper, edition: int) -> None:
    """Wait until the edition is finished: no delivery is left."""
    for _ in range(200):
        async with newspaper.news.storage.reading() as unit:
            if (await unit.editions.get(edition)).finished:
                return
        await let_pass(newspaper, 0.05)
    raise AssertionError(f"edition {edition} has not ended")


async def wait_for_live_messages(newspaper: Newspaper, count: int) -> None:
    """Wait until `count` messages are kept live."""
    for _ in range(200):
        found = await live_messages(newspaper)
        if len(found) == count:
            return
        await let_pass(newspaper, 0.05)
    raise AssertionError(f"{len(found)} messages are kept live, not {count}")


async def live_messages(newspaper: Newspaper) -> list[Any]:
    """Return the rows of the live messages."""
    async with newspaper.news.storage.reading() as unit:
        return await raw(unit, "SELECT reader_id, message_id, asking FROM live_messages")


def count_recipients(people: list[Person], title: str) -> int:
    """Return how many of the people have a message with the title."""
    return sum(count_messages(person, title) > 0 for person in people)


async def test_an_admin_sees_the_progress_in_one_message_to_its_end(
    slow_newspaper: Newspaper, no_errors_logged: ErrorLog
) -> None:
    people = await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    screen = await answer_to(slow_newspaper, await slow_newspaper.editor.says("/queue"))
    count = len(from_bot(slow_newspaper.editor))
    assert screen["text"].startswith("Рассылки\n\nВыпуск № 1, ")
    assert labels(screen) == [["1: Пауза", "1: Прекратить"], ["Обновить"]]

    seen = {screen["text"]}
    done = await slow_newspaper.emulator.world.changes.until(
        lambda: seen.add(current(slow_newspaper.editor, screen)["text"]) or finished(slow_newspaper, screen),
        TIMEOUT_SECONDS,
    )

    assert done is not None
    assert len([text for text in seen if "осталось: " in text]) >= 3
    assert done["text"].endswith(f"разослано\nотправлено: {READERS}")
    assert labels(done) == [["Обновить"]]
    assert count_recipients(people, "Мост открыт") == READERS
    assert len(from_bot(slow_newspaper.editor)) == count, "no further message"
    await wait_for_live_messages(slow_newspaper, 0)  # no message is updated any more


def finished(newspaper: Newspaper, screen: Json) -> Json | None:
    seen = current(newspaper.editor, screen)
    return seen if "разослано" in seen["text"] else None


async def test_an_admin_pauses_a_push_and_resumes_it(slow_newspaper: Newspaper, no_errors_logged: ErrorLog) -> None:
    people = await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    screen = await answer_to(slow_newspaper, await slow_newspaper.editor.says("/queue"))

    screen = await press(slow_newspaper.editor, screen, "1: Пауза")

    assert "на паузе; осталось: " in screen["text"]
    assert labels(screen) == [["1: Продолжить", "1: Прекратить"], ["Обновить"]]
    await let_pass(slow_newspaper, 0.5)  # deliveries in flight still arrive
    paused = count_recipients(people, "Мост открыт")
    await let_pass(slow_newspaper, 1)
    assert count_recipients(people, "Мост открыт") == paused < READERS
    screen = await press(slow_newspaper.editor, screen, "1: Продолжить")
    await wait_for_text(slow_newspaper, slow_newspaper.editor, screen, f"разослано\nотправлено: {READERS}")
    assert count_recipients(people, "Мост открыт") == READERS


async def test_an_admin_ends_a_push_after_a_question(slow_newspaper: Newspaper, no_errors_logged: ErrorLog) -> None:
    people = await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    screen = await answer_to(slow_newspaper, await slow_newspaper.editor.says("/queue"))

    asked = await press(slow_newspaper.editor, screen, "1: Прекратить")

    assert asked["text"] == "Прекратить рассылку выпуска № 1? Кто его ещё не получил, уже не получит."
    assert all_labels(asked) == ["Прекратить", "Назад"]
    await let_pass(slow_newspaper, 3 * LIVE_PAUSE_SECONDS)
    assert current(slow_newspaper.editor, screen)["text"] == asked["text"], "the question stays until it is answered"
    back = await press(slow_newspaper.editor, asked, "Назад")
    assert "осталось: " in back["text"]
    ended = await press(slow_newspaper.editor, await press(slow_newspaper.editor, back, "1: Прекратить"), "Прекратить")
    assert "прекращено" in ended["text"]
    assert labels(ended) == [["Обновить"]]
    await let_pass(slow_newspaper, 1.5)
    left = READERS - count_recipients(people, "Мост открыт")
    assert 0 < left < READERS
    ended = await press(slow_newspaper.editor, ended, "Обновить")
    assert f"отправлено: {READERS - left}" in ended["text"]
    await publish_and_push(slow_newspaper, "Следующая")
    await people[-1].sees("Следующая")


async def test_a_button_under_an_old_queue_says_that_it_is_too_late(newspaper: Newspaper, answer: Answer) -> None:
    [anna] = await subscribers(newspaper, 1)
    await publish_and_push(newspaper, "Мост открыт")
    await anna.sees("Мост открыт")
    screen = await answer(await newspaper.editor.says("/queue"))

    await wait_until_ended(newspaper, 1)

    for data in ("E:1:p", "E:1:r", "E:1:s", "E:1:S", "E:404:S"):
        answered = await newspaper.editor.presses(message=screen["message_id"], data=data)
        assert answered is not None
        assert answered.text.startswith("Выпуск № ")
        assert answered.text.endswith(" уже не остановить: он разослан или прекращён. Рассылки: /queue")


async def test_before_the_first_push_the_queue_is_empty(newspaper: Newspaper, answer: Answer) -> None:
    screen = await answer(await newspaper.editor.says("/queue"))

    assert screen["text"] == "Рассылки\n\nРассылок пока не было."
    await publish_and_push(newspaper, "Мост открыт")
    assert "Выпуск № 1" in (await press(newspaper.editor, screen, "Обновить"))["text"]


async def test_others_are_refused_and_have_no_such_command(newspaper: Newspaper, answer: Answer) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await give_role(newspaper, anna, "editor")
    await answer(await anna.says("/start"))

    refused = await answer(await anna.says("/queue"))

    assert refused["text"] == "Эта команда — для администраторов. Что здесь можно делать: /help."
    commands = menu(anna)
    assert "drafts" in commands
    assert "queue" not in commands
    await answer(await newspaper.editor.says("/start"))
    assert "queue" in menu(newspaper.editor)


async def test_the_newest_message_is_the_live_one_and_a_restart_goes_on_with_it(slow_newspaper: Newspaper) -> None:
    await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    vera = slow_newspaper.editor
    older = await answer_to(slow_newspaper, await vera.says("/queue"))
    newer = await answer_to(slow_newspaper, await vera.says("/queue"))
    await wait_until_handled(slow_newspaper, vera)
    assert [row["message_id"] for row in await live_messages(slow_newspaper)] == [newer["message_id"]]
    left = current(vera, older)["text"]

    await slow_newspaper.restart()

    await wait_for_text(slow_newspaper, vera, newer, "разослано")
    assert current(vera, older)["text"] == left


async def test_the_message_of_a_former_admin_stops(slow_newspaper: Newspaper, no_errors_logged: ErrorLog) -> None:
    await subscribers(slow_newspaper, READERS)
    gleb = await register(slow_newspaper, slow_newspaper.emulator.person("Глеб"), "Глеб")
    admin = await reader_of(slow_newspaper, slow_newspaper.editor)
    await slow_newspaper.news.readers.appoint(admin, gleb.id, Role.ADMIN)
    await publish_and_push(slow_newspaper, "Мост открыт")
    screen = await answer_to(slow_newspaper, await gleb.says("/queue"))
    await wait_for_live_messages(slow_newspaper, 1)

    await slow_newspaper.news.readers.appoint(admin, gleb.id, Role.MEMBER)

    await wait_for_live_messages(slow_newspaper, 0)
    seen = current(gleb, screen)["text"]
    await let_pass(slow_newspaper, 3 * LIVE_PAUSE_SECONDS)
    assert current(gleb, screen)["text"] == seen
    assert "осталось: " in seen


async def test_of_two_newspapers_on_one_database_neither_overwrites_the_question_nor_edits_an_older_message(
    slow_newspaper: Newspaper,
) -> None:
    await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    vera = slow_newspaper.editor
    older = await answer_to(slow_newspaper, await vera.says("/queue"))
    app = slow_newspaper.app
    assert app is not None
    second = LiveQueue(app.news, app.bot, app.catalogs, app.clock, "ru", LIVE_PAUSE_SECONDS)
    running = asyncio.get_running_loop().create_task(second.run())
    try:
        screen = await answer_to(slow_newspaper, await vera.says("/queue"))
        await wait_until_handled(slow_newspaper, vera)
        left = current(vera, older)["text"]
        asked = await press(vera, screen, "1: Прекратить")
        await let_pass(slow_newspaper, 3 * LIVE_PAUSE_SECONDS)
        assert current(vera, screen)["text"] == asked["text"]
        assert current(vera, older)["text"] == left
    finally:
        running.cancel()


async def test_a_question_asked_while_an_edit_is_in_flight_is_shown_again(slow_newspaper: Newspaper) -> None:
    await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    vera = slow_newspaper.editor
    screen = await answer_to(slow_newspaper, await vera.says("/queue"))
    app = slow_newspaper.app
    assert app is not None
    claimed = None
    while claimed is None:
        claimed = await app.news.live_messages.claim(LiveKey(vera.id), timedelta(hours=1))
    asked = await press(vera, screen, "1: Прекратить")

    await app.live_queue._edit_queue(*claimed)

    assert current(vera, screen)["text"] == asked["text"]


async def test_a_message_that_the_admin_deleted_is_no_longer_updated(
    slow_newspaper: Newspaper, no_errors_logged: ErrorLog
) -> None:
    await subscribers(slow_newspaper, READERS)
    await publish_and_push(slow_newspaper, "Мост открыт")
    screen = await answer_to(slow_newspaper, await slow_newspaper.editor.says("/queue"))
    await wait_for_live_messages(slow_newspaper, 1)

    slow_newspaper.emulator.world.delete_message(slow_newspaper.editor.chat.messages[screen["message_id"]])

    await wait_for_live_messages(slow_newspaper, 0)
    assert len(from_bot(slow_newspaper.editor)) == 0


async def test_an_edition_pauses_after_five_refusals_by_telegram_and_the_admin_is_told(
    slow_newspaper: Newspaper,
) -> None:
    await answer_to(slow_newspaper, await slow_newspaper.editor.says("/start"))
    people = await subscribers(slow_newspaper, READERS)
    for person in people:
        slow_newspaper.emulator.faults.add(Fault(BAD, method="sendMessage", chat_id=person.id, times=None))
    await publish_and_push(slow_newspaper, "Мост открыт")

    told = await slow_newspaper.editor.sees("Телеграм не принимает содержание выпуска № 1")

    assert told["text"] == "Телеграм не принимает содержание выпуска № 1; рассылка ждёт. Посмотреть: /queue"
    screen = await press(slow_newspaper.editor, told, "Рассылки")
    assert "на паузе" in screen["text"]
    await let_pass(slow_newspaper, 1)
    refused = [call for call in slow_newspaper.emulator.calls.of("sendMessage") if call.code == 400]
    assert 5 <= len(refused) <= 10, "deliveries in flight at the fifth refusal are sent too"
    slow_newspaper.emulator.faults.clear()
    screen = await press(slow_newspaper.editor, current(slow_newspaper.editor, screen), "1: Продолжить")
    done = await wait_for_text(slow_newspaper, slow_newspaper.editor, screen, "разослано")
    assert f"отправлено: {READERS}" in done["text"], "what was refused has been tried again"
    assert sum("не принимает" in message["text"] for message in from_bot(slow_newspaper.editor)) == 0, (
        "the notice is the queue now"
    )
