"""Buttons that show the versions of an article to its editors, and what an update changed to its readers."""

from aiogram.filters.callback_data import CallbackData
from pydantic import InstanceOf

from handlers.callbacks.fields import Id, Page
from handlers.callbacks.origins import NO_ORIGIN, Origin


class ShowVersions(CallbackData, prefix="vs"):
    """The versions of an article below `before`; 0 for the newest."""

    number: Id
    before: Id = 0


class ShowVersion(CallbackData, prefix="vo"):
    """A page of an article, counted from 0, as it was in a version."""

    number: Id
    version: Id
    page: Page = 0


class ShowChanges(CallbackData, prefix="C"):
    """«Что изменилось» of an article, a page counted from 0, and the screen that the article was opened from."""

    number: Id
    page: Page = 0
    origin: InstanceOf[Origin] = NO_ORIGIN

    def pack(self) -> str:
        """Return the button's data: at most 64 bytes for any fields."""
        return f"C:{self.number}:{self.page}:{self.origin.packed}"

    @classmethod
    def unpack(cls, value: str) -> "ShowChanges":
        """Read the button's data. Raises ValueError for other data."""
        match value.split(":"):
            case "C", number, page, origin:
                return cls.model_validate({"number": number, "page": page, "origin": Origin.unpack(origin)})
        raise ValueError(value)
