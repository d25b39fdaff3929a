"""Registering with one's own contact (REGISTRATION=contact), of which nothing is kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.registration import agree
from tests.journeys.steps import Answer, answer_to, crash_and_restart, labels, press, publish, reader_of
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

ASK_NAME = "Под каким именем вы будете комментировать? Пришлите его сообщением: от 2 до 32 знаков."
PHONE = "+79001234567"
NOT_OWN = "Это не ваш контакт. Нажмите кнопку «Поделиться контактом» или прервите: /cancel"


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper that wants the contact."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, registration="contact") as opened:
        await opened.wait_for_menus()
        yield opened


def contact_of(person: Person, **fields: object) -> dict[str, object]:
    """The contact that a client sends for «request_contact»."""
    return {"phone_number": PHONE, "first_name": person.user.first_name, "user_id": person.id, **fields}


async def test_a_guest_shares_the_own_contact_gives_a_name_and_comes_back_to_the_article(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    rules = await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")
    asked = await answer(rules)
    assert asked["text"] == (
        "Чтобы зарегистрироваться, поделитесь своим контактом — кнопкой внизу: так видно, что учётная запись ваша. Мы "
        "смотрим на него один раз и не храним ни номер, ни контакт. Прервать: /cancel"
    )
    assert anna.keyboard() == [["Поделиться контактом"]]

    thanked = await answer(await anna.sends(contact=contact_of(anna)))

    assert thanked["text"] == "Спасибо. Ваш номер не сохранён."
    assert anna.keyboard() == []
    question = await answer(thanked)
    assert question["text"] == ASK_NAME
    confirmed = await press(anna, question, "Анна")
    assert confirmed["text"].startswith("Вы зарегистрированы, ваше имя здесь — Анна.")
    assert await answer(confirmed, "Мост открыт\n")


async def test_the_number_is_in_no_table(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await agree(newspaper, anna)
    await answer(await anna.sends(contact=contact_of(anna)), ASK_NAME)
    await answer(await anna.says("Анна"))
    await newspaper.stop()

    stored = await asyncio.to_thread(Path(newspaper.settings.database_url.removeprefix("sqlite:///")).read_bytes)
    assert PHONE[1:].encode() not in stored
    assert "Анна".encode() in stored, "this is where the newspaper stores things"
    await newspaper.start()


@pytest.mark.parametrize("owner", ["another", "unknown"])
async def test_another_persons_contact_is_refused_and_the_bot_goes_on_waiting(
    newspaper: Newspaper, answer: Answer, anna: Person, owner: str
) -> None:
    await agree(newspaper, anna)
    contact = contact_of(newspaper.emulator.person("Борис"))
    if owner == "unknown":
        del contact["user_id"]

    assert (await answer(await anna.sends(contact=contact)))["text"] == NOT_OWN

    assert (await reader_of(newspaper, anna)).role is Role.GUEST
    assert await answer(await anna.sends(contact=contact_of(anna)), ASK_NAME)


async def test_a_typed_number_a_forged_step_and_a_name_do_not_take_the_place_of_the_contact(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    rules = await agree(newspaper, anna)
    assert (await answer(await anna.says(PHONE)))["text"] == (
        "Это делает кнопка «Поделиться контактом» внизу; набранный номер ничего не доказывает. Прервать: /cancel"
    )

    for data in ("r:a:0", "r:o:0"):
        await anna.presses(message=rules["message_id"], data=data)
        await answer(await anna.says("Анна"))

    assert (await reader_of(newspaper, anna)).role is Role.GUEST


async def test_one_may_give_up_and_the_button_goes_away(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await agree(newspaper, anna)

    given_up = await answer(await anna.says("/cancel"))

    assert given_up["text"] == "Хорошо, не сейчас. Зарегистрироваться можно в любое время: /register"
    assert anna.keyboard() == []
    await answer(await anna.sends(contact=contact_of(anna)))
    assert (await reader_of(newspaper, anna)).role is Role.GUEST


async def test_the_contact_outlives_a_crash(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await agree(newspaper, anna)
    await crash_and_restart(newspaper)
    await answer(await anna.sends(contact=contact_of(anna)), ASK_NAME)
    await crash_and_restart(newspaper)

    assert await answer(await anna.says("Анна"), "Вы зарегистрированы")  # an unfinished answer may come again


async def test_the_contact_is_asked_for_in_english(newspaper: Newspaper, anna: Person) -> None:
    anna.speaks("en")
    rules = await agree(newspaper, anna, "I agree")
    await answer_to(newspaper, rules, "To register, share your own contact with the button below")
    assert anna.keyboard() == [["Share my contact"]]

    question = await answer_to(newspaper, await anna.sends(contact=contact_of(anna)), "Under which name")

    assert labels(question) == [["Анна"], ["Cancel"]]
