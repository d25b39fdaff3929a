"""Silencing: quiet hours, quiet for once, and a pause of the subscription."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator import Person
from news.choice.preferences import Preferences, QuietHours
from news.ledger import Address
from tests.journeys.steps import Answer, all_labels, labels, press
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def chosen_by(newspaper: Newspaper, person: Person) -> Preferences:
    """What a person has chosen."""
    return (await newspaper.news.choice.get(Address(person.id))).preferences  # type: ignore[no-any-return]


async def test_quiet_hours_are_chosen_with_their_days_and_typed(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/subscribe"))
    quiet = await press(anna, await answer(await anna.says("/settings")), "Тихие часы: нет")
    assert labels(quiet) == [
        ["23–8", "22–7", "0–9"],
        ["✓ Без тихих часов", "Другие часы"],
        ["Тихо 1 час", "Тихо до утра"],
        ["Назад"],
    ]

    quiet = await press(anna, quiet, "22–7")

    assert labels(quiet)[2:] == [
        ["✓ Каждый день", "Будни", "Выходные"],
        ["Тихо 1 час", "Тихо до утра"],
        ["Другой город?"],
        ["Назад"],
    ]
    quiet = await press(anna, quiet, "Будни")
    assert quiet["text"].startswith("Тихие часы: 22–7, по будням\n")
    await press(anna, quiet, "Другие часы")
    assert (await answer(await anna.says("8-8")))["text"].startswith("Не нашёл здесь времени.")
    quiet = await answer(await anna.says("с 22:30 до 7:15"))
    assert quiet["text"].startswith("Тихие часы: 22:30–7:15, по будням\n")
    assert (await chosen_by(newspaper, anna)).timetable.quiet == QuietHours(1350, 435, frozenset(range(5)))
    quiet = await press(anna, quiet, "Без тихих часов")
    assert (await chosen_by(newspaper, anna)).timetable.quiet is None
    root = await press(anna, quiet, "Назад")
    assert "Тихие часы: нет" in all_labels(root)


async def test_an_hour_of_quiet_and_a_quiet_night_end_by_a_press(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/subscribe"))
    quiet = await press(anna, await answer(await anna.says("/settings")), "Тихие часы: нет")

    for label, longest in (("Тихо 1 час", timedelta(hours=1)), ("Тихо до утра", timedelta(days=1))):
        quiet = await press(anna, quiet, label)
        assert "Тихо до " in quiet["text"]
        until = (await chosen_by(newspaper, anna)).quiet_until
        assert until is not None
        assert timedelta() < until - datetime.now(UTC) <= longest  # noqa: TID251 - the person's own clock
        root = await press(anna, quiet, "Назад")
        assert "\nТихо до " in root["text"]
        quiet = await press(anna, await press(anna, root, "Тихие часы: нет"), "Снять тишину")
        assert (await chosen_by(newspaper, anna)).quiet_until is None
        assert "Тихо до утра" in all_labels(quiet)


async def test_a_paused_subscription_says_until_when_and_goes_on_by_a_press(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/subscribe"))
    pause = await press(anna, await answer(await anna.says("/settings")), "Пауза: нет")
    assert labels(pause) == [["1 день", "3 дня"], ["1 неделя", "2 недели"], ["Назад"]]

    pause = await press(anna, pause, "1 неделя")

    assert pause["text"].startswith("Подписка на паузе до ")
    root = await press(anna, pause, "Назад")
    assert root["text"].split("\n")[-1].startswith("Подписка на паузе до ")
    assert "\nПодписка: на паузе до " in (await answer(await anna.says("/me")))["text"]
    assert "\n\nПодписка на паузе до " in (await answer(await anna.says("/subscribe")))["text"]
    pause = await press(anna, pause, next(label for label in all_labels(root) if label.startswith("Подписка на паузе")))
    pause = await press(anna, pause, "Снять паузу")
    assert pause["text"].startswith("Пауза: нет\n")
    assert "\nПодписка: есть\n" in (await answer(await anna.says("/me")))["text"]
