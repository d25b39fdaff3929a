"""Posts in the channels: of which article, in what order, corrected, withdrawn, deleted and killed on their way."""

import pytest

from emulator import Fault, Stalled
from tests.journeys.editing import correct, retract
from tests.journeys.outlets import connected, outlet_screen, posted, posts, publish_by_button, words
from tests.journeys.steps import (
    Answer,
    all_labels,
    answer_to,
    button,
    count_messages,
    crash_and_restart,
    keyboard,
    let_pass,
    press,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.usefixtures("quick_groups")


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
