"""The live messages, stored, so that any process may edit one and none edits an older one.

`/queue` has one a person, which shows the pushes; each article that a person published has one, its report.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from news.model import Reader
from news.ports import Clock, Storage
from news.ports.live_messages import LiveKey, LiveKind, LiveMessage
from news.roles import Deed, may, require

# A message that was asked for longer ago than this is no longer edited: the admin has put the telephone away. A report
# counts the reads and the unsubscriptions of an hour.
MAX_AGE = timedelta(minutes=15)
MAX_REPORT_AGE = timedelta(minutes=65)

# A message may be edited as long as the person may do this, and as long as it is not older than that.
_DEEDS = {LiveKind.QUEUE: Deed.MANAGE_EDITIONS, LiveKind.REPORT: Deed.PUBLISH}
_AGES = {LiveKind.QUEUE: MAX_AGE, LiveKind.REPORT: MAX_REPORT_AGE}


class LiveMessageDesk:
    """Says which message shows what to whom.

    The right is asked for again before each edit: `recognise` returns a person, by Telegram id and language, with the
    present role.
    """

    def __init__(self, storage: Storage, clock: Clock, recognise: Callable[[int, str], Awaitable[Reader]]) -> None:
        self._storage = storage
        self._clock = clock
        self._recognise = recognise

    async def show(self, admin: Reader, chat_id: int, message_id: int) -> None:
        """Keep a message of the pushes up to date from now on, and no other one of this person. Raises NotAllowed."""
        await self._show(admin, chat_id, message_id, LiveKind.QUEUE, 0, self._clock.now())

    async def report(
        self, editor: Reader, chat_id: int, message_id: int, number: int, at: datetime | None = None
    ) -> None:
        """Keep the report of an article up to date, from a time on if it is still to appear. Raises NotAllowed."""
        await self._show(editor, chat_id, message_id, LiveKind.REPORT, number, at or self._clock.now())

    async def _show(
        self, reader: Reader, chat_id: int, message_id: int, kind: LiveKind, number: int, at: datetime
    ) -> None:
        require(reader, _DEEDS[kind])
        message = LiveMessage(reader.id, chat_id, message_id, reader.language, at, kind=kind, number=number)
        async with self._storage.writing() as unit:
            await unit.live_messages.show(message, at)

    async def ask(self, admin: Reader, message_id: int, edition_id: int) -> None:
        """Let the message ask about an edition: it is not updated until the person answers. Raises NotAllowed."""
        require(admin, Deed.MANAGE_EDITIONS)
        async with self._storage.writing() as unit:
            await unit.live_messages.ask(admin.id, message_id, edition_id)

    async def due(self) -> Sequence[LiveKey]:
        """Return the messages that are to be edited now."""
        async with self._storage.reading() as unit:
            return await unit.live_messages.due(self._clock.now())

    async def claim(self, key: LiveKey, pause: timedelta) -> tuple[LiveMessage, Reader] | None:
        """Take the edit that is due, the next one after `pause`; return the message and the person.

        None if another process has taken it, or the message is no longer to be edited: it is too old, or the person
        may no longer see what it shows.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            message = await unit.live_messages.claim(key, now, now + pause)
        if message is None:
            return None
        reader = await self._recognise(key.reader_id, message.language)
        if not may(reader, _DEEDS[key.kind]) or abs(now - message.since) >= _AGES[key.kind]:
            await self.forget(message)  # the absolute age, because the clock may have been set back
            return None
        return message, reader

    async def asking(self, message: LiveMessage) -> int | None:
        """Return the edition that the message asks about since it was claimed; None if it is to show the pushes."""
        async with self._storage.reading() as unit:
            present = await unit.live_messages.get(message.key)
        return present.asking if present is not None and present.message_id == message.message_id else None

    async def put_off(self, message: LiveMessage, pause: timedelta) -> None:
        """Edit the message next after the pause."""
        async with self._storage.writing() as unit:
            await unit.live_messages.put_off(message.key, message.message_id, self._clock.now() + pause)

    async def forget(self, message: LiveMessage) -> None:
        """Update the message no more."""
        async with self._storage.writing() as unit:
            await unit.live_messages.forget(message.key, message.message_id)
