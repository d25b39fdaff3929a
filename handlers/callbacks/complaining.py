"""Buttons by which readers report a comment or an article."""

from aiogram.filters.callback_data import CallbackData
from pydantic import InstanceOf

from handlers.callbacks.fields import Id, Number
from handlers.callbacks.origins import NO_ORIGIN, Origin
from news.ports.complaints import Grounds


class ReportComment(CallbackData, prefix="pc"):
    """«Пожаловаться» under a comment; the way back is that of `CommentAction`."""

    comment: Id
    best: bool = False
    at: Id = 0


class ReportArticle(CallbackData, prefix="pa"):
    """«Пожаловаться» under an article, and the screen that the article was opened from."""

    number: Id
    origin: InstanceOf[Origin] = NO_ORIGIN

    def pack(self) -> str:
        """Return the button's data: at most 64 bytes for any fields."""
        return f"pa:{self.number}:{self.origin.packed}"

    @classmethod
    def unpack(cls, value: str) -> "ReportArticle":
        """Read the button's data. Raises ValueError for other data."""
        match value.split(":"):
            case "pa", number, origin:
                return cls.model_validate({"number": number, "origin": Origin.unpack(origin)})
        raise ValueError(value)


class SendReport(CallbackData, prefix="ps"):
    """Report the comment, or the article with that `number` (the other one is 0), in the version that was read."""

    comment: Id = 0
    number: Id = 0
    version: Number
    grounds: Grounds
