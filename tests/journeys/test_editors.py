"""The editors' commands: only editors may use them; and the figures of `/stats`."""

import pytest

from emulator import Person
from tests.journeys.editing import post, read_as_reader
from tests.journeys.sentences import EDITORS_ONLY, NO_DRAFTS, NOT_UNDERSTOOD, PRIVATE_CHAT_ONLY, UNKNOWN_ARTICLE
from tests.journeys.steps import Answer, give_role, menu, publish_many, register
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("command", ["/post", "/post Заголовок\nТекст.", "/drafts", "/edit 1", "/retract 1", "/stats"])
async def test_everyone_else_is_told_politely_that_the_command_is_for_editors_and_the_menu_hides_it(
    newspaper: Newspaper, answer: Answer, command: str, guest: Person
) -> None:
    await publish_many(newspaper, 1)
    member = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")

    for person in (guest, member):
        assert (await answer(await person.says(command)))["text"] == EDITORS_ONLY
        assert (await answer(await person.says("Заголовок\nТекст.")))["text"] == NOT_UNDERSTOOD, (
            "the bot waits for no article"
        )
        assert command.split()[0][1:] not in menu(person)
    assert "/drafts" not in (await answer(await member.says("/help")))["text"]
    assert "/drafts" in (await answer(await newspaper.editor.says("/help")))["text"]


async def test_the_editors_menu_shows_their_commands_from_the_first_start_on(answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/start"))

    offered = menu(vera)

    assert {"post", "drafts", "edit", "retract", "stats", "role"} <= offered


async def test_an_appointed_editor_may_write_and_a_dismissed_one_may_not_go_on(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await answer(await gleb.says("/start"))
    appointed = await give_role(newspaper, gleb, "editor")
    assert appointed["text"] == "Глеб теперь в группе Редакторы."
    assert "post" in menu(gleb)
    preview = await answer(await gleb.says("/post Моя первая\nИ последняя."))

    await give_role(newspaper, gleb, "member")

    pressed = await gleb.presses("Опубликовать", message=preview["message_id"])
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (EDITORS_ONLY, True)
    assert "post" not in menu(gleb)
    assert (await read_as_reader(newspaper, 1))["text"] == UNKNOWN_ARTICLE.format(number=1)


async def test_a_dismissed_editor_who_was_asked_for_an_article_is_refused_when_it_comes(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await give_role(newspaper, gleb, "editor")
    await answer(await gleb.says("/post"))
    await give_role(newspaper, gleb, "member")

    assert (await answer(await gleb.says("Заголовок\nТекст.")))["text"] == EDITORS_ONLY
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_posting_is_done_in_the_private_chat(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    group = newspaper.emulator.group("Редакция", admins=[vera])

    led = await answer(await vera.says("/post Заголовок\nТекст.", chat=group))

    assert led["text"] == PRIVATE_CHAT_ONLY
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    assert all("черновик" not in message.get("text", "") for message in group.messages)


async def test_the_figures_count_what_there_is(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 21)
    await post(newspaper, "Черновик\nТекст.")
    await register(newspaper, newspaper.emulator.person("Анна"), "Анна")

    figures = (await answer(await vera.says("/stats")))["text"]

    assert figures == (
        "Газета в цифрах\n\n21 публикация\n1 черновик\n0 комментариев\n1 зарегистрированный читатель\n0 подписчиков"
        "\n\nЗа 30 дней: пришли 0, ушли 0, заблокировали бота 0."
    )
