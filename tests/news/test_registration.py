"""The desk of registrations: proofs before a name, requests and decisions, changes of a name, and names kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from news.errors import (
    AlreadyRegistered,
    CheckMissing,
    CheckOver,
    CheckPaused,
    ContactNotOwn,
    NameChangedLately,
    NameHidden,
    NameOfStaff,
    NameTaken,
    NotAllowed,
    Refusal,
    RequestDeclined,
    RequestOver,
    RequestWaiting,
)
from news.human_checks import PAUSE, PROOF_LIFETIME
from news.ledger import Address
from news.model import Reader
from news.newcomers import OPEN_NOTICES, REAPPLY_AFTER, Registration
from news.newsroom import Newsroom, make_newsroom
from news.notices import Notice, NoticeKind, Remedy, subject_of_request
from news.ports.requests import RequestVerdict
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS
from news.registration import NAME_KEPT
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier
from tests.storage.samples import raw

GUEST, OTHER = Reader(1, Role.GUEST, "ru"), Reader(2, Role.GUEST, "en")
ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def newsroom(database: Database, clock: HandClock, mode: Registration) -> Newsroom:
    return make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE, registration=mode)


@pytest.fixture
def checking(database: Database, clock: HandClock) -> Newsroom:
    return newsroom(database, clock, Registration.CHECK)


@pytest.fixture
def approving(database: Database, clock: HandClock) -> Newsroom:
    return newsroom(database, clock, Registration.APPROVAL)


async def notices(news: Newsroom, request: int) -> list[Notice]:
    """The notices about a request."""
    async with news.storage.reading() as unit:
        return [Notice.load(text) for _, text in await unit.editions.about(subject_of_request(request))]


async def told(database: Database, person: int) -> list[Notice]:
    """What a person has been told through the ledger, oldest first."""
    async with database.reading() as unit:
        rows = await raw(
            unit,
            "SELECT p.chat_id, e.notice FROM deliveries AS d JOIN editions AS e ON e.id = d.edition_id "
            "JOIN places AS p ON p.id = d.place_id WHERE e.kind = 'notice' ORDER BY e.id",
        )
    return [Notice.load(row[1]) for row in rows if row[0] == person]


async def pass_check(news: Newsroom, reader: Reader) -> None:
    check = await news.registration.ask_check(reader)
    assert check is not None
    assert await news.registration.answer_check(reader, check.code, check.answer) is None


async def request_of(news: Newsroom, reader: Reader) -> int:
    async with news.storage.reading() as unit:
        request = await unit.requests.last_of(reader.id)
    assert request is not None
    return request.id


# The human check and the contact.


async def test_no_name_is_given_before_the_check_whatever_the_chat_asks(checking: Newsroom) -> None:
    for step in (checking.registration.may_name(GUEST), checking.readers.register(GUEST, "Анна")):
        with pytest.raises(CheckMissing):
            await step

    await pass_check(checking, GUEST)

    await checking.registration.may_name(GUEST)
    assert (await checking.readers.register(GUEST, "Анна")).role is Role.MEMBER


async def test_a_proof_is_the_persons_own_and_ends_with_the_registration_or_after_a_day(
    checking: Newsroom, clock: HandClock
) -> None:
    await pass_check(checking, GUEST)
    with pytest.raises(CheckMissing):
        await checking.readers.register(OTHER, "Борис")
    clock.advance(seconds=PROOF_LIFETIME.total_seconds())
    with pytest.raises(CheckMissing):
        await checking.readers.register(GUEST, "Анна")
    await pass_check(checking, GUEST)
    await checking.readers.register(GUEST, "Анна")

    async with checking.storage.reading() as unit:
        assert await unit.human_checks.get(GUEST.id) is None


async def test_the_pause_is_stored_though_the_last_answer_is_refused(checking: Newsroom, clock: HandClock) -> None:
    check = await checking.registration.ask_check(GUEST)
    for left in (2, 1):
        assert check is not None
        check = await checking.registration.answer_check(GUEST, check.code, (check.answer + 1) % 4)
        assert check is not None
        assert check.tries_left == left
    assert check is not None
    with pytest.raises(CheckPaused):
        await checking.registration.answer_check(GUEST, check.code, (check.answer + 1) % 4)

    clock.advance(seconds=(PAUSE - SECOND).total_seconds())
    for in_words in (False, True):
        with pytest.raises(CheckPaused):
            await checking.registration.ask_check(GUEST, in_words=in_words)
    clock.advance(seconds=SECOND.total_seconds())
    check = await checking.registration.ask_check(GUEST)
    assert check is not None
    assert check.tries_left == 3


async def test_another_check_takes_the_place_of_the_present_one(checking: Newsroom) -> None:
    first = await checking.registration.ask_check(GUEST)
    second = await checking.registration.ask_check(GUEST, in_words=True)
    assert first is not None
    assert second is not None

    with pytest.raises(CheckOver):
        await checking.registration.answer_check(GUEST, first.code, first.answer)
    with pytest.raises(CheckOver):
        await checking.registration.answer_check(OTHER, second.code, second.answer)

    assert await checking.registration.answer_check(GUEST, second.code, second.answer) is None
    assert await checking.registration.ask_check(GUEST) is None, "it was passed lately"


async def test_checks_that_nobody_finished_are_deleted_after_a_day(checking: Newsroom, clock: HandClock) -> None:
    await checking.registration.ask_check(GUEST)
    clock.advance(seconds=(DAY + SECOND).total_seconds())
    await checking.registration.ask_check(OTHER)

    async with checking.storage.reading() as unit:
        assert await unit.human_checks.get(GUEST.id) is None
        assert await unit.human_checks.get(OTHER.id) is not None


@pytest.mark.parametrize("owner", [None, 2, 0])
async def test_a_contact_must_be_the_persons_own(database: Database, clock: HandClock, owner: int | None) -> None:
    news = newsroom(database, clock, Registration.CONTACT)
    with pytest.raises(ContactNotOwn):
        await news.registration.take_contact(GUEST, owner)
    with pytest.raises(CheckMissing):
        await news.readers.register(GUEST, "Анна")

    await news.registration.take_contact(GUEST, GUEST.id)

    assert (await news.readers.register(GUEST, "Анна")).registered


async def test_nobody_who_cannot_register_is_checked(checking: Newsroom) -> None:
    await pass_check(checking, GUEST)
    member = await checking.readers.register(GUEST, "Анна")
    for reader, refusal in ((member, AlreadyRegistered), (ANONYMOUS, NotAllowed), (Reader(3, Role.BANNED), NotAllowed)):
        for step in (
            checking.registration.may_begin(reader),
            checking.registration.ask_check(reader),
            checking.registration.answer_check(reader, 1, 1),
            checking.registration.take_contact(reader, reader.id),
        ):
            with pytest.raises(refusal):
                await step


async def test_an_admin_of_the_settings_needs_no_proof_and_no_consent(database: Database, clock: HandClock) -> None:
    for mode in Registration:
        news = newsroom(database, clock, mode)
        assert news.registration.mode_for(ADMIN) is Registration.OPEN
        assert news.registration.mode_for(GUEST) is mode
        await news.registration.may_name(ADMIN)
    assert (await news.readers.register(ADMIN, "Главный редактор")).registered


# Requests and decisions.


async def test_a_request_keeps_the_name_and_registers_nobody(approving: Newsroom) -> None:
    reader = await approving.readers.register(GUEST, "Анна", article=7)

    assert not reader.registered
    again = await approving.readers.register(GUEST, "Анна", article=7)
    assert not again.registered, "the update is handled again after a crash"
    with pytest.raises(RequestWaiting):
        await approving.readers.register(GUEST, "Другая Анна")
    with pytest.raises(RequestWaiting):
        await approving.registration.may_begin(GUEST)
    with pytest.raises(NameTaken):
        await approving.readers.register(OTHER, "Aннa")
    (notice,) = await notices(approving, await request_of(approving, GUEST))
    assert (notice.what, notice.title) == (NoticeKind.REQUEST, "Анна")


async def test_the_first_decision_counts(database: Database, approving: Newsroom) -> None:
    moderator = Reader(5, Role.MODERATOR, "ru", "Мария")
    async with database.writing() as unit:
        await unit.readers.register(5, "Мария", "мария", "ru", START)
        await unit.readers.set_role(5, Role.MODERATOR)
    await approving.readers.register(GUEST, "Анна", article=7)
    request = await request_of(approving, GUEST)

    judged = await approving.registration.judge(ADMIN, request, RequestVerdict.ADMITTED)

    assert (judged.reader.role, judged.reader.name) == (Role.MEMBER, "Анна")
    again = await approving.registration.judge(ADMIN, request, RequestVerdict.ADMITTED)
    assert again == judged, "the same decision again changes nothing"
    for by, verdict in ((moderator, RequestVerdict.ADMITTED), (ADMIN, RequestVerdict.DECLINED)):
        with pytest.raises(RequestOver):
            await approving.registration.judge(by, request, verdict)
    (notice,) = await told(database, moderator.id)
    assert (notice.remedy, notice.title) == (Remedy.ADMITTED, "Анна"), "the others see what was decided"
    (answer,) = await told(database, GUEST.id)
    assert (answer.what, answer.number, answer.title) == (NoticeKind.ADMITTED, 7, "Анна")


async def test_of_two_decisions_at_one_instant_one_counts_and_the_person_hears_once(
    database: Database, approving: Newsroom
) -> None:
    await approving.readers.register(GUEST, "Анна")
    request = await request_of(approving, GUEST)
    moderators = [Reader(index, Role.MODERATOR, "ru") for index in (5, 6, 7, 8)]
    verdicts = [RequestVerdict.ADMITTED, RequestVerdict.DECLINED] * 2

    results = await asyncio.gather(
        *(
            approving.registration.judge(moderator, request, verdict)
            for moderator, verdict in zip(moderators, verdicts, strict=True)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(result, RequestOver) for result in results) == 3
    assert len(await told(database, GUEST.id)) == 1


async def test_who_was_declined_may_ask_again_after_a_day_and_others_may_take_the_name(
    approving: Newsroom, clock: HandClock
) -> None:
    await approving.readers.register(GUEST, "Анна")
    await approving.registration.judge(ADMIN, await request_of(approving, GUEST), RequestVerdict.DECLINED)

    with pytest.raises(RequestDeclined) as declined:
        await approving.registration.may_begin(GUEST)
    assert declined.value.arguments == {"at": clock.now() + REAPPLY_AFTER}
    await approving.readers.register(OTHER, "Анна")
    clock.advance(seconds=REAPPLY_AFTER.total_seconds())
    await approving.registration.may_begin(GUEST)
    with pytest.raises(NameTaken):
        await approving.readers.register(GUEST, "Анна")
    assert not (await approving.readers.register(GUEST, "Анна Вторая")).registered


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER, Role.AUTHOR, Role.BANNED])
async def test_only_who_moderates_decides(approving: Newsroom, role: Role) -> None:
    await approving.readers.register(GUEST, "Анна")
    request = await request_of(approving, GUEST)

    with pytest.raises(NotAllowed):
        await approving.registration.judge(Reader(5, role, "ru"), request, RequestVerdict.ADMITTED)

    assert not (await approving.readers.recognise(GUEST.id, "ru")).registered


@pytest.mark.parametrize("request_id", [0, 99, 2**62])
async def test_a_request_that_never_was_is_over(approving: Newsroom, request_id: int) -> None:
    with pytest.raises(RequestOver):
        await approving.registration.judge(ADMIN, request_id, RequestVerdict.ADMITTED)


async def test_moderators_have_ten_notices_at_once_and_each_decision_brings_the_next(approving: Newsroom) -> None:
    letters = "абвгдежзиклм"
    for index, letter in enumerate(letters):
        await approving.readers.register(Reader(100 + index, Role.GUEST, "ru"), f"Читатель {letter}")
    requests = [await request_of(approving, Reader(100 + index)) for index in range(len(letters))]
    assert [len(await notices(approving, request)) for request in requests] == [1] * OPEN_NOTICES + [0, 0]

    await approving.registration.judge(ADMIN, requests[4], RequestVerdict.DECLINED)

    assert [len(await notices(approving, request)) for request in requests] == [1] * 4 + [0] + [1] * 6 + [0]


async def test_a_request_is_dropped_when_the_newspaper_opens_its_registration(
    database: Database, clock: HandClock, approving: Newsroom
) -> None:
    await approving.readers.register(GUEST, "Анна")
    request = await request_of(approving, GUEST)
    now_open = newsroom(database, clock, Registration.OPEN)

    assert (await now_open.readers.register(GUEST, "Анна")).registered
    with pytest.raises(RequestOver):
        await now_open.registration.judge(ADMIN, request, RequestVerdict.ADMITTED)


# Names.


async def test_a_name_is_changed_once_in_thirty_days(news: Newsroom, clock: HandClock) -> None:
    anna = await news.readers.register(GUEST, "Анна")

    renamed = await news.registration.rename(anna, "Анна Петрова")

    assert (renamed.name, renamed.name_changed_at) == ("Анна Петрова", clock.now())
    assert await news.registration.rename(renamed, "Анна Петрова") == renamed, "the update is handled again"
    possible = clock.now() + NAME_KEPT
    clock.advance(seconds=(NAME_KEPT - SECOND).total_seconds())
    for late in (renamed, anna):  # a stale record of the reader does not help
        with pytest.raises(NameChangedLately) as refused:
            await news.registration.rename(late, "Анна Третья")
        assert refused.value.arguments == {"at": possible}
    clock.advance(seconds=SECOND.total_seconds())
    assert (await news.registration.rename(renamed, "Анна Третья")).name == "Анна Третья"


async def test_the_old_name_is_kept_for_thirty_days_and_its_bearer_gets_it_back(
    news: Newsroom, clock: HandClock
) -> None:
    anna = await news.readers.register(GUEST, "Анна")
    anna = await news.registration.rename(anna, "Мария")
    clock.advance(seconds=(NAME_KEPT - SECOND).total_seconds())
    with pytest.raises(NameTaken):
        await news.readers.register(OTHER, "Aннa")
    clock.advance(seconds=SECOND.total_seconds())

    back = await news.registration.rename(anna, "Анна")
    assert back.name == "Анна"
    with pytest.raises(NameTaken):
        await news.readers.register(OTHER, "Мария")
    clock.advance(seconds=NAME_KEPT.total_seconds())
    assert (await news.readers.register(OTHER, "Мария")).name == "Мария"
    with pytest.raises(NameTaken):
        await news.registration.rename(back, "Mapия")


async def test_a_change_of_case_keeps_no_name_behind(news: Newsroom, clock: HandClock) -> None:
    anna = await news.readers.register(GUEST, "анна")
    anna = await news.registration.rename(anna, "Анна")
    clock.advance(seconds=(2 * NAME_KEPT).total_seconds())
    with pytest.raises(NameTaken):
        await news.readers.register(OTHER, "Анна")
    assert anna.name == "Анна"


async def test_who_is_banned_guest_or_nobody_changes_no_name(news: Newsroom) -> None:
    anna = await news.readers.register(GUEST, "Анна")
    await news.readers.appoint(ADMIN, anna.id, Role.BANNED)
    banned = await news.readers.recognise(anna.id, "ru")
    for reader in (banned, anna, OTHER, ANONYMOUS):  # `anna` as she was before the ban
        with pytest.raises(NotAllowed):
            await news.registration.rename(reader, "Совсем другая")
    assert (await news.readers.recognise(anna.id, "ru")).name == "Анна"


@pytest.mark.parametrize("name", ["Вера Смирнова", "Смирнова Вера", "Bepa Cмиpнoва ✔️", "Вера Смирнова, Тверь"])
async def test_nobody_takes_a_name_that_passes_for_one_of_the_staff(news: Newsroom, name: str) -> None:
    vera = await news.readers.register(ADMIN, "Вера Смирнова")
    assert vera.registered
    anna = await news.readers.register(GUEST, "Анна")

    with pytest.raises(NameOfStaff):
        await news.readers.register(OTHER, name)
    with pytest.raises(NameOfStaff):
        await news.registration.rename(anna, name)
    await news.readers.appoint(ADMIN, anna.id, Role.EDITOR)
    assert (await news.readers.register(OTHER, "Вера Петрова")).registered
    with pytest.raises(NameOfStaff):
        await news.readers.register(Reader(3, Role.GUEST, "ru"), "Анна 1")


async def test_a_changed_name_keeps_every_rule_of_names(news: Newsroom) -> None:
    anna = await news.readers.register(GUEST, "Анна")
    for name in ("Редактор", "Ан\u200bна", "Вечерние новости"):
        with pytest.raises((NameOfStaff, NameHidden)):
            await news.registration.rename(anna, name, reserved=("Вечерние новости",))
    assert (await news.readers.recognise(anna.id, "ru")).name_changed_at is None


async def test_of_many_who_want_one_name_at_one_instant_one_gets_it(news: Newsroom, clock: HandClock) -> None:
    guests = [Reader(index, Role.GUEST, "ru") for index in range(1, 7)]
    members = [await news.readers.register(guest, f"Читатель {guest.id}") for guest in guests[:3]]

    results = await asyncio.gather(
        *(news.registration.rename(member, "Одна на всех") for member in members),
        *(news.readers.register(guest, "Однa на всeх") for guest in guests[3:]),
        return_exceptions=True,
    )

    assert sum(isinstance(result, Reader) for result in results) == 1
    assert sum(isinstance(result, NameTaken) for result in results) == 5


async def test_two_who_want_each_others_names_both_keep_their_own(news: Newsroom) -> None:
    anna = await news.readers.register(GUEST, "Анна")
    boris = await news.readers.register(OTHER, "Борис")
    for _ in range(10):
        results = await asyncio.gather(
            news.registration.rename(anna, "Борис"), news.registration.rename(boris, "Анна"), return_exceptions=True
        )
        assert all(isinstance(result, NameTaken) for result in results)


async def test_the_newspaper_knows_a_person_since_the_first_thing_that_it_stored(
    news: Newsroom, clock: HandClock
) -> None:
    begun = clock.now()
    await news.subscriptions.start(Address(GUEST.id), "ru")
    clock.advance(seconds=DAY.total_seconds())
    await news.readers.choose_language(GUEST, "en")
    await news.readers.choose_language(OTHER, "en")
    clock.advance(seconds=DAY.total_seconds())

    for reader, since in ((GUEST, begun), (OTHER, begun + DAY), (Reader(3, Role.GUEST, "ru"), begun + 2 * DAY)):
        known = await news.readers.register(replace(reader, language="ru"), f"Читатель {'абв'[reader.id - 1]}")
        assert known.known_since == since


async def test_a_refusal_stores_nothing(news: Newsroom) -> None:
    await news.readers.register(GUEST, "Анна")
    with pytest.raises(Refusal):
        await news.readers.register(OTHER, "Анна")
    assert (await news.readers.register(OTHER, "Анна Вторая")).registered
