"""A channel's digests: turned on and arranged by those who manage outlets, and one message at its hour."""

import pytest

from emulator import Group
from news.choice.preferences import Topics
from news.ledger import Address
from tests.journeys.choices import EVENING, NEXT_MORNING, Readership
from tests.journeys.outlets import connected, outlet_screen, posts, words
from tests.journeys.steps import Json, all_labels, answer_to, button, give_role, press, register, styled

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


async def test_a_value_that_is_typed_in_the_private_chat_is_the_channels(readership: Readership) -> None:
    vera, newspaper = readership.newspaper.editor, readership.newspaper
    channel = await connected(newspaper)
    root = await press(vera, await digests_screen(readership), "Включить")
    hours = await press(vera, await press(vera, root, "Когда: в 9:00, 19:00"), "✓ В выбранные часы")
    asked = await press(vera, hours, "Другие часы")
    kept = await press(vera, asked, "Назад")
    assert kept["text"].startswith("Подборки в «Вестник»")
    await press(
        vera, await press(vera, await press(vera, kept, "Когда: в 9:00, 19:00"), "✓ В выбранные часы"), "Другие часы"
    )

    taken = await answer_to(newspaper, await vera.says("8:30"))

    root = await press(vera, taken, "Назад")
    assert root["text"].startswith("Подборки в «Вестник»\n\nТемы: все\nКогда: в 8:30\n")
    assert (await newspaper.news.choice.get(Address(channel.id))).preferences.timetable.hours == (510,)
    assert (await newspaper.news.choice.get(Address(vera.id))).preferences.timetable.hours == ()


async def test_a_chief_editor_who_is_one_no_more_chooses_nothing(readership: Readership) -> None:
    newspaper = readership.newspaper
    john = await register(newspaper, newspaper.emulator.person("John", language="en"), "John")
    await give_role(newspaper, john, "chief")
    await press(john, await answer_to(newspaper, await john.says("/language")), "English")
    channel = await connected(newspaper)
    offered = await press(john, await outlet_screen(newspaper, person=john), "Digests")
    root = await press(john, offered, "Turn on")
    assert "When: at 9:00, 19:00" in root["text"]
    pace = await press(john, root, "When: at 9:00, 19:00")
    hours = await press(john, pace, "✓ At chosen hours")
    await press(john, hours, "Other hours")
    await give_role(newspaper, john, "member")
    before = await newspaper.news.choice.get(Address(channel.id))

    typed = await answer_to(newspaper, await john.says("8:30"))
    alert = await john.presses(message=pace["message_id"], data=button(pace, "Every hour")["callback_data"])

    assert typed["text"].startswith("This is for the chief editors.")
    assert alert is not None
    assert str(alert.text).startswith("This is for the chief editors.")
    assert await newspaper.news.choice.get(Address(channel.id)) == before


async def test_a_channel_that_removed_the_bot_gets_no_digest_until_they_are_turned_on_again(
    readership: Readership,
) -> None:
    vera, newspaper = readership.newspaper.editor, readership.newspaper
    channel = await connected(newspaper)
    await press(vera, await digests_screen(readership), "Включить")
    await channel.removes_bot()
    await vera.sees("В «Вестник» больше ничего не публикуется")
    told = await vera.sees("Подборки в «Вестник» закончились: бота удалили.")
    assert all_labels(told) == ["Канал"]
    lost = await digests_screen(readership)
    assert all_labels(lost) == ["Назад"]
    assert "Дайте ему это право" in lost["text"]

    await channel.adds_bot(admin=True)
    await vera.sees("Бот снова может публиковать в «Вестник»")

    assert "Включить" in all_labels(await digests_screen(readership))
