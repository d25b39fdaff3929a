"""The live messages of `/queue`: one a person, stored, so that any process may edit it and none edits an older one."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from news.model import Reader
from news.ports import Clock, Storage
from news.ports.live_messages import LiveMessage
from news.roles import Deed, may, require

# A message that was asked for longer ago than this is no longer edited: the admin has put the telephone away.
MAX_AGE = timedelta(minutes=15)


class LiveMessageDesk:
    """Says which message shows the pushes to whom.

    The right is asked for again before each edit: `recognise` returns a person, by Telegram id and language, with the
    present role.
    """

    def __init__(self, storage: Storage, clock: Clock, recognise: Callable[[int, str], Awaitable[Reader]]) -> None:
        self._storage = storage
        self._clock = clock
        self._recognise = recognise

    async def show(self, admin: Reader, chat_id: int, message_id: int) -> None:
        """Keep a message up to date from now on, and no other one of this person. Raises NotAllowed."""
        require(admin.role, Deed.MANAGE_EDITIONS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            message = LiveMessage(admin.id, chat_id, message_id, admin.language, now)
            await unit.live_messages.show(message, now)

    async def ask(self, admin: Reader, message_id: int, edition_id: int) -> None:
        """Let the message ask about an edition: it is not updated until the person answers. Raises NotAllowed."""
        require(admin.role, Deed.MANAGE_EDITIONS)
        async with self._storage.writing() as unit:
            await unit.live_messages.ask(admin.id, message_id, edition_id)

    async def due(self) -> Sequence[int]:
        """Return the people whose message is to be edited now."""
        async with self._storage.reading() as unit:
            return await unit.live_messages.due(self._clock.now())

    async def claim(self, reader_id: int, pause: timedelta) -> tuple[LiveMessage, Reader] | None:
        """Take the edit that is due, the next one after `pause`; return the message and the person.

        None if another process has taken it, or the message is no longer to be edited: it is too old, or the person is
        no longer an admin.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            message = await unit.live_messages.claim(reader_id, now, now + pause)
        if message is None:
            return None
        admin = await self._recognise(reader_id, message.language)
        if not may(admin.role, Deed.MANAGE_EDITIONS) or self._is_old(message, now):
            await self.forget(message)
            return None
        return message, admin

    async def asking(self, message: LiveMessage) -> int | None:
        """Return the edition that the message asks about since it was claimed; None if it is to show the pushes."""
        async with self._storage.reading() as unit:
            present = await unit.live_messages.get(message.reader_id)
        return present.asking if present is not None and present.message_id == message.message_id else None

    async def forget(self, message: LiveMessage) -> None:
        """Update the message no more."""
        async with self._storage.writing() as unit:
            await unit.live_messages.forget(message.reader_id, message.message_id)

    @staticmethod
    def _is_old(message: LiveMessage, now: datetime) -> bool:
        return abs(now - message.since) >= MAX_AGE  # the clock may have been set back
