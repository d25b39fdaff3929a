"""When, how fast and with what people may comment: the rules of the newspaper, and those of a single article. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAX_DAYS = 3650
MAX_SLOW_SECONDS = 86_400
_NIGHT = re.compile(r"\s*(\d{1,2})\s*[-–—]\s*(\d{1,2})\s*")
_HOURS = 24


@dataclass(frozen=True, slots=True)
class NightHours:
    """The local hours in which nobody comments: from `start` (0 to 23) until `end`, also past midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the night that it is at `now` is over, in UTC; None by day."""
        local = now.astimezone(zone)
        late = local.hour >= self.start
        if self.start < self.end:
            if not (late and local.hour < self.end):
                return None
        elif not late and local.hour >= self.end:
            return None
        day = local.date() + timedelta(days=int(late and self.start > self.end))
        return datetime.combine(day, time(self.end), zone).astimezone(UTC)


def parse_night(words: str) -> NightHours | None:
    """Return the hours that the words name, as `23-7`; None for no words. Raises ValueError for anything else."""
    if not words.strip():
        return None
    found = _NIGHT.fullmatch(words)
    hours = [int(hour) for hour in found.groups()] if found else []
    if len(set(hours)) < 2 or max(hours) >= _HOURS:
        raise ValueError("it should be two different hours from 0 to 23, as 23-7")
    return NightHours(*hours)


@dataclass(frozen=True, slots=True)
class ArticleRules:
    """What one article has of its own; None is the newspaper's rule. A `night` of "" is none."""

    days: int | None = None
    night: str | None = None
    slow_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class CommentRules:
    """The rules in force; a time or number of zero is no rule.

    `edit`: how long an author may change a comment. `gap`: between two comments of one person. `newcomer_hourly`:
    comments an hour on the first day after registering. `days`: after the publication comments close. `night`: the
    hours without comments, in `zone`. `slow`: between two comments of one person on one article. `pictures`: whether
    those who may send pictures can do so.
    """

    zone: ZoneInfo
    edit: timedelta = timedelta(minutes=15)
    gap: timedelta = timedelta()
    newcomer_hourly: int = 0
    days: int = 0
    night: NightHours | None = None
    slow: timedelta = timedelta()
    pictures: bool = False

    def of_article(self, own: ArticleRules) -> "CommentRules":
        """Return the rules of an article that has some of its own."""
        return replace(
            self,
            days=self.days if own.days is None else own.days,
            night=self.night if own.night is None else parse_night(own.night),
            slow=self.slow if own.slow_seconds is None else timedelta(seconds=own.slow_seconds),
        )

    def closes_at(self, published_at: datetime | None) -> datetime | None:
        """Return when the comments on an article that was published then are closed; None for never."""
        return published_at + timedelta(days=self.days) if self.days and published_at is not None else None

    def is_over(self, published_at: datetime | None, now: datetime) -> bool:
        """Whether the comments on an article that was published then are closed by `now`."""
        closes_at = self.closes_at(published_at)
        return closes_at is not None and now >= closes_at
