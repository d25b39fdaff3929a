"""`/queue`: an admin watches a push in one message, holds it, lets it go on, ends it; a bad one waits by itself."""

from collections.abc import AsyncIterator

import pytest

from bot import live_queue
from bot.api_session import ApiSession
from emulator import Fault, Person, Refused
from emulator.errors import bad_request
from tests.journeys.steps import (
    PATIENCE_SECONDS,
    Answer,
    Complaints,
    Json,
    all_labels,
    answer_to,
    close_at_once,
    from_bot,
    labels,
    menus_are_set,
    now,
    press,
    publish,
    register,
)
from tests.newspaper import Newspaper, open_newspaper

# So slow that somebody can look, so fast that nobody has to wait long.
SLOW_RATE = 20
READERS = 40
# An edit a second is as much as the pace of the push can spare here.
WATCH_SECONDS = 0.5
BAD = Refused(bad_request("can't parse entities: something is wrong with them"))


@pytest.fixture
async def slow(newspaper_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newspaper]:
    """A newspaper that sends slowly and looks after its admins' messages often."""
    monkeypatch.setattr(ApiSession, "close", close_at_once)
    monkeypatch.setattr(live_queue, "PAUSE_SECONDS", WATCH_SECONDS)
    async with open_newspaper(newspaper_url, send_rate=SLOW_RATE) as opened:
        await menus_are_set(opened)
        yield opened


async def subscribers(newspaper: Newspaper, count: int) -> list[Person]:
    """So many people who get the headlines."""
    people = [newspaper.emulator.person(f"Читатель {number}") for number in range(count)]
    for person in people:
        person.chat.started = True
        await newspaper.news.subscriptions.start(person.id, "ru")
    return people


async def push_out(newspaper: Newspaper, title: str) -> None:
    await publish(newspaper, title, to_push=True)
    await newspaper.news.delivery.tick()


async def becomes(newspaper: Newspaper, screen: Json, words: str) -> Json:
    """Wait until the admin's message has these words, and return it."""

    def look() -> Json | None:
        seen = now(newspaper.editor, screen)
        return seen if words in seen["text"] else None

    found = await newspaper.emulator.world.changes.until(look, PATIENCE_SECONDS)
    assert found is not None, f"the queue still says {now(newspaper.editor, screen)['text']!r}"
    return found


async def over(newspaper: Newspaper, edition: int) -> None:
    """Wait until the courier has seen that nothing of the edition is left."""
    for _ in range(200):
        async with newspaper.news.storage.reading() as unit:
            if (await unit.deliveries.edition(edition)).finished:
                return
        await at_rest(newspaper, 0.05)
    raise AssertionError(f"edition {edition} is not over")


async def watches(newspaper: Newspaper, count: int) -> None:
    """Wait until so many messages follow the pushes."""
    for _ in range(200):
        if len(newspaper.news.editions.live_messages) == count:
            return
        await at_rest(newspaper, 0.05)
    raise AssertionError(newspaper.news.editions.live_messages)


async def at_rest(newspaper: Newspaper, seconds: float) -> None:
    """Let time pass."""
    await newspaper.emulator.world.changes.until(lambda: None, seconds)


def reached(people: list[Person], title: str) -> int:
    return sum(any(title in message["text"] for message in from_bot(person)) for person in people)


async def test_an_admin_sees_the_progress_in_one_message_to_its_end(slow: Newspaper, nothing_fails: Complaints) -> None:
    people = await subscribers(slow, READERS)
    await push_out(slow, "Мост открыт")
    screen = await answer_to(slow, await slow.editor.says("/queue"))
    known = len(from_bot(slow.editor))
    assert screen["text"].startswith("Рассылки\n\nВыпуск № 1, ")
    assert labels(screen) == [["1: Пауза", "1: Прекратить"], ["Обновить"]]

    seen = {screen["text"]}
    done = await slow.emulator.world.changes.until(
        lambda: seen.add(now(slow.editor, screen)["text"]) or finished(slow, screen), PATIENCE_SECONDS
    )

    assert done is not None
    assert len([text for text in seen if "осталось: " in text]) >= 3
    assert done["text"].endswith(f"разослано\nотправлено: {READERS}")
    assert labels(done) == [["Обновить"]]
    assert reached(people, "Мост открыт") == READERS
    assert len(from_bot(slow.editor)) == known, "no message but the one that was asked for"
    await watches(slow, 0)  # nothing moves any more


def finished(newspaper: Newspaper, screen: Json) -> Json | None:
    seen = now(newspaper.editor, screen)
    return seen if "разослано" in seen["text"] else None


async def test_an_admin_holds_a_push_and_lets_it_go_on(slow: Newspaper, nothing_fails: Complaints) -> None:
    people = await subscribers(slow, READERS)
    await push_out(slow, "Мост открыт")
    screen = await answer_to(slow, await slow.editor.says("/queue"))

    screen = await press(slow.editor, screen, "1: Пауза")

    assert "на паузе; осталось: " in screen["text"]
    assert labels(screen) == [["1: Продолжить", "1: Прекратить"], ["Обновить"]]
    await at_rest(slow, 0.5)  # what was in hand still leaves
    held = reached(people, "Мост открыт")
    await at_rest(slow, 1)
    assert reached(people, "Мост открыт") == held < READERS
    screen = await press(slow.editor, screen, "1: Продолжить")
    await becomes(slow, screen, f"разослано\nотправлено: {READERS}")
    assert reached(people, "Мост открыт") == READERS


