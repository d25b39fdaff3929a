"""Comments that are refused: guests by every way, channels, groups, the banned; and what the question outlives."""

from datetime import timedelta

import pytest

from emulator import Person
from tests.journeys.comments import CLOSED_TO_YOU, KEPT, NOTICE, kept, question, texts
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    button,
    labels,
    now,
    press,
    publish,
    register,
    settled,
)
from tests.newspaper import Newspaper


@pytest.fixture
async def number(newspaper: Newspaper) -> int:
    """An article to comment on."""
    return await publish(newspaper, "Мост открыт", "Движение началось.")


@pytest.fixture
async def anna(newspaper: Newspaper) -> Person:
    """A registered reader."""
    return await register(newspaper, newspaper.emulator.person("Анна"), "Анна из Твери")


@pytest.fixture
async def guest(newspaper: Newspaper) -> Person:
    """Somebody who never registered."""
    return newspaper.emulator.person("Гость")


async def test_a_guest_is_refused_by_the_button_with_the_notice_word_for_word(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    article = await answer(await guest.says("/read 1"))
    refused = await press(guest, article, "Добавьте комментарий")
    assert refused["text"] == NOTICE
    assert labels(refused) == [["Зарегистрироваться"], ["К публикации"]]

    shown = await answer(await guest.says("/comments 1"))
    assert (await press(guest, shown, "Добавьте комментарий"))["text"] == NOTICE


async def test_a_guest_is_refused_by_the_command(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    refused = await answer(await guest.says("/comment 1 Хорошо"))

    assert refused["text"] == NOTICE
    assert labels(refused) == [["Зарегистрироваться"], ["К публикации"]]
    assert await kept(newspaper) == []


async def test_a_guest_is_refused_when_replying_to_a_question_that_somebody_else_was_asked(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, guest: Person
) -> None:
    asked = await question(newspaper, anna)
    await answer(await guest.says("/start"))

    stolen = await guest.sends(text="Хорошо", reply_to_message=asked | {"chat": guest.chat.as_json()})

    assert (await answer(stolen))["text"] == NOTICE
    assert await kept(newspaper) == []


async def test_a_reply_to_a_forgery_of_the_question_is_no_comment(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)
    forged = await anna.says(asked["text"])

    said = await answer(await anna.says("Хорошо", reply_to=forged["message_id"]))

    assert said["text"].startswith("Не понял вас.")
    assert await kept(newspaper) == []


async def test_a_guest_is_refused_when_an_edit_becomes_a_comment(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    said = await guest.says("Добрый день")
    await answer(said)

    await guest.edits(said["message_id"], "/comment 1 Хорошо")

    assert await guest.sees(NOTICE)
    assert await kept(newspaper) == []


async def test_a_guest_is_refused_when_forwarding_a_comment(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, guest: Person
) -> None:
    asked = await question(newspaper, anna)
    origin = {"type": "user", "date": 1709636700, "sender_user": anna.user.as_json()}
    await answer(await guest.says("/start"))

    by_command = await guest.sends(text="/comment 1 Хорошо", forward_origin=origin)
    assert (await answer(by_command))["text"] == NOTICE
    by_reply = await guest.sends(
        text="Хорошо", forward_origin=origin, reply_to_message=asked | {"chat": guest.chat.as_json()}
    )
    assert (await answer(by_reply))["text"] == NOTICE

    assert await kept(newspaper) == []


@pytest.mark.parametrize(
    ("sender_id", "as_whom"),
    [(136817688, "channel"), (1087968824, "group"), (777000, "service"), (None, "itself")],
)
async def test_a_channel_or_an_anonymous_admin_holds_no_role_and_is_refused(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, sender_id: int | None, as_whom: str
) -> None:
    """`itself`: the name in `from` is a registered reader's, and yet a chat is speaking."""
    asked = await question(newspaper, anna)
    chat = {"id": -1001234567890, "type": "channel", "title": "Объявления"}
    speaker: Json = {"sender_chat": chat}
    if sender_id is not None:
        speaker["from"] = {"id": sender_id, "is_bot": True, "first_name": as_whom}

    by_command = await anna.sends(text="/comment 1 Хорошо", **speaker)
    assert (await answer(by_command))["text"] == NOTICE
    by_reply = await anna.sends(text="Хорошо", reply_to=asked["message_id"], **speaker)
    assert (await answer(by_reply))["text"] == NOTICE

    assert await kept(newspaper) == []


async def test_in_a_group_nobody_comments(newspaper: Newspaper, answer: Answer, number: int, anna: Person) -> None:
    group = newspaper.emulator.group("Соседи", admins=[anna])

    led = await answer(await anna.says("/comment 1 Хорошо", chat=group))

    assert led["text"] == "Это делается в личном чате с ботом."
    anonymous = await anna.sends(
        chat=group,
        text="/comment 1 Хорошо",
        sender_chat=group.chat.as_json(),
        **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
    )
    assert (await answer(anonymous))["text"] == "Это делается в личном чате с ботом."
    assert await kept(newspaper) == []


async def test_after_a_ban_the_stale_button_the_stale_question_and_the_edit_are_refused(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)
    sent = await anna.says("/comment 1 До запрета")
    await answer(sent)
    article = await answer(await anna.says("/read 1"))
    await answer(await newspaper.editor.says(f"/role {anna.id} banned"))

    pressed = await anna.presses("Добавьте комментарий", message=article["message_id"])
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (CLOSED_TO_YOU, True)
    assert now(anna, article)["text"] == article["text"], "reading goes on"
    assert (await answer(await anna.says("Ещё", reply_to=asked["message_id"])))["text"] == CLOSED_TO_YOU
    assert (await answer(await anna.says("/comment 1 Ещё")))["text"] == CLOSED_TO_YOU
    await anna.edits(sent["message_id"], "/comment 1 После запрета")
    await settled(newspaper, anna)

    assert await texts(newspaper) == ["До запрета"]


async def test_a_question_about_a_retracted_article_is_explained(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)
    await answer(await newspaper.editor.says("/retract 1 Ошибка"))
    await newspaper.editor.presses("Снять")

    said = await answer(await anna.says("Хорошо", reply_to=asked["message_id"]))

    assert said["text"].startswith("Публикация № 1 снята редакцией.")
    assert said["text"].endswith("\nПричина: Ошибка")


async def test_the_question_outlives_a_restart(newspaper: Newspaper, answer: Answer, number: int, anna: Person) -> None:
    asked = await question(newspaper, anna)
    await newspaper.stop()
    await newspaper.start()

    assert (await answer(await anna.says("Дождались", reply_to=asked["message_id"])))["text"] == KEPT
    assert await texts(newspaper) == ["Дождались"]


async def test_two_questions_at_once_do_not_mix_their_answers(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    await publish(newspaper, "Тоннель закрыт", at=LONG_AGO + timedelta(days=1))
    first, second = await question(newspaper, anna, 1), await question(newspaper, anna, 2)

    await answer(await anna.says("О мосте", reply_to=first["message_id"]))
    await answer(await anna.says("О тоннеле", reply_to=second["message_id"]))

    assert (await texts(newspaper, 1), await texts(newspaper, 2)) == (["О мосте"], ["О тоннеле"])


async def test_the_headline_in_the_question_leads_to_the_comments(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)

    (link,) = [entity for entity in asked["entities"] if entity["type"] == "text_link"]

    assert link["url"].endswith("?start=c_1")
    shown = await answer(await anna.follows("c_1"))
    assert button(shown, "К публикации")
