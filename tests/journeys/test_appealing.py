"""Appealing: an author says what is wrong with a verdict, another moderator judges, and the author hears it."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from emulator import Person
from news.roles import Role
from tests.journeys.comments import comment_texts
from tests.journeys.held import card_of, hold, moderator
from tests.journeys.held import told_soon as told_soon
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    current,
    labels,
    menu,
    press,
    reader_of,
    wait_for_text,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

REJECTED = "Модератор отклонил ваш комментарий к публикации «Мост открыт»."
ASKED = "Почему решение неверно? Напишите одним сообщением, до 500 знаков: его прочтёт другой модератор."


@pytest.fixture
async def boris(newspaper: Newspaper, number: int) -> Person:
    """A moderator."""
    return await moderator(newspaper)


@pytest.fixture
async def gleb(newspaper: Newspaper, number: int) -> Person:
    """Another moderator."""
    return await moderator(newspaper, "Глеб")


async def test_a_rejected_comment_is_appealed_and_published_by_another_moderator(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, gleb: Person, told_soon: None
) -> None:
    case = await hold(newspaper, member, "Мост отличный")
    asked = await press(boris, await card_of(newspaper, boris, case), "Отклонить")
    await press(boris, asked, "спам")
    notice = await member.sees(REJECTED)
    assert labels(notice) == [["К публикации"], ["Обжаловать"]]

    await press(member, notice, "Обжаловать")
    assert await member.sees(ASKED)
    confirmed = await answer(await member.says("Это не спам.\nЯ там был."))
    assert confirmed["text"] == "Жалоба на решение у модераторов. Что они решат, вы узнаете здесь."

    card = await card_of(newspaper, gleb, case + 1)
    assert "Обжаловано: отклонён (Борис, " in card["text"]
    assert "Причина: спам" in card["text"]
    assert card["text"].endswith("\n\nМост отличный\n\nАвтор возражает:\nЭто не спам.\nЯ там был.")
    assert labels(card) == [["Оставить в силе", "Отменить решение"], ["О читателе"]]
    own = await card_of(newspaper, boris, case + 1)
    refused = await boris.presses("Оставить в силе", message=own["message_id"])
    assert refused is not None
    assert refused.text == "Это о вашем собственном решении: судит другой модератор. Остальные: /moderation"

    asked = await press(gleb, card, "Отменить решение")
    assert asked["text"].startswith("Отменить решение? Что удалено, снова увидят читатели")
    assert await comment_texts(newspaper) == []
    judged = await press(gleb, asked, "Отменить решение")
    assert judged["text"].endswith(f"№ {case + 1}: решение отменено (Глеб).")
    assert "Отменить" not in all_labels(judged)
    assert await comment_texts(newspaper) == ["Мост отличный"]
    await wait_for_text(newspaper, boris, own, "решение отменено (Глеб)")
    told = "Модератор рассмотрел вашу жалобу: решение о комментарии к публикации «Мост открыт» отменено."
    await member.sees(told)
    again = await member.presses("Обжаловать", message=notice["message_id"])
    assert again is not None
    assert again.text == "Вы уже обжаловали это решение. Его обжалуют один раз. Что ещё можно делать: /help"
    log = await answer(await newspaper.editor.says("/log"))
    assert "жалоба на решение (Анна из Твери): решение отменено" in log["text"]


async def test_a_banned_reader_may_appeal_and_nothing_else_and_gets_everything_back(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, gleb: Person, told_soon: None
) -> None:
    await answer(await member.says("/comment 1 Раз"))
    case = await hold(newspaper, member, "Два")
    asked = await press(boris, await card_of(newspaper, boris, case), "Заблокировать и удалить всё")
    await press(boris, asked, "Заблокировать и удалить всё")
    notice = await member.sees("Модератор закрыл вам комментирование и удалил ваши комментарии.")

    await press(member, notice, "Обжаловать")
    await member.sees(ASKED)
    refused = await answer(await member.says("/comment 1 Ещё"))
    assert refused["text"].startswith("Редакция закрыла вам комментирование.")
    confirmed = await answer(await member.says("Я больше не буду"))
    assert confirmed["text"].startswith("Жалоба на решение у модераторов.")

    card = await card_of(newspaper, gleb, case + 1)
    assert "Обжаловано: автор заблокирован, всё удалено (Борис, " in card["text"]
    asked = await press(gleb, card, "Отменить решение")
    await press(gleb, asked, "Отменить решение")
    assert set(await comment_texts(newspaper)) == {"Раз", "Два"}
    assert (await reader_of(newspaper, member)).role is Role.MEMBER
    assert "comment" in menu(member)
    await member.sees("Модератор рассмотрел вашу жалобу: решение")


async def test_an_upheld_verdict_can_be_reconsidered_for_half_a_minute(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, gleb: Person, told_soon: None
) -> None:
    case = await hold(newspaper, member, "Слово")
    await press(boris, await card_of(newspaper, boris, case), "Удалить")
    notice = await member.sees("Модератор удалил ваш комментарий к публикации «Мост открыт».")
    await press(member, notice, "Обжаловать")
    await member.sees(ASKED)
    await answer(await member.says("Почему?"))
    listed = await answer(await gleb.says("/moderation"))
    assert f"{case + 1}. Анна из Твери" in listed["text"]
    opened = await press(gleb, listed, str(case + 1))
    card = await press(gleb, opened, "Оставить в силе")
    assert card["text"].startswith(f"№ {case + 1}: решение оставлено в силе (Глеб).")
    undone = await press(gleb, card, f"Отменить № {case + 1}")
    assert labels(undone)[0] == ["Оставить в силе", "Отменить решение"]
    await press(gleb, undone, "Оставить в силе")
    await member.sees("решение о комментарии к публикации «Мост открыт» оставлено в силе.")
    assert await comment_texts(newspaper) == []


async def test_too_long_too_late_and_empty_are_sentences(
    newspaper: Newspaper, answer: Answer, member: Person, boris: Person, gleb: Person, told_soon: None
) -> None:
    case = await hold(newspaper, member, "Слово")
    await press(boris, await card_of(newspaper, boris, case), "Удалить")
    notice = await member.sees("Модератор удалил ваш комментарий")
    await press(member, notice, "Обжаловать")
    await member.sees(ASKED)
    long = await answer(await member.says("щ" * 501))
    assert long["text"] == "Слишком длинно: 501 знаков, а помещается до 500. Сократите и пришлите ещё раз."
    assert (await answer(await member.says("щ" * 500)))["text"].startswith("Жалоба на решение у модераторов.")

    second = await hold(newspaper, member, "Другое")
    await press(boris, await card_of(newspaper, boris, second), "Удалить")
    later = await wait_for_notice(newspaper, member, "Другое")
    week = SystemClock().now() - timedelta(days=8)
    async with newspaper.news.storage.writing() as unit:
        micros = int(week.timestamp() * 1_000_000)
        await unit.deliveries._connection.fetch("UPDATE verdicts SET at = :at", {"at": micros})
    refused = await member.presses("Обжаловать", message=later["message_id"])
    assert refused is not None
    assert refused.text == "Решение можно обжаловать 7 дней, и они прошли. Читать можно всё: /latest"


async def wait_for_notice(newspaper: Newspaper, person: Person, quoted: str) -> dict[str, object]:
    """The notice of a verdict on the comment with these words."""
    found = await person.sees(quoted)
    return current(person, found)


async def test_an_english_author_appeals_in_english(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, gleb: Person, told_soon: None
) -> None:
    await newspaper.news.readers.choose_language(await reader_of(newspaper, member), "en")
    case = await hold(newspaper, member, "Word")
    asked = await press(boris, await card_of(newspaper, boris, case), "Заглушить")
    await press(boris, asked, "на сутки")
    notice = await member.sees("A moderator has removed your comment on “Мост открыт”.")
    await press(member, notice, "Appeal")
    await member.sees("Why is the decision wrong? Write it in one message, up to 500 characters")
    confirmed = await answer_to(newspaper, await member.says("I was right"))
    assert confirmed["text"] == "Your appeal is with the moderators. You will hear here what they decide."
    card = await card_of(newspaper, gleb, case + 1)
    asked = await press(gleb, card, "Отменить решение")
    await press(gleb, asked, "Отменить решение")
    await member.sees("A moderator has read your appeal: the decision on your comment on “Мост открыт” is reversed.")
    assert (await reader_of(newspaper, member)).restricted_until is None
