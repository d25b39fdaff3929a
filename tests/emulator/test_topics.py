"""The topics of forums: where messages arrive, and the refusals of closed, deleted and unknown topics."""

from typing import Any

import pytest
from aiogram import Bot

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

CLOSED = (400, "Bad Request: TOPIC_CLOSED")
DELETED = (400, "Bad Request: TOPIC_DELETED")
NOT_FOUND = (400, "Bad Request: message thread not found")
ALBUM = [{"type": "photo", "media": f"https://example.com/{name}.jpg"} for name in ("a", "b")]


@pytest.fixture
def forum(emulator: Emulator, anna: Person) -> Group:
    return emulator.group("Форум", admins=[anna], forum=True)


async def messages(api: Api) -> list[dict[str, Any]]:
    return [update["message"] for update in await api.ok("getUpdates")]


async def test_a_message_arrives_in_the_topic_and_answers_the_one_that_opened_it(api: Api, forum: Group) -> None:
    topic = forum.opens_topic("Новости")
    (opened,) = await messages(api)
    assert (opened["message_id"], opened["message_thread_id"]) == (topic, topic)
    assert opened["forum_topic_created"]["name"] == "Новости"
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert sent["reply_to_message"]["message_id"] == topic
    assert sent["chat"]["is_forum"] is True
    for message in await api.ok("sendMediaGroup", chat_id=forum.id, media=ALBUM, message_thread_id=topic):
        assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)


async def test_an_edit_stays_in_its_topic(api: Api, forum: Group) -> None:
    topic = forum.opens_topic("Новости")
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=topic)
    meant = {"chat_id": forum.id, "message_id": sent["message_id"]}
    assert (await api.ok("editMessageText", **meant, text="Hello"))["message_thread_id"] == topic
    assert (await api.ok("editMessageMedia", **meant, media=ALBUM[0]))["message_thread_id"] == topic


async def test_general_is_no_thread_and_its_number_is_refused(api: Api, forum: Group) -> None:
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Hi")
    assert sent.keys() & {"message_thread_id", "is_topic_message", "reply_to_message"} == set()
    assert await api.refusal("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=1) == NOT_FOUND
    assert await api.ok("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=1) is True


@pytest.mark.parametrize("method", ["sendMessage", "sendPhoto", "sendMediaGroup", "sendChatAction"])
async def test_an_unknown_topic_is_refused_by_every_method(api: Api, forum: Group, method: str) -> None:
    content: dict[str, dict[str, Any]] = {
        "sendMessage": {"text": "Hi"},
        "sendPhoto": {"photo": "https://example.com/a.jpg"},
        "sendMediaGroup": {"media": ALBUM},
        "sendChatAction": {"action": "typing"},
    }
    assert await api.refusal(method, chat_id=forum.id, message_thread_id=99, **content[method]) == NOT_FOUND
    assert forum.messages == []


async def test_a_closed_topic_takes_messages_again_when_it_is_reopened(api: Api, forum: Group) -> None:
    topic = forum.opens_topic("Новости")
    meant = {"chat_id": forum.id, "text": "Hi", "message_thread_id": topic}
    forum.closes_topic(topic)
    assert await api.refusal("sendMessage", **meant) == CLOSED
    await api.ok("sendMessage", chat_id=forum.id, text="in General")
    forum.reopens_topic(topic)
    await api.ok("sendMessage", **meant)
    _, closed, reopened = await messages(api)
    assert (closed["forum_topic_closed"], closed["message_thread_id"]) == ({}, topic)
    assert (reopened["forum_topic_reopened"], reopened["is_topic_message"]) == ({}, True)


async def test_general_can_be_closed_too(api: Api, forum: Group) -> None:
    topic = forum.opens_topic("Новости")
    forum.closes_topic(None)
    assert await api.refusal("sendMessage", chat_id=forum.id, text="Hi") == CLOSED
    await api.ok("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=topic)


async def test_who_may_manage_topics_writes_in_closed_ones(api: Api, forum: Group, anna: Person) -> None:
    topic = forum.opens_topic("Новости")
    forum.closes_topic(topic)
    meant = {"chat_id": forum.id, "text": "Hi", "message_thread_id": topic}
    await forum.adds_bot(admin=True, without=("can_manage_topics",))
    assert await api.refusal("sendMessage", **meant) == CLOSED
    await forum.adds_bot(admin=True)
    await api.ok("sendMessage", **meant)


async def test_a_deleted_topic_is_refused_and_its_messages_are_gone(api: Api, forum: Group) -> None:
    topic, other = forum.opens_topic("Новости"), forum.opens_topic("Спорт")
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=topic)
    forum.deletes_topic(topic)
    forum.deletes_topic(other, forgotten=True)
    assert await api.refusal("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=topic) == DELETED
    assert await api.refusal("sendMessage", chat_id=forum.id, text="Hi", message_thread_id=other) == NOT_FOUND
    edit = await api.refusal("editMessageText", chat_id=forum.id, message_id=sent["message_id"], text="x")
    assert edit == (400, "Bad Request: message to edit not found")
    assert forum.messages == []


async def test_a_reply_goes_to_the_topic_of_the_message_it_answers(api: Api, forum: Group, anna: Person) -> None:
    topic = forum.opens_topic("Новости")
    said = await anna.says("/all", chat=forum, topic=topic)
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Hi", reply_parameters={"message_id": said["message_id"]})
    assert (sent["message_thread_id"], sent["reply_to_message"]["text"]) == (topic, "/all")
    answer = await anna.says("да", chat=forum, reply_to=sent["message_id"])
    assert answer["message_thread_id"] == topic


async def test_people_write_in_topics_that_are_open(bot: Bot, forum: Group, anna: Person, emulator: Emulator) -> None:
    boris = emulator.person("Boris")
    forum.adds(boris.user)
    topic = forum.opens_topic("Новости")
    said = await boris.says("/all", chat=forum, topic=topic)
    assert (said["message_thread_id"], said["is_topic_message"]) == (topic, True)
    photo = await boris.shares_photo("Смотри", chat=forum, topic=topic)
    assert photo["message_thread_id"] == topic
    forum.closes_topic(topic)
    with pytest.raises(ValueError, match="TOPIC_CLOSED"):
        await boris.says("/all", chat=forum, topic=topic)
    await anna.says("/all", chat=forum, topic=topic)
    received = (await bot.get_updates())[-1].message
    assert received is not None
    assert received.reply_to_message is not None
    assert received.reply_to_message.forum_topic_created is not None


async def test_a_thread_is_ignored_in_a_group_that_is_no_forum(api: Api, group: Group, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=group.id, text="Hi", message_thread_id=5)
    assert sent.keys() & {"message_thread_id", "is_topic_message"} == set()
    assert await api.refusal("sendMessage", chat_id=anna.id, text="Hi", message_thread_id=5) == NOT_FOUND
    with pytest.raises(ValueError, match="no forum"):
        await anna.says("/all", chat=group, topic=5)
    with pytest.raises(ValueError, match="no forum"):
        group.opens_topic("Новости")
