"""Judging: the cards of cases, in private and in the moderators' group, and what everybody sees of a verdict."""

from collections.abc import AsyncIterator

import pytest

from emulator import Group, Person
from news.roles import Role
from tests.journeys.comments import comment_texts
from tests.journeys.held import card_of, hold, moderator
from tests.journeys.held import told_soon as told_soon
from tests.journeys.sentences import BANNED_MAY_NOT
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    count_messages,
    current,
    labels,
    menu,
    press,
    publish,
    reader_of,
    register,
    styled,
    wait_for_text,
    wait_until_handled,
)
from tests.newspaper import Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

BUTTONS = [
    ["Одобрить", "Отклонить"],
    ["Удалить", "Заглушить"],
    ["Заблокировать и удалить всё"],
    ["Ответить от редакции"],
    ["О читателе"],
]


@pytest.fixture
async def boris(newspaper: Newspaper, number: int) -> Person:
    """A moderator."""
    return await moderator(newspaper)


async def test_a_card_tells_everything_and_an_approved_comment_is_seen_by_all(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    case = await hold(newspaper, member, "Наконец-то!\nВторая строка")

    card = await card_of(newspaper, boris, case)

    assert card["text"].split("\n")[:2] == [f"Проверка № {case}", "К публикации № 1 «Мост открыт»"]
    assert "Анна из Твери · регистрация: " in card["text"]
    assert "опубликовано: 0, на проверке: 1, удалено: 0\nЗадержан: первый комментарий" in card["text"]
    assert styled(card, "blockquote") == ["Наконец-то!\nВторая строка"]
    assert labels(card) == BUTTONS
    assert await comment_texts(newspaper) == []

    judged = await press(boris, card, "Одобрить")

    assert judged["text"].endswith(f"№ {case}: одобрен (Борис).")
    assert labels(judged) == [["Отменить"], ["О читателе", "Модерация"]]
    assert await comment_texts(newspaper) == ["Наконец-то!\nВторая строка"]
    await member.sees("Ваш комментарий к публикации «Мост открыт» опубликован.")


async def test_the_other_card_shows_who_acted_and_a_late_press_sees_it_too(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    gleb = await moderator(newspaper, "Глеб")
    case = await hold(newspaper, member, "Слово")
    cards = [await card_of(newspaper, person, case) for person in (boris, gleb)]

    await press(boris, cards[0], "Удалить")

    shown = await wait_for_text(newspaper, gleb, cards[1], f"№ {case}: удалён (Борис).")
    assert all_labels(shown) == ["О читателе", "Модерация"], "only Boris can take it back"
    late = await gleb.presses(message=cards[1]["message_id"], data=f"mc:{case}:1:a:0:")
    assert late is not None
    assert current(gleb, cards[1])["text"].endswith(f"№ {case}: удалён (Борис).")
    assert await comment_texts(newspaper) == []


async def test_a_verdict_is_taken_back_and_says_nothing(
    newspaper: Newspaper, number: int, member: Person, boris: Person
) -> None:
    gleb = await moderator(newspaper, "Глеб")
    case = await hold(newspaper, member, "Слово")
    card, other = await card_of(newspaper, boris, case), await card_of(newspaper, gleb, case)

    judged = await press(boris, card, "Одобрить")
    await wait_for_text(newspaper, gleb, other, "одобрен (Борис)")
    undone = await press(boris, judged, "Отменить")

    assert labels(undone) == BUTTONS
    assert await comment_texts(newspaper) == []
    assert labels(await wait_for_text(newspaper, gleb, other, "на проверке: 1")) == BUTTONS
    await press(gleb, current(gleb, other), "Удалить")
    await wait_for_text(newspaper, boris, card, f"№ {case}: удалён (Глеб).")
    assert count_messages(member, "опубликован") == 0


async def test_a_rejection_has_a_reason_from_the_chips_in_own_words_or_none(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    await newspaper.news.people.add_macro(await reader_of(newspaper, boris), "Обсуждаем только мост")
    first, second, third = [await hold(newspaper, member, f"Слово {index}") for index in range(3)]

    asked = await press(boris, await card_of(newspaper, boris, first), "Отклонить")
    assert labels(asked) == [
        ["не по теме", "оскорбление"],
        ["спам", "реклама"],
        ["Обсуждаем только мост"],
        ["Без причины", "Своими словами"],
        ["Назад"],
    ]
    assert labels(await press(boris, asked, "Назад")) == BUTTONS
    await press(boris, current(boris, asked), "Отклонить")
    judged = await press(boris, asked, "оскорбление")
    assert judged["text"].endswith(f"№ {first}: отклонён (Борис). Причина: оскорбление")
    await member.sees("Модератор отклонил ваш комментарий к публикации «Мост открыт».\nПричина: оскорбление\n\nСлово 0")

    asked = await press(boris, await card_of(newspaper, boris, second), "Отклонить")
    await press(boris, asked, "Своими словами")
    question = await boris.sees("Почему отклонён комментарий (проверка № 2)?")
    confirmed = await answer(await boris.says("Это уже обсудили", reply_to=question["message_id"]))
    assert confirmed["text"].endswith("Причина: Это уже обсудили")
    await wait_for_text(newspaper, boris, asked, "Причина: Это уже обсудили")

    asked = await press(boris, await card_of(newspaper, boris, third), "Отклонить")
    judged = await press(boris, asked, "Обсуждаем только мост")
    assert judged["text"].endswith("Причина: Обсуждаем только мост")
    assert await comment_texts(newspaper) == []


async def test_a_muted_author_hears_until_when(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    case = await hold(newspaper, member, "Слово")
    asked = await press(boris, await card_of(newspaper, boris, case), "Заглушить")
    assert labels(asked) == [["на час", "на сутки", "на неделю"], ["Назад"]]

    judged = await press(boris, asked, "на сутки")

    assert f"№ {case}: удалён, автору нельзя писать до " in judged["text"]
    await member.sees("Модератор удалил ваш комментарий к публикации «Мост открыт». Снова писать можно с ")
    refused = await answer(await member.says("/comment 1 Ещё слово"))
    assert refused["text"].startswith("Модераторы не принимают ваши комментарии до ")
    assert await comment_texts(newspaper) == []


async def test_a_ban_asks_once_more_removes_everything_and_is_taken_back_whole(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person, boris: Person
) -> None:
    await answer(await member.says("/comment 1 Раз"))
    case = await hold(newspaper, member, "Два")
    asked = await press(boris, await card_of(newspaper, boris, case), "Заблокировать и удалить всё")
    assert f"Заблокировать читателя Анна из Твери (номер {member.id}) и удалить всё, что он написал?" in asked["text"]
    assert await comment_texts(newspaper) == ["Раз"]

    judged = await press(boris, asked, "Заблокировать и удалить всё")

    assert judged["text"].endswith(f"№ {case}: автор заблокирован, всё удалено (Борис).")
    assert await comment_texts(newspaper) == []
    assert "Комментарии (1)" not in all_labels(await answer(await guest.says("/read 1")))
    assert (await answer(await member.says("/comment 1 Три")))["text"] == BANNED_MAY_NOT
    assert "comment" not in menu(member)

    await press(boris, judged, "Отменить")
    assert await comment_texts(newspaper) == ["Раз"]
    assert "comment" in menu(member)
    assert (await reader_of(newspaper, member)).role is Role.MEMBER


async def test_the_staff_is_an_administrators_business(
    newspaper: Newspaper, number: int, vera: Person, boris: Person
) -> None:
    await register(newspaper, vera, "Вера")
    card = await card_of(newspaper, boris, await hold(newspaper, vera, "Слово"))
    refused = await boris.presses("Заблокировать и удалить всё", message=card["message_id"])
    assert refused is not None
    assert refused.text == f"Вера — сотрудник редакции. Группу меняет администратор: /role {vera.id} banned"


async def test_a_comment_that_was_edited_meanwhile_is_shown_anew_and_nothing_is_decided(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    sent = await member.says("/help")
    case = await hold(newspaper, member, "Хорошо", message=sent["message_id"])
    card = await card_of(newspaper, boris, case)
    stale = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await newspaper.news.comments.revise(
        await reader_of(newspaper, member), "Купите слона", member.id, sent["message_id"]
    )

    await boris.presses(message=card["message_id"], data=stale)

    shown = current(boris, card)
    assert "Купите слона" in shown["text"]
    assert await comment_texts(newspaper) == []
    judged = await press(boris, shown, "Одобрить")
    assert judged["text"].endswith(f"№ {case}: одобрен (Борис).")


async def test_the_newsroom_answers_under_its_own_name(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person, boris: Person
) -> None:
    case = await hold(newspaper, member, "Когда откроют?")
    await press(boris, await card_of(newspaper, boris, case), "Ответить от редакции")
    question = await boris.sees("Что ответит редакция читателю Анна из Твери?")

    confirmed = await answer(await boris.says("В мае.", reply_to=question["message_id"]))

    assert confirmed["text"] == "Ответ редакции опубликован под комментарием."
    assert set(await comment_texts(newspaper)) >= {"Когда откроют?"}
    shown = await answer(await guest.says("/comments 1"))
    assert "Борис" not in shown["text"]
    assert "Редакция" in styled(shown, "bold")


async def test_an_english_moderator_judges_in_english_and_the_author_is_told_in_russian(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    eve = await moderator(newspaper, "Eve", "en")
    case = await hold(newspaper, member, "Слово")
    card = await card_of(newspaper, boris, case)
    mine = await eve.sees(f"Case No. {case}")
    assert "Held for: the first comment" in mine["text"]
    asked = await press(eve, mine, "Reject")
    judged = await press(eve, asked, "advertising")
    assert judged["text"].endswith(f"No. {case}: rejected (Eve). The reason: advertising")
    await wait_for_text(newspaper, boris, card, "отклонён (Eve). Причина: реклама")
    await member.sees("Причина: реклама")


@pytest.fixture
async def grouped(newspaper_url: str, monkeypatch: pytest.MonkeyPatch, quick_groups: None) -> AsyncIterator[Newspaper]:
    """A newspaper whose moderators have a group; its id is that of the first group that the emulator makes."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url) as opened:
        group = opened.emulator.group("Модераторы", admins=[opened.editor])
        await opened.stop()
        opened.settings = opened.settings.model_copy(update={"moderation_chat": str(group.id)})
        await opened.start()
        await opened.wait_for_menus()
        yield opened


async def test_in_the_moderators_group_one_card_stands_and_only_moderators_press_it(
    grouped: Newspaper,
) -> None:
    newspaper = grouped
    place = newspaper.news.cases.chat
    room = Group(newspaper.emulator.world, newspaper.emulator.world.chats[place.chat_id])
    boris, stranger = await moderator(newspaper), newspaper.emulator.person("Прохожий")
    for person in (boris, stranger):
        room.adds(person.user)
    await publish(newspaper, "Мост открыт")
    member = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    case = await hold(newspaper, member, "Слово")

    card = await card_of(newspaper, boris, case, chat=room)
    assert count_messages(boris, "Проверка №") == 0, "not in private too"
    refused = await stranger.presses("Одобрить", message=card["message_id"], chat=room)
    assert refused is not None
    assert refused.text.startswith("Это могут модераторы.")
    assert await comment_texts(newspaper) == []

    asked = await press(boris, card, "Отклонить", chat=room)
    await press(boris, asked, "Своими словами", chat=room)
    question = room.messages[-1]
    confirmed = await answer_to(newspaper, await boris.says("Не здесь", chat=room, reply_to=question["message_id"]))
    assert confirmed["text"].endswith(f"№ {case}: отклонён (Борис). Причина: Не здесь")
    await wait_for_text(newspaper, boris, card, "Причина: Не здесь", chat=room)

    listed = await answer_to(newspaper, await boris.says("/moderation", chat=room))
    assert listed["text"].startswith("На проверке: 0")
    elsewhere = newspaper.emulator.group("Соседи", members=[boris])
    refused_there = await answer_to(newspaper, await boris.says("/moderation", chat=elsewhere))
    assert refused_there["text"] == "Это делается в личном чате с ботом."
    await wait_until_handled(newspaper, boris)
