"""Lists: the newest headlines, the archive page by page and by month, and the ways back into them."""

from datetime import timedelta

import pytest

from emulator import Person
from news.model import Revision
from tests.journeys.sentences import NOTHING_PUBLISHED
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    from_bot,
    labels,
    numbers,
    press,
    publish,
    publish_many,
    reader_of,
    styled,
)
from tests.newspaper import Newspaper


async def test_the_latest_are_ten_numbered_headlines_newest_first(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 12)

    latest = await answer(await anna.says("/latest"))

    title, *headlines = latest["text"].split("\n\n")
    assert title == "Последние новости"
    assert headlines[0] == "12. Новость 12\n5 марта 2024, 14:16"
    assert headlines[-1] == "3. Новость 3\n5 марта 2024, 14:07"
    assert numbers(latest) == list(range(12, 2, -1))
    assert labels(latest) == [
        ["12", "11", "10", "9", "8"],
        ["7", "6", "5", "4", "3"],
        ["Все новости", "По теме", "Поиск"],
    ]


async def test_a_headline_shows_its_topic_and_that_an_editor_updated_it(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.", topic="Город")
    async with newspaper.news.storage.writing() as unit:
        updated_at = LONG_AGO + timedelta(minutes=35)
        await unit.articles.revise(number, Revision(newspaper.editor.id, updated_at, reason="Уточнено время"))

    latest = await answer(await anna.says("/latest"))

    updated = "5 марта 2024, 14:05 · Город · обновлено 5 марта 2024, 14:40"
    assert latest["text"] == f"Последние новости\n\n1. Мост открыт\n{updated}"
    opened = await press(anna, latest, "1")
    assert opened["text"].split("\n")[1] == f"{updated} · № 1"
    assert opened["text"].endswith("Обновлено 5 марта 2024, 14:40: Уточнено время")


async def test_an_article_opens_in_the_same_message_and_back_returns_to_the_same_ten_though_new_ones_came_in(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 12)
    latest = await answer(await anna.says("/latest"))

    opened = await press(anna, latest, "7")

    assert opened["message_id"] == latest["message_id"]
    assert opened["text"] == "Новость 7\n5 марта 2024, 14:11 · № 7\n\nТекст новости 7."
    assert styled(opened, "bold") == ["Новость 7"]
    await publish_many(newspaper, 3, first=LONG_AGO + timedelta(days=1))
    back = await press(anna, opened, "Назад")
    assert numbers(back) == numbers(latest)
    assert "Наверх" in all_labels(back), "newer ones came in, and a way leads to them"
    top = await press(anna, back, "Наверх")
    assert numbers(top) == [15, 14, 13, 12, 11, 10, 9, 8, 7, 6]
    assert "Наверх" not in all_labels(top)
    assert [message["message_id"] for message in from_bot(anna)] == [latest["message_id"]]


async def test_the_archive_goes_on_steadily_while_new_articles_come_in(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 35)
    page = await answer(await anna.says("/all"))
    assert page["text"].startswith("Все новости\n\n35. Новость 35\n")
    assert labels(page)[-2:] == [["Старее"], ["По месяцам", "По теме", "Поиск"]]

    seen = numbers(page)
    for day in (1, 2, 3):
        await publish_many(newspaper, day, first=LONG_AGO + timedelta(days=day))
        page = await press(anna, page, "Старее")
        assert labels(page)[-2] == ["Наверх", "Новее", "Старее"][: 3 if day < 3 else 2]
        seen += numbers(page)

    assert seen == list(range(35, 0, -1)), "nothing twice, nothing left out"
    page = await press(anna, page, "Новее")
    assert numbers(page) == list(range(15, 5, -1))
    page = await press(anna, page, "Наверх")
    assert numbers(page) == [41, 40, 39, 38, 37, 36, 35, 34, 33, 32]
    assert len(from_bot(anna)) == 1


async def test_newer_leads_up_to_the_very_newest(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await publish_many(newspaper, 25)
    page = await answer(await anna.says("/all"))
    while "Старее" in all_labels(page):
        page = await press(anna, page, "Старее")
    assert numbers(page) == [5, 4, 3, 2, 1]

    page = await press(anna, page, "Новее")
    assert numbers(page) == list(range(15, 5, -1))
    page = await press(anna, page, "Новее")
    assert numbers(page) == list(range(25, 15, -1))
    assert "Новее" not in all_labels(page)


async def test_back_from_an_article_deep_in_the_archive_returns_to_its_page(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish_many(newspaper, 25)
    first = await answer(await anna.says("/all"))
    page = await press(anna, first, "Старее")

    opened = await press(anna, page, "11")
    await publish_many(newspaper, 7, first=LONG_AGO + timedelta(days=1))
    back = await press(anna, opened, "Назад")

    assert back["text"] == page["text"]
    assert labels(back) == labels(page)


async def test_the_archive_by_month_offers_only_months_with_articles_and_leads_into_them(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await publish(newspaper, "Январская", at=LONG_AGO.replace(month=1))
    # The last evening of March in UTC is April already in Moscow, where this newspaper is at home.
    await publish(newspaper, "Ночная", at=LONG_AGO.replace(month=3, day=31, hour=21, minute=30))
    await publish(newspaper, "Позапрошлая", at=LONG_AGO.replace(year=2022, month=12))
    await publish(newspaper, "Свежая", at=LONG_AGO.replace(year=2025, month=7))
    page = await answer(await anna.says("/all"))

    months = await press(anna, page, "По месяцам")
    assert months["text"].startswith("Все новости по месяцам, 2025")
    assert labels(months) == [["Июль"], ["‹ 2024"], ["Все новости"]]
    months = await press(anna, months, "‹ 2024")
    assert labels(months) == [["Январь", "Апрель"], ["‹ 2022", "2025 ›"], ["Все новости"]]

    april = await press(anna, months, "Апрель")
    assert numbers(april) == [2, 1, 3]
    assert "1 апреля 2024, 00:30" in april["text"]
    january = await press(anna, await press(anna, await press(anna, april, "По месяцам"), "‹ 2024"), "Январь")
    assert numbers(january) == [1, 3]
    assert len(from_bot(anna)) == 1


@pytest.mark.parametrize(("command", "title"), [("/latest", "Последние новости"), ("/all", "Все новости")])
async def test_an_empty_archive_says_so(answer: Answer, command: str, title: str, anna: Person) -> None:
    shown = await answer(await anna.says(command))

    assert shown["text"] == f"{title}\n\n{NOTHING_PUBLISHED}"
    greeting = await answer(await anna.says("/start"))
    assert greeting["text"].endswith(NOTHING_PUBLISHED)


async def test_the_months_of_an_empty_archive_say_so_too(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    number = await publish(newspaper, "Единственная")
    page = await answer(await anna.says("/all"))
    editor = await reader_of(newspaper, newspaper.editor)
    await newspaper.news.editing.retract(editor, number)

    months = await press(anna, page, "По месяцам")

    assert NOTHING_PUBLISHED in months["text"]


async def test_lists_of_the_longest_headlines_show_fewer_and_lose_none(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    for number in range(1, 26):
        await publish(newspaper, f"{number} " + "Ш" * 247, topic="😀" * 64, at=LONG_AGO + timedelta(minutes=number))
    async with newspaper.news.storage.writing() as unit:
        for number in range(1, 26):
            await unit.articles.revise(number, Revision(newspaper.editor.id, LONG_AGO, reason=""))

    latest = await answer(await anna.says("/latest"))
    assert 5 < len(numbers(latest)) < 10
    page, shown = await press(anna, latest, "Старее"), numbers(latest)
    while True:
        assert page["text"].startswith("Все новости"), "the latest news lead on to the archive"
        shown += numbers(page)
        if "Старее" not in all_labels(page):
            break
        page = await press(anna, page, "Старее")
    assert shown == list(range(25, 0, -1))

    newer = await press(anna, page, "Новее")
    assert max(numbers(newer)) > max(numbers(page))
    assert numbers(await answer(await anna.says("/all"))) == numbers(latest)
