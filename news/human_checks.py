"""The human check of a registration: a picture to find among four, or the odd word among four, and its three tries.

A check stops programs that press the first button they see. It does not stop one that looks at pictures.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from news.errors import CheckOver, CheckPaused

OPTIONS = 4
TRIES = 3
PAUSE = timedelta(minutes=10)
# Who has passed need not do so again for a day, if the registration is interrupted.
PROOF_LIFETIME = timedelta(days=1)
_CODES = 2**48


class Thing(StrEnum):
    """What a picture shows."""

    BRIDGE = "bridge"
    HOUSE = "house"
    TREE = "tree"
    BOAT = "boat"
    CAR = "car"
    FISH = "fish"
    UMBRELLA = "umbrella"
    CUP = "cup"
    CLOCK = "clock"
    KEY = "key"
    MUSHROOM = "mushroom"
    SNOWMAN = "snowman"
    ENVELOPE = "envelope"
    FLAG = "flag"
    LADDER = "ladder"


# Three words of one group and one of another: the odd one out.
WORD_GROUPS = (
    ("cat", "horse", "bear", "fox", "cow"),
    ("birch", "oak", "pine", "maple", "willow"),
    ("coat", "hat", "shirt", "scarf", "skirt"),
    ("bread", "cheese", "soup", "porridge", "butter"),
    ("bus", "tram", "train", "bicycle", "lorry"),
)


@dataclass(frozen=True, slots=True)
class HumanCheck:
    """A check: four different options, and the place of the right one, from 0 on. `code` binds an answer to it.

    The options are Things to be drawn, or words of WORD_GROUPS if it is `in_words`. So many tries are left.
    """

    code: int
    options: tuple[str, ...]
    answer: int
    in_words: bool = False
    tries_left: int = TRIES


def new_check(random: Random, *, in_words: bool = False) -> HumanCheck:
    """Make a check that nobody can foresee, if `random` is SystemRandom."""
    answer = random.randrange(OPTIONS)
    if in_words:
        one, other = random.sample(WORD_GROUPS, 2)
        options = random.sample(one, OPTIONS)
        options[answer] = random.choice(other)
    else:
        options = random.sample([thing.value for thing in Thing], OPTIONS)
    return HumanCheck(random.randrange(1, _CODES), tuple(options), answer, in_words)


@dataclass(frozen=True, slots=True)
class CheckState:
    """How far a person has come: the present check, the wrong answers, and until when there is a pause.

    `passed_at` is the time of the proof: a right answer, or the person's own contact.
    """

    code: int
    answer: int
    at: datetime
    tries: int = 0
    paused_until: datetime | None = None
    passed_at: datetime | None = None

    def passed(self, now: datetime) -> bool:
        """Whether the proof is there, and not too old."""
        return self.passed_at is not None and now - self.passed_at < PROOF_LIFETIME

    def asked(self, check: HumanCheck, now: datetime) -> "CheckState":
        """Return the state with another check. The tries are kept, and begin anew after a pause. Raises CheckPaused."""
        self._refuse_pause(now)
        tries = self.tries if self.paused_until is None else 0
        return CheckState(check.code, check.answer, now, tries)

    def answered(self, code: int, answer: int, now: datetime) -> "CheckState":
        """Return the state after an answer: passed, or one wrong answer more; then the check is over.

        The third wrong answer begins a pause. After the right answer, another press changes nothing. Raises CheckOver
        if the answer is for another check, CheckPaused.
        """
        if code != self.code or not code:
            self._refuse_pause(now)
            raise CheckOver
        if self.passed(now):
            return self
        if answer == self.answer:
            return replace(self, tries=0, paused_until=None, passed_at=now)
        tries = self.tries + 1
        return replace(self, code=0, tries=tries, paused_until=now + PAUSE if tries >= TRIES else None, passed_at=None)

    def _refuse_pause(self, now: datetime) -> None:
        if self.paused_until is not None and now < self.paused_until:
            raise CheckPaused(until=self.paused_until)
