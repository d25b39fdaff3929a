"""The desk of those who ask to be forgotten: a day to change one's mind, then everything that names the person goes.

A wish is a row. Any process may carry it out, in short transactions that can be repeated; the last one takes the person
out of the ledger and of the readers, and deletes the wish. A process that is killed leaves the wish to the next.
"""

import logging
from collections.abc import Set
from datetime import datetime, timedelta

from news.appointing import as_of
from news.cases import close_appeals, close_cases
from news.errors import AdminCannotBeForgotten, ForgettingHasBegun, NotAllowed, StaffCannotBeForgotten
from news.ledger import NOTICE_RULES, Address
from news.model import Reader
from news.notices import Notice, NoticeKind
from news.personal_data import NOBODY, PERSONAL_TABLES, Forget, Naming, PersonalTable
from news.ports import Clock, Storage, Unit
from news.ports.cases import Verdict
from news.ports.privacy import CommentsAfter, Forgetting
from news.privacy_rules import SECOND_THOUGHTS, PrivacyRules
from news.roles import STAFF, Deed

logger = logging.getLogger(__name__)

# A process that has claimed a wish and renews it with each block.
LEASE = timedelta(minutes=1)
# The person is told that it begins; if the message cannot leave for so long, it begins without.
TELLING = timedelta(hours=1)
LOOK_AGAIN = timedelta(seconds=10)
# Rows of a block: a transaction of some ten milliseconds.
BLOCK = 100
_CHANGED = frozenset({Forget.DELETE, Forget.CLEAR, Forget.NOBODY})
_NAMINGS = [(table, naming) for table in PERSONAL_TABLES for naming in table.namings if naming.forget in _CHANGED]


class _InFlightError(Exception):
    """A message is on its way to the chat just now: the transaction is rolled back and done again later."""


