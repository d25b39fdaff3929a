"""An editor edits the message from which a draft came: the draft follows, and says so."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.editing import entity_over, press_in_panel, read_as_reader
from tests.journeys.sentences import EDITORS_ONLY
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    from_bot,
    labels,
    press,
    reader_of,
    register,
    styled,
    wait_for,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

FOLLOWED = "Мост открыт\nЧерновик № 1 изменён вслед за вашим сообщением."


async def edit(newspaper: Newspaper, person: Person, message: Json, text: str) -> Json:
    """Edit a message; return the bot's answer to the edit."""
    count = len(from_bot(person))
    await person.edits(message["message_id"], text)
    return await wait_for(
        newspaper, lambda: from_bot(person)[count] if len(from_bot(person)) > count else None, "no answer to the edit"
    )


async def test_the_draft_follows_the_command_that_it_came_with(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    message = await vera.says("/post Мост открыт\nВ полдень.")
    preview = await answer(message)

    said = await edit(newspaper, vera, message, "/post Мост открыт\nВ час.")

    assert said["text"] == FOLLOWED
    draft = await press(vera, said, "К черновику")
    assert draft["text"].endswith("В час.")
    assert all_labels(draft)[0] == "Опубликовать"
    pressed = await vera.presses("Опубликовать", message=preview["message_id"])
    assert pressed is not None
    assert "тем временем изменили" in (pressed.text or ""), "the old preview is not what would be published"


async def test_the_draft_follows_a_message_without_a_command(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    message = await vera.says("Мост\nВ полдень.")
    await answer(message)

    said = await edit(newspaper, vera, message, "Мост открыт\nВ час.")

    assert said["text"] == FOLLOWED


async def test_a_published_article_does_not_follow_and_the_way_to_correct_it_is_told(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    message = await vera.says("/post Мост открыт\nВ полдень.")
    await press(vera, await answer(message), "Опубликовать")

    said = await edit(newspaper, vera, message, "/post Мост открыт\nВ час.")

    assert said["text"] == "Мост открыт\nПубликация № 1 уже вышла и за сообщением не следует. Исправить её: /edit 1"
    assert (await read_as_reader(newspaper, 1))["text"].endswith("В полдень.")


async def test_a_draft_that_another_editor_changed_is_not_replaced_by_an_edit(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    message = await vera.says("/post Мост открыт\nВ полдень.")
    await answer(message)
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await newspaper.news.readers.appoint(await reader_of(newspaper, vera), gleb.id, Role.EDITOR)
    await press_in_panel(gleb, await answer(await gleb.says("/edit 1")), "Текст")
    await press(gleb, await answer(await gleb.says("В два.")), "Заменить")

    told = await edit(newspaper, vera, message, "/post Мост открыт\nВ час.")

    assert "изменили: Глеб, " in told["text"]
    assert labels(told) == [["Записать моё"], ["Отбросить моё"]]
    assert (await press(vera, told, "Записать моё"))["text"].endswith("В час.")


async def test_an_edit_without_a_headline_or_by_a_former_editor_changes_nothing(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await newspaper.news.readers.appoint(await reader_of(newspaper, vera), gleb.id, Role.EDITOR)
    message = await gleb.says("/post Мост открыт\nВ полдень.")
    await answer(message)

    assert (await edit(newspaper, gleb, message, "/post \u200b"))["text"].startswith("Нет заголовка.")
    await newspaper.news.readers.appoint(await reader_of(newspaper, vera), gleb.id, Role.MEMBER)
    assert (await edit(newspaper, gleb, message, "/post Мост\nВ час."))["text"] == EDITORS_ONLY

    assert (await answer(await vera.says("/edit 1")))["text"].endswith("В полдень.")


async def test_other_edited_messages_get_no_answer(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    message = await anna.says("Добрый день")
    await answer(message)

    await anna.edits(message["message_id"], "Добрый вечер")
    await wait_until_handled(newspaper, anna)

    assert len(from_bot(anna)) == 2


async def test_formatting_is_kept_when_a_draft_follows(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    text = "Мост открыт\nВ полдень."
    await answer(await vera.says("/post"))
    message = await vera.says(text, entities=[entity_over(text, "полдень", "bold")])
    await answer(message)

    said = await edit(newspaper, vera, message, "Мост открыт\nРовно в час.")

    draft = await press(vera, said, "К черновику")
    assert draft["text"].endswith("Ровно в час.")
    assert styled(draft, "bold") == ["Мост открыт"]
