"""Two editors at one article: the second one is told who changed it and when, sees both versions, and decides."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.editing import post, press_in_panel, read_as_reader
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    current,
    labels,
    press,
    publish,
    publish_indexed,
    reader_of,
    register,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

CHOICE = [["Записать моё"], ["Отбросить моё"]]


@pytest.fixture
async def gleb(newspaper: Newspaper) -> Person:
    """The other editor."""
    person = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await newspaper.news.readers.appoint(await reader_of(newspaper, newspaper.editor), person.id, Role.EDITOR)
    return person


async def begin(newspaper: Newspaper, editor: Person, what: str, number: int = 1) -> None:
    """Press «Заголовок» or «Текст» under an article."""
    card = await answer_to(newspaper, await editor.says(f"/edit {number}"))
    await press_in_panel(editor, card, what)


async def propose(newspaper: Newspaper, editor: Person, what: str, new: str, number: int = 1) -> Json:
    """Send a new headline or text; return the preview."""
    await begin(newspaper, editor, what, number)
    return await answer_to(newspaper, await editor.says(new))


@pytest.mark.parametrize(
    ("what", "theirs", "own"),
    [
        ("Текст", "Движение началось в час.", "Движение началось в два."),
        ("Заголовок", "Мост открыли", "Мост открывается"),
    ],
)
async def test_the_second_editor_is_told_who_changed_it_and_sees_both(
    newspaper: Newspaper, vera: Person, gleb: Person, what: str, theirs: str, own: str
) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    first, second = await propose(newspaper, gleb, what, theirs), await propose(newspaper, vera, what, own)
    await press(gleb, first, "Исправить без отметки")

    told = await press(vera, second, "Исправить без отметки")

    assert told["text"].startswith("Публикацию № 1 тем временем изменили: Глеб, ")
    assert f"Сейчас:\n{theirs}" in told["text"]
    assert f"У вас:\n{own}" in told["text"]
    assert labels(told) == CHOICE
    assert theirs in (await read_as_reader(newspaper, 1))["text"], "nothing is overwritten before it is decided"

    done = await press(vera, told, "Записать моё")
    assert done["text"] == "Публикация № 1 изменена."
    assert own in (await read_as_reader(newspaper, 1))["text"]


async def test_the_second_editor_may_drop_the_own_version(newspaper: Newspaper, vera: Person, gleb: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    first, second = await propose(newspaper, gleb, "Текст", "В час."), await propose(newspaper, vera, "Текст", "В два.")
    await press(gleb, first, "Исправить без отметки")
    told = await press(vera, second, "Исправить без отметки")

    dropped = await press(vera, told, "Отбросить моё")

    assert dropped["text"] == "Публикация № 1 осталась прежней."
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В час.")


async def test_a_third_change_before_the_decision_is_told_again(
    newspaper: Newspaper, vera: Person, gleb: Person
) -> None:
    await publish(newspaper, "Мост открыт", "В полдень.")
    first, second = await propose(newspaper, gleb, "Текст", "В час."), await propose(newspaper, vera, "Текст", "В два.")
    await press(gleb, first, "Исправить без отметки")
    told = await press(vera, second, "Исправить без отметки")
    await press(gleb, await propose(newspaper, gleb, "Текст", "В три."), "Исправить без отметки")

    again = await press(vera, told, "Записать моё")

    assert "Сейчас:\nВ три." in again["text"]
    await press(vera, again, "Записать моё")
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В два.")


async def test_the_reason_of_a_visible_update_is_kept_until_the_decision(
    newspaper: Newspaper, answer: Answer, vera: Person, gleb: Person
) -> None:
    await publish(newspaper, "Мост открыт", "В полдень.")
    first, second = await propose(newspaper, gleb, "Текст", "В час."), await propose(newspaper, vera, "Текст", "В два.")
    await press(vera, second, "Отметить «обновлено»")
    await press(gleb, await press(gleb, first, "Отметить «обновлено»"), "Без причины")

    told = await answer(await vera.says("Уточнено время"))

    assert labels(told) == CHOICE
    await press(vera, told, "Записать моё")
    assert (await read_as_reader(newspaper, 1))["text"].endswith(": Уточнено время")


async def test_a_change_in_the_middle_of_a_long_text_is_seen(newspaper: Newspaper, vera: Person, gleb: Person) -> None:
    before, after = "\n\n".join(f"Абзац {each}." for each in range(200)), "\n\nКонец."
    await publish(newspaper, "Мост открыт", f"{before}\n\nВ полдень.{after}")
    first = await propose(newspaper, gleb, "Текст", f"{before}\n\nВ час.{after}")
    second = await propose(newspaper, vera, "Текст", f"{before}\n\nВ два.{after}")
    await press(gleb, first, "Исправить без отметки")

    told = await press(vera, second, "Исправить без отметки")

    assert "Сейчас:\nВ час.\nКонец." in told["text"]
    assert "У вас:\nВ два.\nКонец." in told["text"]


async def test_two_editors_at_one_draft(newspaper: Newspaper, vera: Person, gleb: Person) -> None:
    shown = await post(newspaper, "Мост\nВ полдень.")
    first, second = await propose(newspaper, gleb, "Текст", "В час."), await propose(newspaper, vera, "Текст", "В два.")
    await press(gleb, first, "Заменить")

    told = await press(vera, second, "Заменить")
    assert "изменили: Глеб, " in told["text"]
    assert labels(told) == CHOICE
    await press(vera, told, "Отбросить моё")

    pressed = await vera.presses("Опубликовать", message=shown["message_id"])
    assert pressed is not None
    assert (pressed.text or "").startswith("Публикацию № 1 тем временем изменили: Глеб, ")
    assert current(vera, shown)["text"].endswith("В час."), "she sees what she would have published"
    published = await press(vera, shown, "Опубликовать")
    assert published["text"].startswith("Мост\nОпубликовано")
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В час.")


async def test_a_draft_that_another_editor_changed_is_not_discarded_unseen(
    newspaper: Newspaper, answer: Answer, vera: Person, gleb: Person
) -> None:
    shown = await post(newspaper, "Мост\nВ полдень.")
    await press(gleb, await propose(newspaper, gleb, "Текст", "В час."), "Заменить")

    pressed = await vera.presses("Отмена", message=shown["message_id"])

    assert pressed is not None
    assert "изменили: Глеб, " in (pressed.text or "")
    assert (await answer(await vera.says("/edit 1")))["text"].endswith("В час.")


async def test_a_draft_that_another_editor_published_is_not_replaced_without_the_question_about_the_mark(
    newspaper: Newspaper, vera: Person, gleb: Person
) -> None:
    shown = await post(newspaper, "Мост\nВ полдень.")
    proposed = await propose(newspaper, gleb, "Текст", "В час.")
    await press(vera, shown, "Опубликовать")

    asked = await press(gleb, proposed, "Заменить")

    assert labels(asked) == [["Исправить без отметки"], ["Отметить «обновлено»"], ["Отмена"]]
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В полдень.")
    await press(gleb, asked, "Исправить без отметки")
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В час.")


async def test_the_name_of_an_editor_without_one_is_left_out(newspaper: Newspaper, vera: Person, gleb: Person) -> None:
    await publish(newspaper, "Мост открыт", "В полдень.")
    first, second = await propose(newspaper, vera, "Текст", "В час."), await propose(newspaper, gleb, "Текст", "В два.")
    await press(vera, first, "Исправить без отметки")

    told = await press(gleb, second, "Исправить без отметки")

    assert told["text"].startswith("Публикацию № 1 тем временем изменили: другой редактор, ")


async def open_relations(newspaper: Newspaper, editor: Person, number: int = 1) -> Json:
    """Press «Похожие публикации» under an article."""
    card = await answer_to(newspaper, await editor.says(f"/edit {number}"))
    return await press(editor, card, "Похожие публикации")


@pytest.mark.parametrize(
    ("theirs", "own", "now", "yours"),
    [
        (("Закрепить", "2"), ("Закрепить", "3"), "№ 2 закреплена", "№ 3 закреплена"),
        (("Исключить", "2"), ("Закрепить", "2"), "№ 2 исключена", "№ 2 закреплена"),
        (("Закрепить", "2"), ("Исключить", "2"), "№ 2 закреплена", "№ 2 исключена"),
    ],
)
async def test_a_verdict_that_would_delete_another_editors_is_decided_with_both_in_sight(
    newspaper: Newspaper,
    answer: Answer,
    vera: Person,
    gleb: Person,
    theirs: tuple[str, str],
    own: tuple[str, str],
    now: str,
    yours: str,
) -> None:
    await publish_indexed(newspaper, "Мост", "Тоннель", "Паром")
    await press(gleb, await open_relations(newspaper, gleb), theirs[0])
    await press(vera, await open_relations(newspaper, vera), own[0])
    await answer(await gleb.says(theirs[1]))

    told = await answer(await vera.says(own[1]))

    assert told["text"].startswith("Похожие публикации № 1 тем временем изменили: Глеб, ")
    assert told["text"].endswith(f"Сейчас:\n{now}\n\nУ вас:\n{yours}")
    assert labels(told) == CHOICE
    await press(vera, told, "Записать моё")
    given = await newspaper.news.related.relations(await reader_of(newspaper, vera), 1)
    judged = [each.headline.number for each in (*given.shown, *given.forbidden) if each.verdict]
    assert judged == [int(own[1])]


async def test_two_exclusions_of_different_articles_do_not_meet(
    newspaper: Newspaper, answer: Answer, vera: Person, gleb: Person
) -> None:
    await publish_indexed(newspaper, "Мост", "Тоннель", "Паром")
    await press(gleb, await open_relations(newspaper, gleb), "Исключить")
    await press(vera, await open_relations(newspaper, vera), "Исключить")
    await answer(await gleb.says("2"))

    shown = await answer(await vera.says("3"))

    assert {"Вернуть № 2", "Вернуть № 3"} < set(all_labels(shown))


async def test_a_button_that_would_undo_another_editors_new_verdict_shows_it_first(
    newspaper: Newspaper, answer: Answer, vera: Person, gleb: Person
) -> None:
    await publish_indexed(newspaper, "Мост", "Тоннель")
    await press(vera, await open_relations(newspaper, vera), "Закрепить")
    stale = await answer(await vera.says("2"))
    await press(gleb, await open_relations(newspaper, gleb), "Исключить")
    await answer(await gleb.says("2"))

    undone = next(label for label in all_labels(stale) if label.endswith("№ 2"))
    pressed = await vera.presses(undone, message=stale["message_id"])

    assert pressed is not None
    assert "изменили: Глеб, " in (pressed.text or "")
    assert "Вернуть № 2" in all_labels(current(vera, stale))
