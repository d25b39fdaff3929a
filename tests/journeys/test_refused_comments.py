"""Refused comments of guests, channels, groups and banned readers; and how long a question for one stays valid."""

from datetime import timedelta

import pytest

from emulator import Person
from tests.journeys.comments import comment_texts, open_question, stored_comments
from tests.journeys.sentences import BANNED_MAY_NOT, COMMENT_STORED, GUESTS_MAY_NOT, PRIVATE_CHAT_ONLY
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    button,
    current,
    give_role,
    labels,
    press,
    publish,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_a_guest_is_refused_by_the_button_with_the_notice_word_for_word(
    answer: Answer, number: int, guest: Person
) -> None:
    article = await answer(await guest.says("/read 1"))
    refused = await press(guest, article, "Добавьте комментарий")
    assert refused["text"] == GUESTS_MAY_NOT
    assert labels(refused) == [["Зарегистрироваться"], ["К публикации"]]

    shown = await answer(await guest.says("/comments 1"))
    assert (await press(guest, shown, "Добавьте комментарий"))["text"] == GUESTS_MAY_NOT


async def test_a_guest_is_refused_by_the_command(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    refused = await answer(await guest.says("/comment 1 Хорошо"))

    assert refused["text"] == GUESTS_MAY_NOT
    assert labels(refused) == [["Зарегистрироваться"], ["К публикации"]]
    assert await stored_comments(newspaper) == []


async def test_a_guest_is_refused_when_replying_to_a_question_that_somebody_else_was_asked(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, guest: Person
) -> None:
    asked = await open_question(newspaper, member)
    await answer(await guest.says("/start"))

    stolen = await guest.sends(text="Хорошо", reply_to_message=asked | {"chat": guest.chat.as_json()})

    assert (await answer(stolen))["text"] == GUESTS_MAY_NOT
    assert await stored_comments(newspaper) == []


async def test_a_reply_to_a_forgery_of_the_question_is_no_comment(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    forged = await member.says(asked["text"])

    said = await answer(await member.says("Хорошо", reply_to=forged["message_id"]))

    assert said["text"].startswith("Не понял вас.")
    assert await stored_comments(newspaper) == []


async def test_a_guest_is_refused_when_an_edit_becomes_a_comment(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    said = await guest.says("Добрый день")
    await answer(said)

    await guest.edits(said["message_id"], "/comment 1 Хорошо")

    assert await guest.sees(GUESTS_MAY_NOT)
    assert await stored_comments(newspaper) == []


@pytest.mark.parametrize(
    ("sender_id", "as_whom"),
    [(136817688, "channel"), (1087968824, "group"), (777000, "service"), (None, "itself")],
)
async def test_a_channel_or_an_anonymous_admin_holds_no_role_and_is_refused(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, sender_id: int | None, as_whom: str
) -> None:
    """`itself`: `from` names a registered reader, although a chat sent the message."""
    asked = await open_question(newspaper, member)
    chat = {"id": -1001234567890, "type": "channel", "title": "Объявления"}
    speaker: Json = {"sender_chat": chat}
    if sender_id is not None:
        speaker["from"] = {"id": sender_id, "is_bot": True, "first_name": as_whom}

    by_command = await member.sends(text="/comment 1 Хорошо", **speaker)
    assert (await answer(by_command))["text"] == GUESTS_MAY_NOT
    by_reply = await member.sends(text="Хорошо", reply_to=asked["message_id"], **speaker)
    assert (await answer(by_reply))["text"] == GUESTS_MAY_NOT

    assert await stored_comments(newspaper) == []


async def test_in_a_group_nobody_comments(newspaper: Newspaper, answer: Answer, number: int, member: Person) -> None:
    group = newspaper.emulator.group("Соседи", admins=[member])

    led = await answer(await member.says("/comment 1 Хорошо", chat=group))

    assert led["text"] == PRIVATE_CHAT_ONLY
    anonymous = await member.sends(
        chat=group,
        text="/comment 1 Хорошо",
        sender_chat=group.chat.as_json(),
        **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
    )
    assert (await answer(anonymous))["text"] == PRIVATE_CHAT_ONLY
    assert await stored_comments(newspaper) == []


async def test_after_a_ban_the_stale_button_the_stale_question_and_the_edit_are_refused(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    sent = await member.says("/comment 1 До запрета")
    await answer(sent)
    article = await answer(await member.says("/read 1"))
    await give_role(newspaper, member, "banned")

    pressed = await member.presses("Добавьте комментарий", message=article["message_id"])
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (BANNED_MAY_NOT, True)
    assert current(member, article)["text"] == article["text"], "reading goes on"
    assert (await answer(await member.says("Ещё", reply_to=asked["message_id"])))["text"] == BANNED_MAY_NOT
    assert (await answer(await member.says("/comment 1 Ещё")))["text"] == BANNED_MAY_NOT
    await member.edits(sent["message_id"], "/comment 1 После запрета")
    await wait_until_handled(newspaper, member)

    assert await comment_texts(newspaper) == [], "the ban hides what was written before"
    await give_role(newspaper, member, "member")
    assert await comment_texts(newspaper) == ["До запрета"]


async def test_a_question_about_a_retracted_article_is_explained(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    await answer(await newspaper.editor.says("/retract 1 Ошибка"))
    await newspaper.editor.presses("Снять")

    said = await answer(await member.says("Хорошо", reply_to=asked["message_id"]))

    assert said["text"].startswith("Публикация № 1 снята редакцией.")
    assert said["text"].endswith("\nПричина: Ошибка")


async def test_the_question_outlives_a_restart(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    await newspaper.restart()

    assert (await answer(await member.says("Дождались", reply_to=asked["message_id"])))["text"] == COMMENT_STORED
    assert await comment_texts(newspaper) == ["Дождались"]


async def test_two_questions_at_once_do_not_mix_their_answers(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    await publish(newspaper, "Тоннель закрыт", at=LONG_AGO + timedelta(days=1))
    first, second = await open_question(newspaper, member, 1), await open_question(newspaper, member, 2)

    await answer(await member.says("О мосте", reply_to=first["message_id"]))
    await answer(await member.says("О тоннеле", reply_to=second["message_id"]))

    assert (await comment_texts(newspaper, 1), await comment_texts(newspaper, 2)) == (["О мосте"], ["О тоннеле"])


async def test_the_headline_in_the_question_leads_to_the_comments(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)

    (link,) = [entity for entity in asked["entities"] if entity["type"] == "text_link"]

    assert link["url"].endswith("?start=d_1")
    shown = await answer(await member.follows("d_1"))
    assert button(shown, "К публикации")
