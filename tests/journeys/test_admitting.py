"""Registering with a moderator's consent (REGISTRATION=approval): the first decision counts, everybody hears of it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from emulator import Person
from news.newcomers import OPEN_NOTICES
from news.roles import Role
from tests.journeys.registration import agree
from tests.journeys.steps import (
    Answer,
    Json,
    answer_to,
    count_messages,
    crash_and_restart,
    from_bot,
    labels,
    menu,
    press,
    publish,
    reader_of,
    wait_for_text,
)
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

SENT = "Заявка у модераторов. Что они решат, вы узнаете здесь."
WAITING = "Ваша заявка у модераторов, под именем Анна. Что они решат, вы узнаете здесь."
ASKED = "Регистрация\nАнна просит зарегистрировать."
NEWS = [["Последние новости", "Все новости"]]
OF_STAFF = "Имя Вeра можно принять за имя сотрудника редакции. Пришлите другое."
# A chat gets a message a second.
PATIENCE = 2.0 * OPEN_NOTICES


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose moderators decide about each registration."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, registration="approval") as opened:
        await opened.wait_for_menus()
        yield opened


@pytest.fixture
async def moderator(newspaper: Newspaper) -> Person:
    """A moderator beside the editor of the settings."""
    person = newspaper.emulator.person("Мария")
    person.chat.started = True
    async with newspaper.news.storage.writing() as unit:
        assert await unit.readers.register(person.id, "Мария", "мария", "ru", newspaper.app.clock.now())
        await unit.readers.set_role(person.id, Role.MODERATOR)
    return person


async def ask(newspaper: Newspaper, person: Person, name: str) -> Json:
    """Ask to be registered under a name; return the bot's answer."""
    await agree(newspaper, person)
    return await answer_to(newspaper, await person.says(name))


async def started(newspaper: Newspaper) -> Person:
    """The editor, who has begun a chat with the bot."""
    newspaper.editor.chat.started = True
    return newspaper.editor


async def test_a_moderator_accepts_and_the_reader_comes_back_to_the_article(
    newspaper: Newspaper, answer: Answer, anna: Person, moderator: Person
) -> None:
    vera = await started(newspaper)
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    asked = await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")
    sent = await press(anna, asked, "Анна")
    assert sent["text"] == SENT
    for person in (vera, moderator):
        request = await person.sees(ASKED)
        assert labels(request) == [["Принять", "Отклонить"]]

    mine = await moderator.sees(ASKED)
    judged = await press(moderator, mine, "Принять")

    assert (judged["text"], labels(judged)) == ("Регистрация\nАнна: регистрация принята.", NEWS)
    told = await anna.sees("Модераторы зарегистрировали вас под именем Анна: теперь можно комментировать.")
    assert labels(told)[0] == ["К публикации"]
    other = await wait_for_text(newspaper, vera, await vera.sees("Регистрация"), "Решение: Мария.")
    assert labels(other) == NEWS
    assert (await press(anna, told, "К публикации"))["text"].startswith("Мост открыт")
    assert (await reader_of(newspaper, anna)).role is Role.MEMBER
    assert "comment" in menu(anna)
    assert "register" not in menu(anna)


