"""A cache of rendered cards: after a push, many readers open the same articles."""

from collections.abc import Callable, Hashable
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers.cards.card import Card
from texts import Texts

# A card takes a few kilobytes. A push has up to twenty articles, in two languages.
MAX_CACHED_CARDS = 256


def cached_card(
    render: Callable[..., Card], subject: Hashable, t: Texts, opening: CallbackData, *more: Hashable
) -> Card:
    """Return `render(subject, t, opening, *more)`, from the cache if the arguments are equal.

    The card may show the day of `t.now`, but no finer time: the cache key has the day only.
    """
    day = datetime.combine(t.now.astimezone(t.zone), time.min, t.zone)
    return _render(render, subject, t.catalogs.texts(t.language, day), type(opening), opening.pack(), more)


@lru_cache(MAX_CACHED_CARDS)
def _render(
    render: Callable[..., Card],
    subject: Any,
    t: Texts,
    kind: type[CallbackData],
    packed: str,
    more: tuple[Hashable, ...],
) -> Card:
    return render(subject, t, kind.unpack(packed), *more)
