"""Buttons under a push: what its reader wants of it in the future. They change the keyboard; the text stays."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number


class PushScreen(StrEnum):
    """A keyboard under a push: its own, the choices, or «Меньше такого»."""

    PUSH = "p"
    CHOICES = "c"
    LESS = "l"


class ShowPush(CallbackData, prefix="bp"):
    """A keyboard under the push of an article."""

    number: Id
    screen: PushScreen = PushScreen.CHOICES


class PushAct(StrEnum):
    """A choice under a push."""

    FOLLOW = "f"
    UNFOLLOW = "n"
    NO_STORY = "s"
    NO_TOPIC = "t"
    NO_WORD = "w"
    NO_SOURCE = "h"
    HOUR = "o"
    MORNING = "m"
    UNDO = "u"


class ChooseByPush(CallbackData, prefix="by"):
    """A choice under the push of an article; `which` is the id of a topic or the key of a word, 0 for none."""

    number: Id
    act: PushAct
    which: Number = 0
