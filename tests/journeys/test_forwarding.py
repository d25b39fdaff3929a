"""Words of others: a message that was forwarded, quoted or composed by a bot changes nothing, whoever sends it."""

from typing import Any

import pytest

from emulator import Person
from news.ledger import Address
from news.roles import Role
from tests.journeys.comments import comment_texts, open_question, stored_comments
from tests.journeys.editing import read_as_reader
from tests.journeys.sentences import COMMENT_STORED, NO_DRAFTS
from tests.journeys.steps import Answer, Json, from_bot, press, publish, reader_of, register, wait_until_handled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

NOT_OBEYED = (
    "Пересланное, процитированное и написанное через другого бота не выполняется: слова здесь чужие. "
    "Если вы этого хотите, наберите сами. Что здесь можно делать: /help."
)
STRANGER = {"id": 777, "is_bot": False, "first_name": "Чужой"}
OTHER_BOT = {"id": 555, "is_bot": True, "first_name": "Бот", "username": "another_bot"}
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Объявления"}
QUOTE = {"text": "слово", "position": 0, "is_manual": True}
BORROWED: dict[str, Json] = {
    "from a user": {"forward_origin": {"type": "user", "date": 1, "sender_user": STRANGER}},
    "from a hidden user": {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Чужой"}},
    "from a channel": {"forward_origin": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 1}},
    "as older servers tell it": {"forward_from": STRANGER, "forward_date": 1},
    "via another bot": {"via_bot": OTHER_BOT},
    "answering another chat": {"external_reply": {"origin": {"type": "user", "date": 1, "sender_user": STRANGER}}},
    "with a quote": {"quote": QUOTE},
    "inside a quote": {"entities": [{"type": "blockquote", "offset": 0, "length": 5}]},
    "inside a folded quote": {"entities": [{"type": "expandable_blockquote", "offset": 0, "length": 5}]},
}
FORWARDED = ("from a user", "from a hidden user", "from a channel", "as older servers tell it")
COMMANDS = (
    "/role {reader} admin", "/post Заголовок\nТекст.", "/retract 1", "/edit 1", "/comment 1 Слово", "/subscribe",
    "/unsubscribe", "/register", "/cancel", "/read 1", "/remove 1", "/start",
)  # fmt: skip


@pytest.mark.parametrize("how", BORROWED)
async def test_an_admin_who_sends_words_of_others_gives_no_command(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, vera: Person, how: str
) -> None:
    await register(newspaper, vera, "Вера")
    for command in COMMANDS:
        sent = await vera.sends(text=command.format(reader=member.id), **BORROWED[how])
        assert (await answer(sent))["text"] == NOT_OBEYED, command

    assert (await reader_of(newspaper, member)).role is Role.MEMBER
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    assert await stored_comments(newspaper) == []
    assert (await newspaper.news.subscriptions.get(Address(vera.id))) is None


@pytest.mark.parametrize("how", [how for how in BORROWED if "inside" not in how])
async def test_words_of_others_answer_no_question_and_it_goes_on_waiting(
    newspaper: Newspaper, answer: Answer, vera: Person, how: str
) -> None:
    """Only as an article a forwarded message is welcome."""
    await answer(await vera.says("/post"))
    if how not in FORWARDED:
        assert (await answer(await vera.sends(text="Чужой заголовок\nТекст.", **BORROWED[how])))["text"] == NOT_OBEYED
    preview = await answer(await vera.says("Свой заголовок\nТекст."))
    assert preview["text"].startswith("Свой заголовок")
    await press(vera, preview, "Опубликовать")

    edit = await answer(await vera.says("/edit 1"))
    await press(vera, edit, "Заголовок")
    assert (await answer(await vera.sends(text="Чужой", **BORROWED[how])))["text"] == NOT_OBEYED
    await answer(await vera.says("/cancel"))

    assert (await read_as_reader(newspaper, 1))["text"].startswith("Свой заголовок")


async def test_a_guest_registers_under_no_forwarded_name(newspaper: Newspaper, answer: Answer, guest: Person) -> None:
    rules = await answer(await guest.says("/register"))
    await press(guest, rules, "Согласен")

    assert (await answer(await guest.sends(text="Мария", **BORROWED["from a user"])))["text"] == NOT_OBEYED
    assert not (await reader_of(newspaper, guest)).registered
    await answer(await guest.says("Мария"))
    assert (await reader_of(newspaper, guest)).name == "Мария"


async def test_a_forwarded_reply_is_no_comment_and_one_with_a_quote_of_the_question_is(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    asked = await open_question(newspaper, member)
    reply: dict[str, Any] = {"reply_to": asked["message_id"], "text": "Хорошо"}

    for how in ("from a user", "via another bot", "answering another chat"):
        assert (await answer(await member.sends(**reply, **BORROWED[how])))["text"] == NOT_OBEYED
    assert await stored_comments(newspaper) == []

    assert (await answer(await member.sends(**reply, quote=QUOTE)))["text"] == COMMENT_STORED
    assert await comment_texts(newspaper) == ["Хорошо"]


async def test_a_quote_inside_an_article_or_a_comment_is_part_of_it(
    newspaper: Newspaper, answer: Answer, number: int, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    quote = {"type": "blockquote", "offset": 0, "length": 9}
    assert (await answer(await vera.says("Заголовок\nТекст.", entities=[quote])))["text"].startswith("Заголовок\n")
    assert (await answer(await vera.says("/post Сразу\nТекст.", entities=[quote | {"offset": 12, "length": 3}])))[
        "text"
    ].startswith("Сразу")


async def test_an_edited_message_is_no_command(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    member = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    said = await vera.says("Добрый день")
    await answer(said)
    shown = len(from_bot(vera))

    for words in (f"/role {member.id} admin", "/post Заголовок\nТекст.", "/subscribe"):
        await vera.edits(said["message_id"], words)
    await wait_until_handled(newspaper, vera)

    assert len(from_bot(vera)) == shown + 1, "only /help is answered"
    assert (await reader_of(newspaper, member)).role is Role.MEMBER
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_in_a_group_words_of_others_get_no_answer(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт")
    group = newspaper.emulator.group("Соседи", admins=[vera])

    for how in BORROWED:
        await vera.sends(text="/subscribe", chat=group, **BORROWED[how])
        await vera.sends(text="/read 1", chat=group, **BORROWED[how])
    own = await vera.says("/latest", chat=group)

    assert (await answer(own))["text"].startswith("Последние новости")
    assert sum(message["from"]["is_bot"] for message in group.messages) == 1
    assert await newspaper.news.subscriptions.get(Address(group.chat.id)) is None
