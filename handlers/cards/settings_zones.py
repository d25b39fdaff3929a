"""The setting of the time zone: a short list of cities with the time that it is there."""

from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.choosing import ChooseZone, ShowZones, Typed
from handlers.cards import choices
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.choices import choice_button
from handlers.cards.settings import choice_card, typed_button
from news.choice.zones import PAGES
from news.choice_desk import Chosen
from texts import Texts

CITIES_IN_ROW = 2


def zones_card(chosen: Chosen, page: int | None, first: bool, t: Texts) -> Card:
    """Show a page of cities, each with its local time; None is the page of the present one.

    If that is on no page, it stands on the first.
    """
    present = choices.zone(chosen.preferences, t).key
    page = _page_of(present) if page is None else min(page, len(PAGES) - 1)
    listed = any(present in zones for zones in PAGES)
    zones = PAGES[page] if listed or page else (present, *PAGES[0])
    rows = [
        *in_rows((_city_button(each, present, first, t) for each in zones), CITIES_IN_ROW),
        _turn_row(page, chosen, first, t),
    ]
    hint = t("Quiet hours, chosen hours and days are in this time.")
    return choice_card(f"{choices.clock_phrase(chosen.preferences, t)}.", hint, rows, first, t)


def _page_of(zone: str) -> int:
    return next((page for page, zones in enumerate(PAGES) if zone in zones), 0)


def _city_button(zone: str, present: str, first: bool, t: Texts) -> InlineKeyboardButton:
    label = f"{t.city(zone)} {t.time(t.now, ZoneInfo(zone))}"
    return choice_button(label, ChooseZone(zone=zone, first=first), chosen=zone == present)


def _turn_row(page: int, chosen: Chosen, first: bool, t: Texts) -> Row:
    other = button(t("Other cities"), ShowZones(page=(page + 1) % len(PAGES), first=first))
    return [other, *typed_button(t("By name"), Typed.ZONE, chosen, first=first)]
