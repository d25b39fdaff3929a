"""Changing the display name: by a button under `/me`, once in thirty days; comments bear the new name."""

import pytest

from emulator import Person
from tests.journeys.steps import Answer, answer_to, crash_and_restart, give_role, labels, press, publish, register
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

ASK = (
    "Ваше имя здесь — Анна из Твери. Пришлите другое сообщением: от 2 до 32 знаков. Имя меняют раз в 30 дней, и "
    "столько же прежнее остаётся за вами. Оставить как есть: /cancel"
)
RENAMED = "Теперь ваше имя здесь — Анна Петрова. Им подписаны и ваши комментарии."


async def test_a_reader_changes_the_name_and_the_comments_bear_it(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    number = await publish(newspaper, "Мост открыт")
    await answer(await member.says(f"/comment {number} Наконец-то!"))
    profile = await answer(await member.says("/me"))
    assert labels(profile)[0] == ["Сменить имя"]

    asked = await press(member, profile, "Сменить имя")
    assert asked["text"] == ASK
    assert (await answer(await member.says("Редактор")))["text"] == (
        "Имя Редактор можно принять за имя сотрудника редакции. Пришлите другое."
    )
    assert (await answer(await member.says("Анна Петрова")))["text"] == RENAMED

    assert "Имя: Анна Петрова\n" in (await answer(await member.says("/me")))["text"]
    assert "Анна Петрова" in (await answer(await member.says(f"/comments {number}")))["text"]


async def test_the_name_is_changed_once_in_thirty_days_and_the_old_one_is_kept(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    profile = await answer(await member.says("/me"))
    await press(member, profile, "Сменить имя")
    await answer(await member.says("Анна Петрова"), RENAMED)

    again = await answer(await member.says("/me"))
    pressed = await member.presses("Сменить имя", message=again["message_id"])
    assert pressed is not None
    assert (pressed.text or "").startswith("Имя меняют раз в 30 дней. В следующий раз — ")
    boris = newspaper.emulator.person("Борис")
    await press(boris, await answer(await boris.says("/register")), "Согласен")
    for name in ("Анна из Твери", "Aннa Пeтpoва"):
        said = await answer(await boris.says(name))
        assert said["text"] == f"Имя {name} занято или неотличимо от занятого. Пришлите другое."


async def test_a_banned_reader_keeps_the_name_also_when_the_ban_comes_in_between(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    profile = await answer(await member.says("/me"))
    await press(member, profile, "Сменить имя")
    await give_role(newspaper, member, "banned")

    refused = await answer(await member.says("Анна Петрова"))
    assert refused["text"] == "Редакция закрыла вам комментирование. Читать можно всё: /latest."

    pressed = await member.presses(message=profile["message_id"], data="rn")
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (refused["text"], True)
    shown = await answer(await member.says("/me"))
    assert "Имя: Анна из Твери\n" in shown["text"]
    assert "Сменить имя" not in str(labels(shown))


async def test_a_guest_has_no_name_to_change(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    profile = await answer(await anna.says("/me"))
    assert "Сменить имя" not in str(labels(profile))

    pressed = await anna.presses(message=profile["message_id"], data="rn")

    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == ("Это вам недоступно. Что здесь можно делать: /help.", True)


async def test_a_change_outlives_a_crash_and_counts_once(newspaper: Newspaper, answer: Answer, member: Person) -> None:
    profile = await answer(await member.says("/me"))
    await press(member, profile, "Сменить имя")
    await crash_and_restart(newspaper)
    sent = await member.says("Анна Петрова")
    await answer(sent, RENAMED)
    await crash_and_restart(newspaper)

    assert "Имя: Анна Петрова\n" in (await answer(await member.says("/me"), "Имя:"))["text"]


async def test_two_who_take_one_name_at_one_instant_and_one_gets_it(newspaper: Newspaper, member: Person) -> None:
    boris = await register(newspaper, newspaper.emulator.person("Борис"), "Борис")
    for person in (member, boris):
        await press(person, await answer_to(newspaper, await person.says("/me")), "Сменить имя")

    sent = [await person.says("Новое имя") for person in (member, boris)]
    said = sorted([(await answer_to(newspaper, message))["text"] for message in sent])

    assert said == [
        "Имя Новое имя занято или неотличимо от занятого. Пришлите другое.",
        "Теперь ваше имя здесь — Новое имя. Им подписаны и ваши комментарии.",
    ]


async def test_the_name_is_changed_in_english(newspaper: Newspaper, member: Person) -> None:
    await press(member, await answer_to(newspaper, await member.says("/language")), "English")
    asked = await press(member, await answer_to(newspaper, await member.says("/me")), "Change the name")
    assert asked["text"].startswith("Your name here is Анна из Твери. Send another one as a message")

    said = await answer_to(newspaper, await member.says("Anna"))

    assert said["text"] == "Your name here is now Anna. Your comments bear it, too."
