"""Time zones to choose from, and the zone that a person names: by IANA name or by city. Pure."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from news.choice.errors import ZoneUnknown
from news.words import clean, fold

MAX_SHOWN = 40
# The zones of Russia from west to east, each under its best known city.
RUSSIA = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
# Where else many readers of Russian live, and the largest cities of the world, from west to east.
ABROAD = (
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Belgrade",
    "Europe/Riga",
    "Europe/Kiev",
    "Europe/Minsk",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Dubai",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
)
PAGES = (RUSSIA, ABROAD)
# Cities without a zone of their name, and how people call some others.
_CITIES = {
    "Europe/Moscow": "мск msk спб питер петербург санкт-петербург saint-petersburg st-petersburg казань kazan "
    "сочи sochi нижний-новгород воронеж ростов-на-дону краснодар krasnodar ярославль тула тверь псков "
    "мурманск архангельск",
    "Europe/Samara": "ижевск тольятти",
    "Asia/Yekaterinburg": "екб пермь perm уфа ufa челябинск chelyabinsk тюмень tyumen оренбург сургут магнитогорск",
    "Asia/Krasnoyarsk": "абакан норильск",
    "Asia/Irkutsk": "улан-удэ братск",
    "Asia/Yakutsk": "благовещенск",
    "Asia/Vladivostok": "хабаровск khabarovsk",
    "Asia/Kamchatka": "петропавловск-камчатский",
    "Europe/Kiev": "kyiv киев харьков одесса",
    "Europe/Minsk": "гомель брест гродно",
    "Asia/Almaty": "алма-ата астана astana",
    "Asia/Jerusalem": "тель-авив tel-aviv хайфа haifa",
    "Asia/Shanghai": "пекин beijing",
    "Europe/Berlin": "мюнхен munich гамбург hamburg франкфурт frankfurt кельн cologne",
    "America/New_York": "бостон boston вашингтон washington майами miami",
    "America/Los_Angeles": "сан-франциско san-francisco сиэтл seattle",
    "Asia/Dubai": "абу-даби abu-dhabi",
}


def known_zone(name: str) -> str:
    """Return an IANA name as it is spelled. Raises ZoneUnknown."""
    zone = _spelled().get(_key(name))
    if zone is None:
        raise ZoneUnknown(name=clean(name).strip()[:MAX_SHOWN])
    return zone


def find_zone(typed: str, cities: Mapping[str, str]) -> str:
    """Return the zone of an IANA name or a city in any case. Raises ZoneUnknown.

    `cities` are the zones by the names of their cities in the languages of the newspaper.
    """
    key = _key(typed)
    by_city = {_key(name): zone for name, zone in cities.items()}
    return _spelled().get(key) or _named().get(key) or by_city.get(key) or known_zone(typed)


@cache
def _spelled() -> Mapping[str, str]:
    """The IANA names by the form in which they are compared."""
    return {_key(zone): zone for zone in sorted(available_timezones())}


@cache
def _named() -> Mapping[str, str]:
    return {_key(city): zone for zone, cities in _CITIES.items() for city in cities.split()}


def _key(name: str) -> str:
    return fold(clean(name)).strip(" .").replace(" ", "-").replace("_", "-")
