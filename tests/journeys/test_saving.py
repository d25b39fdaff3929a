"""Saving: an article is kept by a button, found by /saved, and taken off the list."""

import pytest

from emulator import Person
from tests.journeys.steps import Answer, all_labels, labels, numbers, press, publish
from tests.newspaper import TIMEOUT_SECONDS, Newspaper

pytestmark = pytest.mark.slow


async def toast(person: Person, screen: dict[str, object], label: str) -> str:
    """Press a button; return the words that the client shows for a moment."""
    said = await person.presses(label, message=screen["message_id"], timeout=TIMEOUT_SECONDS)  # type: ignore[arg-type]
    assert said is not None
    assert not said.show_alert
    return said.text


async def test_a_reader_saves_articles_and_reads_them_later(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    empty = await answer(await anna.says("/saved"))
    assert empty["text"].startswith("Сохранённое\n\nПока ничего не сохранено.")
    assert labels(empty) == [["Последние новости", "Все новости"]]
    for index in range(12):
        number = await publish(newspaper, f"Новость {index + 1}")
        article = await answer(await anna.says(f"/read {number}"))
        assert await toast(anna, article, "Сохранить") == "Сохранено: /saved"

    saved = await answer(await anna.says("/saved"))
    assert numbers(saved) == list(range(12, 2, -1))
    older = await press(anna, saved, "Старее")
    assert numbers(older) == [2, 1]
    opened = await press(anna, older, "2")
    assert await toast(anna, opened, "Сохранить") == "Убрано из сохранённого: /saved"
    left = await press(anna, opened, "Назад")
    assert numbers(left) == [1]

    asked = await press(anna, left, "Убрать")
    assert asked["text"].startswith("Что убрать из сохранённого?\n\n1. ")
    rest = await press(anna, asked, "1")
    assert numbers(rest) == list(range(12, 2, -1)), "the page before"
    done = await press(anna, rest, "Готово")
    assert done["text"].startswith("Сохранённое\n\n12. ")


async def test_the_buttons_speak_english_too(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис", language="en")
    number = await publish(newspaper, "Мост открыт")
    article = await answer(await boris.says(f"/read {number}"))
    assert await toast(boris, article, "Save") == "Saved: /saved"
    saved = await answer(await boris.says("/saved"))
    assert saved["text"].startswith("Saved\n\n1. Мост открыт")
    assert all_labels(saved) == ["1", "Remove", "All news"]
