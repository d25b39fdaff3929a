"""Commenting: the question and its reply, the command, edits, the pages of comments."""

from datetime import timedelta

import pytest

from emulator import Person
from news.model import NewComment
from tests.bot.intakes import inbox_states
from tests.journeys.comments import comment_texts, open_question, stored_comments
from tests.journeys.sentences import COMMENT_CHANGED, COMMENT_STORED, COMMENT_USAGE
from tests.journeys.steps import LONG_AGO, Answer, Json, all_labels, from_bot, labels, press, styled, wait_until_handled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_a_registered_reader_replies_to_the_question_and_everybody_sees_the_comment(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    asked = await open_question(newspaper, member)
    assert asked["text"] == ("Ваш комментарий к публикации:\nМост открыт\nОтветьте на это сообщение своим текстом.")
    assert member.chat.interface is not None, "the client opens the reply by itself"
    assert member.chat.interface["force_reply"] is True

    confirmed = await answer(await member.says("Наконец-то!", reply_to=asked["message_id"]))
    assert confirmed["text"] == COMMENT_STORED
    assert labels(confirmed) == [["Комментарии", "К публикации"]]

    article = await answer(await guest.says(f"/read {number}"))
    assert labels(article)[1] == ["Комментарии (1)", "Добавьте комментарий"]
    shown = await press(guest, article, "Комментарии (1)")
    title, comment = shown["text"].split("\n\n")
    assert title == "Комментарии\nМост открыт"
    head, words = comment.split("\n")
    assert words == "Наконец-то!"
    mark, name, time = head.split(" · ")
    assert (mark, name, styled(shown, "bold")) == ("№ 1", "Анна из Твери", ["Комментарии", "Анна из Твери"])
    assert time
    back = await press(guest, shown, "К публикации")
    assert back["text"] == article["text"]
    assert len(from_bot(guest)) == 1


async def test_a_comment_by_command_is_kept_as_well(answer: Answer, number: int, member: Person) -> None:
    confirmed = await answer(await member.says(f"/comment {number} Первая строка\nи вторая"))

    assert confirmed["text"] == COMMENT_STORED
    shown = await press(member, confirmed, "Комментарии")
    assert shown["text"].endswith("\nПервая строка\nи вторая")


async def test_comments_are_found_by_command_and_by_deep_link(answer: Answer, number: int, guest: Person) -> None:
    empty = "Комментарии\nМост открыт\n\nКомментариев пока нет. Ваш может стать первым."

    for asked in ("/comments 1", "/start d_1", "/comments № 1"):
        shown = await answer(await guest.says(asked))
        assert shown["text"] == empty
        assert labels(shown) == [["Добавьте комментарий"], ["К публикации"]]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/comments", "Напишите после команды номер публикации: /comments 12. Номера: /latest."),
        ("/comments все", "Напишите после команды номер публикации: /comments 12. Номера: /latest."),
        ("/comments 99", "Публикации с номером 99 нет. Свежие публикации: /latest, весь архив: /all."),
        ("/comment", COMMENT_USAGE),
        ("/comment Хорошо", COMMENT_USAGE),
        ("/comment 1", "В комментарии нужны слова. Ответьте на вопрос текстом."),
        ("/comment 1 \u200b\u2060", "В комментарии нужны слова. Ответьте на вопрос текстом."),
        ("/comment 99 Хорошо", "Публикации с номером 99 нет. Свежие публикации: /latest, весь архив: /all."),
        (
            "/comment 1 " + "щ" * 2001,
            "Комментарий слишком длинный: знаков в нём 2001, а помещается до 2000. Сократите его и пришлите снова.",
        ),
    ],
)
async def test_what_cannot_be_a_comment_gets_a_sentence_that_helps(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, written: str, said: str
) -> None:
    assert (await answer(await member.says(written)))["text"] == said
    assert await stored_comments(newspaper) == []


async def test_a_comment_of_the_maximum_length_is_kept(answer: Answer, number: int, member: Person) -> None:
    confirmed = await answer(await member.says("/comment 1 " + "щ" * 2000))

    assert confirmed["text"] == COMMENT_STORED


