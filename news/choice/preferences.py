"""What a place has chosen: topics, words, stories and sources; a timetable; and how much of a publication it gets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

EVERY_DAY = frozenset(range(7))
MAX_WORDS = 50
MAX_HOURS = 6
# More stories, topics or sources than a person can look through in a list.
MAX_STORIES = 100
DAY_MINUTES = 24 * 60


class Pace(StrEnum):
    """When publications come: at once, collected every hour or at chosen hours, or at once but only breaking news."""

    AT_ONCE = "at once"
    HOURLY = "hourly"
    HOURS = "hours"
    BREAKING = "breaking"


class Breaking(StrEnum):
    """What breaking news may pass: the digest and quiet hours (once a night), the digest only, or nothing."""

    ALWAYS = "always"
    AWAKE = "awake"
    AS_OTHERS = "as others"


class Detail(StrEnum):
    """How much of a single publication a push shows."""

    HEADLINE = "headline"
    LEAD = "lead"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Topics:
    """Which topics are on: all `others` are, or are not, but for the topics (by id) in `but`.

    Publications without a topic go with the others, and so do topics that are made later.
    """

    others: bool = True
    but: frozenset[int] = frozenset()

    def has(self, topic: int) -> bool:
        """Whether a topic is on."""
        return (topic in self.but) is not self.others

    def turned(self, topic: int, *, on: bool) -> "Topics":
        """Return the choice with one topic on or off."""
        return Topics(self.others, self.but - {topic} if on is self.others else self.but | {topic})


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A word or phrase as typed, and the stems that stand next to each other in a text which holds it."""

    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowedStory:
    """An article whose follow-ups come, as replies to the `message` in the chat that showed it (None: no reply)."""

    article: int
    message: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times of day in minutes, `start` inclusive and `end` exclusive; `end` may be on the next day.

    `days` are the weekdays (Monday is 0) on which the quiet begins. `start` and `end` differ.
    """

    start: int
    end: int
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Timetable:
    """When publications come. With Pace.HOURS, at `hours` (local minutes of the day, ascending) on `days`."""

    pace: Pace = Pace.AT_ONCE
    hours: tuple[int, ...] = ()
    days: frozenset[int] = EVERY_DAY
    quiet: QuietHours | None = None
    breaking: Breaking = Breaking.AWAKE


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that a place has chosen; the default is what a place gets that has chosen nothing.

    `followed` words bring a publication whatever its topic, `muted` words keep it away. `sources` are muted host names.
    `zone` is an IANA name, empty for the newspaper's. Nothing comes before `quiet_until`, and what is published before
    `paused_until` never comes. `daily_cap` is the most pushes in a local day, 0 for any number. With `rich` a full
    text comes as a rich message.
    """

    topics: Topics = Topics()
    followed: tuple[ChosenWord, ...] = ()
    muted: tuple[ChosenWord, ...] = ()
    stories: tuple[FollowedStory, ...] = ()
    muted_stories: frozenset[int] = frozenset()
    sources: frozenset[str] = frozenset()
    timetable: Timetable = Timetable()
    zone: str = ""
    quiet_until: datetime | None = None
    paused_until: datetime | None = None
    daily_cap: int = 0
    detail: Detail = Detail.LEAD
    pictures: bool = True
    sound: bool = True
    rich: bool = False


DEFAULT_PREFERENCES = Preferences()
