"""The options that all messages of the bot have, and the message that is replied to."""

from emulator import Person
from tests.emulator.api_client import Api


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
