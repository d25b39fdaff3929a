"""The names of time zones: a city in each language, whatever zones the machine knows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from news.choice.zones import PAGES
from texts import LANGUAGES, Catalogs

CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))
NOW = datetime(2026, 11, 30, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "city"),
    [
        ("ru", "Europe/Moscow", "Москва"),
        ("en", "Europe/Moscow", "Moscow"),
        ("ru", "Europe/Kyiv", "Киев"),
        ("ru", "America/New_York", "Нью-Йорк"),
        ("en", "America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("ru", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(language: str, zone: str, city: str) -> None:
    assert CATALOGS.texts(language, NOW).city(zone) == city


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_has_a_name(language: str) -> None:
    t = CATALOGS.texts(language, NOW)
    assert all(t.city(zone).strip() for zone in available_timezones())


def test_the_listed_cities_have_russian_names() -> None:
    t = CATALOGS.texts("ru", NOW)
    assert all(any("а" <= letter <= "я" for letter in t.city(zone).lower()) for page in PAGES for zone in page)


def test_cities_of_both_languages_name_their_zones() -> None:
    zones = CATALOGS.texts("en", NOW).zones_by_city()
    assert (zones["Берлин"], zones["Berlin"]) == ("Europe/Berlin", "Europe/Berlin")


def test_times_are_told_in_the_zone_that_is_asked_for() -> None:
    t, omsk = CATALOGS.texts("ru", NOW), ZoneInfo("Asia/Omsk")
    assert (t.time(NOW), t.time(NOW, omsk)) == ("14:05", "17:05")
    assert t.when(datetime(2026, 11, 30, 19, tzinfo=UTC), omsk) == "1 декабря, 01:00"
    assert t.when(datetime(2026, 11, 30, 19, tzinfo=UTC)) == "22:00"
