"""Buttons of the human check; `number` is the article to return to, 0 for none."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Id
from news.human_checks import OPTIONS


class AskCheck(CallbackData, prefix="hc"):
    """Ask for a check, in pictures or in words: the consent to the rules, too."""

    number: Id = 0
    in_words: bool = False


class AnswerCheck(CallbackData, prefix="ha"):
    """Answer the check with this code by the place of an option, from 0 on."""

    code: Id
    place: Annotated[int, Field(ge=0, le=OPTIONS - 1)]
    number: Id = 0
    in_words: bool = False
