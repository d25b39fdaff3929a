"""Buttons of outlets: the list, what is arranged for one, and the choice for an article."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowOutlets(CallbackData, prefix="ol"):
    """«Каналы и группы»: a page of outlets whose places have keys above `after`."""

    after: Id = 0


class AddOutlet(CallbackData, prefix="on"):
    """Asks for the address of a channel, group or topic."""


class OutletAct(StrEnum):
    """An action on an outlet."""

    SHOW = "s"
    ACCEPT = "a"
    DECLINE = "d"
    TEMPLATES = "T"
    LEAD = "l"
    TITLE = "t"
    FULL = "f"
    SILENT = "q"
    SOUND = "n"
    ASK_WORDS = "w"
    USUAL_WORDS = "W"
    ASK_TOPICS = "c"
    ALL_TOPICS = "C"
    TEST = "p"
    ON = "1"
    OFF = "0"
    ASK_REMOVE = "r"
    REMOVE = "R"


class OutletAction(CallbackData, prefix="oa"):
    """An action on the outlet of that place."""

    place: Id
    act: OutletAct


class ShowChoices(CallbackData, prefix="oc"):
    """«Каналы» of a draft: where it will be posted."""

    number: Id


class ChooseOutlet(CallbackData, prefix="ot"):
    """Turns an outlet on or off for a draft."""

    number: Id
    place: Id
