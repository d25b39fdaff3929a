"""Time zones by the names of their cities, from the Unicode CLDR (Babel)."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global


@cache
def city_of(locale: Locale, zone: str) -> str:
    """Return the name of a zone's city; of a zone without a city, its own name without the region."""
    known = locale.time_zones
    for name in (zone, *_old_names().get(zone, ())):
        city = known[name].get("city") if name in known else None
        if city:
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def zones_by_city(locale: Locale) -> Mapping[str, str]:
    """Return the IANA names of all zones by the names of their cities."""
    return {city_of(locale, zone): zone for zone in sorted(available_timezones())}


@cache
def _old_names() -> Mapping[str, list[str]]:
    """The names that a zone had before: under one of them the CLDR knows it, as Europe/Kiev."""
    names: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        names.setdefault(new, []).append(old)
    return names
