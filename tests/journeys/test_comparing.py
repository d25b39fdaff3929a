"""Versions: editors look at earlier ones and restore them; readers see what an update changed."""

import pytest

from emulator import Person
from tests.journeys.editing import correct, post, read_as_reader
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


async def test_an_editor_restores_an_earlier_version(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", OLD)
    await fix(newspaper, 1, "Заголовок", "Мост открыли")
    await fix(newspaper, 1, "Текст", NEW)
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
