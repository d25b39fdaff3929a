"""Buttons of the rules that the comments on one article have of their own."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id
from news.rules_desk import Rule


class ShowRules(CallbackData, prefix="cr"):
    """The rules of comments on an article."""

    number: Id


class AskRule(CallbackData, prefix="ck"):
    """The choices of one rule."""

    number: Id
    rule: Rule


class ChooseRule(CallbackData, prefix="cv"):
    """A choice: days, hours as `23-7`, or seconds; empty for the newspaper's rule, `0` for none."""

    number: Id
    rule: Rule
    value: str = ""
