"""Buttons of the previews of an unpublished article."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Page


class View(StrEnum):
    """Who sees it: nobody yet (the overview), subscribers in a push, readers, who turn its pages, or channels."""

    OVERVIEW = "o"
    SUBSCRIBERS = "s"
    READERS = "r"
    PAGES = "p"
    OUTLETS = "c"


class ShowPreview(CallbackData, prefix="v"):
    """An article as some people will see it; `page` is that of its text."""

    number: Id
    view: View = View.OVERVIEW
    page: Page = 0
