"""Groups and supergroups: the updates that the bot gets, and where it may write."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, InputMediaPhoto

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api


async def test_in_privacy_mode_a_bot_gets_commands_mentions_and_replies_to_itself(
    api: Api, anna: Person, group: Group
) -> None:
    sent = await api.ok("sendMessage", chat_id=group.id, text="Добрый день")
    await anna.says("не для бота", chat=group)
    await anna.says("/all", chat=group)
    await anna.says("/all@other_bot", chat=group)
    await anna.says("а @vestnik_bot что скажет?", chat=group)
    await anna.says("и вам", chat=group, reply_to=sent["message_id"])
    texts = [update["message"]["text"] for update in await api.ok("getUpdates")]
    assert texts == ["/all", "а @vestnik_bot что скажет?", "и вам"]


async def test_an_administrator_gets_all_messages(api: Api, anna: Person, group: Group) -> None:
    await group.adds_bot(admin=True)
    await anna.says("не для бота", chat=group)
    promoted, said = await api.ok("getUpdates")
    assert promoted["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert said["message"]["text"] == "не для бота"


async def test_the_bot_gets_updates_when_it_is_added_and_removed_and_then_cannot_send(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    group = emulator.group("Чужая", admins=[anna], bot="left")
    outside = await api.refusal("sendMessage", chat_id=group.id, text="Hi")
    assert outside == (403, "Forbidden: bot is not a member of the supergroup chat")
    await group.adds_bot()
    await api.ok("sendMessage", chat_id=group.id, text="Hi")
    await group.removes_bot()
    kicked = await api.refusal("sendMessage", chat_id=group.id, text="Hi")
    assert kicked == (403, "Forbidden: bot was kicked from the supergroup chat")
    added, service, removed = await api.ok("getUpdates")
    assert added["my_chat_member"]["from"]["id"] == anna.id
    assert service["message"]["new_chat_members"][0]["username"] == "vestnik_bot"
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_group_counts_its_own_messages_and_is_found_by_its_name(api: Api, group: Group) -> None:
    first = await api.ok("sendMessage", chat_id="@newsroom", text="one")
    second = await api.ok("sendMessage", chat_id=group.id, text="two")
    assert (first["message_id"], second["message_id"]) == (1, 2)
    assert first["chat"] == {"id": group.id, "type": "supergroup", "title": "Редакция", "username": "newsroom"}
    assert str(group.id).startswith("-100")
    assert [message["text"] for message in group.messages] == ["one", "two"]


async def test_a_person_who_is_not_in_a_group_cannot_write_there(emulator: Emulator, group: Group) -> None:
    with pytest.raises(ValueError, match="is not in Редакция"):
        await emulator.person("Boris").says("Hi", chat=group)


async def test_a_send_to_a_group_that_became_a_supergroup_returns_the_new_id(
    bot: Bot, emulator: Emulator, anna: Person
) -> None:
    old = emulator.group("Редакция", admins=[anna], kind="group")
    sent = await bot.send_message(old.id, "Hi")
    new = await old.becomes_supergroup()
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(old.id, "Hi")
    assert refusal.value.migrate_to_chat_id == new.id
    media = [InputMediaPhoto(media="https://example.com/a.jpg")] * 2
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_media_group(old.id, list(media))
    with pytest.raises(TelegramMigrateToChat):
        await bot.edit_message_text("Hello", chat_id=old.id, message_id=sent.message_id)
    assert (await bot.send_message(new.id, "Hi")).message_id == 2


async def test_the_bot_joins_the_supergroup_and_hears_of_the_move_on_both_sides(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    old = emulator.group("Редакция", admins=[anna], kind="group", bot="administrator")
    new = await old.becomes_supergroup(forum=True)
    joined, moved_to, moved_from = await api.ok("getUpdates")
    assert joined["my_chat_member"]["chat"] == new.chat.as_json()
    assert joined["my_chat_member"]["from"]["id"] == anna.id
    assert joined["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert moved_to["message"]["chat"]["id"] == old.id
    assert moved_to["message"]["migrate_to_chat_id"] == new.id
    assert moved_from["message"]["migrate_from_chat_id"] == old.id
    assert moved_from["message"]["sender_chat"]["id"] == moved_from["message"]["chat"]["id"] == new.id
    assert moved_from["message"]["from"]["username"] == "GroupAnonymousBot"
    assert new.chat.is_forum


async def test_a_bot_that_was_removed_hears_of_no_move(api: Api, emulator: Emulator, anna: Person) -> None:
    old = emulator.group("Редакция", admins=[anna], kind="group", bot="left")
    new = await old.becomes_supergroup()
    assert await api.ok("getUpdates") == []
    refusal = await api.refusal("sendMessage", chat_id=new.id, text="Hi")
    assert refusal == (403, "Forbidden: bot is not a member of the supergroup chat")
    with pytest.raises(ValueError, match="no basic group"):
        await old.becomes_supergroup()


async def test_a_person_sees_and_presses_in_a_group_too(api: Api, anna: Person, group: Group) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    await api.ok("sendMessage", chat_id=group.id, text="Новость", reply_markup=markup)
    assert (await anna.sees("Новость", chat=group))["chat"]["id"] == group.id
    assert anna.buttons(group) == [["Читать"]]
    await anna.presses("Читать", chat=group, timeout=0)
    (update,) = await api.ok("getUpdates")
    assert update["callback_query"]["message"]["chat"]["id"] == group.id


@pytest.mark.parametrize(
    ("method", "content", "plural"),
    [
        ("sendMessage", {"text": "Hi"}, "text messages"),
        ("sendPhoto", {"photo": "https://example.com/a.jpg"}, "photos"),
        ("sendVideo", {"video": "https://example.com/a.mp4"}, "videos"),
        ("sendAnimation", {"animation": "https://example.com/a.gif"}, "animations"),
        ("sendDocument", {"document": "https://example.com/a.pdf"}, "documents"),
        ("sendAudio", {"audio": "https://example.com/a.mp3"}, "music"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "https://example.com/a.jpg"}] * 2}, "photos"),
    ],
)
async def test_a_restricted_bot_may_send_nothing_and_is_told_so(
    api: Api, emulator: Emulator, anna: Person, group: Group, method: str, content: dict[str, Any], plural: str
) -> None:
    await group.restricts_bot()
    refusal = await api.refusal(method, chat_id=group.id, **content)
    assert refusal == (400, f"Bad Request: not enough rights to send {plural} to the chat")
    await group.adds_bot()
    await api.ok(method, chat_id=group.id, **content)
    restricted, freed = await api.ok("getUpdates")
    now = ChatMemberUpdated.model_validate(restricted["my_chat_member"]).new_chat_member
    assert isinstance(now, ChatMemberRestricted)
    assert (now.is_member, now.can_send_messages) == (True, False)
    with pytest.raises(ValueError, match="only supergroups"):
        await emulator.group("Старая", admins=[anna], kind="group").restricts_bot()
    assert freed["my_chat_member"]["old_chat_member"]["status"] == "restricted"


async def test_in_a_silenced_group_only_administrators_write_and_the_bot_is_not_told(
    api: Api, emulator: Emulator, anna: Person, group: Group
) -> None:
    boris = emulator.person("Boris")
    group.adds(boris.user)
    group.silences_members()
    with pytest.raises(ValueError, match="may not write this"):
        await boris.says("/all", chat=group)
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Hi")
    assert refusal == (400, "Bad Request: not enough rights to send text messages to the chat")
    await anna.says("/all", chat=group)
    group.lets_members_write()
    await boris.says("/all", chat=group)
    await api.ok("sendMessage", chat_id=group.id, text="Hi")
    assert [update["message"]["from"]["id"] for update in await api.ok("getUpdates")] == [anna.id, boris.id]


async def test_a_group_may_forbid_some_kinds_to_its_members(
    api: Api, emulator: Emulator, anna: Person, group: Group
) -> None:
    boris = emulator.person("Boris")
    group.adds(boris.user)
    group.forbids("photo")
    photo = {"chat_id": group.id, "photo": "https://example.com/a.jpg"}
    refusal = (400, "Bad Request: not enough rights to send photos to the chat")
    assert await api.refusal("sendPhoto", **photo) == refusal
    await api.ok("sendMessage", chat_id=group.id, text="Hi")
    with pytest.raises(ValueError, match="may not write this"):
        await boris.shares_photo(chat=group)
    await anna.shares_photo(chat=group)
    group.lets_members_write()
    await api.ok("sendPhoto", **photo)
