"""Commenting: the question and its reply, the command, the pages of comments, and every way a guest is refused."""

from datetime import timedelta

import pytest

from emulator import Person
from news.model import Comment, NewComment
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    all_labels,
    answer_to,
    button,
    from_bot,
    labels,
    now,
    press,
    publish,
    register,
    settled,
    styled,
)
from tests.newspaper import Newspaper

NOTICE = "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации."
KEPT = "Ваш комментарий опубликован."
CHANGED = "Ваш комментарий изменён."
CLOSED_TO_YOU = "Редакция закрыла вам комментирование. Читать можно всё: /latest."
USAGE = "Напишите после команды номер и текст: /comment 12 Хорошая публикация."


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


async def kept(newspaper: Newspaper, number: int = 1) -> list[Comment]:
    """The comments under an article, as any reader gets them."""
    return list((await newspaper.news.comments.page(number)).comments)


async def texts(newspaper: Newspaper, number: int = 1) -> list[str]:
    return [comment.text for comment in await kept(newspaper, number)]


async def question(newspaper: Newspaper, person: Person, number: int = 1) -> Json:
    """The person taps «Добавьте комментарий» under the article and is asked."""
    article = await answer_to(newspaper, await person.says(f"/read {number}"))
    await press(person, article, "Добавьте комментарий")
    return await answer_to(newspaper, article)


async def test_a_registered_reader_replies_to_the_question_and_everybody_sees_the_comment(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, guest: Person
) -> None:
    asked = await question(newspaper, anna)
    assert asked["text"] == ("Ваш комментарий к публикации:\nМост открыт\nОтветьте на это сообщение своим текстом.")
    assert anna.chat.interface is not None, "the client opens the reply by itself"
    assert anna.chat.interface["force_reply"] is True

    confirmed = await answer(await anna.says("Наконец-то!", reply_to=asked["message_id"]))
    assert confirmed["text"] == KEPT
    assert labels(confirmed) == [["Комментарии", "К публикации"]]

    article = await answer(await guest.says(f"/read {number}"))
    assert labels(article)[1] == ["Комментарии (1)", "Добавьте комментарий"]
    shown = await press(guest, article, "Комментарии (1)")
    title, comment = shown["text"].split("\n\n")
    assert title == "Комментарии\nМост открыт"
    head, words = comment.split("\n")
    assert words == "Наконец-то!"
    name, _, time = head.partition(" · ")
    assert (name, styled(shown, "bold")) == ("Анна из Твери", ["Комментарии", "Анна из Твери"])
    assert time
    back = await press(guest, shown, "К публикации")
    assert back["text"] == article["text"]
    assert len(from_bot(guest)) == 1


async def test_a_comment_by_command_is_kept_as_well(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    confirmed = await answer(await anna.says(f"/comment {number} Первая строка\nи вторая"))

    assert confirmed["text"] == KEPT
    shown = await press(anna, confirmed, "Комментарии")
    assert shown["text"].endswith("\nПервая строка\nи вторая")


async def test_comments_are_found_by_command_and_by_deep_link(
    newspaper: Newspaper, answer: Answer, number: int, guest: Person
) -> None:
    empty = "Комментарии\nМост открыт\n\nКомментариев пока нет. Ваш может стать первым."

    for asked in ("/comments 1", "/start c_1", "/comments № 1"):
        shown = await answer(await guest.says(asked))
        assert shown["text"] == empty
        assert labels(shown) == [["Добавьте комментарий"], ["К публикации"]]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/comments", "Напишите после команды номер публикации: /comments 12. Номера: /latest."),
        ("/comments все", "Напишите после команды номер публикации: /comments 12. Номера: /latest."),
        ("/comments 99", "Публикации с номером 99 нет. Свежие публикации: /latest, весь архив: /all."),
        ("/comment", USAGE),
        ("/comment Хорошо", USAGE),
        ("/comment 1", "В комментарии нужны слова. Ответьте на вопрос текстом."),
        ("/comment 1 \u200b\u2060", "В комментарии нужны слова. Ответьте на вопрос текстом."),
        ("/comment 99 Хорошо", "Публикации с номером 99 нет. Свежие публикации: /latest, весь архив: /all."),
        (
            "/comment 1 " + "щ" * 1001,
            "Комментарий слишком длинный: знаков в нём 1001, а помещается до 1000. Сократите его и пришлите снова.",
        ),
    ],
)
async def test_what_cannot_be_a_comment_gets_a_sentence_that_helps(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, written: str, said: str
) -> None:
    assert (await answer(await anna.says(written)))["text"] == said
    assert await kept(newspaper) == []


