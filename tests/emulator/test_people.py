"""The actions of people, and the updates that the bot gets for them."""

import asyncio
from typing import Any

import pytest

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api


async def only_update(api: Api) -> Any:
    """Return the only pending update."""
    (update,) = await api.ok("getUpdates")
    return update


async def test_a_typed_message_reaches_the_bot_with_its_author_chat_and_entities(api: Api, anna: Person) -> None:
    said = await anna.says(" /read 5\n")
    update = await only_update(api)
    assert update["message"] == said
    assert said["from"] == {
        "id": anna.id,
        "is_bot": False,
        "first_name": "Anna",
        "username": "anna",
        "language_code": "ru",
    }
    assert said["text"] == "/read 5"
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]


async def test_generated_user_ids_need_more_than_32_bits(emulator: Emulator) -> None:
    assert emulator.person("Anna").id > 2**32
    assert emulator.person("Boris", id=7).id == 7
    with pytest.raises(ValueError, match="a user 7 already"):
        emulator.person("Vera", id=7)


async def test_private_chats_share_one_sequence_of_message_ids(api: Api, emulator: Emulator, anna: Person) -> None:
    boris = emulator.person("Boris")
    first, second = await anna.says("one"), await boris.says("two")
    sent = await api.ok("sendMessage", chat_id=anna.id, text="three")
    assert [second["message_id"], sent["message_id"]] == [first["message_id"] + 1, first["message_id"] + 2]


