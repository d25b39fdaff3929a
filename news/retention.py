"""The retention desk: what has been kept long enough is deleted, block by block."""

from datetime import datetime

from news.cases import close_cases
from news.model import CommentStatus
from news.personal_data import NOBODY
from news.ports import Clock, Storage, Unit
from news.ports.cases import Verdict
from news.privacy_rules import DIALOGUE_RETENTION, MARK_RETENTION, PrivacyRules

BLOCK = 200
# Comments that go one by one, because each has a case.
COMMENT_BLOCK = 50
PLACE_BLOCK = 5


class RetentionDesk:
    """Deletes by the rules of the newspaper. Any number of processes may do so at once."""

    def __init__(self, storage: Storage, clock: Clock, rules: PrivacyRules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def clean_up(self) -> bool:
        """Delete a block of everything; False when no block was full.

        A comment that has waited for a moderator for as long as a removed one is kept, is removed.
        """
        now, rules = self._clock.now(), self._rules
        async with self._storage.writing() as unit:
            full = await _withdraw_waiting(unit, now - rules.removed, now) == COMMENT_BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.empty_ended(now - rules.removed, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_cases(now - rules.cases, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_complaints(now - rules.cases, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_appeals(now - rules.cases, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_verdicts(now - rules.cases, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_dialogues(now - DIALOGUE_RETENTION, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_nameless(now, BLOCK) == BLOCK
        async with self._storage.writing() as unit:
            full |= await unit.retention.delete_marks(now - MARK_RETENTION, PLACE_BLOCK) == PLACE_BLOCK
        return full


async def _withdraw_waiting(unit: Unit, before: datetime, now: datetime) -> int:
    waiting = await unit.retention.waiting(before, COMMENT_BLOCK)
    for comment in waiting:
        held = (CommentStatus.HELD,)
        await unit.comments.change_status(comment, CommentStatus.REMOVED, by=NOBODY, at=now, of=held)
        await close_cases(unit, comment, Verdict.WITHDRAWN, None, now)
    return len(waiting)
