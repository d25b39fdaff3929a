"""Buttons of drafts."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id
from news.ports.drafts import DraftList


class ShowDrafts(CallbackData, prefix="D"):
    """A page of drafts with numbers below `before`; 0 for the newest."""

    before: Id = 0


class ShowDraftList(CallbackData, prefix="L"):
    """A page of one of the lists of unpublished articles, after the article `before`; 0 for the first."""

    which: DraftList
    before: Id = 0


class DraftAct(StrEnum):
    """An action on a draft. PUBLISH of an article in review approves it, SEND_BACK returns it to its author.

    BACK shows the draft again in place of a question about it.
    """

    SHOW = "s"
    BACK = "<"
    MORE = "m"
    SUBMIT = "r"
    SEND_BACK = "x"
    SCHEDULE = "t"
    BREAKING = "b"
    BREAKING_SURELY = "B"
    SILENT = "q"
    SOUND = "Q"
    OPEN_COMMENTS = "c"
    CLOSE_COMMENTS = "C"
    UNDO = "u"
    PUBLISH = "p"
    KEEP = "k"
    DISCARD = "d"


class DraftAction(CallbackData, prefix="d"):
    """An action on a draft; `page` is the page of its preview, `version` the one that it shows (0 in old buttons)."""

    number: Id
    act: DraftAct
    page: Id = 0
    version: Id = 0

    @classmethod
    def unpack(cls, value: str) -> "DraftAction":
        """Read the button's data; buttons of earlier programs have no version."""
        return super().unpack(value if value.count(cls.__separator__) > 3 else f"{value}{cls.__separator__}0")
