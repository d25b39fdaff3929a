"""The chats that the bot can reach, and what it may write and edit there, by its status."""

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api


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


@pytest.mark.parametrize(
    ("kind", "status", "refusal"),
    [
        ("group", "administrator", None),
        ("group", "member", None),
        ("group", "left", (403, "Forbidden: bot is not a member of the group chat")),
        ("group", "kicked", (403, "Forbidden: bot was kicked from the group chat")),
        ("supergroup", "member", None),
        ("supergroup", "restricted", (400, "Bad Request: not enough rights to send text messages to the chat")),
        ("supergroup", "left", (403, "Forbidden: bot is not a member of the supergroup chat")),
        ("supergroup", "kicked", (403, "Forbidden: bot was kicked from the supergroup chat")),
        ("channel", "administrator", None),
        ("channel", "member", (400, "Bad Request: need administrator rights in the channel chat")),
        ("channel", "left", (403, "Forbidden: bot is not a member of the channel chat")),
        ("channel", "kicked", (403, "Forbidden: bot was kicked from the channel chat")),
    ],
)
async def test_where_the_bot_may_write_depends_on_its_status(
    api: Api, emulator: Emulator, anna: Person, kind: str, status: str, refusal: tuple[int, str] | None
) -> None:
    chat = emulator.group("Редакция", admins=[anna], kind=kind, bot=status)
    if refusal is None:
        await api.ok("sendMessage", chat_id=chat.id, text="Hi")
    else:
        assert await api.refusal("sendMessage", chat_id=chat.id, text="Hi") == refusal


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_an_administrator_edits_no_message_of_others_in_a_group(
    api: Api, emulator: Emulator, anna: Person, kind: str
) -> None:
    chat = emulator.group("Редакция", admins=[anna], kind=kind, bot="administrator")
    said = await anna.says("Привет", chat=chat)
    refusal = await api.refusal("editMessageText", chat_id=chat.id, message_id=said["message_id"], text="Hi")
    assert refusal == (400, "Bad Request: message can't be edited")


async def test_a_restricted_bot_still_edits_its_messages(api: Api, emulator: Emulator, anna: Person) -> None:
    chat = emulator.group("Редакция", admins=[anna])
    sent = await api.ok("sendMessage", chat_id=chat.id, text="Hi")
    await chat.restricts_bot()
    await api.ok("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="Hello")
