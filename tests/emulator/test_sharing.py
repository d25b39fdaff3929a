"""What people share and forward: files, albums, and messages of other chats."""

from typing import Any

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api
from tests.emulator.pictures import png


async def updates(api: Api) -> list[dict[str, Any]]:
    return [update["message"] for update in await api.ok("getUpdates")]


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "document", "audio"])
async def test_a_person_sends_a_file_of_any_kind_with_a_caption(api: Api, anna: Person, kind: str) -> None:
    shared = await anna.shares_file(kind, "Смотри", data=b"content", name="name.bin")
    (message,) = await updates(api)
    assert message == shared
    assert message["caption"] == "Смотри"
    media = message[kind][-1] if kind == "photo" else message[kind]
    assert media["file_size"] == 7
    await api.ok(f"send{kind.capitalize()}", chat_id=anna.id, **{kind: media["file_id"]})


async def test_an_album_comes_as_several_updates_with_one_group_id(api: Api, anna: Person) -> None:
    shared = await anna.shares_album("photo", "video", "photo", captions=["Закат над рекой"])
    received = await updates(api)
    assert received == shared
    assert len({message["media_group_id"] for message in received}) == 1
    assert [message.get("caption") for message in received] == ["Закат над рекой", None, None]
    (other, _) = await anna.shares_album("photo", "photo")
    assert other["media_group_id"] != received[0]["media_group_id"]


async def test_an_album_is_made_of_given_files(api: Api, emulator: Emulator, anna: Person) -> None:
    first, second = await anna.shares_album("photo", "photo", data=[png(640, 480)])
    assert (first["photo"][-1]["width"], second["photo"][-1]["width"]) == (640, 300)
    channel = emulator.channel("Вестник", admins=[anna])
    (post, _) = await channel.posts_album("document", "document", data=[b"one,two", b"three"])
    assert post["document"]["file_size"] == 7
    with pytest.raises(ValueError, match="an album of 2"):
        await anna.shares_album("photo", "photo", captions=["1", "2", "3"])


async def test_a_client_sends_no_unknown_kind_and_no_long_caption(anna: Person) -> None:
    with pytest.raises(ValueError, match="no kind of file"):
        await anna.shares_file("hologram")
    with pytest.raises(ValueError, match="1024"):
        await anna.shares_photo("я" * 1025)


async def test_a_forwarded_message_names_its_sender(api: Api, emulator: Emulator, anna: Person) -> None:
    boris = emulator.person("Boris", last_name="Орлов")
    said = await boris.says("Слышали новость?")
    emulator.world.updates.drop()
    await anna.forwards(said)
    await anna.forwards(said, hidden=True)
    known, hidden = await updates(api)
    assert (known["text"], known["from"]["id"]) == ("Слышали новость?", anna.id)
    assert known["forward_origin"] == {"type": "user", "date": said["date"], "sender_user": said["from"]}
    assert hidden["forward_origin"]["type"] == "hidden_user"
    assert hidden["forward_origin"]["sender_user_name"] == "Boris Орлов"


async def test_a_forwarded_channel_post_names_the_channel_and_the_post(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    channel = emulator.channel("Вестник", admins=[anna], username="vestnik", bot="left")
    post = await channel.posts("Номер вышел", author_signature="Редактор")
    emulator.world.updates.drop()
    (forwarded,) = await anna.forwards(post)
    await anna.forwards(forwarded)
    for message in await updates(api):
        assert message["text"] == "Номер вышел"
        origin = message["forward_origin"]
        assert (origin["type"], origin["chat"]["username"]) == ("channel", "vestnik")
        assert (origin["message_id"], origin["author_signature"]) == (post["message_id"], "Редактор")


async def test_an_album_is_forwarded_as_a_new_album_without_buttons(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    photo = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/a.jpg", reply_markup=markup)
    (alone,) = await anna.forwards(photo)
    assert "reply_markup" not in alone
    album = await anna.shares_album("photo", "photo", captions=["Пара"])
    forwarded = await anna.forwards(*album)
    (group,) = {message["media_group_id"] for message in forwarded}
    assert group != album[0]["media_group_id"]
    assert forwarded[0]["caption"] == "Пара"


async def test_a_long_text_comes_as_several_messages_with_their_entities(api: Api, anna: Person) -> None:
    sent = await anna.says("я" * 5000, entities=[{"type": "bold", "offset": 4000, "length": 1000}])
    first, second = await updates(api)
    assert sent == second
    assert first["text"] + second["text"] == "я" * 5000
    assert second["entities"] == [{"type": "bold", "offset": 0, "length": 904}]
