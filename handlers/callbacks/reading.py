"""Buttons of lists, articles and related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number, Way


class Listing(StrEnum):
    """A list of published articles."""

    LATEST = "l"
    ARCHIVE = "a"
    EDITION = "e"


class ShowList(CallbackData, prefix="p"):
    """A page of a list: from the article `at` on, newer than it, or of the month `at` (yyyymm); or the edition `at`."""

    listing: Listing
    way: Way = Way.FROM
    at: Id = 0


class ShowMonths(CallbackData, prefix="y"):
    """The months of a year; 0 for the newest year."""

    year: Id = 0


class ShowTopic(CallbackData, prefix="t"):
    """A page of a topic's articles: from the article `at` on (0: the newest), or newer than it."""

    topic: Number
    way: Way = Way.FROM
    at: Number = 0


class ShowTopics(CallbackData, prefix="ts"):
    """«По теме»: the topics that have articles, behind the topic `behind`; 0 for the first."""

    behind: Number = 0


class ShowPhoto(CallbackData, prefix="f"):
    """The photo of an article."""

    number: Id
