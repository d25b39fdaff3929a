"""The figures: counts first, then each figure as a picture with a theme, as a table without matplotlib, as files."""

import csv
import io

import pytest

from emulator import Person
from handlers.cards import charts
from tests.journeys.steps import Answer, all_labels, current, from_bot, labels, press, publish
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n"


def file_of(newspaper: Newspaper, file_id: str) -> bytes:
    """The bytes of a file that the bot has sent."""
    file = newspaper.emulator.world.files.by_id(file_id)
    assert file is not None
    return file.content


async def read_twice(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    """A subscriber opens an article twice, and another person comes and goes."""
    await publish(newspaper, "Мост открыт", "Движение пошло.")
    await answer(await anna.says("/subscribe"))
    for _ in range(2):
        await answer(await anna.says("/read 1"))
    leaving = newspaper.emulator.person("Глеб")
    await answer(await leaving.says("/subscribe"))
    await answer(await leaving.says("/unsubscribe"))
    await newspaper.news.articles.save_reads()


async def test_the_counts_come_first_with_who_came_and_went(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person
) -> None:
    await read_twice(newspaper, answer, anna)

    counts = await answer(await vera.says("/stats"))

    assert "1 подписчик\n" in counts["text"] + "\n"
    assert "За 30 дней: пришли 2, ушли 1, заблокировали бота 0." in counts["text"]
    assert labels(counts)[:2] == [["Подписчики", "Публикации", "Часы"], ["CSV"]]


@pytest.mark.parametrize(
    ("figure", "words", "other"),
    [
        ("Подписчики", "1 подписчик\nЗа 30 дней: пришли 2, ушли 1, заблокировали бота 0.", "365 дней"),
        ("Публикации", "Самое читаемое за последние 7 дней", "30 дней"),
        ("Часы", "По часам, за последние 30 дней", "7 дней"),
    ],
)
async def test_a_figure_is_a_picture_whose_theme_and_span_are_switched_in_place(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person, figure: str, words: str, other: str
) -> None:
    await read_twice(newspaper, answer, anna)
    counts = await answer(await vera.says("/stats"))

    await press(vera, counts, figure)
    light = from_bot(vera)[-1]
    dark = await press(vera, light, "Тёмная")
    longer = await press(vera, dark, other)

    assert current(vera, counts)["text"] == counts["text"], "the counts stay above"
    assert light["caption"].startswith(f"{figure}\n{words}")
    assert all_labels(light)[:2] == [other, "Тёмная"]
    assert all_labels(dark)[:2] == [other, "Светлая"]
    assert "Светлая" in all_labels(longer), "another span keeps the theme"
    pictures = [file_of(newspaper, shown["photo"][-1]["file_id"]) for shown in (light, dark, longer)]
    assert all(picture.startswith(PNG) for picture in pictures)
    assert pictures[0] != pictures[1]
    assert from_bot(vera)[-1]["message_id"] == light["message_id"]


async def test_without_matplotlib_each_figure_is_a_table(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "is_available", lambda: False)
    await read_twice(newspaper, answer, anna)
    counts = await answer(await vera.says("/stats"))
    shown = []
    for figure in ("Подписчики", "Публикации", "Часы"):
        await press(vera, counts, figure)
        shown.append(from_bot(vera)[-1])

    subscribers, publications, hours = (screen["text"] for screen in shown)

    assert ": 1; пришли 2, ушли 1, заблокировали 0\n" in subscribers
    assert subscribers.count("; пришли ") == 30
    assert publications.endswith("2 — 1. Мост открыт")
    assert "прочтений 2" in hours
    assert "30 дней" in all_labels(shown[1])
    month = await press(vera, shown[1], "30 дней")
    assert month["text"].startswith("Публикации\n\nСамое читаемое за последние 30 дней")


async def test_without_a_read_there_is_a_sentence_and_no_empty_picture(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    counts = await answer(await vera.says("/stats"))

    await press(vera, counts, "Публикации")

    assert from_bot(vera)[-1]["text"].endswith("За эти дни ничего не открывали.")


async def test_all_figures_come_as_files(newspaper: Newspaper, answer: Answer, vera: Person, anna: Person) -> None:
    await read_twice(newspaper, answer, anna)
    counts = await answer(await vera.says("/stats"))

    await press(vera, counts, "CSV")

    sent = from_bot(vera)[-3:]
    assert [each["document"]["file_name"] for each in sent] == ["subscribers.csv", "publications.csv", "hours.csv"]
    assert sent[0]["caption"].startswith("Подписчики за год")
    tables = [
        list(
            csv.reader(io.StringIO(file_of(newspaper, each["document"]["file_id"]).decode("utf-8-sig")), delimiter=";")
        )
        for each in sent
    ]
    assert [len(table) for table in tables] == [366, 2, 25]
    assert tables[0][-1][1:] == ["1", "2", "1", "0"]
    assert tables[1][1] == ["1", "Мост открыт", "2", "2"]
