"""Messages as the page shows them: whose they are, where their files are, their previews and comments."""

from typing import Any

import pytest

from emulator import Emulator, Group, Person
from emulator.json_types import Json
from tests.emulator.api_client import Api
from tests.emulator.pictures import png

URL = "https://vestnik.example/a.png"


def newest(emulator: Emulator, person: Person, chat: Group | None = None) -> Json:
    """The newest message on the page, in the person's private chat or another."""
    emulator.show(person, chats=[chat] if chat else [])
    shown = emulator.panels.since(0)["people"][0]
    messages: list[Json] = (shown["chats"][0] if chat else shown)["messages"]
    return messages[-1]


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "document", "audio"])
async def test_a_file_is_found_at_this_server_at_its_sender_or_nowhere(
    emulator: Emulator, api: Api, anna: Person, kind: str
) -> None:
    key = "picture" if kind == "photo" else "content"
    await anna.shares_file(kind, data=b"content")
    assert newest(emulator, anna)[key].startswith("/page/files/")
    if kind != "photo":
        await anna.shares_file(kind)
        assert newest(emulator, anna)[key] is None
    address = f"https://example.com/a.{'pdf' if kind == 'document' else 'bin'}"
    await api.ok(f"send{kind.capitalize()}", chat_id=anna.id, **{kind: address})
    assert newest(emulator, anna)[key] == address


@pytest.mark.parametrize(
    ("options", "preview"),
    [
        ({}, None),
        ({"is_disabled": True, "url": URL}, None),
        ({"url": URL}, {"above": False, "small": False}),
        ({"url": URL, "show_above_text": True}, {"above": True, "small": False}),
        ({"url": URL, "prefer_small_media": True}, {"above": False, "small": True}),
    ],
)
async def test_a_preview_is_shown_as_its_options_say(
    emulator: Emulator, api: Api, anna: Person, options: dict[str, Any], preview: dict[str, bool] | None
) -> None:
    await api.ok("sendMessage", chat_id=anna.id, text="Новость", link_preview_options=options)
    shown = newest(emulator, anna).get("preview")
    assert shown == (preview and {"url": URL, "picture": URL} | preview)


async def test_a_preview_has_a_picture_if_one_is_known_at_its_address(
    emulator: Emulator, api: Api, anna: Person
) -> None:
    page = {"url": "https://vestnik.example/article"}
    await api.ok("sendMessage", chat_id=anna.id, text="Новость", link_preview_options=page)
    assert newest(emulator, anna)["preview"]["picture"] is None
    emulator.publish(page["url"], png(640, 480))
    address = newest(emulator, anna)["preview"]["picture"]
    async with api.session.get(api.url + address) as response:
        assert await response.read() == png(640, 480)


async def test_a_persons_own_words_can_be_edited_also_in_a_channel(emulator: Emulator, anna: Person) -> None:
    channel = emulator.channel("Вестник", admins=[anna])
    await anna.says("Номер вышел", chat=channel)
    assert (newest(emulator, anna, channel)["own"], newest(emulator, anna, channel)["editable"]) == (False, True)
    await anna.shares_photo(chat=channel)
    assert newest(emulator, anna, channel)["editable"] is False
    boris = emulator.person("Boris")
    channel.adds(boris.user, "administrator")
    await boris.says("Номер задержан", chat=channel)
    assert newest(emulator, anna, channel)["editable"] is False


async def test_a_post_counts_its_comments_unless_it_has_buttons(emulator: Emulator, api: Api, anna: Person) -> None:
    channel = emulator.channel("Вестник", admins=[anna])
    await anna.says("Ещё не обсуждают", chat=channel)
    assert "comments" not in newest(emulator, anna, channel)
    group = emulator.group("Обсуждение", admins=[anna])
    group.links(channel)
    post = await api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    copy = channel.copy_of(post["message_id"])
    for _ in range(2):
        await anna.says("Да", chat=group, reply_to=copy["message_id"])
    await anna.says("О другом", chat=group)
    expected = {"chat": group.id, "message_id": copy["message_id"], "count": 2}
    assert newest(emulator, anna, channel)["comments"] == expected
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    meant = {"chat_id": channel.id, "message_id": post["message_id"]}
    await api.ok("editMessageReplyMarkup", **meant, reply_markup=markup)
    assert "comments" not in newest(emulator, anna, channel)
