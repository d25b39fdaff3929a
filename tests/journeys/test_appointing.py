"""Roles: an admin sees who is who, and gives a role by a second press under the name of a person meant in any way."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import SystemClock
from emulator import Person
from news.roles import Role
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    button,
    current,
    give_role,
    menu,
    press,
    publish,
    reader_of,
    register,
    wait_until_handled,
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
        f"Перевести читателя Анна К. (номер {anna.id}) в группу Редакторы? Сейчас группа: Читатели.\n\n"
        f"На время: /role {anna.id} editor до 31.12"
    )
    assert (await reader_of(newspaper, anna)).role is Role.MEMBER

    assert (await press(vera, asked, "Подтвердить"))["text"] == "Анна К. теперь в группе Редакторы."
    assert (await reader_of(newspaper, anna)).role is Role.EDITOR


async def test_a_role_is_not_given_after_a_cancel_an_hour_or_a_change_by_somebody_else(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    first = await answer(await vera.says(f"/role {anna.id} admin"))
    assert (await press(vera, first, "Отмена"))["text"] == "Ничего не изменилось."
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


def question(person: Person, group: str, present: str = "Читатели") -> str:
    """The beginning of the question before a person moves to a group."""
    name = person.user.first_name
    return f"Перевести читателя {name} (номер {person.id}) в группу {group}? Сейчас группа: {present}."


async def reader(newspaper: Newspaper, name: str) -> Person:
    return await register(newspaper, newspaper.emulator.person(name), name)


async def test_a_person_is_meant_by_a_forwarded_message_that_is_answered(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna, boris = await reader(newspaper, "Анна"), await reader(newspaper, "Борис")
    (forwarded,) = await vera.forwards(await anna.says("Здравствуйте!"))
    (hidden,) = await vera.forwards(await boris.says("Здравствуйте!"), hidden=True)

    await wait_until_handled(newspaper, vera)  # the bot offers to make publications of what is forwarded
    asked = await answer(await vera.says("/role модератор", reply_to=forwarded["message_id"]))
    assert asked["text"].startswith(question(anna, "Модераторы"))
    await press(vera, asked, "Подтвердить")
    assert (await reader_of(newspaper, anna)).role is Role.MODERATOR

    refused = await answer(await vera.says("/role модератор", reply_to=hidden["message_id"]))
    assert refused["text"].startswith("Не видно, кто это: аккаунт скрыт")


async def test_in_a_group_any_message_of_the_person_can_be_answered(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna, boris = await reader(newspaper, "Анна"), await reader(newspaper, "Борис")
    group = newspaper.emulator.group("Редакция", admins=[vera], members=[anna, boris], bot="administrator")
    said = await anna.says("Готова дежурить", chat=group)

    asked = await answer(await vera.says("/role editor", chat=group, reply_to=said["message_id"]))
    assert asked["text"].startswith(question(anna, "Редакторы"))
    refused = await boris.presses("Подтвердить", message=asked["message_id"], chat=group)
    assert refused is not None
    assert refused.text == "Эта команда — для администраторов. Что здесь можно делать: /help."
    await press(vera, asked, "Подтвердить", chat=group)
    assert (await reader_of(newspaper, anna)).role is Role.EDITOR

    denied = await answer(await boris.says("/role admin", chat=group, reply_to=said["message_id"]))
    assert denied["text"] == "Эта команда — для администраторов. Что здесь можно делать: /help."
    alone = await answer(await vera.says("/role editor", chat=group))
    assert alone["text"] == "Это делается в личном чате с ботом."


async def test_a_channel_and_an_anonymous_administrator_give_no_role_and_get_none(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await reader(newspaper, "Анна")
    group = newspaper.emulator.group("Редакция", admins=[vera], members=[anna], bot="administrator")
    said = await anna.says("Готова дежурить", chat=group)
    as_group = {"sender_chat": group.chat.as_json()}

    behind = await vera.sends(text="/role admin", chat=group, reply_to=said["message_id"], **as_group)
    assert (await answer(behind))["text"].startswith("Эта команда — для администраторов.")
    anonymous = await vera.sends(text="Правила", chat=group, **as_group)
    refused = await answer(await vera.says("/role editor", chat=group, reply_to=anonymous["message_id"]))
    assert refused["text"].startswith("Не видно, кто это")
    assert (await reader_of(newspaper, anna)).role is Role.MEMBER


async def test_the_bot_asks_who_is_meant_and_takes_a_contact_a_chosen_person_a_forward_a_number_or_a_name(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await reader(newspaper, "Анна")
    anna.user.username = "Anna_K"
    letter = await anna.says("Здравствуйте!")
    contact = {"phone_number": "+79990000000", "first_name": "Анна", "user_id": anna.id}

    async def sent(way: str) -> dict[str, Any]:
        if way == "forward":
            return (await vera.forwards(letter))[0]
        if way == "chosen":
            return await vera.shares_users(anna.id)
        fields = {
            "contact": {"contact": contact},
            "number": {"text": str(anna.id)},
            "name": {"text": "@Anna_K"},
        }
        return await vera.sends(**fields[way])

    for way in ("contact", "chosen", "forward", "number", "name"):
        asking = await answer(await vera.says("/role модератор"))
        assert asking["text"].startswith("Кого перевести в группу Модераторы?\nВыберите человека кнопкой"), way
        assert vera.keyboard() == [["Выбрать человека"]]
        asked = await answer(await sent(way))
        assert asked["text"].startswith(question(anna, "Модераторы")), way

    unknown = await answer(await vera.says("/role модератор"))
    riddle = await answer(await vera.sends(contact={"phone_number": "+7", "first_name": "Кто-то"}))
    assert riddle["text"].startswith("Не видно, кто это")
    stranger = await answer(await vera.says("@nobody_here"))
    assert stranger["text"].startswith("Читателя @nobody_here я не знаю.")
    assert (await answer(await vera.says(str(anna.id))))["text"].startswith(question(anna, "Модераторы"))
    assert unknown["message_id"] < riddle["message_id"]


async def test_a_username_is_found_once_its_reader_has_written(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await reader(newspaper, "Анна")
    missing = await answer(await vera.says("/role @anna_k editor"))
    assert missing["text"] == ("Читателя @anna_k я не знаю. Номер человек видит по команде /me: /role и номер.")
    anna.user.username = "Anna_K"
    await answer(await anna.says("/help"))

    assert (await answer(await vera.says("/role @anna_k editor")))["text"].startswith(question(anna, "Редакторы"))


async def test_role_alone_shows_who_is_who_and_leads_to_a_person(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna, boris = await reader(newspaper, "Анна"), await reader(newspaper, "Борис")
    await give_role(newspaper, boris, "editor")

    shown = await answer(await vera.says("/role"))
    lines = shown["text"].split("\n")
    assert lines[0] == "Кто есть кто"
    assert lines[2:] == [f"Администраторы: № {vera.id}", "Редакторы: Борис", "Читатели: 1"]

    editors = await press(vera, shown, "Редакторы")
    assert editors["text"] == f"Редакторы\n\n1. Борис · № {boris.id}"
    person = await press(vera, editors, "1")
    assert person["text"] == f"Борис · № {boris.id}\nГруппа: Редакторы\nВ какую группу перевести?"
    asked = await press(vera, person, "Модераторы")
    assert asked["text"].startswith(question(boris, "Модераторы", "Редакторы"))
    done = await press(vera, asked, "Подтвердить")
    assert done["text"] == "Борис теперь в группе Модераторы."
    back = await press(vera, done, "‹ Назад")
    groups = await press(vera, await press(vera, back, "‹ Назад"), "Кто есть кто")
    assert "Модераторы: Борис" in groups["text"]
    assert anna.id

    refused = await vera.presses("Администраторы", message=groups["message_id"])
    assert refused is not None
    own = await vera.presses("1", message=groups["message_id"])
    assert own is not None
    assert own.text == "Администраторы из настроек остаются администраторами. Кто есть кто: /role"


async def test_a_long_group_is_shown_in_pages(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    for index in range(12):
        await reader(newspaper, f"Читатель {'абвгдежзиклм'[index]}")
    shown = await press(vera, await answer(await vera.says("/role")), "Читатели")
    assert len(shown["text"].split("\n")) == 12
    following = await press(vera, shown, "Следующие")
    assert [line[:2] for line in following["text"].split("\n")[2:]] == ["1.", "2."]
    assert "Следующие" not in all_labels(following)


async def test_the_button_of_the_groups_asks_for_a_person_and_then_for_the_group(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await reader(newspaper, "Анна")
    shown = await answer(await vera.says("/role"))
    await vera.presses("Назначить", message=shown["message_id"])
    asking = await answer(shown)
    assert asking["text"].startswith("Кого перевести?")

    person = await answer(await vera.says(str(anna.id)))
    assert person["text"] == f"Анна · № {anna.id}\nГруппа: Читатели\nВ какую группу перевести?"


async def test_a_role_for_a_time_names_its_end_and_ends_by_itself(
    newspaper: Newspaper, answer: Answer, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await reader(newspaper, "Анна")
    asked = await answer(await vera.says(f"/role {anna.id} модератор на 7 дней"))
    assert asked["text"].startswith(f"Перевести читателя Анна (номер {anna.id}) в группу Модераторы до ")
    given = await press(vera, asked, "Подтвердить")
    assert given["text"].startswith("Анна теперь в группе Модераторы до ")
    shown = await press(vera, await answer(await vera.says("/role")), "Модераторы")
    assert shown["text"].startswith(f"Модераторы\n\n1. Анна · № {anna.id}, до ")
    log = await answer(await vera.says("/log"))
    assert "Анна: из группы Читатели в группу Модераторы, до " in log["text"]
    await answer(await anna.says("/start"))
    assert "log" not in menu(anna)

    now = SystemClock().now()
    async with newspaper.news.storage.writing() as unit:
        await unit.readers.set_role(anna.id, Role.MODERATOR, now + timedelta(seconds=0.5), Role.MEMBER)
    monkeypatch.setattr("bot.timers.MEMBERSHIP_SECONDS", 0.2)
    await newspaper.restart()

    told = await answer_to(newspaper, log, "Анна: срок в группе Модераторы вышел. Теперь группа: Читатели.")
    assert told
    last = await anna.sees("Срок в группе Модераторы вышел. Теперь ваша группа: Читатели. О вас: /me")
    assert last
    assert (await reader_of(newspaper, anna)).role is Role.MEMBER


async def test_the_last_administrator_stays_when_the_settings_name_none(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await reader(newspaper, "Глеб")
    await give_role(newspaper, gleb, "admin")
    await newspaper.stop()
    newspaper.settings = newspaper.settings.model_copy(update={"admin_ids": frozenset()})
    await newspaper.start()

    asked = await answer(await gleb.says(f"/role {gleb.id} member"))
    refused = await gleb.presses("Подтвердить", message=asked["message_id"])
    assert refused is not None
    assert refused.text == (
        "Глеб — последний администратор: без него некому назначать. Сначала назначьте другого: /role"
    )
    assert (await reader_of(newspaper, gleb)).role is Role.ADMIN


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("/role 123456 царь", "Напишите после команды номер или @имя читателя и роль"),
        ("/role {anna} редактор насовсем", "Не понял срок. Напишите так: до 31.12"),
        ("/role {anna} редактор до 01.01.2020", "Это время уже прошло"),
        ("/role 123456 редактор", "Читатель с номером 123456 не зарегистрирован."),
        ("/role редактор насовсем", "Не понял срок."),
    ],
)
async def test_what_cannot_be_done_is_said_with_the_way_out(
    newspaper: Newspaper, answer: Answer, vera: Person, said: str, answered: str
) -> None:
    anna = await reader(newspaper, "Анна")
    shown = await answer(await vera.says(said.format(anna=anna.id)))
    assert shown["text"].startswith(answered)


async def test_roles_are_given_in_english(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    anna = await reader(newspaper, "Анна")
    vera.speaks("en")
    shown = await answer(await vera.says("/role"))
    assert shown["text"].startswith("Who is who\n\nAdministrators: No. ")
    asked = await answer(await vera.says(f"/role {anna.id} moderator for 2 days"))
    assert asked["text"].startswith(f"Move Анна (number {anna.id}) to the group Moderators until ")
    given = await press(vera, asked, "Confirm")
    assert given["text"].startswith("Анна is now in the group Moderators until ")


async def test_an_old_button_that_names_no_end_gives_the_role_for_good(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await reader(newspaper, "Анна")
    asked = await answer(await vera.says(f"/role {anna.id} editor"))

    await vera.presses(message=asked["message_id"], data=f"g:{anna.id}:editor:member")

    given = await reader_of(newspaper, anna)
    assert (given.role, given.role_until) == (Role.EDITOR, None)
