"""Choosing in groups: an administrator's `/settings` is about the group, or about the topic it was written in."""

import re

import pytest

from emulator import Group, Person
from news.choice.preferences import DEFAULT_PREFERENCES, Pace, Preferences, QuietHours
from news.ledger import Address
from tests.journeys.sentences import ADMINS_ONLY, GROUP_NOT_SUBSCRIBED, GROUP_SUBSCRIBED, TOPIC_SUBSCRIBED
from tests.journeys.steps import Answer, Json, all_labels, button, current, labels, press, publish, wait_for
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
def boris(newspaper: Newspaper) -> Person:
    """An administrator of groups."""
    return newspaper.emulator.person("Борис")


async def chosen_in(newspaper: Newspaper, group: Group, topic: int = 0) -> Preferences:
    """What a group, or a topic in it, has chosen."""
    return (await newspaper.news.choice.get(Address(group.id, topic))).preferences  # type: ignore[no-any-return]


def pushes(group: Group, topic: int | None = None) -> list[str]:
    """The titles of what was pushed to a group, or to a topic in it: single articles and lists have buttons."""
    return [
        message["text"].split("\n")[0]
        for message in group.messages
        if "url" in str(message.get("reply_markup")) and message.get("message_thread_id") == topic
    ]


async def wait_for_pushes(newspaper: Newspaper, group: Group, topic: int | None, titles: list[str]) -> None:
    """Wait until exactly these titles were pushed."""

    def look() -> bool | None:
        return pushes(group, topic) == titles or None

    await wait_for(newspaper, look, f"pushed was {pushes(group, topic)}, not {titles}")


async def test_the_settings_of_a_group_have_what_a_group_can_choose_and_close(
    newspaper: Newspaper, answer: Answer, boris: Person
) -> None:
    group = newspaper.emulator.group("Соседи", admins=[boris])

    root = await answer(await boris.says("/settings", chat=group))

    assert root["text"].startswith(
        "Настройки группы\n\nСюда ещё ничего не приходит: всё это — на случай подписки. Подписать: /subscribe\n\n"
        "Темы: все\nКогда: сразу\n"
    )
    assert labels(root)[0] == ["Темы: все"]
    assert labels(root)[-1] == ["Готово"]
    assert (await press(boris, root, "Готово", chat=group))["text"] == GROUP_NOT_SUBSCRIBED
    assert (await answer(await boris.says("/subscribe", chat=group)))["text"] == GROUP_SUBSCRIBED
    root = await answer(await boris.says("/settings@vestnik_bot", chat=group))
    hours = await press(boris, await press(boris, root, "Когда: сразу", chat=group), "В выбранные часы", chat=group)
    hours = await press(boris, hours, "8:00", chat=group)
    assert "Другие часы" not in all_labels(hours), "nobody types for the bot in a group"
    zones = await press(boris, hours, "Другой город?", chat=group)
    assert "По названию" not in all_labels(zones)
    zones = await press(boris, zones, next(label for label in all_labels(zones) if "Омск" in label), chat=group)
    root = await press(boris, zones, "Назад", chat=group)
    assert labels(root)[-1] == ["Отменить", "Готово"]
    assert (await chosen_in(newspaper, group)).zone == "Asia/Omsk"
    root = await press(boris, root, "Отменить", chat=group)
    assert "Время: Москва" in root["text"]
    preferences = await chosen_in(newspaper, group)
    assert (preferences.timetable.pace, preferences.timetable.hours, preferences.zone) == (Pace.HOURS, (480,), "")
    closed = await press(boris, root, "Готово", chat=group)
    assert (closed["text"], all_labels(closed)) == (GROUP_SUBSCRIBED, [])
    own = (await newspaper.news.choice.get(Address(boris.id))).preferences
    assert own == DEFAULT_PREFERENCES, "the administrator's own newspaper is another one"


async def test_what_falls_into_the_quiet_of_a_group_comes_as_one_message_with_links(
    newspaper: Newspaper, answer: Answer, boris: Person
) -> None:
    group, other = (newspaper.emulator.group(name, admins=[boris]) for name in ("Соседи", "Дачники"))
    for each in (group, other):
        await answer(await boris.says("/subscribe", chat=each))
    root = await answer(await boris.says("/settings", chat=group))
    quiet = await press(boris, await press(boris, root, "Тихие часы: нет", chat=group), "23–8", chat=group)
    assert (await chosen_in(newspaper, group)).timetable.quiet == QuietHours(23 * 60, 8 * 60)
    quiet = await press(boris, quiet, "Без тихих часов", chat=group)
    quiet = await press(boris, quiet, "Тихо 1 час", chat=group)

    for title in ("Мост открыт", "Мост закрыт"):
        await publish(newspaper, title, to_push=True)
        await newspaper.news.delivery.tick()
    await wait_for_pushes(newspaper, other, None, ["Мост открыт", "Мост закрыт"])
    assert pushes(group) == []
    await press(boris, quiet, "Снять тишину", chat=group)

    digest = await boris.sees("2. Мост закрыт", chat=group)
    assert "1. Мост открыт" in digest["text"]
    assert button(digest, "1")["url"].endswith("?start=a_1")
    assert len(pushes(group)) == 1


