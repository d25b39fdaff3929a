"""The desk of registrations: the human check, the contact, the moderators' decisions, and changes of a name."""

from collections.abc import Awaitable, Callable, Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random, SystemRandom

from news.appointing import as_of
from news.audit import record
from news.errors import CheckPaused, ContactNotOwn, NameChangedLately, NameTaken, NotAllowed, RequestOver
from news.human_checks import PROOF_LIFETIME, TRIES, CheckState, HumanCheck, new_check
from news.lookalikes import skeleton
from news.model import Reader
from news.names import checked_name
from news.newcomers import (
    Registration,
    refuse_names_of_staff,
    refuse_second_request,
    require_proof,
    require_unregistered,
    required,
    tell_of_requests,
)
from news.notices import NoticeKind, Remedy, mark_request_handled, tell_of_request
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.requests import Request, RequestVerdict
from news.roles import Deed, Role, may, require
from news.words import collapse

# A name is changed once in this time, and the one before is kept for its bearer as long.
NAME_KEPT = timedelta(days=30)
_OUTCOMES = {
    RequestVerdict.ADMITTED: (AuditAct.ADMITTED, Remedy.ADMITTED, NoticeKind.ADMITTED),
    RequestVerdict.DECLINED: (AuditAct.DECLINED, Remedy.DECLINED, NoticeKind.DECLINED),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A request that a moderator has decided about, and the person as a reader."""

    request: Request
    reader: Reader


class RegistrationDesk:
    """What leads to a name, and away from it. ReaderDesk.register gives the name."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        mode: Registration,
        admins: Set[int],
        recognise: Callable[[int, str | None], Awaitable[Reader]],
        random: Random | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._mode = mode
        self._admins = admins
        self._recognise = recognise
        self._random = random or SystemRandom()

    def mode_for(self, reader: Reader) -> Registration:
        """Return what the person needs to register."""
        return required(self._mode, reader)

    async def may_begin(self, reader: Reader) -> None:
        """Raise AlreadyRegistered, NotAllowed, RequestWaiting or RequestDeclined if the reader cannot register now."""
        require_unregistered(reader)
        if self.mode_for(reader) is Registration.APPROVAL:
            async with self._storage.reading() as unit:
                await refuse_second_request(unit, reader, self._clock.now())

    async def may_name(self, reader: Reader) -> None:
        """Raise the errors of `may_begin`, or CheckMissing if the person has yet to prove something."""
        await self.may_begin(reader)
        async with self._storage.reading() as unit:
            await require_proof(unit, reader, self._mode, self._clock.now())

    async def ask_check(self, reader: Reader, *, in_words: bool = False) -> HumanCheck | None:
        """Make a new check for the person, in place of the present one; None if a check was passed lately.

        Raises AlreadyRegistered, NotAllowed, CheckPaused.
        """
        require_unregistered(reader)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.human_checks.forget_before(now - PROOF_LIFETIME)
            state = await unit.human_checks.lock(reader.id) or CheckState(0, 0, now)
            return None if state.passed(now) else await self._ask(unit, reader, state, in_words, now)

    async def answer_check(self, reader: Reader, code: int, place: int, *, in_words: bool = False) -> HumanCheck | None:
        """Take an answer to the check with this code: None if it is right, else the next check, of the same kind.

        Raises AlreadyRegistered, NotAllowed, CheckOver for an answer to another check, and CheckPaused after the last
        wrong one.
        """
        require_unregistered(reader)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            state = await unit.human_checks.lock(reader.id) or CheckState(0, 0, now)
            state = state.answered(code, place, now)
            await unit.human_checks.put(reader.id, state)
            if state.passed(now):
                return None
            if state.paused_until is None:
                return await self._ask(unit, reader, state, in_words, now)
        raise CheckPaused(until=state.paused_until)

    async def take_contact(self, reader: Reader, owner: int | None) -> None:
        """Accept the person's own contact in Telegram; nothing of it is stored.

        `owner` is the Telegram id in the contact, None if it has none. Raises ContactNotOwn, AlreadyRegistered,
        NotAllowed.
        """
        require_unregistered(reader)
        if owner != reader.id:
            raise ContactNotOwn
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.human_checks.forget_before(now - PROOF_LIFETIME)
            await unit.human_checks.put(reader.id, CheckState(0, 0, now, passed_at=now))

    async def judge(self, moderator: Reader, request_id: int, verdict: RequestVerdict) -> Judged:
        """Register a person who has asked for it, or decline; the person and the other moderators hear of it.

        The first decision counts; the same one again by the same moderator changes nothing. Raises NotAllowed,
        RequestOver.
        """
        require(moderator, Deed.MODERATE)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            is_first = await unit.requests.judge(request_id, verdict, moderator.id, now)
            request = await unit.requests.get(request_id)
            if request is None or (request.judged_by, request.verdict) != (moderator.id, verdict):
                raise RequestOver(name=await _name(unit, request))
            if is_first:
                await self._follow(unit, moderator, request, verdict, now)
        return Judged(request, await self._recognise(request.reader_id, request.language))

    def may_rename(self, reader: Reader) -> None:
        """Raise NotAllowed or NameChangedLately if the reader may not change the name now."""
        if not reader.registered:
            raise NotAllowed(deed=Deed.REGISTER)
        if reader.role is Role.BANNED:
            raise NotAllowed(deed=Deed.COMMENT)
        if reader.name_changed_at is not None:
            possible = reader.name_changed_at + NAME_KEPT
            if self._clock.now() < possible:
                raise NameChangedLately(at=possible)

    async def rename(self, reader: Reader, name: str, reserved: Iterable[str] = ()) -> Reader:
        """Give the reader another name. The one before stays reserved for a month. The same name changes nothing.

        Raises the errors of `may_rename` and `checked_name`, and NameTaken.
        """
        if reader.registered and collapse(name) == reader.name:
            return reader
        self.may_rename(reader)
        is_staff = may(reader, Deed.WRITE)
        name, now = checked_name(name, staff=is_staff, reserved=reserved), self._clock.now()
        async with self._storage.writing() as unit:
            stored = await unit.readers.lock(reader.id)
            # The person may have been banned, or have changed the name, since the update came.
            self.may_rename(self._present(reader, stored))
            if not is_staff:
                await refuse_names_of_staff(unit, name, self._admins)
            if not await unit.readers.rename(reader.id, name, skeleton(name), now, now + NAME_KEPT):
                raise NameTaken(name=name)
        return await self._recognise(reader.id, reader.language)

    async def _ask(self, unit: Unit, reader: Reader, state: CheckState, in_words: bool, now: datetime) -> HumanCheck:
        check = new_check(self._random, in_words=in_words)
        state = state.asked(check, now)
        await unit.human_checks.put(reader.id, state)
        return replace(check, tries_left=TRIES - state.tries)

    def _present(self, reader: Reader, stored: Reader | None) -> Reader:
        """Return the reader as stored now; an admin of the settings is one whatever the record says."""
        if stored is None:
            return reader
        stored = as_of(stored, self._clock.now())
        return replace(stored, role=reader.role) if reader.role is Role.ADMIN else stored

    async def _follow(
        self, unit: Unit, moderator: Reader, request: Request, verdict: RequestVerdict, now: datetime
    ) -> None:
        """Do what a decision says, tell everybody whom it concerns, and show the moderators the next request."""
        act, remedy, told = _OUTCOMES[verdict]
        if verdict is RequestVerdict.DECLINED:
            await unit.readers.free_name(request.reader_id, request.name_key)
        elif not await unit.readers.register(request.reader_id, request.name, request.name_key, request.language, now):
            raise NameTaken(name=request.name)
        await record(unit, moderator.id, act, now, person=request.reader_id)
        await mark_request_handled(unit, request.id, remedy, moderator, now)
        await tell_of_request(unit, told, request, now)
        await tell_of_requests(unit, self._admins, now)


async def _name(unit: Unit, request: Request | None) -> str:
    judge = None if request is None or request.judged_by is None else await unit.readers.get(request.judged_by)
    return (judge and judge.name) or ""
