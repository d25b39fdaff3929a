"""Reporting: readers report comments and articles, moderators judge, and everybody hears what became of it."""

from datetime import timedelta

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.comments import comment_texts
from tests.journeys.held import card_of, moderator
from tests.journeys.held import told_soon as told_soon
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    count_messages,
    labels,
    let_pass,
    press,
    reader_of,
    register,
    wait_for_text,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

REPORT = "Пожаловаться"
REMOVED = "Спасибо: модератор удалил комментарий к публикации «Мост открыт», на который вы пожаловались."
NOT_WRONG = (
    "Модератор посмотрел комментарий к публикации «Мост открыт», на который вы пожаловались, и не нашёл нарушений."
)
THANKS = "Спасибо. Модераторы посмотрят, и вы узнаете здесь, что они решили."


@pytest.fixture
async def boris(newspaper: Newspaper, number: int) -> Person:
    """A moderator."""
    return await moderator(newspaper)


@pytest.fixture
async def comment(newspaper: Newspaper, number: int, member: Person) -> int:
    """The number of a published comment of Anna's."""
    await answer_to(newspaper, await member.says("/comment 1 Вы все бараны"))
    return 1


async def trusted(newspaper: Newspaper, name: str, language: str = "ru") -> Person:
    """A trusted reader."""
    person = await register(newspaper, newspaper.emulator.person(name, language=language), name)
    async with newspaper.news.storage.writing() as unit:
        await unit.readers.set_role(person.id, Role.TRUSTED)
    await newspaper.news.readers.choose_language(await reader_of(newspaper, person), language)
    return person


async def open_comment(newspaper: Newspaper, person: Person, number: int = 1) -> Json:
    """Open a comment from the page of comments."""
    page = await answer_to(newspaper, await person.says("/comments 1"))
    return await press(person, page, str(number))


async def report(newspaper: Newspaper, person: Person, reason: str = "оскорбление", label: str = REPORT) -> Json:
    """Report the comment No. 1; return the screen after that."""
    asked = await press(person, await open_comment(newspaper, person), label)
    return await press(person, asked, reason)


async def test_three_readers_hide_an_insult_and_hear_that_it_was_removed(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, guest: Person, comment: int, told_soon: None
) -> None:
    readers = [await trusted(newspaper, name) for name in ("Иван", "Пётр")]
    eve = await trusted(newspaper, "Eve", "en")

    shown = await open_comment(newspaper, readers[0])
    asked = await press(readers[0], shown, "Пожаловаться")
    assert asked["text"] == "Что не так с комментарием № 1? Автор не узнает, кто пожаловался.\n\nВы все бараны"
    assert labels(asked) == [["спам или реклама", "оскорбление"], ["не по теме"], ["Назад"]]
    assert all_labels(await press(readers[0], asked, "Назад")) == all_labels(shown)
    thanked = await report(newspaper, readers[0])
    assert thanked["text"] == THANKS
    assert labels(thanked) == [["Комментарии", "К публикации"]]

    card = await card_of(newspaper, boris, 1)
    assert "1 жалоба читателей (оскорбление: 1)\nЧитатели видят комментарий." in card["text"]
    assert labels(card)[0] == ["Одобрить", "Отклонить"]
    await report(newspaper, readers[1], "не по теме")
    await wait_for_text(newspaper, boris, card, "2 жалобы читателей (оскорбление: 1, не по теме: 1)")
    assert await comment_texts(newspaper) == ["Вы все бараны"]
    thanked = await report(newspaper, eve, "insult", "Report")
    assert thanked["text"] == "Thank you. The moderators will read it, and you will hear here what they decide."

    assert await comment_texts(newspaper) == []
    assert "Комментарии (1)" not in all_labels(await answer(await guest.says("/read 1")))
    held = await member.sees("На ваш комментарий к публикации «Мост открыт» пожаловались читатели. Он скрыт")
    assert held["text"].endswith("\n\nВы все бараны")
    assert "на проверке" in (await answer(await member.says("/mycomments")))["text"]
    card = await wait_for_text(newspaper, boris, card, "3 жалобы читателей (оскорбление: 2, не по теме: 1)")
    assert "Читатели не видят комментарий.\nЗадержан: жалобы читателей" in card["text"]

    asked = await press(boris, card, "Отклонить")
    await press(boris, asked, "оскорбление")
    for reader in readers:
        await reader.sees(REMOVED)
    await eve.sees("Thank you: a moderator has removed the comment on “Мост открыт” that you reported.")
    await member.sees("Модератор отклонил ваш комментарий к публикации «Мост открыт».\nПричина: оскорбление")
    assert count_messages(boris, "Проверка №") == 1, "one card, however many report"