async def test_a_reply_contains_the_message_it_replies_to(api: Api, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Добавьте комментарий")
    await anna.says("Вот он", reply_to=sent["message_id"])
    update = await only_update(api)
    assert update["message"]["reply_to_message"] == sent
    with pytest.raises(ValueError, match="no message 999"):
        await anna.says("x", reply_to=999)


async def test_a_person_can_send_entities(anna: Person) -> None:
    said = await anna.says("жирно", entities=[{"type": "bold", "offset": 0, "length": 5}])
    assert said["entities"] == [{"type": "bold", "offset": 0, "length": 5}]


async def test_a_text_too_long_for_one_message_arrives_as_several(api: Api, anna: Person) -> None:
    await anna.says("x" * 4095 + "🗞" + "y" * 4096)
    texts = [update["message"]["text"] for update in await api.ok("getUpdates")]
    assert texts == ["x" * 4095, "🗞" + "y" * 4094, "yy"]


async def test_an_empty_message_cannot_be_sent(anna: Person) -> None:
    with pytest.raises(ValueError, match="empty"):
        await anna.says(" \n")


async def test_an_own_message_can_be_edited_and_only_an_own_one(api: Api, anna: Person) -> None:
    said = await anna.says("one")
    await api.ok("getUpdates", offset=-1)
    await anna.edits(said["message_id"], "two #three")
    edited = (await api.ok("getUpdates"))[-1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("two #three", said["message_id"])
    assert edited["entities"][0]["type"] == "hashtag"
    assert edited["edit_date"] >= said["date"]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="bot's")
    with pytest.raises(ValueError, match="not Anna's own"):
        await anna.edits(sent["message_id"], "three")


async def test_a_photo_has_sizes_and_an_editable_caption(api: Api, anna: Person) -> None:
    shared = await anna.shares_photo(caption="На площади", picture=b"a picture")
    assert (await only_update(api))["message"] == shared
    assert [size["width"] for size in shared["photo"]] == [90, 320, 1280]
    assert shared["photo"][0]["file_size"] == 9
    edited = await anna.edits(shared["message_id"], "На улице")
    assert edited["caption"] == "На улице"


async def test_anything_else_is_sent_as_raw_fields(api: Api, anna: Person) -> None:
    channel = {"id": -100, "type": "channel", "title": "Канал"}
    await anna.sends(dice={"emoji": "🎲", "value": 6}, sender_chat=channel)
    message = (await only_update(api))["message"]
    assert message["dice"]["value"] == 6
    assert message["sender_chat"] == channel
    assert message["from"]["id"] == anna.id


async def test_a_deep_link_sends_start_with_its_parameter(api: Api, anna: Person) -> None:
    await anna.follows("a_5-X")
    assert (await only_update(api))["message"]["text"] == "/start a_5-X"
    for bad in ("", "a" * 65, "a b", "число"):
        with pytest.raises(ValueError, match="start parameter"):
            await anna.follows(bad)


async def test_blocking_and_unblocking_send_updates_and_the_first_start_sends_none(
    api: Api, emulator: Emulator
) -> None:
    boris = emulator.person("Boris")
    await boris.says("/start")
    await boris.blocks()
    assert boris.has_blocked
    await boris.unblocks()
    started, blocked, unblocked = await api.ok("getUpdates")
    assert "message" in started
    assert blocked["my_chat_member"]["old_chat_member"]["status"] == "member"
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert blocked["my_chat_member"]["from"]["id"] == boris.id
    assert blocked["my_chat_member"]["chat"]["type"] == "private"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_person_cannot_write_to_a_blocked_bot(anna: Person) -> None:
    await anna.blocks()
    with pytest.raises(ValueError, match="unblocks"):
        await anna.says("Hi")


async def test_the_language_of_the_client_is_in_later_updates(api: Api, anna: Person) -> None:
    anna.speaks("en")
    await anna.says("Hi")
    assert (await only_update(api))["message"]["from"]["language_code"] == "en"


async def test_a_person_sees_a_message_that_comes_while_waiting(api: Api, anna: Person) -> None:
    seeing = asyncio.gather(anna.sees("новость"))
    await api.ok("sendMessage", chat_id=anna.id, text="Первая новость")
    assert (await seeing)[0]["text"] == "Первая новость"
    await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/a.jpg", caption="Вторая новость")
    assert (await anna.sees("новость"))["caption"] == "Вторая новость"


async def test_a_person_sees_an_edit_too(api: Api, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Черновик")
    seeing = asyncio.gather(anna.sees("Чистовик"))
    await api.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="Чистовик")
    assert (await seeing)[0]["message_id"] == sent["message_id"]


async def test_with_after_only_later_messages_and_edits_count(api: Api, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Последние новости")
    said = (await anna.says("/latest"))["message_id"]
    with pytest.raises(AssertionError, match="does not see"):
        await anna.sees("новости", timeout=0.01, after=said)
    await api.ok("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="Свежие новости")
    assert (await anna.sees("новости", after=said))["message_id"] == sent["message_id"]


async def test_the_failure_shows_a_transcript_of_the_chat(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    await api.ok("sendMessage", chat_id=anna.id, text="Новость", reply_markup=markup)
    with pytest.raises(AssertionError, match=r"Anna does not see '/start' in:\n  1 Anna: /start\n  2 Вестник: Новость"):
        await anna.sees("/start", timeout=0.01)


async def test_the_screen_shows_the_last_message_and_the_newest_buttons(api: Api, anna: Person) -> None:
    assert anna.last is None
    assert anna.buttons() == []
    markup = {"inline_keyboard": [[{"text": "1", "callback_data": "1"}, {"text": "2", "callback_data": "2"}]]}
    await api.ok("sendMessage", chat_id=anna.id, text="с кнопками", reply_markup=markup)
    sent = await api.ok("sendMessage", chat_id=anna.id, text="без кнопок")
    await anna.says("моё")
    assert anna.last == sent
    assert anna.buttons() == [["1", "2"]]


async def test_a_contact_and_chosen_users_are_shared(api: Api, emulator: Emulator, anna: Person) -> None:
    boris = emulator.person("Boris", username="boris")
    with pytest.raises(ValueError, match="no button asks"):
        await anna.shares_users(boris.id)
    asks = {"text": "Кого?", "request_users": {"request_id": 7, "request_username": True}}
    await api.ok("sendMessage", chat_id=anna.id, text="Кого?", reply_markup={"keyboard": [[asks]]})
    shared = (await anna.shares_users(boris.id))["users_shared"]
    assert (shared["request_id"], shared["users"]) == (7, [{"user_id": boris.id, "username": "boris"}])
    with pytest.raises(ValueError, match="1 to 1 users"):
        await anna.shares_users(boris.id, anna.id)
    assert (await anna.shares_contact())["contact"]["user_id"] == anna.id
    assert (await anna.shares_contact(boris, phone="7"))["contact"]["first_name"] == "Boris"


async def test_keys_that_ask_for_a_contact_stand_in_private_chats_only(api: Api, group: Group) -> None:
    keys = {"keyboard": [[{"text": "Номер", "request_contact": True}]]}
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Кто?", reply_markup=keys)
    assert refusal == (400, "Bad Request: phone number can be requested in private chats only")


async def test_a_reply_quotes_the_message_or_a_message_of_another_chat(
    emulator: Emulator, anna: Person, group: Group
) -> None:
    channel = emulator.channel("Вестник", admins=[anna])
    first = await anna.says("Мост 🌉 закрыт", chat=group)
    reply = await anna.says("Когда?", reply_to=first["message_id"], quote="закрыт", chat=group)
    assert reply["quote"] == {"text": "закрыт", "position": 8, "is_manual": True}
    with pytest.raises(ValueError, match="no part"):
        await anna.says("Когда?", reply_to=first["message_id"], quote="открыт", chat=group)
    post = await channel.posts("Номер вышел")
    outside = await anna.says("Видели?", external=post, quote="вышел", chat=group)
    assert outside["external_reply"]["origin"]["chat"]["id"] == outside["external_reply"]["chat"]["id"] == channel.id
    assert (outside["quote"]["text"], "reply_to_message" in outside) == ("вышел", False)
