"""A channel's digests: turned on and arranged by those who manage outlets, and one message at its hour."""

import pytest

from emulator import Group
from news.choice.preferences import Topics
from news.ledger import Address
from tests.journeys.choices import EVENING, NEXT_MORNING, Readership
from tests.journeys.outlets import connected, outlet_screen, posts, words
from tests.journeys.steps import Json, all_labels, button, press, styled

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_groups")]

EIGHT_IN_THE_EVENING = 20 * 60 + 1


async def digests_screen(readership: Readership) -> Json:
    """Return the screen of the digests of the channel."""
    return await press(readership.newspaper.editor, await outlet_screen(readership.newspaper), "Подборки")


def titles(channel: Group) -> list[str]:
    """Return the first lines of what stands in a channel."""
    return [words(post).split("\n")[0] for post in posts(channel)]


async def test_a_channel_with_digests_only_gets_one_message_with_links_at_its_hour(readership: Readership) -> None:
    vera, newspaper = readership.newspaper.editor, readership.newspaper
    channel = await connected(newspaper)
    await readership.publish("Мост открыт")
    offered = await digests_screen(readership)
    assert offered["text"].startswith("Подборки в «Вестник»\n\nПодборка — одно сообщение")
    on = await press(vera, offered, "Включить")
    assert "Когда: в 9:00, 19:00" in on["text"]
    assert "Отдельные публикации выходят тоже." in on["text"]
    off = await press(vera, await press(vera, on, "Назад"), "Выключить")
    only = await press(vera, off, "Подборки")
    assert "только подборки" in only["text"]

    await readership.publish("Трамвай пошёл")
    await readership.publish("Дожди прошли")
    await readership.wait_until(EVENING)
    assert titles(channel) == ["Мост открыт"], "the post from before"
    await readership.wait_until(EIGHT_IN_THE_EVENING)

    _, digest = posts(channel)
    assert styled(digest, "bold")[0] == "2 новости с 12:00"
    assert "Мост открыт" not in words(digest)
    assert all_labels(digest) == ["3", "2"]
    assert button(digest, "2")["url"] == "https://t.me/vestnik_bot?start=a_2"
    await readership.wait_until(NEXT_MORNING)
    assert len(posts(channel)) == 2, "an empty digest is not sent"


async def test_the_settings_of_a_channel_choose_for_it_in_the_private_chat(readership: Readership) -> None:
    vera, newspaper = readership.newspaper.editor, readership.newspaper
    channel = await connected(newspaper)
    await readership.topics("Спорт", "Город")
    root = await press(vera, await digests_screen(readership), "Включить")

    topics = await press(vera, await press(vera, root, "Темы: все"), "✓ Спорт")
    root = await press(vera, topics, "Назад")
    hours = await press(vera, await press(vera, root, "Когда: в 9:00, 19:00"), "✓ В выбранные часы")
    hours = await press(vera, await press(vera, hours, "✓ 19:00"), "20:00")
    root = await press(vera, hours, "Назад")
    root = await press(vera, await press(vera, root, "Тихие часы: нет"), "23–8")
    root = await press(vera, root, "Назад")

    assert root["text"].startswith("Подборки в «Вестник»\n\nТемы: все, кроме 1\nКогда: в 9:00, 20:00\n")
    undone = await press(vera, root, "Отменить")
    assert "Тихие часы: нет" in undone["text"]
    preferences = (await newspaper.news.choice.get(Address(channel.id))).preferences
    assert (len(preferences.topics.but), preferences.timetable.hours) == (1, (540, 1200))
    own = (await newspaper.news.choice.get(Address(vera.id))).preferences
    assert own.topics == Topics(), "the editor's own newspaper is another one"
    ended = await press(vera, undone, "Выключить")
    assert "Подборка — одно сообщение" in ended["text"]
    assert not (await newspaper.news.choice.get(Address(channel.id))).subscribed