async def test_a_moderator_finds_nothing_wrong_and_later_reports_change_nothing(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, comment: int, told_soon: None
) -> None:
    ivan, petr = await trusted(newspaper, "Иван"), await trusted(newspaper, "Пётр")
    await report(newspaper, ivan)
    judged = await press(boris, await card_of(newspaper, boris, 1), "Одобрить")
    assert judged["text"].endswith("№ 1: одобрен (Борис).")
    await ivan.sees(NOT_WRONG)
    assert await comment_texts(newspaper) == ["Вы все бараны"]
    thanked = await report(newspaper, petr)
    assert thanked["text"] == "Спасибо. Модератор уже смотрел это и не нашёл нарушений."
    listed = await answer(await boris.says("/moderation"))
    assert listed["text"].startswith("На проверке: 0")
    assert count_messages(member, "Ваш комментарий") == 1, "only that it was published"


async def test_a_verdict_taken_back_says_nothing_to_the_reporter(
    newspaper: Newspaper, member: Person, boris: Person, comment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("news.verdicts.NOTICE_DELAY", timedelta(seconds=2))
    ivan = await trusted(newspaper, "Иван")
    await report(newspaper, ivan)
    judged = await press(boris, await card_of(newspaper, boris, 1), "Удалить")
    undone = await press(boris, judged, "Отменить")
    assert "1 жалоба читателей (оскорбление: 1)\nЧитатели видят комментарий." in undone["text"]
    await let_pass(newspaper, 3)
    assert count_messages(ivan, "модератор") == 0
    assert await comment_texts(newspaper) == ["Вы все бараны"]


async def test_an_article_is_reported_and_the_newsroom_acts(
    newspaper: Newspaper, answer: Answer, number: int, boris: Person, told_soon: None
) -> None:
    ivan = await trusted(newspaper, "Иван")
    listed = await answer(await ivan.says("/latest"))
    opened = await press(ivan, listed, "1")
    asked = await press(ivan, opened, "Пожаловаться")
    assert asked["text"] == "Что не так с публикацией № 1 «Мост открыт»?"
    assert labels(asked) == [["ошибка", "оскорбляет"], ["другое"], ["Назад"]]
    back = await press(ivan, asked, "Назад")
    assert all_labels(back) == all_labels(opened), "the way back to the list is not lost"
    asked = await press(ivan, back, "Пожаловаться")
    thanked = await press(ivan, asked, "ошибка")
    assert thanked["text"] == THANKS

    card = await card_of(newspaper, boris, 1)
    assert card["text"] == "Проверка № 1\nК публикации № 1 «Мост открыт»\n1 жалоба читателей (ошибка: 1)"
    assert labels(card) == [["Закрыть", "Меры приняты"], ["К публикации"]]
    judged = await press(boris, card, "Закрыть")
    assert judged["text"].endswith("№ 1: с публикацией всё в порядке (Борис).")
    undone = await press(boris, judged, "Отменить")
    assert labels(undone) == [["Закрыть", "Меры приняты"], ["К публикации"]]
    judged = await press(boris, undone, "Меры приняты")
    assert judged["text"].endswith("№ 1: меры приняты (Борис).")
    await ivan.sees("Спасибо за жалобу на публикацию «Мост открыт»: редакция приняла меры.")
    assert count_messages(ivan, "не нашла нарушений") == 0


async def test_reports_are_filtered_and_worked_through_in_the_list(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, comment: int
) -> None:
    ivan = await trusted(newspaper, "Иван")
    await report(newspaper, ivan)
    opened = await answer(await ivan.says("/read 1"))
    await press(ivan, await press(ivan, opened, "Пожаловаться"), "другое")
    listed = await answer(await boris.says("/moderation"))
    assert "1. Анна из Твери\n" in listed["text"]
    assert "2. «Мост открыт»" in listed["text"]
    shown = await press(boris, listed, "Разобрать по порядку")
    shown = await press(boris, shown, "Одобрить")
    assert shown["text"].startswith("№ 1: одобрен (Борис).\nНа проверке: 1\n\nПроверка № 2\n")
    shown = await press(boris, shown, "Меры приняты")
    assert shown["text"] == "№ 2: меры приняты (Борис).\n\nВсё разобрано."


async def test_refusals_are_sentences(
    newspaper: Newspaper, answer: Answer, member: Person, guest: Person, boris: Person, comment: int
) -> None:
    async def refused(person: Person, screen: Json, label: str) -> str:
        pressed = await person.presses(label, message=screen["message_id"])
        assert pressed is not None
        return str(pressed.text)

    article = await answer(await guest.says("/read 1"))
    assert await refused(guest, article, "Пожаловаться") == "Жаловаться могут зарегистрированные читатели: /register."
    assert "Пожаловаться" not in all_labels(await open_comment(newspaper, member)), "the comment is the own"
    ivan = await trusted(newspaper, "Иван")
    shown = await open_comment(newspaper, ivan)
    asked = await press(ivan, shown, "Пожаловаться")
    await newspaper.news.comments.edit(await reader_of(newspaper, member), 1, "Вы все ангелы")
    assert await refused(ivan, asked, "оскорбление") == (
        "Текст тем временем изменили. Прочитайте его снова и пожалуйтесь, если нужно."
    )
    await report(newspaper, ivan)
    again = await open_comment(newspaper, ivan)
    assert await refused(ivan, again, "Пожаловаться") == (
        "Вы уже пожаловались. Что решат модераторы, вы узнаете здесь."
    )
