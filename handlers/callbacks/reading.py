"""Buttons of lists, articles and related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number, Page, Way


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


class ShowDigest(CallbackData, prefix="B"):
    """A page of a digest, counted from 0, as the place got it."""

    edition: Id
    page: Page = 0


class ShowMonths(CallbackData, prefix="y"):
    """The months of a year; 0 for the newest year."""

    year: Id = 0


class ShowTopic(CallbackData, prefix="S"):
    """A page of a topic's articles: from the article `at` on (0: the newest), or newer than it."""

    topic: Number
    way: Way = Way.FROM
    at: Number = 0


class ShowTopics(CallbackData, prefix="ts"):
    """«По теме»: the topics that have articles, behind the topic `behind`; 0 for the first."""

    behind: Number = 0


class ShowMedia(CallbackData, prefix="f"):
    """One of the groups of an article's files that Telegram sends together (`news.attachments.albums`)."""

    number: Id
    group: Page = 0

    @classmethod
    def unpack(cls, value: str) -> "ShowMedia":
        """Read the button's data; articles of earlier programs had one photo, and their buttons no group."""
        return super().unpack(value if value.count(cls.__separator__) > 1 else f"{value}{cls.__separator__}0")