async def test_a_comment_of_just_the_length_allowed_is_kept(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    confirmed = await answer(await anna.says("/comment 1 " + "щ" * 1000))

    assert confirmed["text"] == KEPT


async def test_what_a_comment_says_is_only_text(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    words = "<b>жирно</b> [ссылка](https://example.org) *и* &amp; {count} %s"
    bold = {"type": "bold", "offset": 0, "length": 5}
    asked = await question(newspaper, anna)

    confirmed = await answer(await anna.says(words, reply_to=asked["message_id"], entities=[bold]))

    shown = await press(anna, confirmed, "Комментарии")
    assert shown["text"].endswith(f"\n{words}")
    assert styled(shown, "bold") == ["Комментарии", "Анна из Твери"], "nobody writes in bold but the newspaper"


async def test_a_reply_without_words_is_asked_for_again(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)

    refused = await answer(await anna.sends(reply_to=asked["message_id"], dice={"emoji": "🎲", "value": 3}))
    assert refused["text"] == "В комментарии нужны слова. Ответьте на вопрос текстом."
    confirmed = await answer(await anna.says("Теперь словами", reply_to=asked["message_id"]))
    assert confirmed["text"] == KEPT


async def test_editing_the_message_changes_the_comment(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)
    by_reply = await anna.says("Превый!", reply_to=asked["message_id"])
    await answer(by_reply)
    by_command = await anna.says("/comment 1 Втрой!")
    await answer(by_command)

    await anna.edits(by_reply["message_id"], "Первый!")
    await anna.sees(CHANGED)
    await anna.edits(by_command["message_id"], "/comment 1 Второй!")
    await settled(newspaper, anna)

    assert await texts(newspaper) == ["Первый!", "Второй!"]
    shown = await answer(await anna.says("/comments 1"))
    assert shown["text"].count(", изменено") == 2


async def test_an_edit_cannot_make_a_comment_empty(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    sent = await anna.says("/comment 1 Первый!")
    await answer(sent)

    await anna.edits(sent["message_id"], "/comment 1")
    await anna.sees("В комментарии нужны слова.")

    assert await texts(newspaper) == ["Первый!"]


async def test_more_than_a_few_comments_a_minute_are_too_many(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    said = [(await answer(await anna.says(f"/comment 1 Слово {count}")))["text"] for count in range(6)]

    assert said[:5] == [KEPT] * 5
    assert said[5].startswith("Слишком много комментариев подряд. Пришлите его снова через ")
    assert len(await kept(newspaper)) == 5


async def test_comments_go_by_pages_newest_last(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person, guest: Person
) -> None:
    async with newspaper.news.storage.writing() as unit:
        for count in range(1, 26):
            at = LONG_AGO + timedelta(minutes=count)
            await unit.comments.add(NewComment(number, anna.id, f"Слово {count}", at, anna.id, 1000 + count))

    def spoken(screen: Json) -> list[int]:
        return [int(line.split()[1]) for line in screen["text"].split("\n") if line.startswith("Слово ")]

    page = await answer(await guest.says("/comments 1"))
    assert spoken(page) == list(range(16, 26))
    assert page["text"].endswith("Анна из Твери · 5 марта 2024, 14:30\nСлово 25")
    assert labels(page)[0] == ["Раньше"]
    page = await press(guest, page, "Раньше")
    assert spoken(page) == list(range(6, 16))
    assert labels(page)[0] == ["Раньше", "Позже", "К последним"]
    await answer(await anna.says("/comment 1 Слово 26"))
    page = await press(guest, page, "Раньше")
    assert spoken(page) == list(range(1, 6))
    assert labels(page)[0] == ["Позже", "К последним"]
    page = await press(guest, page, "Позже")
    assert spoken(page) == list(range(6, 16)), "steady while new ones come in"
    page = await press(guest, page, "К последним")
    assert spoken(page) == list(range(17, 27))
    assert len(from_bot(guest)) == 1


async def test_a_comment_is_kept_once_however_often_telegram_delivers_the_update(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    asked = await question(newspaper, anna)
    messages = [
        await anna.says("Ответом", reply_to=asked["message_id"]),
        await anna.says("/comment 1 Командой"),
    ]
    await answer(messages[-1])
    async with newspaper.news.storage.reading() as unit:
        last = await unit.inbox.last()

    for update_id in (last, last - 1, last):
        newspaper.emulator.redeliver(update_id)
    for message in messages * 3:
        newspaper.emulator.world.inject({"message": message})  # the same message under another update's number
    await settled(newspaper, anna)
    await newspaper.stop()
    await newspaper.start()
    newspaper.emulator.redeliver(last)
    await settled(newspaper, anna)

    assert await texts(newspaper) == ["Ответом", "Командой"]
    article = await answer(await anna.says("/read 1"))
    assert "Комментарии (2)" in all_labels(article)


async def test_a_comment_edited_while_it_is_delivered_again_stays_as_edited(
    newspaper: Newspaper, answer: Answer, number: int, anna: Person
) -> None:
    sent = await anna.says("/comment 1 Было")
    await answer(sent)
    await anna.edits(sent["message_id"], "/comment 1 Стало")
    await anna.sees(CHANGED)

    newspaper.emulator.world.inject({"message": sent})
    await settled(newspaper, anna)

    assert await texts(newspaper) == ["Стало"]


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
