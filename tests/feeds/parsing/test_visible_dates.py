"""Dates as people and programs write them."""

from datetime import UTC, datetime

import pytest

from feeds.parsing.visible_dates import is_date, iso_date, visible_date

NOW = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("18-01-2022, 21:11", at(2022, 1, 18, 21, 11)),
        ("18.01.2022 21:11", at(2022, 1, 18, 21, 11)),
        ("18/01/2022", at(2022, 1, 18)),
        ("18 января 2022", at(2022, 1, 18)),
        ("18 января 2022 года в 21:11", at(2022, 1, 18, 21, 11)),
        ("18 янв. 2022 г., 21.11", at(2022, 1, 18, 21, 11)),
        ("Опубликовано: 5 мая 2023 | 07:05", at(2023, 5, 5, 7, 5)),
        ("Сентября не бывает, 3 сентября 2021", at(2021, 9, 3)),
        ("January 18, 2022", at(2022, 1, 18)),
        ("8 May 2023 at 10:30", at(2023, 5, 8, 10, 30)),
        ("2022-01-18 21:11", at(2022, 1, 18, 21, 11)),
        ("Сегодня, 14:05", at(2024, 3, 1, 14, 5)),
        ("Вчера, 09:30", at(2024, 2, 29, 9, 30)),
        ("позавчера в 9:30", at(2024, 2, 28, 9, 30)),
        ("Сегодня 20 января 2022", at(2022, 1, 20)),
        ("32 января 2022", None),
        ("31-02-2022", None),
        ("18 попугаев 2022", None),
        ("25:61 сегодняшний", None),
        ("2022", None),
        ("", None),
        ("18.01.2022 25:99", None),
    ],
)
def test_a_date_that_a_page_shows(text: str, date: datetime | None) -> None:
    assert visible_date(text, NOW) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022-01-18T21:11:05+03:00", datetime(2022, 1, 18, 18, 11, 5, tzinfo=UTC)),
        ("2022-01-18T21:11+0300", at(2022, 1, 18, 18, 11)),
        ("2022-01-18T21:11:05.123456789Z", datetime(2022, 1, 18, 21, 11, 5, tzinfo=UTC)),
        ("2022-01-18 21:11", at(2022, 1, 18, 21, 11)),
        ("2022-01-18", at(2022, 1, 18)),
        ("2022-13-18", None),
        ("2022-01-18T25:11", None),
        ("0001-01-01T00:00+14:00", None),
        ("18 января", None),
        (None, None),
    ],
)
def test_a_date_for_programs(text: str | None, date: datetime | None) -> None:
    assert iso_date(text) == date


def test_relative_dates_need_the_moment_of_the_visit() -> None:
    assert visible_date("Вчера, 09:30") is None


def test_a_line_that_is_a_date_and_nothing_else() -> None:
    assert all(map(is_date, ("3 марта 2021, 14:05", " 03.03.2021 ", "3 марта 2021 г.", "Вчера, 09:30")))
    assert not any(map(is_date, ("3 марта 2021 года открылась школа", "14:05", "", "Снег выпал 3 марта 2021")))
