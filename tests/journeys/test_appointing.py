"""Roles: an admin gives one by a second press under the reader's name."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.steps import (
    Answer,
    all_labels,
    button,
    current,
    give_role,
    press,
    publish,
    reader_of,
    register,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

ROLE_OVER = "Вопрос снят, ничего не изменилось. Начните заново: /role"


async def test_a_role_is_given_after_a_second_press_that_shows_the_name(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна К.")

    asked = await answer(await vera.says(f"/role {anna.id} editor"))
    assert asked["text"] == (
        f"Перевести читателя Анна К. (номер {anna.id}) в группу Редакторы? Сейчас группа: Читатели."
    )
    assert (await reader_of(newspaper, anna)).role is Role.MEMBER

    assert (await press(vera, asked, "Подтвердить"))["text"] == "Анна К. теперь в группе Редакторы."
    assert (await reader_of(newspaper, anna)).role is Role.EDITOR


async def test_a_role_is_not_given_after_a_cancel_an_hour_or_a_change_by_somebody_else(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    first = await answer(await vera.says(f"/role {anna.id} admin"))
    assert (await press(vera, first, "Отмена"))["text"] == "Прервано."
    assert "Подтвердить" not in all_labels(current(vera, first))

    old = await answer(await vera.says(f"/role {anna.id} admin"))
    vera.chat.messages[old["message_id"]].date -= 3601
    assert (await press(vera, old, "Подтвердить"))["text"] == ROLE_OVER

    asked = await answer(await vera.says(f"/role {anna.id} admin"))
    await give_role(newspaper, anna, "moderator")
    refused = await vera.presses("Подтвердить", message=asked["message_id"])
    assert refused is not None
    assert refused.text == f"Группу читателя Анна (номер {anna.id}) тем временем сменили. Начните заново: /role"
    assert (await reader_of(newspaper, anna)).role is Role.MODERATOR


async def test_a_second_press_of_the_same_button_changes_nothing(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    asked = await answer(await vera.says(f"/role {anna.id} editor"))
    data = button(asked, "Подтвердить")["callback_data"]

    for _ in range(2):
        await vera.presses(message=asked["message_id"], data=data)

    assert current(vera, asked)["text"] == "Анна теперь в группе Редакторы."


async def test_a_role_may_be_given_while_a_correction_waits(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await press(vera, await answer(await vera.says("/edit 1")), "Заголовок")
    await give_role(newspaper, anna, "editor")

    assert (await answer(await vera.says("Мост закрыт")))["text"].startswith("Мост закрыт")


async def test_an_admin_who_is_dismissed_meanwhile_gives_no_role(newspaper: Newspaper, answer: Answer) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await give_role(newspaper, gleb, "admin")
    asked = await answer(await gleb.says(f"/role {anna.id} admin"))
    await give_role(newspaper, gleb, "member")

    await gleb.presses("Подтвердить", message=asked["message_id"])

    assert (await reader_of(newspaper, anna)).role is Role.MEMBER
