"""The Bot API server: the token, the method's name, aiogram as a client, and several emulators."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from emulator import Emulator, Person
from tests.emulator.api_client import Api


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


async def test_two_emulators_stand_side_by_side(emulator: Emulator) -> None:
    async with Emulator(token="2:other", username="other_bot") as other, aiohttp.ClientSession() as session:
        assert other.url != emulator.url
        async with session.get(f"{other.url}/bot2:other/getMe") as response:
            assert (await response.json())["result"]["username"] == "other_bot"


async def test_a_port_in_use_raises_and_leaves_nothing_open(emulator: Emulator) -> None:
    port = int(emulator.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        async with Emulator(port=port):
            pass