async def test_an_admin_ends_a_push_after_a_question(slow: Newspaper, nothing_fails: Complaints) -> None:
    people = await subscribers(slow, READERS)
    await push_out(slow, "Мост открыт")
    screen = await answer_to(slow, await slow.editor.says("/queue"))

    asked = await press(slow.editor, screen, "1: Прекратить")

    assert asked["text"] == "Прекратить рассылку выпуска № 1? Кто его ещё не получил, уже не получит."
    assert all_labels(asked) == ["Прекратить", "Назад"]
    await at_rest(slow, 3 * WATCH_SECONDS)
    assert now(slow.editor, screen)["text"] == asked["text"], "the question stays until it is answered"
    back = await press(slow.editor, asked, "Назад")
    assert "осталось: " in back["text"]
    ended = await press(slow.editor, await press(slow.editor, back, "1: Прекратить"), "Прекратить")
    assert "прекращено" in ended["text"]
    assert labels(ended) == [["Обновить"]]
    await at_rest(slow, 1.5)
    left = READERS - reached(people, "Мост открыт")
    assert 0 < left < READERS
    ended = await press(slow.editor, ended, "Обновить")
    assert f"отправлено: {READERS - left}" in ended["text"]
    await push_out(slow, "Следующая")
    await people[-1].sees("Следующая")


async def test_a_button_under_an_old_queue_says_that_it_is_too_late(newspaper: Newspaper, answer: Answer) -> None:
    [anna] = await subscribers(newspaper, 1)
    await push_out(newspaper, "Мост открыт")
    await anna.sees("Мост открыт")
    screen = await answer(await newspaper.editor.says("/queue"))

    await over(newspaper, 1)

    for data in ("E:1:p", "E:1:r", "E:1:s", "E:1:S", "E:404:S"):
        answered = await newspaper.editor.presses(message=screen["message_id"], data=data)
        assert answered is not None
        assert answered.text.startswith("Выпуск № ")
        assert answered.text.endswith(" уже не остановить: он разослан или прекращён. Рассылки: /queue")


async def test_before_the_first_push_the_queue_is_empty(newspaper: Newspaper, answer: Answer) -> None:
    screen = await answer(await newspaper.editor.says("/queue"))

    assert screen["text"] == "Рассылки\n\nРассылок пока не было."
    await push_out(newspaper, "Мост открыт")
    assert "Выпуск № 1" in (await press(newspaper.editor, screen, "Обновить"))["text"]


async def test_others_are_refused_and_have_no_such_command(newspaper: Newspaper, answer: Answer) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await answer(await newspaper.editor.says(f"/role {anna.id} editor"))
    await answer(await anna.says("/start"))

    refused = await answer(await anna.says("/queue"))

    assert refused["text"] == "Эта команда — для администраторов. Что здесь можно делать: /help."
    commands = {command["command"] for command in anna.commands()}
    assert "drafts" in commands
    assert "queue" not in commands
    await answer(await newspaper.editor.says("/start"))
    assert "queue" in {command["command"] for command in newspaper.editor.commands()}


async def test_a_queue_follows_nothing_that_the_admin_may_no_longer_see_or_has_deleted(
    slow: Newspaper, nothing_fails: Complaints
) -> None:
    await subscribers(slow, READERS)
    await push_out(slow, "Мост открыт")
    screen = await answer_to(slow, await slow.editor.says("/queue"))
    await watches(slow, 1)

    slow.emulator.world.delete_message(slow.editor.chat.messages[screen["message_id"]])

    await watches(slow, 0)
    assert len(from_bot(slow.editor)) == 0


async def test_an_edition_that_telegram_refuses_waits_after_five_and_the_admin_is_told(slow: Newspaper) -> None:
    await answer_to(slow, await slow.editor.says("/start"))
    people = await subscribers(slow, READERS)
    for person in people:
        slow.emulator.faults.add(Fault(BAD, method="sendMessage", chat_id=person.id, times=None))
    await push_out(slow, "Мост открыт")

    told = await slow.editor.sees("Телеграм не принимает содержание выпуска № 1")

    assert told["text"] == "Телеграм не принимает содержание выпуска № 1; рассылка ждёт. Посмотреть: /queue"
    screen = await press(slow.editor, told, "Рассылки")
    assert "на паузе" in screen["text"]
    await at_rest(slow, 1)
    refused = [call for call in slow.emulator.calls.of("sendMessage") if call.code == 400]
    assert 5 <= len(refused) <= 10, "what was in hand when the fifth came back has left"
    slow.emulator.faults.clear()
    screen = await press(slow.editor, now(slow.editor, screen), "1: Продолжить")
    done = await becomes(slow, screen, "разослано")
    assert f"отправлено: {READERS - len(refused)}, не доставлено: {len(refused)}" in done["text"]
    assert sum("не принимает" in message["text"] for message in from_bot(slow.editor)) == 0, (
        "the notice is the queue now"
    )