class ForgettingDesk:
    """Stores wishes to be forgotten, and carries them out. `admins` are the Telegram ids of the settings."""

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int], rules: PrivacyRules) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins
        self._rules = rules

    async def wish(self, reader: Reader) -> Forgetting | None:
        """Return the person's wish, None if there is none.

        Raises NotAllowed for a sender that is no person, AdminCannotBeForgotten, StaffCannotBeForgotten.
        """
        self._check(reader)
        async with self._storage.reading() as unit:
            return await unit.forgettings.get(reader.id)

    async def ask(self, reader: Reader, comments: CommentsAfter) -> Forgetting:
        """Store the wish to be forgotten in a day; asking again changes what becomes of the comments.

        Raises the errors of `wish`, and ForgettingHasBegun.
        """
        self._check(reader)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if await self._is_staff(unit, reader.id, now):
                raise StaffCannotBeForgotten
            wish = await unit.forgettings.ask(reader.id, comments, now, now + SECOND_THOUGHTS)
        if wish.begun_at is not None:
            raise ForgettingHasBegun
        return wish

    async def cancel(self, reader: Reader) -> None:
        """Take the wish back. Raises ForgettingHasBegun."""
        async with self._storage.writing() as unit:
            if not await unit.forgettings.cancel(reader.id) and await unit.forgettings.get(reader.id) is not None:
                raise ForgettingHasBegun

    async def tick(self) -> bool:
        """Carry out one wish that is due, as far as that is possible now; False if none is due."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            wish = await unit.forgettings.claim(now, now + LEASE)
        if wish is None:
            return False
        if wish.begun_at is None:
            await self._begin(wish)
        elif await self._is_being_told(wish):
            await self._put_off(wish, LOOK_AGAIN)
        else:
            await self._forget(wish)
        return True

    async def _begin(self, wish: Forgetting) -> None:
        """End the subscription, and tell the person. For somebody who works here by now it is put off by a day."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if await self._is_staff(unit, wish.reader_id, now):
                await unit.forgettings.put_off(wish.reader_id, now + SECOND_THOUGHTS)
            elif await unit.forgettings.begin(wish.reader_id, now, now + LOOK_AGAIN):
                await unit.forgettings.end_subscriptions(wish.reader_id, now)
                reader = await unit.readers.get(wish.reader_id)
                place = await unit.places.obtain(Address(wish.reader_id), "" if reader is None else reader.language)
                await unit.editions.notify([place], Notice(NoticeKind.FORGOTTEN).dump(), NOTICE_RULES, now)

    async def _is_being_told(self, wish: Forgetting) -> bool:
        if wish.begun_at is None or self._clock.now() - wish.begun_at > TELLING:
            return False
        async with self._storage.reading() as unit:
            return await unit.forgettings.is_awaited(wish.reader_id)

    async def _put_off(self, wish: Forgetting, span: timedelta) -> None:
        async with self._storage.writing() as unit:
            await unit.forgettings.put_off(wish.reader_id, self._clock.now() + span)

    async def _forget(self, wish: Forgetting) -> None:
        """Take every block in a transaction that renews the lease, then the rest in the last one."""
        changed = 1
        while changed:
            async with self._storage.writing() as unit:
                changed = await self._take_comments(unit, wish)
                await self._renew(unit, wish)
        for table, naming in _NAMINGS:
            while await self._take_rows(table, naming, wish):
                pass
        while await self._take_copies(wish):
            pass
        try:
            await self._finish(wish)
        except _InFlightError:
            await self._put_off(wish, LOOK_AGAIN)
        else:
            logger.info("a person who asked for it a day ago is forgotten")

    async def _take_comments(self, unit: Unit, wish: Forgetting) -> int:
        """Take a block of comments; return its size.

        Those that readers see lose their author, or are removed with the others: what nobody sees goes in any case.
        """
        reader_id, now = wish.reader_id, self._clock.now()
        await close_appeals(unit, reader_id, now)
        if wish.comments is CommentsAfter.KEEP and (kept := await unit.forgettings.detach_published(reader_id, BLOCK)):
            return kept
        await unit.comments.withdraw(reader_id, NOBODY, now, BLOCK)
        ended = await unit.forgettings.ended_comments(reader_id, BLOCK)
        for comment in ended:
            await close_cases(unit, comment, Verdict.WITHDRAWN, None, now)
        await unit.forgettings.empty_comments(ended)
        return len(ended)

    async def _take_rows(self, table: PersonalTable, naming: Naming, wish: Forgetting) -> bool:
        """Take a block of a table: the rows are found in one transaction and changed in another."""
        async with self._storage.reading() as unit:
            keys = await unit.personal_data.keys(table, naming, wish.reader_id, BLOCK)
        if not keys:
            return False
        async with self._storage.writing() as unit:
            await unit.personal_data.forget(table, naming, wish.reader_id, keys)
            await self._renew(unit, wish)
        return True

    async def _take_copies(self, wish: Forgetting) -> bool:
        """Forget which messages a block of deliveries left in the chat: they are not corrected any more."""
        async with self._storage.reading() as unit:
            copies = await unit.forgettings.copies(wish.reader_id, BLOCK)
        if not copies:
            return False
        async with self._storage.writing() as unit:
            await unit.forgettings.forget_copies(copies)
            await self._renew(unit, wish)
        return True

    async def _finish(self, wish: Forgetting) -> None:
        """Delete the reader, and what has come since the blocks were done. Raises _InFlightError."""
        reader_id, now = wish.reader_id, self._clock.now()
        async with self._storage.writing() as unit:
            await unit.readers.lock(reader_id)  # from here on, no comment of this person is stored
            while await self._take_comments(unit, wish):
                pass
            for table, naming in _NAMINGS:
                if not naming.staff:
                    keys = await unit.personal_data.keys(table, naming, reader_id, BLOCK)
                    await unit.personal_data.forget(table, naming, reader_id, keys)
            if not await unit.forgettings.mark_places(reader_id, self._rules.mark_of(reader_id), now):
                raise _InFlightError
            await unit.forgettings.finish(reader_id, now)

    async def _renew(self, unit: Unit, wish: Forgetting) -> None:
        await unit.forgettings.put_off(wish.reader_id, self._clock.now() + LEASE)

    async def _is_staff(self, unit: Unit, reader_id: int, now: datetime) -> bool:
        stored = await unit.readers.lock(reader_id)
        return reader_id in self._admins or (stored is not None and as_of(stored, now).role in STAFF)

    def _check(self, reader: Reader) -> None:
        if reader.id == 0:
            raise NotAllowed(deed=Deed.READ)
        if reader.id in self._admins:
            raise AdminCannotBeForgotten
        if reader.role in STAFF:
            raise StaffCannotBeForgotten
