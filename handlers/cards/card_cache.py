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
    return _render(render, subject, of_the_day(t), type(opening), opening.pack(), more)


def of_the_day(t: Texts) -> Texts:
    """Return the texts at the beginning of the day: a part of a cache key that stays equal until midnight."""
    return t.catalogs.texts(t.language, datetime.combine(t.now.astimezone(t.zone), time.min, t.zone))


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
