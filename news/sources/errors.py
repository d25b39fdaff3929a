"""The refusals of sources; they belong to the tree of `news.errors`."""

from news.errors import Refusal


class SourceUnknown(Refusal):
    """A source was removed, or never added."""


class SourceAddressUnclear(Refusal):
    """A text is no address of a feed or a site."""


class SourceUnreadable(Refusal):
    """The source at an `address` cannot be read: `trouble` (`sources.found.Trouble`) and its `detail` say why."""


class SourceByFile(Refusal):
    """The operator's file of sources says what this source does: it is changed there."""


class SourceNameMissing(Refusal):
    """The name of a source has no visible character."""


class OutlinesUnreadable(Refusal):
    """A file is no OPML, or names no feed."""


class CategoryPairUnclear(Refusal):
    """The `line` names no category with its topic."""


class TooManySources(Refusal):
    """The newspaper has `most` sources at the most."""


class TooManyHoldWords(Refusal):
    """A source has `most` words that hold its items at the most."""