async def test_a_moderator_declines_and_the_name_is_free_again(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    vera = await started(newspaper)
    assert (await ask(newspaper, anna, "Анна"))["text"] == SENT
    other = newspaper.emulator.person("Анна")
    assert (await ask(newspaper, other, "Aннa"))["text"].endswith("занято или неотличимо от занятого. Пришлите другое.")

    judged = await press(vera, await vera.sees(ASKED), "Отклонить")

    assert judged["text"] == "Регистрация\nАнна: в регистрации отказано."
    await anna.sees("Модераторы не зарегистрировали вас под именем Анна.")
    assert (await reader_of(newspaper, anna)).role is Role.GUEST
    again = await answer(await anna.says("/register"))
    assert again["text"].startswith("Модераторы не зарегистрировали вас. Подать заявку снова можно ")
    assert (await answer(await other.says("Анна")))["text"] == SENT, "the bot still waits for a name"


async def test_a_second_request_waits_for_the_first(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await started(newspaper)
    await ask(newspaper, anna, "Анна")

    assert (await answer(await anna.says("/register")))["text"] == WAITING
    forged = await answer(await anna.says("/start"))
    for data in ("r:b:0", "r:a:0"):
        pressed = await anna.presses(message=forged["message_id"], data=data)
        assert pressed is not None
        assert (pressed.text, pressed.show_alert) == (WAITING, True)


async def test_two_decisions_at_one_instant_are_one(newspaper: Newspaper, anna: Person, moderator: Person) -> None:
    vera = await started(newspaper)
    await ask(newspaper, anna, "Анна")
    hers, his = await vera.sees(ASKED), await moderator.sees(ASKED)

    pressed = await asyncio.gather(
        vera.presses("Отклонить", message=hers["message_id"]), moderator.presses("Принять", message=his["message_id"])
    )

    late = [one for one in pressed if one is not None and one.show_alert]
    assert len(late) == 1
    assert (late[0].text or "").startswith("Эта заявка уже рассмотрена: ")
    registered = (await reader_of(newspaper, anna)).registered
    await anna.sees("Модераторы зарегистрировали вас" if registered else "Модераторы не зарегистрировали вас")
    assert count_messages(anna, "Модераторы ") == 1


async def test_only_who_moderates_decides(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await started(newspaper)
    await ask(newspaper, anna, "Анна")
    screen = await answer(await anna.says("/start"))

    for data in ("rq:1:admitted", "rq:2:admitted"):
        pressed = await anna.presses(message=screen["message_id"], data=data)
        assert pressed is not None
        assert (pressed.text or "").startswith("Это могут модераторы.")

    assert not (await reader_of(newspaper, anna)).registered


async def test_many_requests_come_to_the_moderators_one_by_one(newspaper: Newspaper) -> None:
    vera = await started(newspaper)
    people = [newspaper.emulator.person(f"Гость {index}") for index in range(OPEN_NOTICES + 2)]
    names = [f"Читатель {letter}" for letter in "абвгдежзиклм"]
    for person, name in zip(people, names, strict=True):
        assert (await ask(newspaper, person, name))["text"] == SENT
    await vera.sees(f"{names[OPEN_NOTICES - 1]} просит", PATIENCE)
    assert count_messages(vera, "просит зарегистрировать") == OPEN_NOTICES

    first = await vera.sees(f"{names[3]} просит")
    await press(vera, first, "Принять")

    await vera.sees(f"{names[OPEN_NOTICES]} просит")
    assert not any(f"{names[OPEN_NOTICES + 1]} просит" in message["text"] for message in from_bot(vera))


async def test_a_request_and_its_decision_outlive_a_crash(newspaper: Newspaper, anna: Person) -> None:
    vera = await started(newspaper)
    await agree(newspaper, anna)
    await crash_and_restart(newspaper)
    await answer_to(newspaper, await anna.says("Анна"), SENT)  # an unfinished answer may come again before it
    await crash_and_restart(newspaper)

    await press(vera, await vera.sees(ASKED), "Принять")
    await crash_and_restart(newspaper)

    await anna.sees("Модераторы зарегистрировали вас под именем Анна")
    assert count_messages(anna, "Модераторы зарегистрировали вас") == 1


async def test_the_request_is_answered_in_the_languages_of_each(newspaper: Newspaper, anna: Person) -> None:
    vera = await started(newspaper)
    anna.speaks("en")
    await agree(newspaper, anna, "I agree")
    sent = await answer_to(newspaper, await anna.says("Anna"))
    assert sent["text"] == "Your request is with the moderators. You will hear here what they decide."

    await press(vera, await vera.sees("Anna просит зарегистрировать."), "Принять")

    await anna.sees("The moderators have registered you as Anna: now you may comment.")


async def test_an_admin_of_the_settings_registers_at_once(newspaper: Newspaper) -> None:
    said = await ask(newspaper, newspaper.editor, "Вера")

    assert said["text"].startswith("Вы зарегистрированы, ваше имя здесь — Вера.")
    assert (await ask(newspaper, newspaper.emulator.person("Вера"), "Вeра"))["text"] == OF_STAFF
