"""Subscriptions of groups: only administrators change them; they survive a move and end when the bot is removed."""

import pytest

from emulator.client import transcript
from news.ledger import Address
from news.notices import OFFER_DELAY
from tests.journeys.sentences import ADMINS_ONLY, GROUP_NOT_SUBSCRIBED, GROUP_SUBSCRIBED, TOPIC_SUBSCRIBED
from tests.journeys.steps import Answer, button, let_pass, publish_many
from tests.journeys.subscriptions import publish_and_push, sent_by
from tests.newspaper import Newspaper


@pytest.mark.slow
async def test_a_group_subscribes_by_its_admin_and_gets_links_to_the_private_chat(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = newspaper.emulator.person("Анна"), newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], members=[anna])

    refused = await answer(await anna.says("/subscribe", chat=group))
    assert refused["text"] == ADMINS_ONLY
    assert await newspaper.news.subscriptions.get(Address(group.id)) is None
    subscribed = await answer(await boris.says("/subscribe@vestnik_bot", chat=group))
    assert subscribed["text"] == GROUP_SUBSCRIBED
    await publish_many(newspaper, 1, to_push=True)

    push = await anna.sees("Новость 1", chat=group)
    assert button(push, "Читать")["url"].endswith("?start=a_1")
    await anna.presses("Читать", message=push["message_id"], chat=group)
    assert (await anna.sees("Текст новости 1."))["chat"]["id"] == anna.id
    refused = await answer(await anna.says("/unsubscribe", chat=group))
    assert refused["text"] == ADMINS_ONLY
    ended = await answer(await boris.says("/unsubscribe", chat=group))
    assert ended["text"] == GROUP_NOT_SUBSCRIBED
    assert not (await newspaper.news.subscriptions.get(Address(group.id))).active


async def test_an_anonymous_admin_subscribes_the_group_and_a_channel_in_it_does_not(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    channel = newspaper.emulator.channel("Объявления", admins=[boris])

    refused = await answer(
        await boris.sends(chat=group, text="/subscribe", sender_chat=channel.chat.as_json(), **sent_by(136817688))
    )
    assert refused["text"] == ADMINS_ONLY
    subscribed = await answer(
        await boris.sends(chat=group, text="/subscribe", sender_chat=group.chat.as_json(), **sent_by(1087968824))
    )
    assert subscribed["text"] == GROUP_SUBSCRIBED


async def test_a_button_of_a_subscription_pressed_in_a_group_changes_nothing(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = newspaper.emulator.person("Анна"), newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], members=[anna])
    screen = await answer(await anna.says("/help", chat=group))

    answered = await anna.presses(message=screen["message_id"], data="s:1", chat=group)

    assert answered is not None
    assert answered.text == "Эта кнопка устарела. Последние новости: /latest"
    assert await newspaper.news.subscriptions.get(Address(group.id)) is None
    assert await newspaper.news.subscriptions.get(Address(anna.id)) is None


async def test_a_group_that_removes_the_bot_is_unsubscribed(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await group.removes_bot()
    await group.adds_bot()

    offer = await boris.sees(GROUP_NOT_SUBSCRIBED, chat=group)

    assert not (await newspaper.news.subscriptions.get(Address(group.id))).active
    assert (await answer(await boris.says("/subscribe", chat=group)))["message_id"] > offer["message_id"]
    assert (await newspaper.news.subscriptions.get(Address(group.id))).active


async def test_a_group_keeps_its_subscription_when_it_becomes_a_supergroup(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], kind="group")
    await answer(await boris.says("/subscribe", chat=group))
    moved = await group.becomes_supergroup()
    await answer(await boris.says("/latest", chat=moved))

    await publish_and_push(newspaper, "Для соседей")

    assert (await boris.sees("Для соседей", chat=moved))["chat"]["id"] == moved.id
    assert "Для соседей" not in transcript(group.chat)
    await let_pass(newspaper, OFFER_DELAY.total_seconds() + 1)
    said = [message["text"] for message in moved.messages if "text" in message]
    assert GROUP_NOT_SUBSCRIBED not in said, "the bot joins the supergroup before it hears of the move"


@pytest.mark.slow
async def test_a_group_that_the_bot_joins_is_offered_the_headlines(newspaper: Newspaper) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], bot="left")
    await group.adds_bot()
    assert (await boris.sees(GROUP_NOT_SUBSCRIBED, chat=group))["chat"]["id"] == group.id


@pytest.mark.slow
async def test_a_topic_of_a_forum_subscribes_for_itself_gets_the_pushes_and_is_missed_when_it_closes(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    await answer(await boris.says("/start"))
    forum = newspaper.emulator.group("Читатели", admins=[boris], forum=True)
    topic, other = forum.opens_topic("Новости"), forum.opens_topic("Разное")

    subscribed = await answer(await boris.says("/subscribe", chat=forum, topic=topic))
    assert subscribed["text"] == TOPIC_SUBSCRIBED
    assert subscribed["message_thread_id"] == topic
    await publish_and_push(newspaper, "Мост открыт")
    push = await boris.sees("Мост открыт", chat=forum)
    assert push["message_thread_id"] == topic, "not in General"

    elsewhere = await answer(await boris.says("/unsubscribe", chat=forum, topic=other))
    assert elsewhere["text"] == "Тема не подписана. Новые заголовки для темы: /subscribe"
    assert (await newspaper.news.subscriptions.get(Address(forum.id, topic))).active

    forum.closes_topic(topic)
    await let_pass(newspaper, 4)  # a group gets a message in three seconds
    await publish_and_push(newspaper, "Мост закрыт")
    told = await boris.sees("Тема, в которую приходили новости")
    assert told["chat"]["id"] == boris.id, "the administrator who subscribed it, once"
    assert not (await newspaper.news.subscriptions.get(Address(forum.id, topic))).active
    await publish_and_push(newspaper, "Ещё новость")
    await let_pass(newspaper, 1)
    assert sum("Тема, в которую" in message.get("text", "") for message in boris.messages) == 1


@pytest.mark.slow
async def test_general_is_the_whole_group_and_a_topic_keeps_its_own_subscription(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    forum = newspaper.emulator.group("Читатели", admins=[boris], forum=True)
    topic = forum.opens_topic("Новости")
    general = await answer(await boris.says("/subscribe", chat=forum))
    assert general["text"] == GROUP_SUBSCRIBED
    await answer(await boris.says("/subscribe", chat=forum, topic=topic))
    await answer(await boris.says("/unsubscribe", chat=forum))
    await publish_and_push(newspaper, "Мост открыт")
    push = await boris.sees("Мост открыт", chat=forum)
    assert push["message_thread_id"] == topic
