"""The bot's questions expire, and end when the person may no longer answer."""

from datetime import timedelta

import pytest

from emulator import Person
from tests.journeys.editing import read_as_reader
from tests.journeys.sentences import EDITORS_ONLY, NO_DRAFTS, NOT_UNDERSTOOD
from tests.journeys.steps import (
    Answer,
    Json,
    give_role,
    labels,
    press,
    publish,
    reader_of,
    register,
)
from tests.newspaper import Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

TOO_LATE = (
    "Вопрос был задан больше часа назад, поэтому ничего не изменилось. Начните заново; что здесь можно делать: /help."
)


async def an_hour_passes(newspaper: Newspaper) -> None:
    """Make every question an hour older than it is."""
    async with newspaper.news.storage.writing() as unit:
        await raw(unit, f"UPDATE fsm SET at = at - {timedelta(minutes=61) // timedelta(microseconds=1)}")  # noqa: S608


async def begin(answer: Answer, vera: Person, step: str) -> Json:
    """Have the bot ask the editor a question about article 1."""
    if step == "/post":
        return await answer(await vera.says("/post"))
    edit = await answer(await vera.says("/edit 1"))
    if step == "related":
        await press(vera, edit, "Похожие публикации")
        return await press(vera, edit, "Закрепить")
    return await press(vera, edit, step)


@pytest.mark.parametrize("step", ["/post", "Заголовок", "Текст", "related"])
async def test_an_answer_after_an_hour_changes_nothing_and_says_so_once(
    newspaper: Newspaper, answer: Answer, vera: Person, step: str
) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    before = (await read_as_reader(newspaper, number))["text"]
    await begin(answer, vera, step)
    await an_hour_passes(newspaper)

    assert (await answer(await vera.says("2")))["text"] == TOO_LATE
    assert (await answer(await vera.says("2")))["text"] == NOT_UNDERSTOOD
    assert (await read_as_reader(newspaper, number))["text"] == before
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_a_command_is_obeyed_whatever_question_has_expired(answer: Answer, guest: Person) -> None:
    await press(guest, await answer(await guest.says("/register")), "Согласен")

    assert (await answer(await guest.says("/latest")))["text"].startswith("Последние новости")


async def test_a_name_after_an_hour_registers_nobody(newspaper: Newspaper, answer: Answer, guest: Person) -> None:
    asked = await press(guest, await answer(await guest.says("/register")), "Согласен")
    await an_hour_passes(newspaper)

    rules = await press(guest, asked, "Гость")
    assert labels(rules) == [["Согласен"], ["Что мы храним"], ["Отмена"]], "the consent has to be given again"
    assert (await answer(await guest.says("Мария")))["text"] == TOO_LATE
    assert not (await reader_of(newspaper, guest)).registered


async def test_buttons_of_an_expired_question_say_how_to_begin_again(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    await begin(answer, vera, "Заголовок")
    proposed = await answer(await vera.says("Мост закрыт"))
    await an_hour_passes(newspaper)
    assert (await press(vera, proposed, "Исправить без отметки"))["text"].endswith("Начните снова: /edit 1")

    withdrawing = await answer(await vera.says("/retract 1 Ошибка"))
    await an_hour_passes(newspaper)
    assert (await press(vera, withdrawing, "Снять"))["text"].endswith("Начните заново: /retract 1")
    assert (await read_as_reader(newspaper, 1))["text"].startswith("Мост открыт")


async def test_an_article_is_withdrawn_for_no_other_reason_than_the_question_showed(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    first = await answer(await vera.says("/retract 1 Ошибка"))
    await answer(await vera.says("/post"))
    await answer(await vera.says("/cancel"))

    assert (await press(vera, first, "Снять"))["text"].endswith("Начните заново: /retract 1")
    again = await answer(await vera.says("/retract 1 Ошибка"))
    await press(vera, again, "Снять")
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Причина: Ошибка")


@pytest.mark.parametrize("step", ["/post", "Заголовок", "Текст", "related"])
@pytest.mark.parametrize("role", ["member", "banned"])
async def test_a_dismissed_editor_is_refused_once_and_the_question_is_over(
    newspaper: Newspaper, answer: Answer, vera: Person, step: str, role: str
) -> None:
    await publish(newspaper, "Мост открыт")
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await give_role(newspaper, gleb, "editor")
    await begin(answer, gleb, step)
    await give_role(newspaper, gleb, role)

    assert (await answer(await gleb.says("Слово")))["text"] == EDITORS_ONLY
    assert (await answer(await gleb.says("Слово")))["text"] == NOT_UNDERSTOOD


async def test_a_dismissed_editor_who_sends_a_sticker_is_not_asked_for_an_article_any_more(
    newspaper: Newspaper, answer: Answer
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await give_role(newspaper, gleb, "editor")
    await answer(await gleb.says("/post"))
    await give_role(newspaper, gleb, "member")

    assert (await answer(await gleb.sends(dice={"emoji": "🎲", "value": 3})))["text"] == EDITORS_ONLY
    assert (await answer(await gleb.says("Слово")))["text"] == NOT_UNDERSTOOD


async def test_a_correction_of_an_article_that_was_withdrawn_meanwhile_is_over(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    await begin(answer, vera, "Заголовок")
    proposed = await answer(await vera.says("Мост закрыт"))
    await press(vera, proposed, "Отметить «обновлено»")
    async with newspaper.news.storage.writing() as unit:
        await raw(unit, "UPDATE articles SET status = 'retracted' WHERE number = 1")

    assert (await answer(await vera.says("Уточнён заголовок")))["text"].startswith("Публикации с номером 1 нет")
    assert (await answer(await vera.says("Уточнён заголовок")))["text"] == NOT_UNDERSTOOD
