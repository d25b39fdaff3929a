"""Noting: what moderators know of a person, notes, everything held at once, and the end of a ban or a mute."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.comments import comment_texts
from tests.journeys.held import card_of, hold, moderator
from tests.journeys.held import told_soon as told_soon
from tests.journeys.steps import Answer, all_labels, from_bot, labels, menu, press, reader_of
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
async def boris(newspaper: Newspaper, number: int) -> Person:
    """A moderator."""
    return await moderator(newspaper)


async def test_a_note_on_a_person_is_shown_to_moderators_with_the_next_case(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    case = await hold(newspaper, member, "Раз")
    card = await card_of(newspaper, boris, case)
    shown = await press(boris, card, "О читателе")
    assert shown["text"].startswith("Анна из Твери\nЧитатели · регистрация: ")
    await press(boris, shown, "Написать заметку")
    assert from_bot(boris)[-1]["text"].startswith("Что коллегам стоит знать о читателе Анна из Твери?")

    shown = await answer(await boris.says("Спорит по делу"))
    assert shown["text"].endswith("· Борис\nСпорит по делу")
    back = await press(boris, shown, "К проверке")
    assert "Заметка. Борис: Спорит по делу" in back["text"]
    assert "Спорит по делу" not in str(member.messages)


async def test_everything_that_is_held_of_a_person_is_approved_or_deleted_at_once(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    cases = [await hold(newspaper, member, f"Слово {index}") for index in range(3)]
    shown = await press(boris, await card_of(newspaper, boris, cases[0]), "О читателе")
    assert labels(shown)[:2] == [["Одобрить всё ожидающее: 3"], ["Удалить всё ожидающее: 3"]]

    shown = await press(boris, shown, "Одобрить всё ожидающее: 3")

    assert shown["text"].startswith("3 комментария опубликованы.")
    assert await comment_texts(newspaper) == ["Слово 0", "Слово 1", "Слово 2"]
    await member.sees("Опубликованы 3 ваших комментария.")
    shown = await press(boris, shown, "Отменить")
    assert await comment_texts(newspaper) == []
    shown = await press(boris, shown, "Удалить всё ожидающее: 3")
    assert shown["text"].startswith("3 комментария удалены.")
    await member.sees("Модератор удалил 3 ваших комментария.")


async def test_a_ban_without_a_case_and_its_end(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    await answer(await member.says("/comment 1 Раз"))
    removed = await answer(await boris.says("/remove 1"))
    shown = await press(boris, removed, "О читателе")
    asked = await press(boris, shown, "Заблокировать и удалить всё")
    assert labels(asked) == [["Заблокировать и удалить всё"], ["Назад"]]
    banned = await press(boris, asked, "Заблокировать и удалить всё")
    assert banned["text"].startswith("Анна из Твери в группе Заблокированные, всё удалено.")
    assert "comment" not in menu(member)

    free = await press(boris, banned, "Снять блокировку")

    assert free["text"].startswith("Анна из Твери снова может комментировать.")
    assert "comment" in menu(member)
    assert (await reader_of(newspaper, member)).role is Role.MEMBER


async def test_a_mute_is_ended_by_a_moderator(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    case = await hold(newspaper, member, "Раз")
    asked = await press(boris, await card_of(newspaper, boris, case), "Заглушить")
    judged = await press(boris, asked, "на час")
    shown = await press(boris, judged, "О читателе")
    assert "Не может писать до " in shown["text"]
    shown = await press(boris, shown, "Разрешить комментировать")
    assert shown["text"].startswith("Анна из Твери снова может комментировать.")
    assert "Разрешить комментировать" not in all_labels(shown)
