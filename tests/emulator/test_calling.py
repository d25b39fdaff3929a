"""How a call reaches the emulator: the address, the token, the kinds of body, the checks of shape."""

import json
from io import BytesIO

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from emulator import Emulator, Person
from emulator.server import MAX_REQUEST_BYTES
from tests.emulator.conftest import Api


async def test_a_well_formed_but_wrong_token_is_unauthorized(api: Api) -> None:
    async with api.session.get(f"{api.url}/bot2:other/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_ill_formed_token_and_an_unknown_method_are_not_found(api: Api) -> None:
    async with api.session.get(f"{api.url}/botnonsense/getMe") as response:
        assert response.status == 404
    assert await api.refusal("getRich") == (404, "Not Found")


async def test_the_name_of_a_method_may_be_in_any_case(api: Api) -> None:
    assert (await api.ok("GETME"))["username"] == "vestnik_bot"


async def test_parameters_may_stand_in_the_query_of_a_get(api: Api, anna: Person) -> None:
    async with api.session.get(
        f"{api.url}/bot1:test/sendMessage", params={"chat_id": anna.id, "text": "Hi"}
    ) as response:
        assert (await response.json())["ok"]
    assert anna.last is not None
    assert anna.last["text"] == "Hi"


async def test_a_urlencoded_form_carries_nested_values_as_json(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    form = {"chat_id": str(anna.id), "text": "Hi", "reply_markup": json.dumps(markup), "protect_content": "True"}
    status, body = await api.call("sendMessage", data=form)
    assert status == 200
    assert body["result"]["reply_markup"] == markup
    assert body["result"]["has_protected_content"] is True


async def test_aiograms_bot_sends_and_understands_everything_over_http(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(
        anna.id,
        "Жирно",
        entities=[MessageEntity(type="bold", offset=0, length=5)],
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]]),
    )
    assert sent.from_user is not None
    assert sent.from_user.id == (await bot.get_me()).id
    assert sent.html_text == "<b>Жирно</b>"
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "y"


async def test_aiograms_bot_uploads_a_photo_and_downloads_it_again(bot: Bot, anna: Person) -> None:
    sent = await bot.send_photo(anna.id, BufferedInputFile(b"a picture", "cover.jpg"), caption="Обложка")
    assert sent.photo is not None
    downloaded = await bot.download(sent.photo[-1])
    assert downloaded is not None
    assert downloaded.read() == b"a picture"


async def test_a_body_that_is_no_json_object_is_a_bad_request(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", "[]", '"text"'):
        status, answer = await api.call("getMe", data=body, headers=headers)
        assert (status, answer["ok"]) == (400, False)


async def test_a_body_of_an_unknown_type_is_a_bad_request(api: Api) -> None:
    status, answer = await api.call("getMe", data="text", headers={"Content-Type": "text/plain"})
    assert (status, answer["description"]) == (400, "Bad Request: unsupported content type text/plain")


async def test_a_request_too_large_is_refused_in_json(api: Api) -> None:
    form = aiohttp.FormData({"photo": BytesIO(b"x" * (MAX_REQUEST_BYTES + 1))})
    status, answer = await api.call("sendPhoto", data=form)
    assert (status, answer["description"]) == (413, "Request Entity Too Large")


async def test_an_attachment_that_is_named_but_missing_is_a_bad_request(api: Api, anna: Person) -> None:
    status, answer = await api.call("sendPhoto", data={"chat_id": str(anna.id), "photo": "attach://cover"})
    assert (status, answer["description"]) == (400, "Bad Request: can't find the attached file in the request")


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
    code, told = await api.refusal("sendMessage", **parameters)
    assert code == 400
    assert told.startswith(f"Bad Request: {description}")


async def test_a_lone_surrogate_is_refused_before_it_spoils_anything(api: Api, anna: Person) -> None:
    body = b'{"chat_id": %d, "text": "half \\ud83d"}' % anna.id
    status, answer = await api.call("sendMessage", data=body, headers={"Content-Type": "application/json"})
    assert (status, answer["description"]) == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_two_emulators_stand_side_by_side(emulator: Emulator) -> None:
    async with Emulator(token="2:other", username="other_bot") as other, aiohttp.ClientSession() as session:
        assert other.url != emulator.url
        async with session.get(f"{other.url}/bot2:other/getMe") as response:
            assert (await response.json())["result"]["username"] == "other_bot"


async def test_a_port_that_is_taken_is_told_and_nothing_stays_open(emulator: Emulator) -> None:
    port = int(emulator.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        async with Emulator(port=port):
            pass
