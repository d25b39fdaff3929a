"""Buttons of lists, articles and related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number, Page, Way


class Listing(StrEnum):
    """The list a screen belongs to, and «Назад» returns to."""

    NONE = "-"
    LATEST = "l"
    ARCHIVE = "a"
    EDITION = "e"
    RELATED = "r"


class ShowList(CallbackData, prefix="p"):
    """A page of a list: from the article `at` on, newer than it, of the month `at` (yyyymm), or the edition `at`."""

    listing: Listing
    way: Way = Way.FROM
    at: Id = 0


class ShowMonths(CallbackData, prefix="y"):
    """The months of a year; 0 is the newest."""

    year: Id = 0


class OpenArticle(CallbackData, prefix="a"):
    """An article's page (from 0), and the list it was opened from: its kind and what `ShowList.at` leads back."""

    number: Id
    page: Id = 0
    listing: Listing = Listing.NONE
    origin: Id = 0


class ShowRelated(CallbackData, prefix="R"):
    """«Похожие публикации» of an article, and the list that was opened from, as in `OpenArticle`."""

    number: Id
    listing: Listing = Listing.NONE
    origin: Id = 0


class OpenNear(CallbackData, prefix="A"):
    """An article's page (from 0) that was opened from the related ones of `near`, and the list that this came from."""

    number: Number
    near: Number
    page: Page = 0
    listing: Listing = Listing.NONE
    origin: Id = 0


class ShowPhoto(CallbackData, prefix="f"):
    """The picture of an article."""

    number: Id
