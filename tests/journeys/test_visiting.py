"""`/new`: what is new since the person asked last, remembered only because they asked."""

from datetime import timedelta

import pytest

from emulator import Person
from tests.journeys.steps import Answer, labels, numbers, press, publish, publish_many
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_a_reader_catches_up_page_by_page_and_is_forgotten_when_they_say_so(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 3)
    first = await answer(await anna.says("/new"))
    assert first["text"].startswith("Последние новости\n\nТеперь газета помнит, когда вы в последний раз")
    assert numbers(first) == [3, 2, 1]
    assert labels(first)[-1] == ["Все новости", "Не запоминать"]
    assert (await answer(await anna.says("/new")))["text"].startswith("Ничего нового с ")

    assert newspaper.app is not None
    await publish_many(newspaper, 12, first=newspaper.app.clock.now() + timedelta(seconds=1))
    new = await answer(await anna.says("/new"))
    assert new["text"].startswith("12 новых с ")
    assert numbers(new) == list(range(15, 5, -1))
    older = await press(anna, new, "Старее")
    assert numbers(older) == [5, 4]
    assert older["text"].split("\n")[0] == new["text"].split("\n")[0]
    article = await press(anna, older, "5")
    assert (await press(anna, article, "Назад"))["text"] == older["text"]
    assert numbers(await press(anna, older, "Наверх")) == numbers(new)

    forgotten = await press(anna, older, "Не запоминать")
    assert forgotten["text"] == "Забыто. Газета начнёт запоминать снова, когда вы отправите /new."
    assert labels(forgotten) == [["Последние новости", "Все новости"]]
    assert (await answer(await anna.says("/new")))["text"].startswith("Последние новости")


async def test_an_english_reader_is_told_in_english(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис", language="en")
    assert "From now on the newspaper remembers" in (await answer(await boris.says("/new")))["text"]
    assert newspaper.app is not None
    await publish(newspaper, "Мост открыт", at=newspaper.app.clock.now() + timedelta(seconds=1))
    assert (await answer(await boris.says("/new")))["text"].startswith("1 new since ")
