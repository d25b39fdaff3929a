"""Time zones by the names of their cities, from the Unicode CLDR (Babel)."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

# The CLDR names some zones by an older name than IANA does.
_OLD_NAMES: Mapping[str, str] = {new: old for old, new in get_global("zone_aliases").items()}


@cache
def city_of(locale: Locale, zone: str) -> str:
    """Return the name of a zone's city; of a zone without a city, its own name without the region."""
    known = locale.time_zones
    for name in (zone, _OLD_NAMES.get(zone, zone)):
        city = known[name].get("city") if name in known else None
        if city:
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def zones_by_city(locale: Locale) -> Mapping[str, str]:
    """Return the IANA names of all zones by the names of their cities."""
    return {city_of(locale, zone): zone for zone in sorted(available_timezones())}
