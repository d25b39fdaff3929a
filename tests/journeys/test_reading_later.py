"""Reading later: «Вечером» under an article puts it aside, and at seven the list of what was put aside comes."""

import pytest

from emulator import Person
from tests.journeys.steps import Answer, Json, all_labels, answer_to, labels, numbers, press, publish, wait_for_text
from tests.journeys.test_saving import toast
from tests.newspaper import Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow


async def comes(newspaper: Newspaper, after: Json, title: str) -> Json:
    """Let everything that was put aside be due now; return the list that comes below a message."""
    async with newspaper.news.storage.writing() as unit:
        await raw(unit, "UPDATE later SET due_at = 0")
    return await answer_to(newspaper, after, title)


async def test_a_reader_puts_articles_aside_and_gets_them_in_the_evening(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    titles = ("Мост открыт", "Парк закрыт", "Порт строят", "Рынок работает")
    bridge, park, port, market = [await publish(newspaper, title) for title in titles]
    for number in (bridge, park, port, market):
        article = await answer(await anna.says(f"/read {number}"))
        assert ["Сохранить", "Вечером", "Пожаловаться"] in labels(article)
        assert await toast(anna, article, "Вечером") in {"Придёт сегодня в 19:00", "Придёт завтра в 19:00"}
    assert await toast(anna, article, "Вечером") == "Убрано"
    editor = await newspaper.news.readers.recognise(newspaper.editor.id, "ru")
    await newspaper.news.editing.retract(editor, port, "Ошибка")

    evening = await comes(newspaper, article, "Вы отложили на вечер")
    assert evening["text"] == "Вы отложили на вечер\n\n2. Парк закрыт\n1. Мост открыт"
    assert numbers(evening) == [park, bridge]
    assert newspaper.emulator.calls.of("sendMessage")[-1].parameters["disable_notification"] is True
    opened = await press(anna, evening, str(bridge))
    assert opened["text"].startswith("Мост открыт\n")
    back = await press(anna, opened, "Назад")
    assert (back["text"], labels(back)) == (evening["text"], labels(evening))

    await newspaper.news.editing.retract(editor, park, "Дата неверна")
    corrected = await wait_for_text(newspaper, anna, evening, "Снято редакцией. Причина: Дата неверна")
    assert all_labels(corrected) == [str(bridge)]


async def test_an_english_reader_gets_the_list_in_english(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис", language="en")
    number = await publish(newspaper, "Мост открыт")
    article = await answer(await boris.says(f"/read {number}"))
    assert await toast(boris, article, "This evening") in {
        "It will come today at 19:00",
        "It will come tomorrow at 19:00",
    }
    evening = await comes(newspaper, article, "You put aside for this evening")
    assert evening["text"] == "You put aside for this evening\n\n1. Мост открыт"
    opened = await press(boris, evening, "1")
    assert await toast(boris, opened, "This evening") != "Removed", "it has come, so that it is aside no more"
    assert await toast(boris, opened, "This evening") == "Removed"
    assert (await press(boris, opened, "Back"))["text"] == evening["text"]
