"""The desk of answers: tells readers who answered them, and keeps which threads a reader wants to hear nothing of."""

from datetime import datetime, timedelta

from news.answers import WINDOW, take_back, tell
from news.errors import CommentUnknown
from news.membership import require_registered
from news.model import Comment, Reader
from news.ports import Clock, Storage

BLOCK = 100
# A comment that is published again after so long would be told again.
MEMORY = timedelta(days=30)


class AnswerDesk:
    """Tells of answers, and mutes them. Any number of processes may tick: a thread is told of by one of them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def tick(self) -> int:
        """Tell what is due, and take back what is not visible any more, a block of each; return how many there were."""
        now = self._clock.now()
        async with self._storage.reading() as unit:
            due, has_hidden = await unit.answers.due(now, BLOCK), await unit.answers.has_taken_back()
        for thread in due:
            async with self._storage.writing() as unit:
                await tell(unit, thread, now)
        return len(due) + (await self._take_back(now) if has_hidden else 0)

    async def _take_back(self, now: datetime) -> int:
        async with self._storage.writing() as unit:
            hidden = await unit.answers.clear_taken_back(BLOCK)
            await take_back(unit, hidden, now)
        return len(hidden)

    async def mute(self, reader: Reader, comment_id: int, *, on: bool) -> Comment:
        """Tell the reader of no answers in the thread of a comment, or of all again. Return the comment.

        Raises NotRegistered, CommentUnknown.
        """
        require_registered(reader)
        async with self._storage.writing() as unit:
            comment = await unit.comments.get(comment_id)
            if comment is None:
                raise CommentUnknown(number=comment_id)
            root = comment.root or comment.id
            await (unit.answers.mute(reader.id, root) if on else unit.answers.unmute(reader.id, root))
        return comment

    async def clean_up(self) -> None:
        """Forget answers told long ago, windows that are over, and discussions that nobody opened for long."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.answers.clean_up(now - MEMORY, now, now + WINDOW)
            await unit.seen.delete_old(now - MEMORY)
