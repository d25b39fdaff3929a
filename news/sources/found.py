"""The records that a visit to a source finds. The newsroom and the reading of feeds and pages share them. Pure.

All texts are clean (`words.clean`), titles and names are on one line, addresses are http(s) or empty, times are aware
and in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from news.richtext import Body


class SourceKind(StrEnum):
    """A feed (RSS, Atom, RDF, JSON Feed), or a page that lists the newest articles of a site that has no feed."""

    FEED = "feed"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Validators:
    """The version of an answer, as its headers name it. The next visit sends it, to get no answer that it has had.

    `body_hash` is of the body itself: an answer with the same hash is not parsed again.
    """

    etag: str = ""
    modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture of an item at a web address. `caption` includes the credit."""

    address: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item of a feed, a link of a list page, or the article of a page.

    `guid` is the id that the feed gives it, `address` the canonical address of its page; each may be "". `lead` is the
    summary as plain text. `body` is what the feed or page has of the text, without the title and without the pictures
    that stand in `pictures` only; `is_full` says whether that is the whole article. The first picture is the cover.
    """

    title: str
    guid: str = ""
    address: str = ""
    lead: str = ""
    body: Body = ()
    is_full: bool = False
    pictures: tuple[FoundPicture, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    categories: tuple[str, ...] = ()
    author: str = ""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed or list page as one answer has it; `items` are in its own order, usually the newest first.

    `site` is the address of the site's front page, `ttl` how long the feed asks not to be visited again. One that
    `is_cut` ends early: items may be missing.
    """

    title: str
    items: tuple[FoundItem, ...]
    site: str = ""
    ttl: timedelta | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was answered; `feed` is None if nothing has changed since the one before.

    `rest` is how long the answer asks not to come again (Cache-Control, Expires), `moved_to` the new address if the
    answer says that the old one is left for good.
    """

    validators: Validators
    feed: FoundFeed | None = None
    rest: timedelta | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """A source that was found at the address of a feed, of a site, or of a page with a list of articles."""

    address: str
    kind: SourceKind
    feed: FoundFeed


class Trouble(StrEnum):
    """Why a visit failed. `detail` of the error tells more where it says so."""

    UNREACHABLE = "unreachable"  # no connection, or it broke off
    SLOW = "slow"  # no complete answer in time
    FORBIDDEN = "forbidden"  # the address is in a private network, of another scheme, or on a port that is not allowed
    REFUSED = "refused"  # detail: the HTTP status
    REDIRECTED = "redirected"  # more than five times
    LARGE = "large"  # the body, or what it unpacks to, is too large
    UNREADABLE = "unreadable"  # neither a feed nor a page with articles
    COSTLY = "costly"  # reading it took more time or memory than a source may
    EMPTY = "empty"  # a page without a text, a picture without a picture


class VisitFailedError(Exception):
    """A visit failed; `retry_after` is how long the answer asks to wait."""

    def __init__(self, trouble: Trouble, detail: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(f"{trouble.value} {detail}".strip())
        self.trouble = trouble
        self.detail = detail
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """The bytes of a picture that is fit to be sent, and its size in pixels."""

    content: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed that an OPML file names."""

    address: str
    title: str = ""
    category: str = ""
