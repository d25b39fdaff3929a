"""The refusals of choice; they belong to the tree of `news.errors`."""

from news.errors import Refusal


class NothingToUndo(Refusal):
    """There is no change of the choices that could be taken back."""


class WordMissing(Refusal):
    """A text names no word to follow or to mute."""


class WordMeaningless(Refusal):
    """The `word` cannot tell publications apart: a stop word, a single letter, or signs."""


class WordTooLong(Refusal):
    """The `word` is longer than `most` UTF-16 units."""


class TooManyWords(Refusal):
    """A place follows and mutes `most` words at the most, together."""


class TooManyStories(Refusal):
    """A place follows, or mutes, `most` stories at the most."""


class TooManySources(Refusal):
    """A place mutes `most` sources at the most."""


class WordFileTooLarge(Refusal):
    """A file of words is larger than `most` kilobytes."""


class WordFileUnreadable(Refusal):
    """A file of words cannot be fetched, or is no text in UTF-8."""


class ZoneUnknown(Refusal):
    """No time zone and no known city has this `name`."""


class HoursUnclear(Refusal):
    """The `text` names no times of day."""


class TooManyHours(Refusal):
    """A digest comes at `most` times a day at the most."""
