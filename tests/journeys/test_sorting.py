"""Topics: the chief makes and orders them, editors choose them, readers read by them."""

import pytest

from emulator import Person
from tests.journeys.editing import post
from tests.journeys.steps import (
    Answer,
    all_labels,
    labels,
    numbers,
    press,
    publish,
    publish_indexed,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def make(answer: Answer, vera: Person, *names: str) -> None:
    """Make topics by /topics."""
    for name in names:
        screen = await answer(await vera.says("/topics"))
        await press(vera, screen, "Новая тема")
        assert (await answer(await vera.says(name)))["text"].split("\n")[-1] == name


async def test_a_chief_makes_renames_orders_and_merges_topics(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    assert (await answer(await vera.says("/topics")))["text"] == "Темы\n\nТем пока нет."
    await make(answer, vera, "Город", "Спорт", "Хоккей")
    screen = await answer(await vera.says("/topics"))
    assert labels(screen) == [["Город", "Спорт"], ["Хоккей"], ["Новая тема"]]

    topic = await press(vera, screen, "Хоккей")
    assert topic["text"] == "Спорт\nХоккей"
    assert (await press(vera, topic, "Выше"))["text"] == "Город\nХоккей\nСпорт"
    await press(vera, topic, "Переименовать")
    refused = await answer(await vera.says("город"))
    assert refused["text"].startswith("Тема «Город» уже есть.")
    renamed = await answer(await vera.says("Лёд"))
    assert renamed["text"] == "Город\nЛёд\nСпорт"
    await press(vera, renamed, "Объединить")
    asked = await press(vera, renamed, "Спорт")
    assert asked["text"].startswith("Перенести все публикации из темы «Лёд» в тему «Спорт»?")
    assert (await press(vera, asked, "Объединить"))["text"] == "Город\nСпорт"
    assert labels(await press(vera, asked, "Назад")) == [["Город", "Спорт"], ["Новая тема"]]


async def test_a_draft_gets_topics_and_readers_open_their_lists(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person
) -> None:
    await make(answer, vera, "Город", "Спорт")
    draft = await post(newspaper, "Мост\nТекст.")

    choice = await press(vera, await press(vera, draft, "Ещё"), "Тема")
    assert labels(choice) == [["Город", "Спорт"], ["Готово"]]
    await press(vera, choice, "Спорт")
    choice = await press(vera, choice, "Город")
    assert choice["text"] == "Мост\nТемы: Спорт, Город"
    assert labels(choice)[0] == ["✓ Город", "✓ Спорт"]
    draft = await press(vera, choice, "Готово")
    assert draft["text"].startswith("Мост\nчерновик · Спорт, Город · № 1")
    await press(vera, draft, "Опубликовать")

    article = await answer(await anna.says("/read 1"))
    assert " · Спорт, Город · № 1\n" in article["text"]
    listed = await press(anna, article, "Город")
    assert listed["text"].startswith("Город\n\n1. Мост\n")
    assert (await press(anna, await press(anna, listed, "1"), "Назад"))["text"] == listed["text"]


@pytest.mark.parametrize("command", ["/latest", "/all"])
async def test_lists_lead_to_the_topics_and_back_to_the_same_page(
    newspaper: Newspaper, answer: Answer, anna: Person, command: str
) -> None:
    await publish_indexed(newspaper, *(f"Новость {index}" for index in range(12)), topic="Город")
    await publish(newspaper, "Матч", topic="Спорт")

    topics = await press(anna, await answer(await anna.says(command)), "По теме")
    assert topics["text"] == "По теме\n\nВыберите тему."
    assert labels(topics)[0] == ["Город", "Спорт"]
    newest = await press(anna, topics, "Город")
    older = await press(anna, newest, "Старее")
    assert numbers(older) == [2, 1]
    article = await press(anna, older, "2")
    assert (await press(anna, article, "Назад"))["text"] == older["text"]
    assert numbers(await press(anna, older, "Новее")) == list(range(12, 2, -1))
    assert numbers(await press(anna, await press(anna, older, "По теме"), "Спорт")) == [13]


async def test_a_new_name_of_a_topic_comes_into_its_articles(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person
) -> None:
    await publish_indexed(newspaper, "Матч", topic="Спорт")
    topic = await press(vera, await answer(await vera.says("/topics")), "Спорт")
    await press(vera, topic, "Переименовать")
    await answer(await vera.says("Игры"))

    await newspaper.news.topics.renew()

    article = await answer(await anna.says("/read 1"))
    assert " · Игры · № 1" in article["text"]
    assert "Игры" in all_labels(article)
