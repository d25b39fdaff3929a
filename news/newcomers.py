"""Newcomers: how a newspaper takes new readers, and what a person needs before a name is given.

These are the steps that the readers' desk and the desk of registrations share, each inside a unit of its caller.
"""

from collections.abc import Set
from datetime import datetime, timedelta
from enum import StrEnum

from news.errors import AlreadyRegistered, CheckMissing, NameTaken, NotAllowed, RequestDeclined, RequestWaiting
from news.group_deeds import admit_registered
from news.lookalikes import skeleton
from news.model import Reader
from news.names import refuse_resemblance
from news.notices import Notice, NoticeKind, subject_of_request, tell_staff
from news.ports import Unit
from news.ports.requests import NewRequest, RequestVerdict
from news.roles import STAFF, Deed, Role, may

# A person whose request was declined may ask again.
REAPPLY_AFTER = timedelta(days=1)
# The moderators have notices of so many requests at once; each decision brings the next one.
OPEN_NOTICES = 10


class Registration(StrEnum):
    """What a guest needs to become a reader, besides a name.

    Nothing (open), the human check, the own contact in Telegram, or a moderator's consent (approval).
    """

    OPEN = "open"
    CHECK = "check"
    CONTACT = "contact"
    APPROVAL = "approval"


def required(mode: Registration, reader: Reader) -> Registration:
    """Return what this person needs in a newspaper of that mode: an administrator of the settings needs nothing."""
    return Registration.OPEN if may(reader, Deed.MODERATE) else mode


def require_unregistered(reader: Reader) -> None:
    """Raise AlreadyRegistered or NotAllowed if the reader cannot register."""
    if reader.registered:
        raise AlreadyRegistered(name=reader.name)
    if reader.role is Role.BANNED or reader.id == 0:
        raise NotAllowed(deed=Deed.REGISTER)


async def require_proof(unit: Unit, reader: Reader, mode: Registration, now: datetime) -> None:
    """Raise CheckMissing if the person has yet to pass the check or to share the contact."""
    if required(mode, reader) not in {Registration.CHECK, Registration.CONTACT}:
        return
    state = await unit.human_checks.get(reader.id)
    if state is None or not state.passed(now):
        raise CheckMissing


async def refuse_names_of_staff(unit: Unit, name: str, admins: Set[int]) -> None:
    """Raise NameOfStaff if the name could be taken for the name that somebody of the staff bears."""
    staff = {reader.id: reader for reader in await unit.readers.with_roles(STAFF)}
    for admin in admins - staff.keys():
        reader = await unit.readers.get(admin)
        if reader is not None:
            staff[admin] = reader
    refuse_resemblance(name, (reader.name for reader in staff.values() if reader.name))


async def admit(unit: Unit, reader: Reader, name: str, now: datetime) -> None:
    """Make the person a member under a checked name, and delete what the registration had stored. Raises NameTaken.

    The discussion groups that the person has asked to join are open now.
    """
    if not await unit.readers.register(reader.id, name, skeleton(name), reader.language, now):
        raise NameTaken(name=name)
    await unit.human_checks.forget(reader.id)
    await unit.requests.withdraw(reader.id)
    await admit_registered(unit, reader.id, now)


async def refuse_second_request(unit: Unit, reader: Reader, now: datetime) -> None:
    """Raise RequestWaiting or RequestDeclined if the person has asked already."""
    last = await unit.requests.last_of(reader.id)
    if last is not None and last.verdict is None:
        raise RequestWaiting(name=last.name)
    if last is not None and last.verdict is RequestVerdict.DECLINED and last.judged_at is not None:
        possible = last.judged_at + REAPPLY_AFTER
        if now < possible:
            raise RequestDeclined(at=possible)


async def ask_moderators(unit: Unit, reader: Reader, name: str, article: int, admins: Set[int], now: datetime) -> None:
    """Store a request under a checked name, which is kept for the person, and tell the moderators.

    The same request again changes nothing. Raises RequestWaiting, RequestDeclined, NameTaken.
    """
    last = await unit.requests.last_of(reader.id)
    if last is not None and last.verdict is None and last.name == name:
        return  # the update is handled again after a crash
    await refuse_second_request(unit, reader, now)
    await unit.requests.forget_before(now - REAPPLY_AFTER)
    if not await unit.readers.claim_name(reader.id, skeleton(name), now):
        raise NameTaken(name=name)
    await unit.requests.add(NewRequest(reader.id, name, skeleton(name), reader.language, article, now))
    await tell_of_requests(unit, admins, now)


async def tell_of_requests(unit: Unit, admins: Set[int], now: datetime) -> None:
    """Tell the moderators of the oldest requests, as long as they have few undecided notices."""
    told = await unit.requests.count_told(OPEN_NOTICES)
    for _ in range(OPEN_NOTICES - told):
        request = await unit.requests.tell_next()
        if request is None:
            return
        notice = Notice(NoticeKind.REQUEST, request.id, title=request.name)
        await tell_staff(unit, notice, Deed.MODERATE, admins, now, subject=subject_of_request(request.id))
