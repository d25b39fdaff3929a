"""Discussion groups: the copies of a channel's posts, and the comments on them."""

from typing import Any

import pytest

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

PHOTO = {"type": "photo", "media": "https://example.com/a.jpg"}


@pytest.fixture
def channel(emulator: Emulator, anna: Person) -> Group:
    return emulator.channel("Вестник", admins=[anna], username="vestnik")


@pytest.fixture
def discussion(emulator: Emulator, channel: Group, anna: Person) -> Group:
    """The group that discusses the channel; the bot is an administrator of both."""
    group = emulator.group("Обсуждение", admins=[anna], bot="administrator")
    group.links(channel)
    return group


async def received(api: Api, kind: str) -> list[dict[str, Any]]:
    return [update[kind] for update in await api.ok("getUpdates") if kind in update]


def meant(message: dict[str, Any]) -> dict[str, Any]:
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


async def test_a_channel_and_its_group_name_each_other(api: Api, channel: Group, discussion: Group) -> None:
    assert (await api.ok("getChat", chat_id=channel.id))["linked_chat_id"] == discussion.id
    assert (await api.ok("getChat", chat_id=discussion.id))["linked_chat_id"] == channel.id
    discussion.unlinks()
    for chat in (channel, discussion):
        assert "linked_chat_id" not in await api.ok("getChat", chat_id=chat.id)
    await channel.posts("Номер вышел")
    assert discussion.messages == []


async def test_a_group_discusses_one_channel_and_a_channel_has_one_group(
    api: Api, emulator: Emulator, channel: Group, discussion: Group, anna: Person
) -> None:
    other = emulator.group("Другая", admins=[anna])
    other.links(channel)
    assert "linked_chat_id" not in await api.ok("getChat", chat_id=discussion.id)
    with pytest.raises(ValueError, match="a supergroup discusses a channel"):
        channel.links(other)


@pytest.mark.parametrize(
    "buttons", [{}, {"reply_markup": {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}}]
)
async def test_a_post_of_the_bot_is_copied_without_its_buttons_and_the_bot_is_told(
    api: Api, channel: Group, discussion: Group, buttons: dict[str, Any]
) -> None:
    post = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел", **buttons)
    (copy,) = await received(api, "message")
    assert copy == discussion.messages[0] == channel.copy_of(post["message_id"])
    assert (copy["text"], copy["is_automatic_forward"], copy["from"]["id"]) == ("Номер вышел", True, 777000)
    assert copy["sender_chat"] == post["chat"]
    assert copy["forward_origin"] == {
        "type": "channel",
        "chat": post["chat"],
        "message_id": post["message_id"],
        "date": post["date"],
    }
    assert "reply_markup" not in copy


async def test_a_persons_post_is_copied_too_and_the_post_comes_first(
    api: Api, channel: Group, discussion: Group, anna: Person
) -> None:
    await anna.says("Слово редактора", chat=channel)
    await channel.posts("Слово создателя")
    kinds = [next(iter(update.keys() - {"update_id"})) for update in await api.ok("getUpdates")]
    assert kinds == ["channel_post", "message", "channel_post", "message"]


async def test_a_bot_in_privacy_mode_does_not_hear_of_the_copy(
    api: Api, emulator: Emulator, channel: Group, anna: Person
) -> None:
    group = emulator.group("Обсуждение", admins=[anna])
    group.links(channel)
    await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    assert await api.ok("getUpdates") == []
    assert group.messages[0]["text"] == "Номер вышел"


async def test_an_edited_post_changes_its_copy(api: Api, channel: Group, discussion: Group, anna: Person) -> None:
    post = await api.ok("sendPhoto", chat_id=channel.id, photo=PHOTO["media"], caption="Площадь")
    await api.ok("editMessageCaption", **meant(post), caption="Река")
    said = await anna.says("Слово", chat=channel)
    await anna.edits(said["message_id"], "Слово редактора", chat=channel)
    await channel.edits(said["message_id"], "Слово читателя")
    words = [message.get("text") or message["caption"] for message in await received(api, "edited_message")]
    assert words == ["Река", "Слово редактора", "Слово читателя"]
    first, second = discussion.messages
    assert (first["caption"], second["text"]) == ("Река", "Слово читателя")
    assert first["is_automatic_forward"] is True
    await api.ok("editMessageMedia", **meant(post), media={"type": "video", "media": "https://example.com/a.mp4"})
    assert ("video" in discussion.messages[0], "photo" in discussion.messages[0]) == (True, False)


async def test_new_buttons_alone_do_not_touch_the_copy(api: Api, channel: Group, discussion: Group) -> None:
    post = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    await api.ok("editMessageReplyMarkup", **meant(post), reply_markup=markup)
    assert await received(api, "edited_message") == []


async def test_a_deleted_copy_stays_deleted(api: Api, channel: Group, discussion: Group) -> None:
    post = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    discussion.deletes(channel.copy_of(post["message_id"])["message_id"])
    await api.ok("editMessageText", **meant(post), text="Номер снова вышел")
    assert discussion.messages == []
    with pytest.raises(ValueError, match="no copy"):
        channel.copy_of(post["message_id"])


async def test_an_album_is_copied_as_one_album(api: Api, channel: Group, discussion: Group) -> None:
    for _ in range(2):
        await api.ok("sendMediaGroup", chat_id=channel.id, media=[PHOTO, PHOTO])
    copies = await received(api, "message")
    groups = [copy["media_group_id"] for copy in copies]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert set(groups).isdisjoint(post["media_group_id"] for post in channel.messages)


async def test_answers_under_a_copy_are_comments_in_its_thread(
    api: Api, emulator: Emulator, channel: Group, discussion: Group, anna: Person
) -> None:
    boris = emulator.person("Boris")
    discussion.adds(boris.user)
    post = await channel.posts("Номер вышел")
    copy = channel.copy_of(post["message_id"])
    comment = await boris.says("Наконец-то", reply_to=copy["message_id"], chat=discussion)
    answer = await anna.says("Рады!", reply_to=comment["message_id"], chat=discussion)
    reply = {"message_id": copy["message_id"]}
    from_bot = await api.ok("sendMessage", chat_id=discussion.id, text="Читать: …", reply_parameters=reply)
    for message in (comment, answer, from_bot):
        assert message["message_thread_id"] == copy["message_id"]
        assert "is_topic_message" not in message
    assert comment["reply_to_message"]["message_id"] == copy["message_id"]
    elsewhere = await boris.says("Всем привет", chat=discussion)
    assert "message_thread_id" not in elsewhere
    ignored = await api.ok("sendMessage", chat_id=discussion.id, text="Hi", message_thread_id=copy["message_id"])
    assert "message_thread_id" not in ignored
