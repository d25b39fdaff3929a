"""Buttons of an editor's work on related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class RelateAct(StrEnum):
    """A step of an editor's work on the related news of an article."""

    SHOW = "s"
    PIN = "p"
    FORBID = "f"
    DROP = "d"
    PIN_SURELY = "P"
    FORBID_SURELY = "F"


class RelateAction(CallbackData, prefix="k"):
    """A step of work on the related news of an article.

    `other` is the article that the verdict is about; for `SHOW`, the first of the excluded ones to be listed. `stamp`
    identifies the state of the verdicts that the editor sees (`news.related.Relations`); 0 in old buttons.
    """

    number: Id
    act: RelateAct
    other: Id = 0
    stamp: Id = 0

    @classmethod
    def unpack(cls, value: str) -> "RelateAction":
        """Read the button's data; buttons of earlier programs have no stamp."""
        return super().unpack(value if value.count(cls.__separator__) > 3 else f"{value}{cls.__separator__}0")
