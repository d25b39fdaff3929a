"""Buttons of saved articles."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Page


class SaveArticle(CallbackData, prefix="bs"):
    """«Сохранить» under an article; pressed again, it is saved no more."""

    number: Id


class ReadLater(CallbackData, prefix="bl"):
    """«Вечером» under an article; pressed again, it is put aside no more."""

    number: Id


class ShowSaved(CallbackData, prefix="b"):
    """A page of the saved articles, counted from 0."""

    page: Page = 0


class ChooseDropped(CallbackData, prefix="bc"):
    """«Убрать»: the same page, on which a number is taken off the list instead of opened."""

    page: Page = 0


class DropSaved(CallbackData, prefix="bd"):
    """Take an article off the list, and show the page of it."""

    number: Id
    page: Page = 0
