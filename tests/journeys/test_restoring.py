"""Editors look at earlier versions of an article, and restore them."""

import pytest

from emulator import Person
from tests.journeys.editing import correct, post, read_as_reader
from tests.journeys.steps import Answer, all_labels, labels, press, publish
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

OLD, NEW = "Движение началось в полдень. Пробок нет.", "Движение началось в полдень. Пробки есть."


async def test_an_editor_restores_an_earlier_version(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await press(vera, await correct(newspaper, 1, "Заголовок", "Мост открыли"), "Исправить без отметки")
    await press(vera, await correct(newspaper, 1, "Текст", NEW), "Исправить без отметки")
    card = await answer(await vera.says("/edit 1"))

    listed = await press(vera, card, "Версии")
    assert listed["text"].startswith("Версии публикации № 1\n\n3. ")
    assert "без отметки\n1. " in listed["text"]
    earlier = await press(vera, listed, "1")
    assert earlier["text"] == f"Мост открыт\n5 марта 2024, 14:05 · № 1\n\n{OLD}"
    proposed = await press(vera, earlier, "Восстановить")
    assert labels(proposed) == [["Исправить без отметки"], ["Отметить «обновлено»"], ["Отмена"]]
    assert (await read_as_reader(newspaper, 1))["text"].endswith(NEW), "nothing is changed before it is decided"
    await press(vera, proposed, "Исправить без отметки")

    assert (await read_as_reader(newspaper, 1))["text"] == earlier["text"]
    listed = await press(vera, await answer(await vera.says("/edit 1")), "Версии")
    assert "\n\n4. " in listed["text"]
    assert "Восстановить" not in all_labels(await press(vera, listed, "4"))


async def test_a_draft_has_versions_once_it_was_changed(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    draft = await post(newspaper, "Мост\nТекст.")
    assert "Версии" not in all_labels(await press(vera, draft, "Ещё"))
    await press(vera, await correct(newspaper, 1, "Текст", "Другой текст."), "Заменить")

    panel = await press(vera, await answer(await vera.says("/edit 1")), "Ещё")
    earlier = await press(vera, await press(vera, panel, "Версии"), "1")
    await press(vera, await press(vera, earlier, "Восстановить"), "Заменить")

    assert (await answer(await vera.says("/edit 1")))["text"].endswith("\n\nТекст.")
