"""Screening: stop words by buttons and by words, and comments that wait for a moderator, as people see them."""

import pytest

from emulator import Person
from tests.journeys.comments import comment_texts
from tests.journeys.steps import Answer, Json, all_labels, labels, press, wait_until_handled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

WAITS = "Комментарий увидят после проверки"


async def comment(answer: Answer, author: Person, text: str) -> Json:
    return await answer(await author.says(f"/comment 1 {text}"))


async def test_stop_words_are_added_with_a_live_answer_shown_and_removed(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    editor = newspaper.editor
    screen = await answer(await editor.says("/stopwords"))
    assert screen["text"] == "Стоп-слова\n\nИх пока нет. Комментарий со стоп-словом ждёт модератора."
    await comment(answer, member, "В городе открыли казино")
    assert await comment_texts(newspaper) == ["В городе открыли казино"]

    asked = await press(editor, screen, "Добавить слова")
    assert "лёгкие деньги" in asked["text"]
    added = await answer(await editor.says("казино, «лёгкие деньги»"))
    assert added["text"] == (
        "Добавлено: «казино», «лёгкие деньги».\n\nЗа последний 1 комментарий задержало бы 1.\n\nВ городе открыли казино"
    )
    held = await comment(answer, member, "Снова про КАЗИН0")
    assert WAITS in held["text"]
    assert await comment_texts(newspaper) == ["В городе открыли казино"]

    screen = await press(editor, added, "Все стоп-слова")
    assert labels(screen) == [["казино", "лёгкие деньги"], ["Добавить слова"]]
    shown = await press(editor, screen, "казино")
    removed = await press(editor, shown, "Убрать «казино»")
    assert removed["text"].startswith("«казино» больше не стоп-слово.")
    assert "казино" not in all_labels(await press(editor, removed, "Все стоп-слова"))


async def test_a_word_that_can_mean_nothing_is_refused_with_the_reason_and_asked_for_again(
    newspaper: Newspaper, answer: Answer, number: int
) -> None:
    editor = newspaper.editor
    await press(editor, await answer(await editor.says("/stopwords")), "Добавить слова")
    assert "слишком короткое" in (await answer(await editor.says("а")))["text"]
    assert "в каждом втором комментарии" in (await answer(await editor.says("казино, что")))["text"]
    assert (await answer(await editor.says("казино")))["text"] == "Добавлено: «казино»."
    assert (await answer(await editor.says("/stopwords Казино")))["text"] == "Уже в списке: «Казино»."


async def test_stop_words_in_english(newspaper: Newspaper, answer: Answer, number: int) -> None:
    editor = newspaper.editor
    await press(editor, await answer(await editor.says("/language")), "English")
    added = await answer(await editor.says("/stopwords casino"))
    assert added["text"] == "Added: “casino”."
    assert (await press(editor, added, "All stop words"))["text"].endswith("\n\n1 stop word")
    assert "too short" in (await answer(await editor.says("/stopwords x")))["text"]


@pytest.mark.parametrize(
    "text",
    ["смотрите casino точка ру", "звоните +7 912 345-67-89", "пиши мне в личку", "@kto_to вы правы",
     "ка\u200bзино у вокзала"],
)  # fmt: skip
async def test_an_advertisement_waits_and_its_author_is_told(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, text: str
) -> None:
    assert WAITS in (await comment(answer, member, text))["text"]
    assert await comment_texts(newspaper) == []


async def test_a_link_behind_words_and_a_link_that_comes_by_an_edit_wait(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    text = "/comment 1 Смотрите тут"
    link = {"type": "text_link", "offset": 11, "length": 12, "url": "https://casino.com/"}
    assert WAITS in (await answer(await member.sends(text=text, entities=[link])))["text"]

    sent = await member.says("/comment 1 Хорошая новость")
    await answer(sent)
    assert await comment_texts(newspaper) == ["Хорошая новость"]
    await member.edits(sent["message_id"], "/comment 1 Хорошая новость на t.me/casino")
    await wait_until_handled(newspaper, member)
    assert await comment_texts(newspaper) == []
