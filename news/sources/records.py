"""A source as it is stored: what it is, its rules, and how its visits go. Pure; times are aware, in UTC."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from news.hosts import source_host
from news.sources.found import SourceKind, Trouble, Validators


class SourceState(StrEnum):
    """On trial a source is only shown to whoever adds it; an active one is visited."""

    TRIAL = "trial"
    ACTIVE = "active"
    PAUSED = "paused"


class Publishing(StrEnum):
    """A new item is published at once, or becomes a draft that a person publishes."""

    AT_ONCE = "at once"
    DRAFT = "draft"


class SameStory(StrEnum):
    """The treatment of an item that tells the story of a recent article from another site.

    It is a draft for a person to judge, a follow-up whose push replies to the first one, or left out.
    """

    HOLD = "hold"
    FOLLOW = "follow"
    SKIP = "skip"


class FutureItems(StrEnum):
    """When an item with a date in the future appears."""

    WAIT = "wait"
    NOW = "now"


class FullText(StrEnum):
    """The source of the text: the page if the feed lacks the whole text, or always the feed."""

    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class SourceRules:
    """The editors' rules of a source.

    Every item gets `topics`. `by_category` gives items of a category (compared without case) further topics; with
    `take_categories` the item's first category is a topic itself. Its posts go to the outlets of the places `outlets`,
    None for those that take its topics. An item with one of the `hold_words` waits as a draft. `sign_off` is the last
    line of the text; `link` shows «Источник».
    """

    publishing: Publishing = Publishing.AT_ONCE
    topics: tuple[str, ...] = ()
    by_category: tuple[tuple[str, str], ...] = ()
    take_categories: bool = False
    outlets: tuple[int, ...] | None = None
    hold_words: tuple[str, ...] = ()
    sign_off: str = ""
    link: bool = True
    same_story: SameStory = SameStory.HOLD
    future: FutureItems = FutureItems.WAIT
    full_text: FullText = FullText.PAGE

    def dump(self) -> str:
        """Return the rules as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "SourceRules":
        """Return the rules of a JSON text; fields of another version of the program are left out."""
        stored: dict[str, Any] = json.loads(text)
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        outlets = known.get("outlets")
        return cls(
            **known
            | {name: kind(known[name]) for name, kind in _ENUMS.items() if name in known}
            | {name: tuple(known.get(name, ())) for name in ("topics", "hold_words")}
            | {"by_category": tuple((pair[0], pair[1]) for pair in known.get("by_category", ()))}
            | {"outlets": None if outlets is None else tuple(outlets)}
        )


_ENUMS: dict[str, type[StrEnum]] = {
    "publishing": Publishing,
    "same_story": SameStory,
    "future": FutureItems,
    "full_text": FullText,
}


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a source: the last one, the last that was answered, and when the next is due.

    `failures` counts those that failed since, from `failing_since` on; `trouble` and `detail` say why the last one did.
    `told` is whether the staff knows. `interval` is the present time between visits. `begun` is whether the items of
    the first visit are stored.
    """

    next_at: datetime
    interval: timedelta
    visited_at: datetime | None = None
    succeeded_at: datetime | None = None
    validators: Validators = field(default_factory=Validators)
    begun: bool = False
    failures: int = 0
    failing_since: datetime | None = None
    trouble: Trouble | None = None
    detail: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or list page that articles come from. `by_file` is whether a file of the operator's says its rules.

    `taken` counts the articles that came from it.
    """

    id: int
    address: str
    kind: SourceKind
    name: str
    state: SourceState
    rules: SourceRules
    visits: Visits
    site: str = ""
    by_file: bool = False
    taken: int = 0

    @property
    def host(self) -> str:
        """The host whose lease is needed to visit the source."""
        return source_host(self.address)
