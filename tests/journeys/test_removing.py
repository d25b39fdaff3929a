"""Removing: a moderator removes a comment that everybody sees; authors remove their own; what a comment cannot be."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.comments import comment_texts
from tests.journeys.held import told_soon as told_soon
from tests.journeys.sentences import COMMENT_STORED
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    from_bot,
    labels,
    press,
    publish,
    register,
    styled,
)
from tests.newspaper import Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

MODERATORS_ONLY = "Это могут модераторы. Свой комментарий можно удалить: /remove и его номер."
REMOVED = "Комментарий № 1 удалён. Вернуть его можно в течение 30 с."


@pytest.fixture
async def boris(newspaper: Newspaper) -> Person:
    """A moderator."""
    boris = await register(newspaper, newspaper.emulator.person("Борис"), "Борис")
    async with newspaper.news.storage.writing() as unit:
        await unit.readers.set_role(boris.id, Role.MODERATOR)
    return boris


async def test_a_moderator_removes_a_comment_by_the_button_under_it_and_takes_that_back(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person, boris: Person
) -> None:
    await answer(await member.says("/comment 1 Гадость"))
    await answer(await member.says("/comment 1 Хорошо"))
    shown = await answer(await boris.says("/comments 1"))
    assert labels(shown) == [["1", "2"], ["Сначала лучшие"], ["Добавьте комментарий"], ["К публикации", "Правила"]]

    opened = await press(boris, shown, "1")
    assert "Удалить" in all_labels(opened)
    removed = await press(boris, opened, "Удалить")
    assert removed["text"].startswith(REMOVED)
    assert removed["text"].endswith("\nГадость"), "the moderator sees what it was"
    assert labels(removed) == [["Отменить"], ["О читателе"], ["Комментарии"]]
    assert await comment_texts(newspaper) == ["Хорошо"]
    article = await answer(await guest.says("/read 1"))
    assert "Комментарии (1)" in all_labels(article)
    assert "Гадость" not in (await press(guest, article, "Комментарии (1)"))["text"]

    restored = await press(boris, removed, "Отменить")
    assert restored["text"] == "Комментарий № 1 снова виден."
    assert "Гадость" in (await press(boris, restored, "Комментарии"))["text"]
    assert len(from_bot(boris)) == 1, "all in one message"
    assert "Комментарии (2)" in all_labels(await answer(await guest.says("/read 1")))


async def test_after_half_a_minute_a_removal_stays_and_its_author_is_told(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person, told_soon: None
) -> None:
    await answer(await member.says("/comment 1 Гадость"))
    removed = await answer(await boris.says("/remove 1"))
    async with newspaper.news.storage.writing() as unit:
        await raw(unit, "UPDATE verdicts SET at = at - 31000000")

    refused = await boris.presses("Отменить", message=removed["message_id"])

    assert refused is not None
    assert refused.text.startswith("Отменить это уже нельзя.")
    assert await comment_texts(newspaper) == []
    await member.sees("Модератор удалил ваш комментарий к публикации «Мост открыт».\n\nГадость")


async def test_authors_see_the_numbers_of_their_own_comments_and_remove_them(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    ivan = await register(newspaper, newspaper.emulator.person("Иван"), "Иван")
    await answer(await member.says("/comment 1 Моё"))
    await answer(await ivan.says("/comment 1 Чужое"))

    shown = await answer(await member.says("/comments 1"))
    assert "Удалить" not in all_labels(await press(member, shown, "2"))
    shown = await press(member, shown, "К комментариям")
    assert (await answer(await member.says("/remove 2")))["text"] == MODERATORS_ONLY
    removed = await press(member, await press(member, shown, "1"), "Удалить")
    assert labels(removed) == [["Отменить"], ["Комментарии"]], "nobody bans oneself"

    for stranger in (guest, ivan):
        others = await answer(await stranger.says("/comments 1"))
        assert "Моё" not in others["text"]
    assert await comment_texts(newspaper) == ["Чужое"]


async def test_editing_the_message_of_a_removed_comment_brings_nothing_back(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, boris: Person
) -> None:
    sent = await member.says("/comment 1 Гадость")
    await answer(sent)
    await answer(await boris.says("/remove 1"))

    await member.edits(sent["message_id"], "/comment 1 Другая гадость")

    await member.sees("Этот комментарий удалён, и правка сообщения ничего не изменит. Написать новый: /comment 1")
    assert await comment_texts(newspaper) == []


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("/remove", "Напишите после команды номер комментария: /remove 15."),
        ("/remove всё", "Напишите после команды номер комментария: /remove 15."),
        ("/remove 99", "Комментария с номером 99 нет."),
    ],
)
async def test_a_wrong_number_gets_a_sentence(answer: Answer, boris: Person, said: str, part: str) -> None:
    assert (await answer(await boris.says(said)))["text"].startswith(part)


@pytest.mark.parametrize("blank", "\u2800\u3164\u200b\u00ad\u2060\u180e\u115f\ufeff\u200e\u034f\u00a0\u3000")
async def test_a_comment_is_never_shown_as_two(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person, blank: str
) -> None:
    forged = f"Да\n{blank}\n\n{blank} {blank}\n**Мария** · 14:05\nЯ дура"
    await answer(await member.says(f"/comment 1 {forged}"))

    shown = await answer(await guest.says("/comments 1"))

    assert shown["text"].split("\n\n")[1].split("\n")[1:] == ["Да", "**Мария** · 14:05", "Я дура"]
    assert shown["text"].count("\n\n") == 1
    assert styled(shown, "bold") == ["Комментарии", "Анна из Твери"]
    assert styled(shown, "blockquote") == ["Да\n**Мария** · 14:05\nЯ дура"], "a quotation holds what the author wrote"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n".join("." * 31), "В комментарии слишком много строк: 31, а помещается до 30."),
        ("\n".join(["."] * 490), "В комментарии слишком много строк: 490, а помещается до 30."),
        ("а" + "\u0301" * 990, "В комментарии слишком много знаков над одной буквой: помещается до 2."),
    ],
)
async def test_a_comment_has_a_limit_of_lines_and_of_marks(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, text: str, said: str
) -> None:
    assert (await answer(await member.says(f"/comment 1 {text}")))["text"].startswith(said)
    assert await comment_texts(newspaper) == []
    assert (await answer(await member.says("/comment 1 " + "\n".join("." * 30))))["text"] == COMMENT_STORED


async def test_editing_the_number_moves_the_comment_and_an_edit_without_one_says_that_it_stays(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    second = await publish(newspaper, "Тоннель закрыт")
    sent = await member.says("/comment 1 Слово")
    await answer(sent)

    await member.edits(sent["message_id"], f"/comment {second} Слово")
    await member.sees(f"Ваш комментарий перенесён к публикации № {second}.")
    assert (await comment_texts(newspaper, 1), await comment_texts(newspaper, second)) == ([], ["Слово"])
    article = await answer_to(newspaper, await member.says(f"/read {second}"))
    assert "Комментарии (1)" in all_labels(article)

    await member.edits(sent["message_id"], "/comment 99 Слово")
    await member.sees("Публикации с номером 99 нет.")
    for edited in ("Просто слово", "/comment", "/comment Слово"):
        since = from_bot(member)[-1]["message_id"]
        await member.edits(sent["message_id"], edited)
        await member.sees(
            f"Ваш комментарий остался прежним. Чтобы изменить его, начните сообщение с /comment {second}. "
            "Удалить его: /remove 1",
            after=since,
        )
    assert await comment_texts(newspaper, second) == ["Слово"]
