"""The form of a delivery: which articles of an edition a place gets, and how much of them. Pure.

A form is the variant of the delivery, so that a correction shows the same articles in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from news.choice.preferences import Detail, Preferences

_PREFIX = "for:"
_LETTERS = {Detail.HEADLINE: "h", Detail.LEAD: "l", Detail.FULL: "f"}
_DETAILS = {letter: detail for detail, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Form:
    """How a place gets an edition. Bit n of `mask` is set if it gets the n-th of the edition's articles; None: all.

    `more` is how many articles are due to it that the edition has no place for. With `rich` a full text is a rich
    message.
    """

    detail: Detail = Detail.LEAD
    pictures: bool = True
    sound: bool = True
    mask: int | None = None
    more: int = 0
    rich: bool = False

    def dump(self) -> str | None:
        """Return the form as the variant of a delivery, None for that of places which have chosen nothing."""
        if self == USUAL:
            return None
        mask = "" if self.mask is None else f"{self.mask:x}"
        flags = f"{_LETTERS[self.detail]}{'p' if self.pictures else '-'}{'s' if self.sound else '-'}"
        flags += "r" if self.rich else ""
        return f"{_PREFIX}{flags}:{mask}:{self.more}"

    @classmethod
    def load(cls, variant: str | None) -> "Form | None":
        """Return the form of a variant, None if it is not the variant of a form."""
        if variant is None or not variant.startswith(_PREFIX):
            return None
        flags, mask, more = variant.removeprefix(_PREFIX).split(":")
        numbers = int(mask, 16) if mask else None
        return cls(_DETAILS[flags[0]], flags[1] == "p", flags[2] == "s", numbers, int(more), flags.endswith("r"))

    @classmethod
    def of(cls, preferences: Preferences, mask: int | None = None, more: int = 0) -> "Form":
        """Return the form of a place's pushes."""
        is_rich = preferences.rich and preferences.detail is Detail.FULL
        return cls(preferences.detail, preferences.pictures, preferences.sound, mask, more, is_rich)

    def has(self, position: int) -> bool:
        """Whether the place gets the article at a position."""
        return self.mask is None or bool(self.mask >> position & 1)


USUAL = Form()


def positions(shown: Sequence[int], numbers: Sequence[int]) -> int:
    """Return the mask of some numbers among those that an edition shows."""
    wanted = set(numbers)
    return sum(1 << position for position, number in enumerate(shown) if number in wanted)
