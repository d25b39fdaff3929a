"""Moderating: `/moderation` lists what is open, filters it, and works through it in one message; own reasons."""

import pytest

from emulator import Person
from tests.journeys.comments import comment_texts
from tests.journeys.held import hold, moderator
from tests.journeys.steps import Answer, all_labels, from_bot, labels, press, register, wait_for_text
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
async def boris(newspaper: Newspaper, number: int) -> Person:
    """A moderator."""
    return await moderator(newspaper)


async def test_the_list_shows_the_oldest_first_and_is_worked_through_in_one_message(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    ivan = await register(newspaper, newspaper.emulator.person("Иван"), "Иван")
    first, second, third = (
        await hold(newspaper, member, "Раз"),
        await hold(newspaper, ivan, "Два"),
        await hold(newspaper, member, "Три"),
    )
    listed = await answer(await boris.says("/moderation"))
    lines = listed["text"].split("\n\n")
    assert lines[0] == "На проверке: 3"
    assert [line.split("\n")[0] for line in lines[1:]] == [
        f"{first}. Анна из Твери",
        f"{second}. Иван",
        f"{third}. Анна из Твери",
    ]
    assert labels(listed) == [
        ["Разобрать по порядку"],
        [str(first), str(second), str(third)],
        ["Свои причины"],
    ]

    shown = await press(boris, listed, "Разобрать по порядку")
    assert f"Проверка № {first}\n" in shown["text"]
    assert labels(shown)[:2] == [["Одобрить", "Отклонить"], ["Удалить", "Заглушить"]]
    shown = await press(boris, shown, "Пропустить")
    assert f"Проверка № {second}\n" in shown["text"]
    shown = await press(boris, shown, "Одобрить")
    assert shown["text"].startswith(f"№ {second}: одобрен (Борис).\nНа проверке: 2\n\nПроверка № {third}\n")
    assert labels(shown)[0] == ["Одобрить", "Отклонить"], "the buttons stay in their places"

    undone = await press(boris, shown, f"Отменить № {second}")
    assert f"Проверка № {second}\n" in undone["text"]
    assert await comment_texts(newspaper) == []
    shown = await press(boris, undone, "Удалить")
    shown = await press(boris, shown, "Одобрить")
    assert f"Проверка № {first}\n" in shown["text"], "what was skipped comes again"
    asked = await press(boris, shown, "Отклонить")
    shown = await press(boris, asked, "спам")
    assert shown["text"] == f"№ {first}: отклонён (Борис). Причина: спам\n\nВсё разобрано."
    assert await comment_texts(newspaper) == ["Три"]
    assert (await press(boris, shown, "Модерация"))["text"] == "На проверке: 0\n\nЗдесь ничего не ждёт проверки."


async def test_a_case_is_opened_from_the_list_and_stays_in_it(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    await hold(newspaper, member, "Раз")
    second = await hold(newspaper, member, "Два")
    listed = await answer(await boris.says("/moderation"))
    shown = await press(boris, listed, str(second))
    assert f"Проверка № {second}\n" in shown["text"]
    assert "Пропустить" in all_labels(shown)


async def test_many_comments_are_one_card_that_counts(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    for index in range(30):
        await hold(newspaper, member, f"Слово {index}")
    counting = await boris.sees("На проверке: ")
    await wait_for_text(newspaper, boris, counting, "На проверке: 30")
    assert labels(counting) == [["Разобрать по порядку"], ["Список"]]
    assert sum("Проверка №" in one["text"] for one in from_bot(boris)) <= 10
    shown = await press(boris, counting, "Разобрать по порядку")
    assert "Проверка № 1\n" in shown["text"]


async def test_own_reasons_are_added_used_and_dropped(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    case = await hold(newspaper, member, "Раз")
    shown = await press(boris, await answer(await boris.says("/moderation")), "Свои причины")
    assert "Пока ни одной." in shown["text"]
    await press(boris, shown, "Добавить")
    shown = await answer(await boris.says("Обсуждаем только мост"))
    assert shown["text"] == "Свои причины\n1. Обсуждаем только мост"
    listed = await press(boris, shown, "Модерация")
    asked = await press(boris, await press(boris, listed, str(case)), "Отклонить")
    assert "Обсуждаем только мост" in all_labels(asked)

    shown = await press(boris, await answer(await boris.says("/moderation")), "Свои причины")
    shown = await press(boris, shown, "Убрать 1")
    assert "Пока ни одной." in shown["text"]
    stale = await boris.presses("Обсуждаем только мост", message=asked["message_id"])
    assert stale is not None
    assert stale.text == "Эта кнопка устарела. Последние новости: /latest"


async def test_a_reader_hears_that_this_is_for_moderators(answer: Answer, member: Person) -> None:
    assert (await answer(await member.says("/moderation")))["text"].startswith("Это могут модераторы.")
