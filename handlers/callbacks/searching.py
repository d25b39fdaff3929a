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
    """The order of search results."""

    NEWEST = "n"
    BEST = "b"


class AskSearch(CallbackData, prefix="Q"):
    """«Поиск»: ask for the words of a search."""


class ShowFound(CallbackData, prefix="F"):
    """A page of search results. The words stand in the message.

    Newest first: from the article `at` on, or newer than it. Best first: the page `at`. `topic` is the number of an
    article with that topic; 0 for all topics.
    """

    order: Order = Order.NEWEST
    way: Way = Way.FROM
    at: Number = 0
    month: Month = 0
    topic: Number = 0


class FoundMonths(CallbackData, prefix="M"):
    """The months of a year that have results; 0 for the newest year."""

    order: Order = Order.NEWEST
    topic: Number = 0
    year: Page = 0


class FoundTopics(CallbackData, prefix="T"):
    """The topics of the results."""

    order: Order = Order.NEWEST
    month: Month = 0


class TryWord(CallbackData, prefix="W"):
    """The search with the word at `index` (from 0) replaced by `word`, or left out if `word` is empty."""

    index: WordIndex
    word: Annotated[str, Field(pattern=WORD)] = ""
