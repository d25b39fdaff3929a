"""Channels: posts by id and by @username, edits, rights, and the updates of what people post."""

from typing import Any

import pytest
from aiogram import Bot

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

NO_RIGHTS = (400, "Bad Request: need administrator rights in the channel chat")
CANNOT_EDIT = (400, "Bad Request: message can't be edited")
PHOTO = "https://example.com/a.jpg"


@pytest.fixture
def channel(emulator: Emulator, anna: Person) -> Group:
    return emulator.channel("Вестник", admins=[anna], username="vestnik")


def meant(message: dict[str, Any]) -> dict[str, Any]:
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


async def test_the_bot_posts_by_name_or_number_and_the_channel_is_the_sender(api: Api, channel: Group) -> None:
    for chat_id in ("@vestnik", channel.id):
        posted = await api.ok("sendMessage", chat_id=chat_id, text="Номер вышел")
        assert posted["sender_chat"] == posted["chat"] == channel.chat.as_json()
        assert "from" not in posted
    photo = await api.ok("sendPhoto", chat_id="@vestnik", photo=PHOTO, caption="Площадь")
    album = await api.ok("sendMediaGroup", chat_id="@vestnik", media=[{"type": "photo", "media": PHOTO}] * 2)
    assert [message["message_id"] for message in (photo, *album)] == [3, 4, 5]
    assert await api.ok("getUpdates") == []


async def test_the_bot_edits_its_posts(api: Api, channel: Group) -> None:
    posted = await api.ok("sendMessage", chat_id="@vestnik", text="Номер вышел")
    edited = await api.ok("editMessageText", chat_id="@vestnik", message_id=posted["message_id"], text="Номер вышел!")
    assert (edited["text"], "edit_date" in edited) == ("Номер вышел!", True)
    photo = await api.ok("sendPhoto", chat_id=channel.id, photo=PHOTO)
    assert (await api.ok("editMessageCaption", **meant(photo), caption="Площадь"))["caption"] == "Площадь"
    video = {"type": "video", "media": "https://example.com/a.mp4"}
    assert "video" in await api.ok("editMessageMedia", **meant(photo), media=video)


@pytest.mark.parametrize(
    ("without", "posts", "edits_own", "edits_others"),
    [
        ((), True, True, True),
        (("can_edit_messages",), True, True, False),
        (("can_post_messages",), False, True, True),
        (("can_post_messages", "can_edit_messages"), False, False, False),
    ],
)
async def test_what_the_bot_may_do_depends_on_its_rights(
    api: Api, channel: Group, without: tuple[str, ...], posts: bool, edits_own: bool, edits_others: bool
) -> None:
    own = await api.ok("sendMessage", chat_id=channel.id, text="Своё")
    others = await channel.posts("Чужое")
    await channel.adds_bot(admin=True, without=without)
    if posts:
        await api.ok("sendMessage", chat_id=channel.id, text="Hi")
    else:
        assert await api.refusal("sendMessage", chat_id=channel.id, text="Hi") == NO_RIGHTS
    for message, may in ((own, edits_own), (others, edits_others)):
        if may:
            await api.ok("editMessageText", **meant(message), text="Иначе")
        else:
            assert await api.refusal("editMessageText", **meant(message), text="Иначе") == CANNOT_EDIT


async def test_a_bot_that_is_no_administrator_neither_posts_nor_edits(api: Api, channel: Group) -> None:
    posted = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    await channel.adds_bot()
    assert await api.refusal("sendMessage", chat_id=channel.id, text="Hi") == NO_RIGHTS
    assert await api.refusal("sendPhoto", chat_id=channel.id, photo=PHOTO) == NO_RIGHTS
    assert await api.refusal("editMessageText", **meant(posted), text="Hi") == NO_RIGHTS
    await channel.removes_bot()
    kicked = await api.refusal("sendMessage", chat_id=channel.id, text="Hi")
    assert kicked == (403, "Forbidden: bot was kicked from the channel chat")


async def test_a_channel_is_made_with_the_rights_it_shall_have(bot: Bot, emulator: Emulator, anna: Person) -> None:
    channel = emulator.channel("Вестник", admins=[anna], without=("can_post_messages",))
    member = await bot.get_chat_member(channel.id, bot.id)
    assert (member.can_post_messages, member.can_edit_messages) == (False, True)  # type: ignore[union-attr]


