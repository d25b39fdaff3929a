"""The groups' desk: does what the outbox of deeds in groups holds, and tells moderators what the bot may not do.

Any number of processes may work at once: a deed is claimed by lease, and doing it twice changes nothing.
"""

import logging
from collections.abc import Sequence, Set
from datetime import timedelta

from news.discussed import NOBODY, DeedKind, GroupDeed, Result, judge_deed
from news.ledger import NOTICE_RULES, Address
from news.notices import Notice, NoticeKind, tell_staff
from news.outcomes import Outcome
from news.ports import Clock, Storage, Unit
from news.ports.discussions import GroupOffice
from news.roles import Deed

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=40)
# https://core.telegram.org/bots/api#deletemessages: up to 100 at once.
CLAIM_LIMIT = 100
# How often the staff hears that the bot lacks a right in a group, and how often a moderator who has asked for a deed.
STAFF_PAUSE = timedelta(hours=1)
MODERATOR_PAUSE = timedelta(minutes=1)


class GroupDeedDesk:
    """Works through the outbox. `admins` are the Telegram ids of the settings."""

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    async def turn(self, office: GroupOffice) -> int:
        """Do the deeds that are due, once, and return how many there were.

        Stops early when half of the lease is over; another turn, of any process, does the rest.
        """
        ends_at = self._clock.monotonic() + LEASE.total_seconds() / 2
        async with self._storage.reading() as unit:
            if not await unit.group_deeds.has_due(self._clock.now(), LEASE):
                return 0
        async with self._storage.writing() as unit:
            deeds = await unit.group_deeds.claim(self._clock.now(), LEASE, CLAIM_LIMIT)
        for together in _together(deeds):
            if self._clock.monotonic() >= ends_at:
                break
            await self._do(office, together)
        return len(deeds)

    async def _do(self, office: GroupOffice, deeds: Sequence[GroupDeed]) -> None:
        """Do one deed, or delete several messages of a chat: one by one, if Telegram refuses them together."""
        first = deeds[0]
        if len(deeds) == 1:
            await self._settle(first, await office.perform(first))
            return
        outcome = await office.delete(first.chat_id, [deed.message_id for deed in deeds])
        if outcome.status == 400:
            for deed in deeds:
                await self._settle(deed, await office.perform(deed))
        else:
            for deed in deeds:
                await self._settle(deed, outcome)

    async def _settle(self, deed: GroupDeed, outcome: Outcome) -> None:
        result, pause = judge_deed(deed, outcome)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if result is Result.LATER:
                await unit.group_deeds.put_off(deed, now + pause)
            elif await unit.group_deeds.settle(deed) and result is Result.REFUSED:
                await self._tell(unit, deed, outcome.description)
        if result is not Result.DONE:
            words = (deed.kind, deed.chat_id, deed.message_id or deed.user_id, outcome.description)
            logger.info("the deed %s in group %s (%s) was not done: %s", *words, extra={"chat": deed.chat_id})

    async def _tell(self, unit: Unit, deed: GroupDeed, reason: str) -> None:
        """Tell who has asked for a deed, else the moderators, what is left for them to do by hand.

        Of what the newspaper does of itself and nobody waits for (NOBODY), nobody is told.
        """
        if deed.actor == NOBODY:
            return
        now = self._clock.now()
        group = await unit.discussions.group(deed.chat_id)
        title = "" if group is None else group.title
        url = message_link(deed.chat_id, deed.message_id) if deed.message_id else ""
        person = await unit.readers.get(deed.user_id) if deed.user_id else None
        name = (person and person.name) or str(deed.user_id)
        kind = deed.kind.value
        notice = Notice(NoticeKind.GROUP_REFUSED, title=title, author=name, reason=reason, url=url, text=kind)
        if deed.actor is None:
            if await unit.discussions.take_warning(deed.chat_id, now, now - STAFF_PAUSE):
                await tell_staff(unit, notice, Deed.MODERATE, self._admins, now, subject=f"group:{deed.chat_id}")
        elif await unit.discussions.take_notice(deed.chat_id, deed.actor, now, now - MODERATOR_PAUSE):
            reader = await unit.readers.get(deed.actor)
            place = await unit.places.obtain(Address(deed.actor), "" if reader is None else reader.language)
            await unit.editions.notify([place], notice.dump(), NOTICE_RULES, now)


def message_link(chat_id: int, message_id: int) -> str:
    """Return the address of a message in a supergroup, for its members."""
    return f"https://t.me/c/{str(chat_id).removeprefix('-100').removeprefix('-')}/{message_id}"


def _together(deeds: Sequence[GroupDeed]) -> list[list[GroupDeed]]:
    """Put the deletions of each chat together; every other deed stands alone."""
    deletions, found = dict[int, list[GroupDeed]](), list[list[GroupDeed]]()
    for deed in deeds:
        if deed.kind is not DeedKind.DELETE:
            found.append([deed])
        elif deed.chat_id in deletions:
            deletions[deed.chat_id].append(deed)
        else:
            deletions[deed.chat_id] = [deed]
            found.append(deletions[deed.chat_id])
    return found