async def test_what_a_comment_says_is_only_text(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    words = "<b>жирно</b> [ссылка](https://example.org) *и* &amp; {count} %s"
    bold = {"type": "bold", "offset": 0, "length": 5}
    asked = await open_question(newspaper, member)

    confirmed = await answer(await member.says(words, reply_to=asked["message_id"], entities=[bold]))

    shown = await press(member, confirmed, "Комментарии")
    assert shown["text"].endswith(f"\n{words}")
    assert styled(shown, "bold") == ["Комментарии", "Анна из Твери"], "only the newspaper writes in bold"


async def test_a_reply_without_words_is_asked_for_again(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)

    refused = await answer(await member.sends(reply_to=asked["message_id"], dice={"emoji": "🎲", "value": 3}))
    assert refused["text"] == "В комментарии нужны слова. Ответьте на вопрос текстом."
    confirmed = await answer(await member.says("Теперь словами", reply_to=asked["message_id"]))
    assert confirmed["text"] == COMMENT_STORED


async def test_editing_the_message_changes_the_comment(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    by_reply = await member.says("Превый!", reply_to=asked["message_id"])
    await answer(by_reply)
    by_command = await member.says("/comment 1 Втрой!")
    await answer(by_command)

    await member.edits(by_reply["message_id"], "Первый!")
    await member.sees(COMMENT_CHANGED)
    await member.edits(by_command["message_id"], "/comment 1 Второй!")
    await wait_until_handled(newspaper, member)

    assert await comment_texts(newspaper) == ["Первый!", "Второй!"]
    shown = await answer(await member.says("/comments 1"))
    assert shown["text"].count(", изменено") == 2


async def test_an_edit_cannot_make_a_comment_empty(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    sent = await member.says("/comment 1 Первый!")
    await answer(sent)

    await member.edits(sent["message_id"], "/comment 1")
    await member.sees("В комментарии нужны слова.")

    assert await comment_texts(newspaper) == ["Первый!"]


async def test_comments_go_by_pages_newest_last(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    async with newspaper.news.storage.writing() as unit:
        for count in range(1, 26):
            at = LONG_AGO + timedelta(minutes=count)
            await unit.comments.add(NewComment(number, member.id, f"Слово {count}", at, member.id, 1000 + count))

    def spoken(screen: Json) -> list[int]:
        return [int(line.split()[1]) for line in screen["text"].split("\n") if line.startswith("Слово ")]

    page = await answer(await guest.says("/comments 1"))
    assert spoken(page) == list(range(16, 26))
    assert page["text"].endswith("№ 25 · Анна из Твери · 5 марта 2024, 14:30\nСлово 25")
    assert labels(page)[2] == ["Раньше"]
    page = await press(guest, page, "Раньше")
    assert spoken(page) == list(range(6, 16))
    assert labels(page)[2] == ["Раньше", "Позже", "К последним"]
    await answer(await member.says("/comment 1 Слово 26"))
    page = await press(guest, page, "Раньше")
    assert spoken(page) == list(range(1, 6))
    assert labels(page)[1] == ["Позже", "К последним"]
    page = await press(guest, page, "Позже")
    assert spoken(page) == list(range(6, 16)), "steady while new ones come in"
    page = await press(guest, page, "К последним")
    assert spoken(page) == list(range(17, 27))
    assert len(from_bot(guest)) == 1


async def test_a_comment_is_kept_once_however_often_telegram_delivers_the_update(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    messages = [
        await member.says("Ответом", reply_to=asked["message_id"]),
        await member.says("/comment 1 Командой"),
    ]
    await answer(messages[-1])
    last = max(await inbox_states(newspaper.news.storage))

    for update_id in (last, last - 1, last):
        newspaper.emulator.redeliver(update_id)
    for message in messages * 3:
        newspaper.emulator.world.inject({"message": message})  # the same message under another update's number
    await wait_until_handled(newspaper, member)
    await newspaper.restart()
    newspaper.emulator.redeliver(last)
    await wait_until_handled(newspaper, member)

    assert await comment_texts(newspaper) == ["Ответом", "Командой"]
    article = await answer(await member.says("/read 1"))
    assert "Комментарии (2)" in all_labels(article)


async def test_a_comment_edited_while_it_is_delivered_again_stays_as_edited(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    sent = await member.says("/comment 1 Было")
    await answer(sent)
    await member.edits(sent["message_id"], "/comment 1 Стало")
    await member.sees(COMMENT_CHANGED)

    newspaper.emulator.world.inject({"message": sent})
    await wait_until_handled(newspaper, member)

    assert await comment_texts(newspaper) == ["Стало"]