async def test_what_people_post_and_edit_comes_as_updates(api: Api, channel: Group) -> None:
    post = await channel.posts("Слово редактора /all")
    await channel.posts_file("photo", "Площадь")
    await channel.posts_album("photo", "video", captions=["Пара"])
    await channel.edits(post["message_id"], "Слово читателя")
    *posted, edited = await api.ok("getUpdates")
    text, photo, *album = (update["channel_post"] for update in posted)
    assert text["entities"][0]["type"] == "bot_command"
    assert photo["caption"] == "Площадь"
    assert len({message["media_group_id"] for message in album}) == 1
    assert edited["edited_channel_post"]["text"] == "Слово читателя"
    assert "from" not in edited["edited_channel_post"]


async def test_a_deleted_post_is_not_told_of_and_cannot_be_edited(api: Api, channel: Group) -> None:
    posted = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    channel.deletes(posted["message_id"])
    assert await api.ok("getUpdates") == []
    refusal = await api.refusal("editMessageText", **meant(posted), text="Hi")
    assert refusal == (400, "Bad Request: message to edit not found")


async def test_the_bot_deletes_its_own_posts_and_with_the_right_all(api: Api, channel: Group) -> None:
    own = await api.ok("sendMessage", chat_id=channel.id, text="Своё")
    others = await channel.posts("Чужое")
    await channel.adds_bot(admin=True, without=("can_delete_messages",))
    assert await api.ok("deleteMessage", **meant(own)) is True
    assert await api.refusal("deleteMessage", **meant(others)) == (400, "Bad Request: message can't be deleted")
    await channel.adds_bot(admin=True)
    assert await api.ok("deleteMessage", **meant(others)) is True


@pytest.mark.parametrize("button", [{"switch_inline_query": ""}, {"switch_inline_query_current_chat": "x"}])
async def test_a_button_with_an_inline_query_is_refused(api: Api, channel: Group, button: dict[str, str]) -> None:
    markup = {"inline_keyboard": [[{"text": "Искать"} | button]]}
    refusal = await api.refusal("sendMessage", chat_id=channel.id, text="Hi", reply_markup=markup)
    assert refusal == (400, f"Bad Request: can't use {next(iter(button))} in a channel chat")


async def test_an_administrator_posts_and_edits_as_the_channel_and_a_reader_cannot(
    api: Api, emulator: Emulator, channel: Group, anna: Person
) -> None:
    boris = emulator.person("Boris")
    channel.adds(boris.user)
    with pytest.raises(ValueError, match="may not write this"):
        await boris.says("Hi", chat=channel)
    post = await anna.says("Слово редактора", chat=channel)
    await anna.edits(post["message_id"], "Слово читателя", chat=channel)
    await anna.shares_photo("Площадь", chat=channel)
    posted, edited, photo = await api.ok("getUpdates")
    assert posted["channel_post"]["sender_chat"]["id"] == channel.id
    assert edited["edited_channel_post"]["text"] == "Слово читателя"
    assert photo["channel_post"]["caption"] == "Площадь"


async def test_the_update_names_the_rights_and_the_administrator_who_gave_them(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    channel = emulator.channel("Вестник", admins=[anna], bot="left")
    vera, boris = emulator.person("Вера"), emulator.person("Boris")
    channel.adds(vera.user, "administrator")
    channel.adds(boris.user, "administrator", without=("can_promote_members",))
    with pytest.raises(ValueError, match="may not do this"):
        await channel.adds_bot(admin=True, by=boris.user)
    await channel.adds_bot(admin=True, without=("can_edit_messages",), by=vera.user)
    await channel.removes_bot(by=boris.user)
    added, removed = (update["my_chat_member"] for update in await api.ok("getUpdates"))
    assert (added["from"]["id"], removed["from"]["id"]) == (vera.id, boris.id)
    new = added["new_chat_member"]
    assert (new["status"], new["can_post_messages"], new["can_edit_messages"]) == ("administrator", True, False)
    assert removed["new_chat_member"]["status"] == "kicked"


async def test_any_member_adds_the_bot_to_a_group_but_only_an_administrator_promotes_it(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    boris = emulator.person("Boris")
    group = emulator.group("Соседи", admins=[anna], members=[boris], bot="left")
    await group.adds_bot(by=boris.user)
    joined, service = await api.ok("getUpdates")
    assert joined["my_chat_member"]["from"]["id"] == service["message"]["from"]["id"] == boris.id
    for attempt in (group.adds_bot(admin=True, by=boris.user), group.restricts_bot(by=boris.user)):
        with pytest.raises(ValueError, match="may not do this"):
            await attempt


async def test_a_bot_that_never_was_in_the_channel_is_told_so(api: Api, emulator: Emulator, anna: Person) -> None:
    channel = emulator.channel("Вестник", admins=[anna], bot="left")
    refusal = await api.refusal("sendMessage", chat_id=channel.id, text="Hi")
    assert refusal == (403, "Forbidden: bot is not a member of the channel chat")
