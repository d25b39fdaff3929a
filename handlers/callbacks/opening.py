"""Buttons that open an article and its related news, from any list."""

from aiogram.filters.callback_data import CallbackData
from pydantic import InstanceOf

from handlers.callbacks import old_buttons
from handlers.callbacks.fields import Id, TurnedPage
from handlers.callbacks.origins import NO_ORIGIN, Origin


class OpenArticle(CallbackData, prefix="a"):
    """A page of an article, counted from 0, and the screen that it was opened from.

    `page` is None when the article is opened, and a number when its pages are turned: only an opening counts as a read.
    """

    number: Id
    page: TurnedPage = None
    origin: InstanceOf[Origin] = NO_ORIGIN

    def pack(self) -> str:
        """Return the button's data: at most 64 bytes for any fields."""
        page = "" if self.page is None else self.page
        return f"a:{self.number}:{page}:{self.origin.packed}"

    @classmethod
    def unpack(cls, value: str) -> "OpenArticle":
        """Read the button's data, in this format or an earlier one. Raises ValueError for other data."""
        match value.split(":"):
            case "a", number, page, origin:
                return cls.model_validate({"number": number, "page": page or None, "origin": Origin.unpack(origin)})
            case prefix, *fields:
                return cls.model_validate(old_buttons.open_article(prefix, fields))
        raise ValueError(value)


class ShowRelated(CallbackData, prefix="R"):
    """«Похожие публикации» of an article, and the screen that the article was opened from."""

    number: Id
    origin: InstanceOf[Origin] = NO_ORIGIN

    def pack(self) -> str:
        """Return the button's data: at most 64 bytes for any fields."""
        return f"R:{self.number}:{self.origin.packed}"

    @classmethod
    def unpack(cls, value: str) -> "ShowRelated":
        """Read the button's data, in this format or an earlier one. Raises ValueError for other data."""
        match value.split(":"):
            case "R", number, origin:
                return cls.model_validate({"number": number, "origin": Origin.unpack(origin)})
            case prefix, *fields:
                return cls.model_validate(old_buttons.show_related(prefix, fields))
        raise ValueError(value)
