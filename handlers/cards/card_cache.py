"""Cards drawn once: after a push everybody opens the same articles."""

from collections.abc import Callable, Hashable
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers.cards.card import Card
from texts import Texts

# A card is a few kilobytes; a push carries twenty articles, in two languages.
MAX_CACHED_CARDS = 256


def cached_card(draw: Callable[..., Card], subject: Hashable, t: Texts, place: CallbackData, *more: Hashable) -> Card:
    """Return `draw(subject, t, place, *more)`, the same card as long as all of them say the same.

    Of the moment only the day may show, as it does in dates.
    """
    day = datetime.combine(t.now.astimezone(t.zone), time.min, t.zone)
    return _render(draw, subject, t.catalogs.texts(t.language, day), type(place), place.pack(), more)


@lru_cache(MAX_CACHED_CARDS)
def _render(
    draw: Callable[..., Card], subject: Any, t: Texts, kind: type[CallbackData], place: str, more: tuple[Hashable, ...]
) -> Card:
    return draw(subject, t, kind.unpack(place), *more)
