"""Sharing: «Поделиться» under an open article, and search results for a word that is still being typed."""

import pytest

from emulator import Person
from tests.journeys.steps import Answer, all_labels, button, labels, press, publish_indexed, reader_of
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

SHARE = {"ru": "Поделиться", "en": "Share"}


@pytest.mark.parametrize("language", SHARE)
async def test_an_open_article_is_shared_in_another_chat_by_its_button(
    newspaper: Newspaper, answer: Answer, language: str
) -> None:
    await publish_indexed(newspaper, "Маршрут 2 изменён", "Мост открыт", "Тоннель 2 закрыт")
    anna = newspaper.emulator.person("Анна", language=language)
    group = newspaper.emulator.group("Соседи", members=[anna], bot="left")
    opened = await answer(await anna.says("/read 2"))

    query = button(opened, SHARE[language])["switch_inline_query"]
    offer = await anna.types(query, chat=group)

    assert offer is not None
    assert offer.titles == ["Мост открыт"], "that article, and none that mentions its number"
    shared = await anna.shares(offer.results[0], chat=group)
    assert shared["text"].startswith("Мост открыт")
    assert shared["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/vestnik_bot?start=a_2"


async def test_the_button_stands_beside_another_wherever_an_article_opens(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    opened = await answer(await anna.says("/read 1"))
    assert labels(opened) == [
        ["Похожие публикации", "Поделиться"],
        ["Добавьте комментарий"],
        ["Сохранить", "Вечером", "Пожаловаться"],
        ["Последние новости", "Все новости"],
    ]
    assert "Поделиться" in all_labels(await answer(await anna.follows("a_1")))
    assert "Поделиться" in all_labels(await press(anna, await answer(await anna.says("/latest")), "1"))
    assert "Поделиться" in all_labels(await press(anna, await answer(await anna.says("/search мост")), "1"))


async def test_without_inline_mode_there_is_no_button(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    await newspaper.stop()
    newspaper.emulator.world.profile.inline_mode = False
    await newspaper.start()
    assert "Поделиться" not in all_labels(await answer(await anna.says("/read 1")))


async def test_in_a_group_an_article_is_shared_already(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт")
    group = newspaper.emulator.group("Соседи", members=[anna])
    assert "Поделиться" not in all_labels(await answer(await anna.says("/read 1", chat=group)))


@pytest.mark.parametrize("words", ["№ 1", "#1", " №1 "])
async def test_a_retracted_article_is_not_offered_by_its_number(newspaper: Newspaper, words: str, anna: Person) -> None:
    await publish_indexed(newspaper, "Мост открыт", "Дом 1 построен")
    editor = await reader_of(newspaper, newspaper.editor)
    before = await anna.types(words.replace("1", "2"))
    await newspaper.news.editing.retract(editor, 1)
    after = await anna.types(words)
    assert before is not None
    assert after is not None
    assert (before.titles, after.titles) == (["Дом 1 построен"], ["Дом 1 построен"]), "the number is searched as a word"


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
    await publish_indexed(newspaper, "Президент в Казани", "Наводнение в Орске", "A bridge was opened")
    offer = await newspaper.emulator.person("Анна").types(words)
    assert offer is not None
    assert offer.titles == titles
