"""Groups: an administrator sees what a group may do, changes it, and everybody feels it at once."""

import re

import pytest

from bot.app import open_app
from emulator import Person
from handlers import menus
from news.permissions import FRESH_SECONDS
from news.readers import ANONYMOUS
from news.roles import Role
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    button,
    current,
    labels,
    let_pass,
    press,
    publish,
    reader_of,
    register,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

NOTICE = "Посетители, находящиеся в группе {group}, не могут оставлять комментарии к данной публикации."
HELD = "Комментарий увидят после проверки."


async def group_screen(answer: Answer, person: Person, group: str) -> dict[str, object]:
    """The screen of a group, opened by `/groups`."""
    return await press(person, await answer(await person.says("/groups")), group)


def number_of(screen: dict[str, object], deed: str) -> str:
    """The label of the button that changes a deed."""
    found = re.search(rf"^(\d+)\. ([✓—]) {re.escape(deed)}( · \w+)?$", str(screen["text"]), re.MULTILINE)
    assert found is not None, screen["text"]
    return f"{found[2]} {found[1]}"


async def test_groups_are_listed_and_each_shows_its_deeds_in_words(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    listed = await answer(await vera.says("/groups"))
    assert listed["text"].startswith("Группы\n\nВыберите группу")
    assert labels(listed)[:5] == [
        ["Гости", "Читатели"],
        ["Доверенные читатели", "Авторы"],
        ["Модераторы", "Редакторы"],
        ["Главные редакторы", "Администраторы"],
        ["Заблокированные"],
    ]

    shown = await press(vera, listed, "Читатели")
    assert shown["text"].startswith("Читатели\n\n1. ✓ комментировать\n2. — комментировать без проверки\n")
    assert "Всегда можно: читать, подписываться." in shown["text"]
    assert labels(shown)[0] == ["✓ 1", "— 2", "— 3", "— 4", "✓ 5"]

    back = await press(vera, shown, "‹ Группы")
    assert back["text"] == listed["text"]
    banned = await press(vera, back, "Заблокированные")
    assert banned["text"] == "Заблокированные\n\nВсегда можно: читать, подписываться."
    assert labels(banned) == [["‹ Группы"]]


async def test_a_deed_that_is_taken_is_missed_at_once_and_given_back_by_as_it_was(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    shown = await group_screen(answer, vera, "Читатели")

    changed = await press(vera, shown, number_of(shown, "комментировать"))
    assert "1. — комментировать · изменено" in changed["text"]
    refused = await answer(await anna.says("/comment 1 Слово"))
    assert refused["text"] == NOTICE.format(group="Читатели")

    restored = await press(vera, changed, "Как было")
    assert restored["text"] == shown["text"]
    assert "Как было" not in all_labels(restored)
    assert (await answer(await anna.says("/comment 1 Слово")))["text"] == "Ваш комментарий опубликован."
    log = await answer(await vera.says("/log"))
    assert "группе Читатели запрещено: комментировать" in log["text"]
    assert "права группы Читатели — как было" in log["text"]


async def test_a_deed_that_is_given_opens_a_command(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    assert "цифры" not in (await answer(await anna.says("/stats")))["text"]
    shown = await group_screen(answer, vera, "Читатели")

    await press(vera, shown, number_of(shown, "видеть цифры"))

    assert (await answer(await anna.says("/stats")))["text"].startswith("Газета в цифрах")
    await answer(await anna.says("/start"))
    assert "stats" in {entry["command"] for entry in anna.commands()}


async def test_a_change_is_felt_in_another_process_within_a_second(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    async with open_app(newspaper.settings, newspaper.timings) as other:
        before = await other.news.readers.recognise(anna.id, "ru")
        shown = await group_screen(answer, vera, "Читатели")
        await press(vera, shown, number_of(shown, "видеть журнал"))
        await let_pass(newspaper, FRESH_SECONDS)
        after = await other.news.readers.recognise(anna.id, "ru")
    assert [each.value for each in after.deeds - before.deeds] == ["see log"]


async def test_what_is_fixed_has_no_button_and_a_forged_one_is_refused(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    shown = await group_screen(answer, vera, "Администраторы")
    assert "назначать" in shown["text"].split("Всегда можно: ")[1]

    for data in ("gr:d:admin:appoint", "gr:d:admin:manage groups", "gr:a:guest:publish", "gr:a:banned:comment"):
        refused = await vera.presses(message=shown["message_id"], data=data)
        assert refused is not None
        assert refused.text is not None
        assert refused.text.startswith("Это право группы ")
    for data in ("gr:a::", "gr:a:member:", "gr:s::", "gr:b::", "gr:s:owner:", "gr:a:member:fly"):
        refused = await vera.presses(message=shown["message_id"], data=data)
        assert refused is not None
        assert refused.text == "Эта кнопка устарела. Последние новости: /latest"
    assert current(vera, shown)["text"] == shown["text"]


async def test_an_english_admin_reads_the_groups_in_english(newspaper: Newspaper, answer: Answer) -> None:
    newspaper.editor.speaks("en")
    shown = await group_screen(answer, newspaper.editor, "Moderators")
    assert "✓ moderate comments" in shown["text"]
    assert "Always: read, subscribe." in shown["text"]
    changed = await press(newspaper.editor, shown, number_of(shown, "see the log"))
    assert "— changed" not in changed["text"]
    assert "✓ see the log · changed" in changed["text"]
    assert "As it was" in all_labels(changed)


async def test_guests_who_may_comment_do_so_as_guests_and_wait_for_a_check(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    guest = newspaper.emulator.person("Иван")
    refused = await answer(await guest.says("/comment 1 Слово"))
    assert refused["text"] == NOTICE.format(group="Гости")
    assert "Зарегистрироваться" in all_labels(refused)

    shown = await group_screen(answer, vera, "Гости")
    assert len([line for line in shown["text"].split("\n") if re.match(r"\d+\. ", line)]) == 3
    await press(vera, shown, number_of(shown, "комментировать"))

    assert (await answer(await guest.says("/comment 1 Слово")))["text"].startswith(HELD)
    assert (await newspaper.news.threads.page(ANONYMOUS, 1)).comments == ()
    assert (await reader_of(newspaper, guest)).role is Role.GUEST


async def test_groups_stand_in_the_menu_of_administrators_only(newspaper: Newspaper, answer: Answer) -> None:
    assert next(entry for entry in menus.ENTRIES if entry.name == "groups").deed.value == "manage groups"
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    refused = await answer_to(newspaper, await anna.says("/groups"))
    assert refused["text"] == "Эта команда — для администраторов. Что здесь можно делать: /help."
    screen = await answer(await newspaper.editor.says("/groups"))
    data = button(screen, "Читатели")["callback_data"]
    pressed = await anna.presses(message=refused["message_id"], data=data)
    assert pressed is not None
    assert pressed.text == refused["text"]
