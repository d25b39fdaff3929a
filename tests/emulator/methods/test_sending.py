"""sendMessage, sendPhoto and sendChatAction: contents, limits, and the chats that can be reached."""

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


async def test_a_caption_has_0_to_1024_utf16_units(api: Api, anna: Person) -> None:
    photo = "https://example.com/cover.jpg"
    assert "caption" not in await api.ok("sendPhoto", chat_id=anna.id, photo=photo, caption="")
    assert (await api.ok("sendPhoto", chat_id=anna.id, photo=photo, caption="я" * 1024))["caption"] == "я" * 1024
    refusal = await api.refusal("sendPhoto", chat_id=anna.id, photo=photo, caption="я" * 1025)
    assert refusal == (400, "Bad Request: message caption is too long")


async def test_a_photo_is_sent_again_by_its_file_id(api: Api, anna: Person) -> None:
    first = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/cover.jpg", has_spoiler=True)
    again = await api.ok("sendPhoto", chat_id=anna.id, photo=first["photo"][-1]["file_id"], caption="Снова")
    assert again["photo"] == first["photo"]
    assert first["has_media_spoiler"] is True
    file = await api.ok("getFile", file_id=first["photo"][0]["file_id"])
    assert file["file_path"] == "photos/file_1.jpg"


async def test_an_unknown_photo_is_refused(api: Api, anna: Person) -> None:
    refusal = await api.refusal("sendPhoto", chat_id=anna.id, photo="cover.jpg")
    assert refusal == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert await api.refusal("getFile", file_id="cover.jpg") == (400, "Bad Request: invalid file_id")


async def test_a_chat_that_does_not_exist_is_not_found(api: Api) -> None:
    assert await api.refusal("sendMessage", chat_id=404, text="Hi") == (400, "Bad Request: chat not found")
    assert await api.refusal("sendMessage", chat_id="@nobody", text="Hi") == (400, "Bad Request: chat not found")


async def test_the_bot_cannot_write_to_a_user_who_has_not_written(api: Api, emulator: Emulator) -> None:
    stranger = emulator.person("Boris")
    refusal = await api.refusal("sendMessage", chat_id=stranger.id, text="Hi")
    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_the_bot_cannot_write_to_a_user_who_has_blocked_it(api: Api, anna: Person) -> None:
    await anna.blocks()
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="Hi")
    assert refusal == (403, "Forbidden: bot was blocked by the user")
    await anna.unblocks()
    await api.ok("sendMessage", chat_id=anna.id, text="Hi")


async def test_a_reply_contains_the_message_it_replies_to_and_the_quote(api: Api, anna: Person) -> None:
    said = await anna.says("Что нового?")
    reply = {"message_id": said["message_id"], "quote": "нового"}
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Ничего", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "Что нового?"
    assert sent["quote"]["text"] == "нового"


async def test_a_reply_to_a_deleted_message_needs_allow_sending_without_reply(api: Api, anna: Person) -> None:
    reply = {"message_id": 999}
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_parameters=reply)
    assert refusal == (400, "Bad Request: message to be replied not found")
    reply["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await api.ok("sendMessage", chat_id=anna.id, text="Hi", reply_parameters=reply)


async def test_a_quote_must_be_in_the_message_that_is_replied_to(api: Api, anna: Person) -> None:
    reply = {"message_id": anna.messages[0]["message_id"], "quote": "never said"}
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_parameters=reply)
    assert refusal == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_the_optional_parameters_appear_in_the_message(api: Api, anna: Person) -> None:
    sent = await api.ok(
        "sendMessage",
        chat_id=anna.id,
        text="https://example.com",
        link_preview_options={"is_disabled": True},
        disable_notification=True,
        protect_content=True,
        allow_paid_broadcast=True,
        message_effect_id="5104841245755180586",
    )
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["has_protected_content"] is True
    assert sent["effect_id"] == "5104841245755180586"


async def test_a_chat_action_is_one_of_a_list(api: Api, anna: Person) -> None:
    assert await api.ok("sendChatAction", chat_id=anna.id, action="typing") is True
    refusal = await api.refusal("sendChatAction", chat_id=anna.id, action="thinking")
    assert refusal == (400, "Bad Request: wrong parameter action in request")
