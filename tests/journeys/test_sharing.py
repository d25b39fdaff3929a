"""Sharing: «Поделиться» under an open article, and words that are found while they are being typed."""

from datetime import timedelta

import pytest

from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import LONG_AGO, Answer, all_labels, button, labels, press
from tests.newspaper import Newspaper

SHARE = {"ru": "Поделиться", "en": "Share"}


async def publish(newspaper: Newspaper, *titles: str) -> None:
    """Publish articles of the past, a minute apart, numbered in order."""
    articles = [
        NewArticle(title, title, from_plain("Подробности."), LONG_AGO, published_at=LONG_AGO + timedelta(minutes=index))
        for index, title in enumerate(titles)
    ]
    assert await newspaper.news.editing.take_in(articles) == len(articles)


@pytest.mark.parametrize("language", SHARE)
async def test_an_open_article_is_shared_in_another_chat_by_its_button(
    newspaper: Newspaper, answer: Answer, language: str
) -> None:
    await publish(newspaper, "Маршрут 2 изменён", "Мост открыт", "Тоннель 2 закрыт")
    anna = newspaper.emulator.person("Анна", language=language)
    group = newspaper.emulator.group("Соседи", members=[anna], bot="left")
    opened = await answer(await anna.says("/read 2"))

    query = button(opened, SHARE[language])["switch_inline_query"]
    offer = await anna.types(query, chat=group)

    assert offer is not None
    assert offer.titles == ["Мост открыт"], "that one, and none that speaks of its number"
    shared = await anna.shares(offer.results[0], chat=group)
    assert shared["text"].startswith("Мост открыт")
    assert shared["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/vestnik_bot?start=a_2"


async def test_the_button_stands_beside_another_wherever_an_article_opens(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна")
    opened = await answer(await anna.says("/read 1"))
    assert labels(opened) == [
        ["Похожие публикации", "Поделиться"],
        ["Добавьте комментарий"],
        ["Последние новости", "Все новости"],
    ]
    assert "Поделиться" in all_labels(await answer(await anna.follows("a_1")))
    assert "Поделиться" in all_labels(await press(anna, await answer(await anna.says("/latest")), "1"))
    assert "Поделиться" in all_labels(await press(anna, await answer(await anna.says("/search мост")), "1"))


async def test_without_inline_mode_there_is_no_button(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна")
    await newspaper.stop()
    newspaper.emulator.world.profile.inline_mode = False
    await newspaper.start()
    assert "Поделиться" not in all_labels(await answer(await anna.says("/read 1")))


async def test_in_a_group_an_article_is_shared_already(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна")
    group = newspaper.emulator.group("Соседи", members=[anna])
    assert "Поделиться" not in all_labels(await answer(await anna.says("/read 1", chat=group)))


@pytest.mark.parametrize("words", ["№ 1", "#1", " №1 "])
async def test_what_is_withdrawn_is_not_shared_by_its_number(newspaper: Newspaper, words: str) -> None:
    await publish(newspaper, "Мост открыт", "Дом 1 построен")
    editor = await newspaper.news.readers.recognise(newspaper.editor.id, "ru")
    anna = newspaper.emulator.person("Анна")
    before = await anna.types(words.replace("1", "2"))
    await newspaper.news.editing.retract(editor, 1)
    after = await anna.types(words)
    assert before is not None
    assert after is not None
    assert (before.titles, after.titles) == (["Дом 1 построен"], [])


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("наво", ["Наводнение в Орске"]),
        ("орск наво", ["Наводнение в Орске"]),
        ("прези", ["Президент в Казани"]),
        ("на", []),
        ("наво ", []),
        ("прези Казань", []),
        ("bri", ["A bridge was opened"]),
    ],
)
async def test_a_word_is_found_while_it_is_being_typed(newspaper: Newspaper, words: str, titles: list[str]) -> None:
    await publish(newspaper, "Президент в Казани", "Наводнение в Орске", "A bridge was opened")
    offer = await newspaper.emulator.person("Анна").types(words)
    assert offer is not None
    assert offer.titles == titles
