"""sendMessage and sendChatAction: contents and limits."""

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api


async def test_the_result_is_a_full_message(api: Api, emulator: Emulator, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Hi")
    assert sent["chat"] == {"id": anna.id, "type": "private", "first_name": "Anna", "username": "anna"}
    assert sent["from"] == {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"}
    assert abs(sent["date"] - emulator.world.seconds()) <= 1
    assert sent["message_id"] == anna.messages[0]["message_id"] + 1
    assert anna.last == sent


@pytest.mark.parametrize("text", ["", "   ", "\n\t \u3000"])
async def test_a_text_of_spaces_is_empty(api: Api, anna: Person, text: str) -> None:
    assert await api.refusal("sendMessage", chat_id=anna.id, text=text) == (400, "Bad Request: message text is empty")


@pytest.mark.parametrize(
    ("text", "fits"), [("я" * 4096, True), ("я" * 4097, False), ("🗞" * 2048, True), ("🗞" * 2049, False)]
)
async def test_a_text_has_at_most_4096_utf16_units(api: Api, anna: Person, text: str, fits: bool) -> None:
    status, body = await api.call("sendMessage", {"chat_id": anna.id, "text": text})
    assert (status == 200) is fits
    assert fits or body["description"] == "Bad Request: message is too long"


async def test_spaces_around_a_text_do_not_count(api: Api, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="  " + "x" * 4096 + "\n\n")
    assert sent["text"] == "x" * 4096


async def test_control_characters_become_spaces(api: Api, anna: Person) -> None:
    assert (await api.ok("sendMessage", chat_id=anna.id, text="a\x00b\tc\nd"))["text"] == "a b c\nd"


async def test_a_chat_action_is_one_of_a_list(api: Api, anna: Person) -> None:
    assert await api.ok("sendChatAction", chat_id=anna.id, action="typing") is True
    refusal = await api.refusal("sendChatAction", chat_id=anna.id, action="thinking")
    assert refusal == (400, "Bad Request: wrong parameter action in request")
