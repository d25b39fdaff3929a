"""The parts desk: the messages of an editor's act, kept so that an article can be made of them, and follow them."""

from collections.abc import Sequence
from dataclasses import replace
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
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.parts.keep(parts, self._clock.now())

    async def of_act(self, editor: Reader, chat_id: int, act: int) -> Sequence[Part]:
        """Return the parts of an act in their order; none if they are no longer stored. Raises NotAllowed."""
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            return await unit.parts.of_act(chat_id, act)

    async def add(self, editor: Reader, parts: Sequence[Part]) -> Sequence[Part]:
        """Add parts to the stored act that the first one or its album belongs to, or replace them in it.

        Return all parts of that act in their order; none if there is no such act, and then nothing is stored.
        """
        if not may(editor, Deed.WRITE):
            return ()
        first = parts[0]
        async with self._storage.reading() as unit:
            act = await unit.parts.act_of_message(first.chat_id, first.message_id)
            if act is None and first.album is not None:
                act = await unit.parts.act_of_album(first.chat_id, first.album)
        if act is None:
            return ()
        async with self._storage.writing() as unit:
            await unit.parts.keep([replace(part, act=act) for part in parts], self._clock.now())
            return await unit.parts.of_act(first.chat_id, act)

    async def forget(self, editor: Reader, chat_id: int, act: int) -> None:
        """Delete the parts of an act that became nothing. Raises NotAllowed."""
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            await unit.parts.forget(chat_id, act)

    async def clean_up(self) -> None:
        """Delete the parts that are older than their lifetime."""
        async with self._storage.writing() as unit:
            await unit.parts.forget_older(self._clock.now() - LIFETIME)
