"""Buttons of a search. The words stand in the message, not in the button."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Number, Page, Way

WordIndex = Annotated[int, Field(ge=0, le=999)]
Month = Annotated[int, Field(ge=0, le=9999 * 12)]  # `news.search.month_of`
WORD = r"^[0-9a-z\u0430-\u044f]{0,28}$"  # Latin and Cyrillic letters


class Order(StrEnum):
    """What comes first of what a search found."""

    NEWEST = "n"
    BEST = "b"


class AskSearch(CallbackData, prefix="Q"):
    """«Поиск»: ask for words."""


class ShowFound(CallbackData, prefix="F"):
    """A page of what was found, the words standing in the message.

    Newest first, from the article `at` on or newer than it; best first, the page `at`. `topic` is an article
    that has it; 0 is all.
    """

    order: Order = Order.NEWEST
    way: Way = Way.FROM
    at: Number = 0
    month: Month = 0
    topic: Number = 0


class FoundMonths(CallbackData, prefix="M"):
    """The months of a year that hold something found; 0 is the newest."""

    order: Order = Order.NEWEST
    topic: Number = 0
    year: Page = 0


class FoundTopics(CallbackData, prefix="T"):
    """The topics of what was found."""

    order: Order = Order.NEWEST
    month: Month = 0


class TryWord(CallbackData, prefix="W"):
    """Another word in the place of one of those looked for, counted from 0; an empty one leaves it out."""

    index: WordIndex
    word: Annotated[str, Field(pattern=WORD)] = ""
