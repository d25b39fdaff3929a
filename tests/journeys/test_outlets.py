"""Channels as outlets: connected by their administrator, arranged, lost and found again."""

import pytest

from tests.journeys.outlets import connected, outlet_screen, posted, posts, publish_by_button, words
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    button,
    count_messages,
    give_role,
    let_pass,
    press,
    register,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.usefixtures("quick_groups")

LOST = "В «Вестник» больше ничего не публикуется"
FOUND = "Бот снова может публиковать в «Вестник»"


async def test_a_channel_is_connected_by_its_administrator_and_gets_a_post(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)

    await publish_by_button(newspaper, "Мост открыт\n\nДвижение пошло с утра.")

    post = await posted(newspaper, channel, "Мост открыт")
    assert words(post) == "Мост открыт\n\nДвижение пошло с утра."
    assert button(post, "Читать и обсудить")["url"] == "https://t.me/vestnik_bot?start=a_1"


async def test_the_administrator_is_asked_once_and_may_decline(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    await answer(await vera.says("/start"))
    channel = newspaper.emulator.channel("Вестник", admins=[vera], bot="left")
    await channel.adds_bot(admin=True)
    asked = await vera.sees("Публиковать в «Вестник»?")
    await channel.adds_bot(admin=True, without=("can_edit_messages",))
    await channel.adds_bot(admin=True)

    declined = await press(vera, asked, "Не нужно")
    await publish_by_button(newspaper, "Мост открыт")
    await let_pass(newspaper, 2)

    assert declined["text"] == "В «Вестник» ничего не публикуется."
    assert count_messages(vera, "Публиковать в «Вестник»?") == 0
    assert posts(channel) == []


async def test_a_channel_of_somebody_else_is_ignored(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис")
    await answer(await boris.says("/start"))
    channel = newspaper.emulator.channel("Чужой", admins=[boris], bot="left")
    await channel.adds_bot(admin=True)
    await publish_by_button(newspaper, "Мост открыт")
    await let_pass(newspaper, 2)

    listed = await answer(await newspaper.editor.says("/outlets"))

    assert posts(channel) == []
    assert "Чужой" not in listed["text"]
    assert count_messages(boris, "Публиковать") == 0


async def test_a_channel_that_removed_the_bot_is_lost_and_comes_back_with_it(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    await channel.removes_bot()
    told = await vera.sees(LOST)
    assert "бота удалили" in told["text"]
    await publish_by_button(newspaper, "Мост открыт")
    assert "потеряно" in (await outlet_screen(newspaper))["text"]

    await channel.adds_bot(admin=True)

    await vera.sees(FOUND)
    await publish_by_button(newspaper, "Мост закрыт")
    await posted(newspaper, channel, "Мост закрыт")
    assert len(posts(channel)) == 1, "what was published meanwhile is not posted late"
    assert count_messages(vera, LOST) == 1


async def test_a_right_lost_unheard_is_noticed_by_the_first_post(newspaper: Newspaper, answer: Answer) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    bot = newspaper.emulator.world.bot.id
    channel.chat.lacking[bot] = frozenset({"can_post_messages"})

    for title in ("Мост открыт", "Мост закрыт"):
        await publish_by_button(newspaper, title)

    told = await vera.sees(LOST)
    assert "need administrator rights" in told["text"]
    shown = await outlet_screen(newspaper)
    assert "потеряно" in shown["text"]
    assert "need administrator rights" in shown["text"]
    failed = await press(vera, shown, "Проба")
    assert failed["text"].startswith("Проба не дошла. Ответ Telegram: Bad Request: need administrator rights")
    channel.chat.lacking[bot] = frozenset()
    arrived = await press(vera, failed, "Проба")
    assert arrived["text"].startswith("Проба дошла.")
    assert "need administrator rights" not in arrived["text"]
    await vera.sees(FOUND)
    assert [words(post)[:6] for post in posts(channel)] == ["Проба:"]
    assert count_messages(vera, LOST) == 1


async def test_an_outlet_is_arranged_by_buttons_and_words(newspaper: Newspaper, answer: Answer) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    shown = await outlet_screen(newspaper)
    templates = await press(vera, shown, "Шаблон")
    assert all_labels(templates)[0] == "✓ Заголовок и лид"
    shown = await press(vera, templates, "Только заголовок")
    shown = await press(vera, shown, "Без звука")
    await press(vera, shown, "Слова ссылки")
    shown = await answer(await vera.says("Подробности"))
    await press(vera, shown, "Темы")
    shown = await answer(await vera.says("Спорт, наука"))
    assert "Спорт, наука" in shown["text"]

    await publish_by_button(newspaper, "Без темы")
    await press(vera, await press(vera, shown, "Темы"), "Все темы")
    await publish_by_button(newspaper, "Мост открыт\n\nТекст.")

    post = await posted(newspaper, channel, "Мост открыт")
    assert words(post) == "Мост открыт"
    assert all_labels(post) == ["Подробности"]
    assert len(posts(channel)) == 1


async def test_an_outlet_is_turned_off_on_and_removed(newspaper: Newspaper, answer: Answer) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    shown = await press(vera, await outlet_screen(newspaper), "Выключить")
    await publish_by_button(newspaper, "Мост открыт")
    shown = await press(vera, shown, "Включить")
    await publish_by_button(newspaper, "Мост закрыт")
    await posted(newspaper, channel, "Мост закрыт")
    removed = await press(vera, await press(vera, shown, "Убрать"), "Убрать")
    await publish_by_button(newspaper, "Мост забыт")
    await let_pass(newspaper, 2)

    assert removed["text"] == "В «Вестник» ничего не публикуется."
    assert [words(post) for post in posts(channel)] == ["Мост закрыт"]


async def test_a_group_is_asked_about_when_the_bot_becomes_its_administrator(newspaper: Newspaper) -> None:
    vera = newspaper.editor
    await answer_to(newspaper, await vera.says("/start"))
    group = newspaper.emulator.group("Соседи", admins=[vera])
    await group.adds_bot(admin=True)
    await press(vera, await vera.sees("Публиковать в «Соседи»?"), "Публиковать здесь")

    await publish_by_button(newspaper, "Мост открыт")

    post = await posted(newspaper, group, "Мост открыт")
    assert all_labels(post) == ["Читать и обсудить"]


async def test_a_topic_is_added_by_the_link_to_a_message_in_it(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    forum = newspaper.emulator.group("Читатели", admins=[vera], forum=True)
    forum.opens_topic("Разное")
    topic = forum.opens_topic("Новости")
    listed = await answer(await vera.says("/outlets"))
    await press(vera, listed, "Добавить")
    refused = await answer(await vera.says("https://t.me/c/1/2"))
    assert refused["text"].startswith("Такого канала или группы")

    number = str(forum.id).removeprefix("-100")
    shown = await answer(await vera.says(f"https://t.me/c/{number}/{topic}/{topic + 1}"))
    await press(vera, shown, "Публиковать здесь")
    await publish_by_button(newspaper, "Мост открыт")

    post = await posted(newspaper, forum, "Мост открыт")
    assert post["message_thread_id"] == topic


async def test_a_chat_is_added_only_by_its_administrator(newspaper: Newspaper, answer: Answer) -> None:
    vera, boris = newspaper.editor, newspaper.emulator.person("Борис")
    newspaper.emulator.channel("Чужой", admins=[boris], username="foreign_news")
    await press(vera, await answer(await vera.says("/outlets")), "Добавить")

    refused = await answer(await vera.says("@foreign_news"))

    assert refused["text"].startswith("Такого канала или группы")
    assert "Чужой" not in (await answer(await vera.says("/outlets")))["text"]


async def test_another_admin_is_told_too_and_an_editor_only_of_posts(newspaper: Newspaper, answer: Answer) -> None:
    oleg = await register(newspaper, newspaper.emulator.person("Олег"), "Олег")
    await answer(await oleg.says("/start"))
    await give_role(newspaper, oleg, "admin")
    channel = await connected(newspaper)

    await channel.removes_bot()

    await oleg.sees(LOST)
    await newspaper.editor.sees(LOST)


async def test_what_waits_for_a_word_is_ended_with_the_outlet(newspaper: Newspaper, answer: Answer) -> None:
    await connected(newspaper)
    vera = newspaper.editor
    shown = await outlet_screen(newspaper)
    await press(vera, shown, "Слова ссылки")
    manager = await newspaper.news.readers.recognise(vera.id, "ru")
    ((outlet,), _) = await newspaper.news.outlets.page(manager)
    await newspaper.news.outlets.remove(manager, outlet.place.id)

    refused = await answer(await vera.says("Подробности"))
    after = await answer(await vera.says("Подробности"))

    assert refused["text"].startswith("Туда больше ничего не публикуется")
    assert after["text"].startswith("Не понял вас")


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("Слова ссылки", "Назад"),
        ("Слова ссылки", "«Читать и обсудить»"),
        ("Темы", "Назад"),
        ("Темы", "Все темы"),
        ("Добавить", "Все каналы и группы"),
    ],
)
async def test_a_question_ends_when_the_person_goes_back_or_answers_by_a_button(
    newspaper: Newspaper, answer: Answer, question: str, way: str
) -> None:
    await connected(newspaper)
    vera = newspaper.editor
    shown = await (answer(await vera.says("/outlets")) if question == "Добавить" else outlet_screen(newspaper))
    asked = await press(vera, shown, question)

    await press(vera, asked, way)

    assert (await answer(await vera.says("Подробности")))["text"].startswith("Не понял вас")
