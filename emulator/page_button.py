"""A button of the page, beside the date, that a program hands over: the emulator does not know what it does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PageButton:
    """Its words and its hints, by language ("ru" and "en"), and what a press does: None if it cannot be pressed now."""

    words: Mapping[str, str]
    hints: Mapping[str, str]
    press: Callable[[], Awaitable[None]] | None = None
