"""Readers see what an update changed, and nothing of silent fixes."""

import pytest

from emulator import Person
from tests.journeys.editing import correct, read_as_reader
from tests.journeys.steps import Answer, Json, all_labels, labels, press, publish, publish_indexed, styled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

OLD, NEW = "Движение началось в полдень. Пробок нет.", "Движение началось в полдень. Пробки есть."


async def update(newspaper: Newspaper, number: int, what: str, new: str) -> Json:
    """Correct an article visibly, without a reason."""
    asked = await press(newspaper.editor, await correct(newspaper, number, what, new), "Отметить «обновлено»")
    return await press(newspaper.editor, asked, "Без причины")


async def fix(newspaper: Newspaper, number: int, what: str, new: str) -> Json:
    """Correct an article silently."""
    return await press(newspaper.editor, await correct(newspaper, number, what, new), "Исправить без отметки")


async def test_a_reader_sees_what_an_update_changed_and_returns(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await update(newspaper, 1, "Текст", NEW)
    await update(newspaper, 1, "Заголовок", "Мост открыли")
    await update(newspaper, 1, "Текст", OLD)
    listed = await answer(await anna.says("/all"))
    article = await press(anna, listed, "1")

    changes = await press(anna, article, "Что изменилось")

    assert changes["text"].startswith("Что изменилось\nобновлено ")
    assert changes["text"].endswith("\n\nДобавлено\nПробок нет.\n\nУбрано\nПробки есть.")
    assert styled(changes, "strikethrough") == ["Пробки есть."]
    back = await press(anna, changes, "К публикации")
    assert back["text"] == article["text"]
    assert all_labels(back) == all_labels(article)
    assert (await press(anna, back, "Назад"))["text"] == listed["text"]


async def test_a_changed_headline_is_shown_with_the_old_one_struck_out(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await update(newspaper, 1, "Заголовок", "Мост открыли")

    changes = await press(anna, await answer(await anna.says("/read 1")), "Что изменилось")

    assert changes["text"].endswith("\n\nЗаголовок\nМост открыт\nМост открыли")
    assert styled(changes, "strikethrough") == ["Мост открыт"]


async def test_a_silent_fix_is_never_shown_as_a_change(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await fix(newspaper, 1, "Текст", "Движение началось в час. Пробок нет.")
    assert "Что изменилось" not in all_labels(await read_as_reader(newspaper, 1))

    await update(newspaper, 1, "Заголовок", "Мост открыли")
    await fix(newspaper, 1, "Текст", NEW)

    changes = await press(anna, await answer(await anna.says("/read 1")), "Что изменилось")
    assert changes["text"].endswith("\n\nЗаголовок\nМост открыт\nМост открыли")


async def test_changes_opened_from_a_search_keep_its_words(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт", "Мост закрыт", text=OLD)
    await update(newspaper, 1, "Текст", NEW)
    found = await answer(await anna.says("/search мост"))
    article = await press(anna, found, "1")

    changes = await press(anna, article, "Что изменилось")

    assert "Пробки есть." in changes["text"]
    back = await press(anna, await press(anna, changes, "К публикации"), "Назад")
    assert back["text"] == found["text"]


async def test_long_changes_have_pages(newspaper: Newspaper, answer: Answer, anna: Person, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await update(newspaper, 1, "Текст", "\n".join(f"Новое предложение номер {index}." for index in range(100)))
    preview = await press(vera, await press(vera, await answer(await vera.says("/edit 1")), "Версии"), "1")
    await press(vera, await press(vera, preview, "Восстановить"), "Отметить «обновлено»")
    await answer(await vera.says("Ошибка"))

    changes = await press(anna, await answer(await anna.says("/read 1")), "Что изменилось")

    assert ["1 / 2", "›"] in labels(changes)
    last = await press(anna, changes, "›")
    assert last["text"].endswith("Новое предложение номер 99.")
