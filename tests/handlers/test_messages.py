"""Commands and the numbers behind them, as people type them."""

from datetime import UTC, datetime

import pytest
from aiogram.filters.command import CommandException
from aiogram.types import Chat, Message

from handlers.messages import Command, argument, split_number


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
