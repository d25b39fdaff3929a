"""What the newspaper remembers about serving a place that has chosen something: not who read what."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Served:
    """The editions that a place needs no more: those with ids up to `upto`, and those in `beyond`."""

    upto: int = 0
    beyond: frozenset[int] = frozenset()

    def has(self, edition: int) -> bool:
        """Whether the place needs an edition no more."""
        return edition <= self.upto or edition in self.beyond

    def but(self, unserved: Collection[int], newer: Collection[int]) -> "Served":
        """Return that all editions are served but some; `newer` has the ids behind the first of these.

        What was served before stays so.
        """
        left = [edition for edition in unserved if not self.has(edition)]
        if not left:
            return Served(max((self.upto, *newer), default=0))
        upto = max(self.upto, min(left) - 1)
        return Served(upto, frozenset(each for each in newer if each > upto and each not in left) | self.beyond)

    def plus(self, edition: int) -> "Served":
        """Return that one more edition is served."""
        return self if self.has(edition) else replace(self, beyond=self.beyond | {edition})


@dataclass(frozen=True, slots=True)
class Tracking:
    """How far a place has been served.

    Slots up to the moment `since` are over, and so is the one with the key `slot`. `pushes` were planned on the local
    `day` (an ordinal); they are counted only for a daily cap. Breaking news passed the quiet hours of the local day
    `night` last. `seen_until` is what `/new` has shown last, set only for those who use it.
    """

    since: datetime | None = None
    slot: int = 0
    served: Served = Served()
    day: int = 0
    pushes: int = 0
    night: int = 0
    seen_until: datetime | None = None


NO_TRACKING = Tracking()
