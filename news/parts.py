"""The parts desk: the messages that an editor sent as one act, kept so that an article can be made of them, or follow."""

from collections.abc import Sequence
from datetime import timedelta

from news.model import Reader
from news.ports import Clock, Storage
from news.ports.parts import Part
from news.roles import Deed, may, require

# Telegram lets a person edit a message for 48 hours.
LIFETIME = timedelta(days=2)


class PartsDesk:
    """Keeps the parts of the editors' acts, and nothing that others write."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def keep(self, editor: Reader, parts: Sequence[Part]) -> None:
        """Store the parts of an act, or their new content. Raises NotAllowed."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.parts.keep(parts, self._clock.now())

    async def of_act(self, editor: Reader, chat_id: int, act: int) -> Sequence[Part]:
        """Return the parts of an act in their order; none if they are no longer stored. Raises NotAllowed."""
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            return await unit.parts.of_act(chat_id, act)

    async def add(self, editor: Reader, part: Part) -> Sequence[Part]:
        """Add a part to the stored act that its message or its album belongs to, or replace the part in it.

        Return all parts of that act in their order; none if there is no such act, and then nothing is stored.
        """
        if not may(editor.role, Deed.WRITE):
            return ()
        async with self._storage.reading() as unit:
            act = await unit.parts.act_of_message(part.chat_id, part.message_id)
            if act is None and part.album is not None:
                act = await unit.parts.act_of_album(part.chat_id, part.album)
        if act is None:
            return ()
        async with self._storage.writing() as unit:
            added = Part(part.chat_id, part.message_id, act, part.content, part.album)
            await unit.parts.keep([added], self._clock.now())
            return await unit.parts.of_act(part.chat_id, act)

    async def forget(self, editor: Reader, chat_id: int, act: int) -> None:
        """Delete the parts of an act that became nothing. Raises NotAllowed."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.parts.forget(chat_id, act)

    async def clean_up(self) -> None:
        """Delete the parts that are older than their lifetime."""
        async with self._storage.writing() as unit:
            await unit.parts.forget_older(self._clock.now() - LIFETIME)
