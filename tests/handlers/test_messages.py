"""Commands and the numbers behind them, as people type them."""

from datetime import UTC, datetime

import pytest
from aiogram.filters.command import CommandException
from aiogram.types import CallbackQuery, Chat, Message

from handlers.messages import Command, argument, place_of, split_number
from news.errors import ButtonStale
from news.ledger import Address


def message(text: str) -> Message:
    return Message(message_id=1, date=datetime(2024, 3, 1, tzinfo=UTC), chat=Chat(id=1, type="private"), text=text)


@pytest.mark.parametrize(
    ("text", "name", "mention", "rest"),
    [
        ("/latest", "latest", None, ""),
        ("/Latest", "Latest", None, ""),
        ("/LATEST@Vestnik_Bot", "LATEST", "Vestnik_Bot", ""),
        ("/latest!", "latest", None, "!"),
        ("/read12", "read", None, "12"),
        ("/Read_12", "Read", None, "12"),
        ("/read№12", "read", None, "№12"),
        ("/read12@vestnik_bot", "read", "vestnik_bot", "12"),
        ("/comment5 Да, 12 раз", "comment", None, "5 Да, 12 раз"),
        ("/comment5@vestnik_bot\nДа", "comment", "vestnik_bot", "5 Да"),
        ("/read\u00a01 000", "read", None, "1 000"),
        ("/read1 000", "read", None, "1 000"),
        ("/read:12", "read", None, "12"),
        ("/search .NET", "search", None, ".NET"),
        ("/search «C++»", "search", None, "«C++»"),
    ],
)
def test_a_command_is_read_in_any_case_with_the_number_that_touches_it(
    text: str, name: str, mention: str | None, rest: str
) -> None:
    command = Command.extract_command(text)
    assert (command.prefix, command.command, command.mention) == ("/", name, mention)
    assert argument(message(text)).text == rest


@pytest.mark.parametrize("text", ["latest", "/", "/ latest", "/12", "//latest", "/all/news", "/читать", "/latest@"])
def test_other_texts_are_no_commands(text: str) -> None:
    with pytest.raises(CommandException):
        Command.extract_command(text)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12", 12, ""),
        ("№12", 12, ""),
        ("# 12 и так далее", 12, "и так далее"),
        ("1 000", 1000, ""),
        ("№ 1\u00a0000", 1000, ""),
        ("1\u202f000 и так далее", 1000, "и так далее"),
        ("1,000,000.", 1_000_000, ""),
        ("5 100 рублей", 5, "100 рублей"),
        ("1000 000", 1000, "000"),
        ("0 123", 0, "123"),
        ("\u200b12", 12, ""),
        ("١٢", 12, ""),
        ("12abc", None, "12abc"),
        ("9" * 19, None, "9" * 19),
        ("", None, ""),
    ],
)
def test_a_number_is_split_from_the_rest(text: str, number: int | None, rest: str) -> None:
    assert split_number(text) == (number, rest)


def test_before_a_text_only_no_break_spaces_are_in_a_number() -> None:
    assert split_number("5 100", needs_text=True) == (5, "100")
    assert split_number("5\u00a0100 раз", needs_text=True) == (5100, "раз")


def press(chat: int, kind: str, *, gone: bool = False, **fields: object) -> CallbackQuery:
    """A press of Anna, who is 7, on a message; Telegram does not show one that is `gone`."""
    message = {"message_id": 1, "date": 0 if gone else 1, "chat": {"id": chat, "type": kind}} | fields
    anna = {"id": 7, "is_bot": False, "first_name": "Анна"}
    return CallbackQuery.model_validate(
        {"id": "1", "from": anna, "chat_instance": "1", "data": "xu", "message": message}
    )


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (press(7, "private"), Address(7)),
        (press(7, "private", gone=True), Address(7)),
        (press(-5, "group"), Address(-5)),
        (press(-5, "supergroup", message_thread_id=9, is_topic_message=True), Address(-5, 9)),
        (press(-5, "supergroup", message_thread_id=9), Address(-5)),
    ],
)
def test_a_button_chooses_for_the_person_or_for_the_group_or_topic_of_its_message(
    query: CallbackQuery, place: Address
) -> None:
    assert place_of(query) == place


def test_a_button_in_a_group_is_stale_if_the_topic_of_its_message_is_not_known() -> None:
    with pytest.raises(ButtonStale):
        place_of(press(-5, "supergroup", gone=True))
