"""Channels as outlets: connected by their administrator, posted to, corrected, lost and found again."""

import pytest

from emulator import Fault, Stalled
from news.rate_limits import chats
from tests.journeys.editing import correct, retract
from tests.journeys.outlets import connected, outlet_screen, posted, posts, publish_by_button, words
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    button,
    count_messages,
    crash_and_restart,
    give_role,
    keyboard,
    let_pass,
    press,
    register,
)
from tests.newspaper import Newspaper

LOST = "В «Вестник» больше ничего не публикуется"
FOUND = "Бот снова может публиковать в «Вестник»"


@pytest.fixture(autouse=True)
def _quick_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat gets a message in a tenth of a second instead of three seconds."""
    monkeypatch.setattr(chats, "GROUP_SECONDS", 0.1)
    monkeypatch.setattr("storage.deliveries.GROUP_SECONDS", 0.1)


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


async def test_an_update_and_a_retraction_reach_the_post_and_a_silent_fix_does_not(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    number = await publish_by_button(newspaper, "Мост открыт\n\nДвижение пошло с утра.")
    post = await posted(newspaper, channel, "Мост открыт")

    await press(vera, await correct(newspaper, number, "Текст", "Движение пошло в полдень."), "Исправить без отметки")
    await let_pass(newspaper, 2)
    assert words(posts(channel)[0]) == words(post)

    preview = await correct(newspaper, number, "Заголовок", "Мост закрыт")
    await press(vera, await press(vera, preview, "Отметить «обновлено»"), "Без причины")
    updated = await posted(newspaper, channel, "Мост закрыт")
    assert "обновлено" in words(updated)
    assert "в полдень" in words(updated)
    assert all_labels(updated) == ["Читать и обсудить"]

    await retract(newspaper, number, "Ошибка в дате")
    withdrawn = await posted(newspaper, channel, "Снято редакцией")
    assert words(withdrawn) == "Мост закрыт\nСнято редакцией. Причина: Ошибка в дате"
    assert keyboard(withdrawn) == []
    assert [one["message_id"] for one in posts(channel)] == [post["message_id"]]


@pytest.mark.slow
async def test_five_quick_publications_are_posted_in_their_order(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)
    titles = [f"Новость {number}" for number in range(1, 6)]

    for title in titles:
        await publish_by_button(newspaper, title)

    await posted(newspaper, channel, titles[-1])
    assert [words(post).split("\n")[0] for post in posts(channel)] == titles


async def test_a_post_that_somebody_deleted_is_told_of_once(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    number = await publish_by_button(newspaper, "Мост открыт")
    channel.deletes((await posted(newspaper, channel, "Мост открыт"))["message_id"])

    await retract(newspaper, number, "Ошибка")

    told = await vera.sees("не показано в «Вестник»")
    assert "message to edit not found" in told["text"]
    assert all_labels(told) == ["Посмотреть", "К публикации"]
    await let_pass(newspaper, 1)
    assert count_messages(vera, "не показано в «Вестник»") == 1
    assert "публикуем" in (await outlet_screen(newspaper))["text"]


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


async def test_an_editor_chooses_the_channels_of_one_article(newspaper: Newspaper, answer: Answer) -> None:
    first, second = await connected(newspaper), await connected(newspaper, "Спорт")
    vera = newspaper.editor
    draft = await answer(await vera.says("/post Мост открыт"))

    shown = await press(vera, await press(vera, draft, "Ещё"), "Каналы")
    assert all_labels(shown) == ["✓ Вестник", "✓ Спорт", "Назад"]
    shown = await press(vera, shown, "✓ Вестник")
    assert all_labels(shown) == ["Вестник", "✓ Спорт", "Назад"]
    panel = await press(vera, await press(vera, shown, "Назад"), "‹ Назад")
    await press(vera, panel, "Опубликовать")

    await posted(newspaper, second, "Мост открыт")
    assert posts(first) == []


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


async def test_a_post_in_a_channel_that_is_discussed_has_its_link_in_the_text_and_no_buttons(
    newspaper: Newspaper,
) -> None:
    vera = newspaper.editor
    channel = await connected(newspaper)
    newspaper.emulator.group("Обсуждение", admins=[vera]).links(channel)
    shown = await press(vera, await outlet_screen(newspaper), "Проба")
    assert "стоит в тексте" in shown["text"]

    await publish_by_button(newspaper, "Мост открыт\n\nТекст.")

    post = await posted(newspaper, channel, "Мост открыт")
    assert words(post) == "Мост открыт\n\nТекст.\n\nЧитать и обсудить"
    assert "reply_markup" not in post
    (link,) = [entity for entity in post["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://t.me/vestnik_bot?start=a_1"


async def test_an_article_with_a_picture_is_posted_as_that_picture_and_corrected(newspaper: Newspaper) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    await answer_to(newspaper, await vera.says("/post"))
    preview = await answer_to(newspaper, await vera.shares_photo("Мост открыт\n\nТекст."))
    await press(vera, preview, "Опубликовать")

    post = await posted(newspaper, channel, "Мост открыт")
    assert "photo" in post
    await retract(newspaper, 1, "Ошибка")
    withdrawn = await posted(newspaper, channel, "Снято редакцией")
    assert withdrawn["message_id"] == post["message_id"]


async def test_a_post_on_its_way_when_the_program_is_killed_is_not_posted_twice_and_the_editor_is_told(
    newspaper: Newspaper,
) -> None:
    channel = await connected(newspaper)
    vera = newspaper.editor
    # Telegram has posted it, and the answer does not come before the kill.
    newspaper.emulator.faults.add(Fault(Stalled(after_effect=True), method="sendMessage", chat_id=channel.id))
    await publish_by_button(newspaper, "Мост открыт")
    await posted(newspaper, channel, "Мост открыт")

    await crash_and_restart(newspaper)

    told = await vera.sees("Неизвестно, вышла ли публикация № 1 в «Вестник»")
    assert button(told, "Посмотреть")["url"].startswith("https://t.me/c/")
    assert [words(post) for post in posts(channel)] == ["Мост открыт"]


async def test_a_publication_shows_its_posts_with_links(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    channel = await connected(newspaper, username="vestnik_news")
    await publish_by_button(newspaper, "Мост открыт")
    post = await posted(newspaper, channel, "Мост открыт")
    await let_pass(newspaper, 1)  # the result is stored

    shown = await press(vera, await answer(await vera.says("/edit 1")), "Каналы")

    assert shown["text"] == "Мост открыт\nВестник: вышла"
    assert button(shown, "Вестник")["url"] == f"https://t.me/vestnik_news/{post['message_id']}"
    assert all_labels(await press(vera, shown, "Назад"))[:3] == ["Заголовок", "Лид", "Текст"]
