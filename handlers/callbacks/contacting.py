"""The button that leads to sharing one's contact."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class AskContact(CallbackData, prefix="rc"):
    """Ask for the contact: the consent to the rules, too. `number` is the article to return to, 0 for none."""

    number: Id = 0