async def test_two_topics_of_a_forum_choose_differently(newspaper: Newspaper, answer: Answer, boris: Person) -> None:
    await publish(newspaper, "Старый матч", topic="Спорт")
    await publish(newspaper, "Старый мост", topic="Город")
    forum = newspaper.emulator.group("Читатели", admins=[boris], forum=True)
    sport, city = forum.opens_topic("Болельщики"), forum.opens_topic("Наш город")
    for topic, unwanted in ((sport, "✓ Город"), (city, "✓ Спорт")):
        await answer(await boris.says("/subscribe", chat=forum, topic=topic))
        root = await answer(await boris.says("/settings", chat=forum, topic=topic))
        assert root["text"].startswith("Настройки темы\n\nТемы: все\n")
        topics = await press(boris, root, "Темы: все", chat=forum)
        topics = await press(boris, topics, unwanted, chat=forum)
        assert topics["text"].startswith("Темы: все, кроме 1\n")
        root = await press(boris, topics, "Назад", chat=forum)
        assert (await press(boris, root, "Готово", chat=forum))["text"] == TOPIC_SUBSCRIBED

    await publish(newspaper, "Матч сыгран", topic="Спорт", to_push=True)
    await publish(newspaper, "Мост открыт", topic="Город", to_push=True)
    await newspaper.news.delivery.tick()

    await wait_for_pushes(newspaper, forum, sport, ["Матч сыгран"])
    await wait_for_pushes(newspaper, forum, city, ["Мост открыт"])
    assert await chosen_in(newspaper, forum) == DEFAULT_PREFERENCES, "General has a choice of its own"


async def test_a_member_may_neither_open_nor_press_the_settings_of_a_group(
    newspaper: Newspaper, answer: Answer, boris: Person, anna: Person
) -> None:
    group = newspaper.emulator.group("Соседи", admins=[boris], members=[anna])

    refused = await answer(await anna.says("/settings", chat=group))
    assert refused["text"] == ADMINS_ONLY
    root = await answer(await boris.says("/settings", chat=group))
    for data in ("ss:r:0", "ss:w:0", "xa:0:0", "xp:hourly:0", "xu", "xf", "xq:23-8", "xw:7", "xs:h"):
        toast = await anna.presses(message=root["message_id"], data=data, chat=group)
        assert toast is not None
        assert toast.text == ADMINS_ONLY, data

    assert current(boris, root, chat=group) == root
    assert await chosen_in(newspaper, group) == DEFAULT_PREFERENCES
    assert (await newspaper.news.choice.get(Address(anna.id))).preferences == DEFAULT_PREFERENCES


async def test_forged_buttons_of_a_private_chat_do_nothing_in_a_group(
    newspaper: Newspaper, answer: Answer, boris: Person
) -> None:
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    root = await answer(await boris.says("/settings", chat=group))

    for data in ("xk:h:0", "xm:1", "fw:0"):
        toast = await boris.presses(message=root["message_id"], data=data, chat=group)
        assert toast is not None
        assert toast.text.startswith("Эта кнопка устарела."), data
    await boris.presses(message=root["message_id"], data="ss:f:1", chat=group)

    assert current(boris, root, chat=group)["text"] == root["text"]
    assert await chosen_in(newspaper, group) == DEFAULT_PREFERENCES


async def test_an_anonymous_administrator_chooses_and_a_channel_in_the_group_does_not(
    newspaper: Newspaper, answer: Answer, boris: Person
) -> None:
    group = newspaper.emulator.group("Соседи", admins=[boris])
    channel = newspaper.emulator.channel("Объявления", admins=[boris])

    refused = await answer(await boris.says("/settings", chat=group, sender=channel))
    assert refused["text"] == ADMINS_ONLY
    root = await answer(await boris.says("/settings", chat=group, sender=group))
    assert root["text"].startswith("Настройки группы\n")
    pause = await press(boris, await press(boris, root, "Пауза: нет", chat=group), "1 неделя", chat=group)

    assert pause["text"].startswith("Подписка на паузе до ")
    assert (await chosen_in(newspaper, group)).paused_until is not None


async def test_an_english_administrator_chooses_in_english_and_the_group_keeps_its_language(
    newspaper: Newspaper, answer: Answer, boris: Person
) -> None:
    ann = newspaper.emulator.person("Ann", language="en")
    group = newspaper.emulator.group("Соседи", admins=[boris, ann])
    await answer(await boris.says("/subscribe", chat=group))

    root = await answer(await ann.says("/settings", chat=group))
    amount = await press(
        ann, await press(ann, root, "How much: headline and lead", chat=group), "Full text", chat=group
    )
    root = await press(ann, amount, "Back", chat=group)

    assert root["text"].startswith("Settings of this group\n\nTopics: all\n")
    assert not re.search("[а-яё]", root["text"] + "".join(all_labels(root)), re.IGNORECASE)
    root = await press(boris, root, "Undo", chat=group)
    assert root["text"].startswith("Настройки группы\n")
    await publish(newspaper, "Мост открыт", "Он новый.", to_push=True)
    await newspaper.news.delivery.tick()
    pushed: Json = await boris.sees("Он новый.", chat=group)
    assert all_labels(pushed) == ["Читать"]
