"""Time zones by their IANA names and by cities."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from news.choice.errors import ZoneUnknown
from news.choice.zones import PAGES, find_zone, known_zone
from tests.support.update_fuzzer import NASTY
from texts import Catalogs

CITIES = Catalogs(ZoneInfo("Europe/Moscow")).texts("ru", datetime(2026, 11, 30, tzinfo=UTC)).zones_by_city()


@pytest.mark.parametrize("zone", [zone for page in PAGES for zone in page])
def test_every_zone_of_the_list_exists_under_its_own_name(zone: str) -> None:
    assert ZoneInfo(zone).key == known_zone(zone) == zone


def test_no_zone_stands_in_the_list_twice() -> None:
    zones = [zone for page in PAGES for zone in page]
    assert len(set(zones)) == len(zones)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("берлин", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin. ", "Europe/Berlin"),
        ("Нью-Йорк", "America/New_York"),
        ("нью йорк", "America/New_York"),
        ("new york", "America/New_York"),
        ("Питер", "Europe/Moscow"),
        ("Нижний Новгород", "Europe/Moscow"),
        ("Челябинск", "Asia/Yekaterinburg"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_its_name_and_by_a_city_in_two_languages(typed: str, zone: str) -> None:
    assert find_zone(typed, CITIES) == zone


@pytest.mark.parametrize("typed", ["", "Урюпинск-на-Марсе", "../../etc/passwd", "Europe/", *NASTY])
def test_anything_else_is_unknown(typed: str) -> None:
    with pytest.raises(ZoneUnknown) as refused:
        find_zone(typed, CITIES)
    assert len(str(refused.value.arguments["name"])) <= 40


def test_a_name_without_a_city_is_looked_up_among_the_zones_alone() -> None:
    with pytest.raises(ZoneUnknown):
        known_zone("берлин")
