"""Posts in channels, groups and topics: the outlets that they go to, and their look. Pure.

An outlet is a place that the staff has chosen. A post is a delivery of one article to an outlet, by an edition of the
audience `OUTLETS`. It keeps the look that it was posted in: a correction shows that look again.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from news.ledger import Audience, DeliveryState, EditionRules, Place, PlaceKind, Priority
from news.rejections import Rejection, rejection

# Before a push, which may take minutes: a post is one message. A post that may have arrived is not sent again, because
# everybody would see the second one. A channel is an archive, so a post does not expire.
POST_RULES = EditionRules(Audience.OUTLETS, Priority.BREAKING, resend=False, pausable=False, listed=False)

# In UTF-16 units.
LINK_WORDS_LIMIT = 64
# In characters, of all topics together.
TOPICS_LIMIT = 1000

_PREFIX = "post:"
_BAD_REQUEST = 400


class OutletState(StrEnum):
    """The state of an outlet: somebody is asked about it, it gets posts, the staff stopped it, Telegram refused it."""

    ASKED = "asked"
    ACTIVE = "active"
    OFF = "off"
    LOST = "lost"


class Template(StrEnum):
    """How much of an article a post shows."""

    LEAD = "lead"
    TITLE = "title"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Look:
    """How a post looks. `words` are those of the link, empty for the usual ones.

    With `link_in_text` a post has no buttons: a channel post with buttons gets no comments in the discussion group.
    """

    template: Template = Template.LEAD
    silent: bool = False
    words: str = ""
    link_in_text: bool = False

    def dump(self) -> str:
        """Return the look as the variant of a delivery."""
        return _PREFIX + json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, variant: str | None) -> "Look | None":
        """Return the look of a variant, None if it is not the variant of a post."""
        if variant is None or not variant.startswith(_PREFIX):
            return None
        fields = json.loads(variant.removeprefix(_PREFIX))
        return cls(Template(fields["template"]), fields["silent"], fields["words"], fields["link_in_text"])


@dataclass(frozen=True, slots=True)
class OutletChat:
    """What Telegram says of an outlet's chat; `discussion` is the id of the group in which a channel is discussed."""

    title: str
    username: str | None = None
    discussion: int | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A channel, group or topic that articles are posted to. No `topics` are all topics.

    `error` is the last thing that went wrong here, in Telegram's words, at `error_at`.
    """

    place: Place
    state: OutletState
    chat: OutletChat
    template: Template = Template.LEAD
    silent: bool = False
    words: str = ""
    topics: tuple[str, ...] = ()
    error: str | None = None
    error_at: datetime | None = None

    @property
    def look(self) -> Look:
        """The look of the posts from now on."""
        in_text = self.place.kind is PlaceKind.CHANNEL and self.chat.discussion is not None
        return Look(self.template, self.silent, self.words, in_text)

    def takes(self, topics: Collection[str]) -> bool:
        """Whether articles with these topics are posted here, unless their editor decides otherwise."""
        own = {each.casefold() for each in self.topics}
        return not own or any(topic.casefold() in own for topic in topics)


class Choice(NamedTuple):
    """An outlet that an article may be posted to, and whether it is to be."""

    outlet: Outlet
    chosen: bool


class Post(NamedTuple):
    """An article in an outlet: the state of its delivery, and the id of its message, None if it has not arrived."""

    outlet: Outlet
    state: DeliveryState
    message: int | None

    @property
    def link(self) -> str | None:
        """The address of the message."""
        outlet = self.outlet
        return None if self.message is None else post_link(outlet.place, outlet.chat.username, self.message)


class Trouble(StrEnum):
    """What has happened to a post: the outlet is lost, nobody knows whether it arrived, it was refused, or an edit."""

    LOST = "lost"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class FailedPost:
    """A post, or with `is_edit` the edit of one, that did not arrive; or, with `unknown`, that may have."""

    outlet: Outlet
    article: int
    state: DeliveryState
    error: str
    unknown: bool
    is_edit: bool

    @property
    def trouble(self) -> Trouble:
        """What has happened, by Telegram's words."""
        if self.state is DeliveryState.GONE or rejection(_BAD_REQUEST, self.error) in _LOSSES:
            return Trouble.LOST
        if self.is_edit:
            return Trouble.EDIT
        return Trouble.UNKNOWN if self.unknown else Trouble.REFUSED


_LOSSES = {Rejection.GONE, Rejection.CLOSED, Rejection.TOPIC_GONE}


def post_link(place: Place, username: str | None, message: int | None = None) -> str:
    """Return the address of a message in a channel or supergroup, or of the place itself.

    Only members can open that of a private chat (https://core.telegram.org/api/links#message-links).
    """
    chat, topic = place.address
    parts = [username] if username else ["c", str(chat).removeprefix("-100").removeprefix("-")]
    parts += [str(topic)] if topic else []
    parts += [str(message or 1)] if message or not username else []
    return "https://t.me/" + "/".join(parts)
