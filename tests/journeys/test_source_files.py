"""Sources as an OPML file: sent, taken, and begun all at once."""

import pytest

from emulator import Person
from handlers.commands.source_files import MAX_FILE_BYTES
from tests.journeys.sources import CITY, city, newspaper
from tests.journeys.steps import Answer, from_bot, labels, press
from tests.newspaper import Newspaper

__all__ = ["city", "newspaper"]

pytestmark = pytest.mark.slow

LINES = f"{CITY} Город\nhttps://village.example/rss Деревня\nhttps://sea.example/rss Море\nnowhere Никуда"


async def test_a_file_of_feeds_is_taken_on_trial_and_begun_at_once(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await newspaper.news.source_trials.install(CITY, active=False)
    asked = await press(vera, await answer(await vera.says("/sources")), "OPML")
    assert asked["text"].startswith("Пришлите файл OPML")

    sent = await vera.shares_file("document", data=LINES.encode(), name="feeds.opml")
    taken = await answer(sent)
    assert taken["text"] == (
        "Добавлено 2 источника, 1 уже известен, 1 без адреса.\nДеревня, Море\n"
        "Они на пробе: начинайте по одному или все сразу."
    )
    begun = await press(vera, taken, "Начать все")
    assert begun["text"] == "Начаты 2 источника."
    listed = await press(vera, begun, "‹ Источники")
    assert "3 источника, 1 на паузе" in listed["text"]


async def test_the_sources_are_sent_as_a_file(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await newspaper.news.source_trials.install(CITY, active=False)
    asked = await press(vera, await answer(await vera.says("/sources")), "OPML")
    await press(vera, asked, "Сохранить")
    sent = from_bot(vera)[-1]
    assert sent["document"]["file_name"] == "sources.opml"
    assert sent["caption"].startswith("Источники газеты")
    assert labels(sent) == [["‹ Источники"]]
    file = newspaper.emulator.world.files.by_id(sent["document"]["file_id"])
    assert file is not None
    assert f'xmlUrl="{CITY}"'.encode() in file.content


@pytest.mark.parametrize("content", [b"\n", b"x" * (MAX_FILE_BYTES + 1)], ids=["no feeds", "too large"])
async def test_a_file_without_feeds_is_refused_and_asked_for_again(
    newspaper: Newspaper, answer: Answer, vera: Person, content: bytes
) -> None:
    await press(vera, await answer(await vera.says("/sources")), "OPML")
    refused = await answer(await vera.shares_file("document", data=content, name="feeds.opml"))
    assert refused["text"] == "Это не файл OPML с лентами. Пришлите другой или прервите: /cancel"
    assert (await answer(await vera.says("вот")))["text"].startswith("Пришлите файл OPML")
    assert (
        "Добавлен 1 источник"
        in (await answer(await vera.shares_file("document", data=CITY.encode(), name="feeds.opml")))["text"]
    )
