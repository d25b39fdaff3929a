"""What is told of a raw update before it is parsed."""

from typing import Any

import pytest

from bot.updates import chat_id
from tests.bot.desks import inquiry, message, press


def test_a_chats_updates_stand_in_one_line_and_each_other_chat_in_another() -> None:
    group = {"id": -500, "type": "supergroup"}
    assert chat_id(message(1, "x", person=7)) == chat_id(press(2, person=7)) == 7
    assert chat_id(message(3, "x", person=7, chat=group)) == -500
    assert chat_id({"update_id": 4, "poll": {"id": "5"}}) == 0


def test_a_persons_inline_queries_stand_in_a_line_of_their_own() -> None:
    lines = {chat_id(inquiry(1, person=7)), chat_id(inquiry(2, person=7)), chat_id(message(3, "x", person=7))}
    assert len(lines) == 2
    assert chat_id(inquiry(4, person=8)) not in lines


@pytest.mark.parametrize(
    "sender", [None, {}, {"id": "7"}, {"id": True}, {"id": 2**62 - 1}, {"id": 1 - 2**62}, {"id": 2**62}]
)
def test_whatever_a_query_claims_its_line_fits_a_column_of_64_bits(sender: Any) -> None:
    query = inquiry(1)
    query["inline_query"]["from"] = sender
    assert abs(chat_id(query)) < 2**63
