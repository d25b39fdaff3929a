"""Validation of parameters: types, required and unknown fields, and the errors that name them."""

import pytest

from emulator import Person
from tests.emulator.api_client import Api


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": "Hi"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": "Hi", "colour": "red"}, 'unknown parameter "colour"'),
        ({"chat_id": "one", "text": "Hi"}, '"chat_id" must be an Integer'),
        ({"chat_id": 1.5, "text": "Hi"}, '"chat_id" must be an Integer'),
        ({"chat_id": True, "text": "Hi"}, '"chat_id" must be an Integer'),
        ({"chat_id": 2**63, "text": "Hi"}, '"chat_id" must be an Integer'),
        ({"chat_id": 1, "text": 5}, '"text" must be a String'),
        ({"chat_id": 1, "text": None}, '"text" must be a String'),
        ({"chat_id": 1, "text": "Hi", "protect_content": 1}, '"protect_content" must be a Boolean'),
        ({"chat_id": 1, "text": "Hi", "protect_content": "perhaps"}, '"protect_content" must be a Boolean'),
        ({"chat_id": 1, "text": "Hi", "entities": {}}, '"entities" must be an Array'),
        ({"chat_id": 1, "text": "Hi", "entities": "[{"}, 'can\'t parse "entities" as JSON'),
        ({"chat_id": 1, "text": "Hi", "entities": [5]}, '"entities[0]" must be an Object'),
        ({"chat_id": 1, "text": "Hi", "entities": [{"type": "bold"}]}, "entities[0].offset is empty"),
        ({"chat_id": 1, "text": "Hi", "reply_markup": []}, '"reply_markup" must be an Object'),
        ({"chat_id": 1, "text": "Hi", "reply_markup": {"rows": []}}, '"reply_markup" must be one of: inline_keyboard'),
        ({"chat_id": 1, "text": "Hi", "parse_mode": "HTML"}, '"parse_mode" is refused'),
    ],
)
async def test_a_missing_wrong_or_unknown_parameter_is_named(
    api: Api, parameters: dict[str, object], description: str
) -> None:
    code, received = await api.refusal("sendMessage", **parameters)
    assert code == 400
    assert received.startswith(f"Bad Request: {description}")


async def test_a_lone_surrogate_is_refused(api: Api, anna: Person) -> None:
    body = b'{"chat_id": %d, "text": "half \\ud83d"}' % anna.id
    status, answer = await api.call("sendMessage", data=body, headers={"Content-Type": "application/json"})
    assert (status, answer["description"]) == (400, "Bad Request: strings must be encoded in UTF-8")
