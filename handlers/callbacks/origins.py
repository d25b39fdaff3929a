"""Where a screen was opened from: the screen that «Назад» leads to, packed into one field of a button."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from aiogram.filters.callback_data import CallbackData
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from handlers.callbacks.fields import Id
from handlers.callbacks.following import ShowWord
from handlers.callbacks.posting import ShowDrafts
from handlers.callbacks.reading import ShowDigest, ShowList, ShowTopic
from handlers.callbacks.saving import ShowSaved
from handlers.callbacks.searching import ShowFound
from handlers.callbacks.visiting import ShowNew

# The buttons of the screens that an article may be opened from. A new kind of list adds its class here.
_SCREENS: dict[str, type[CallbackData]] = {
    kind.__prefix__: kind
    for kind in (ShowList, ShowTopic, ShowFound, ShowDrafts, ShowDigest, ShowNew, ShowSaved, ShowWord)
}

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FIELD, _THROUGH = ".", "~"
_ID = TypeAdapter(Id)


@dataclass(frozen=True)
class Origin:
    """The button of the screen that the way back leads to; None stands for the latest and all news.

    `through` is the number of an article whose related news the reader came through; 0 for none.
    """

    screen: CallbackData | None = None
    through: int = 0

    @property
    def in_search(self) -> bool:
        """Whether the way back leads to search results. The message then shows the words of the search."""
        return isinstance(self.screen, ShowFound)

    @cached_property
    def packed(self) -> str:
        """The origin as text: the prefix and the fields of its button, numbers in base 36; then `~through`."""
        screen = "" if self.screen is None else self.screen.__prefix__ + _FIELD.join(_values(self.screen))
        return f"{screen}{_THROUGH}{_in_base_36(self.through)}" if self.through else screen

    @classmethod
    def unpack(cls, packed: str) -> "Origin":
        """Return the origin that `packed` stands for. Raises ValueError if the text is forged."""
        screen, _, through = packed.partition(_THROUGH)
        return cls(_screen(screen) if screen else None, _ID.validate_python(int(through, 36)) if through else 0)


NO_ORIGIN = Origin()


def _screen(packed: str) -> CallbackData:
    kind = _SCREENS.get(packed[0])
    if kind is None:
        raise ValueError(packed)
    fields = zip(kind.model_fields.items(), packed[1:].split(_FIELD), strict=True)
    return kind.model_validate({name: _value(value, info) for (name, info), value in fields})


def _value(packed: str, field: FieldInfo) -> str | int:
    return int(packed, 36) if field.annotation is int else packed


def _values(screen: CallbackData) -> Iterator[str]:
    for value in screen.__dict__.values():
        yield _in_base_36(value) if isinstance(value, int) else str(value)


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
