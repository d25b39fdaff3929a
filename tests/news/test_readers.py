"""The readers' desk: recognising, names and look-alikes, languages, roles."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import (
    AlreadyRegistered,
    NameOfStaff,
    NameRefused,
    NameTaken,
    NameTooLong,
    NameTooShort,
    NotAllowed,
    OwnRole,
    ReaderUnknown,
)
from news.ledger import Address
from news.model import Reader
from news.names import MAX_NAME_LENGTH, MIN_NAME_LENGTH, checked_name
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS, ReaderDesk
from news.roles import ANONYMOUS_IDS, Deed, Role
from news.words import clean, visible_length
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, registered

GUEST = Reader(1, Role.GUEST, "ru")
ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")

GOOD_NAMES = ["Ян", "Мария Л.", "Anna-Maria", "Ёжик 7", "李小龙", "Şule", "نور", "О’Нил", "Пётр 🙂", "ab", "ж" * 32]
STAFF_NAMES = [
    "Админ", "админ Вася", "Вася Админ", "Администрация", "Редакция", "Главный редактор", "Модератор",
    "Вестник", "Vestnik", "vestnik_news", "Техподдержка", "Telegram", "Support Team", "editor", "Moderator",
]  # fmt: skip
# Each looks like one of the words above, but has other letters.
LOOKALIKES = [
    "Αdmin",  # Greek capital alpha
    "аdmin",  # Cyrillic а
    "adm1n",
    "Aдмин",  # Latin A before Cyrillic
    "рeдaктop",  # Latin e, a, o, p
    "ＡＤＭＩＮ",
    "𝐚𝐝𝐦𝐢𝐧",
    "ádmin",
    "а́дмин",
    "а д м и н",
    "a.d.m.i.n",
    "ад\u200bмин",
    "ад\u00adмин",
    "админ\u3164",
    "\u3164админ",
    "М0дератор",
    "Наш админ",
    "Наш_админ",
    "Наш а́дмин",
    "Наш ад\u200bмин",
    "Наш-ад\u200bмин",
    "Наш ад\u2060мин",
    "Наш\u3164админ",
    "v\u200destnik",
    "(админ)",
    "★админ★",
    "_админ_",
]  # fmt: skip

names = st.text(max_size=60) | st.text(alphabet="admin Админвестк_-.\u200b\u0301\u3164👍🏽😀", max_size=60)


@pytest.fixture
def desk(database: Database, clock: HandClock) -> ReaderDesk:
    return ReaderDesk(database, clock, frozenset({ADMIN_ID}), ("ru", "en"))


# A name is checked before the database is used.
PURE = ReaderDesk(None, HandClock(), frozenset(), ("ru",))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_an_ordinary_name_is_accepted_as_it_is(name: str) -> None:
    assert PURE.suggest_name(name) == name


def test_white_space_in_a_name_becomes_single_spaces() -> None:
    assert PURE.suggest_name("  Мария \n\t Л. ") == "Мария Л."


@pytest.mark.parametrize("name", STAFF_NAMES + LOOKALIKES)
def test_names_that_look_like_the_staffs_are_refused(name: str) -> None:
    assert PURE.suggest_name(clean(name)) == ""


@pytest.mark.parametrize("name", ["Мадам", "Адмирал", "Редко", "Вести", "Телега", "Моде", "Эдик", "Супер", "Митя"])
def test_a_name_that_only_resembles_the_staffs_words_is_allowed(name: str) -> None:
    assert PURE.suggest_name(name) == name


@given(names)
def test_an_accepted_name_is_visible_on_one_line_and_within_its_limits(name: str) -> None:
    suggested = PURE.suggest_name(clean(name))
    if suggested:
        assert MIN_NAME_LENGTH <= visible_length(suggested) <= MAX_NAME_LENGTH
        assert suggested == " ".join(suggested.split())
        assert PURE.suggest_name(suggested) == suggested


@given(names, st.sampled_from(["админ", "vestnik", "Редактор"]), st.sampled_from([" ", "-", "_", " · ", "\u200b "]))
def test_the_staffs_word_is_found_wherever_it_stands(name: str, word: str, gap: str) -> None:
    assert PURE.suggest_name(clean(name[:10] + gap + word)) == ""


@pytest.mark.parametrize(
    ("name", "error", "arguments"),
    [
        ("", NameTooShort, {"least": MIN_NAME_LENGTH}),
        ("Я", NameTooShort, {"least": MIN_NAME_LENGTH}),
        (" \u200b\u2060 ", NameTooShort, {"least": MIN_NAME_LENGTH}),
        ("\u3164\u3164\u3164", NameTooShort, {"least": MIN_NAME_LENGTH}),
        ("👍🏽🙂", NameTooShort, {"least": MIN_NAME_LENGTH}),
        ("...", NameTooShort, {"least": MIN_NAME_LENGTH}),
        ("ж" * 33, NameTooLong, {"most": MAX_NAME_LENGTH}),
        ("ж" + "\u0301" * 200 + "ук", NameTooLong, {"most": MAX_NAME_LENGTH}),
        ("Админ", NameOfStaff, {"name": "Админ"}),
    ],
)
async def test_a_refused_name_says_why(name: str, error: type[NameRefused], arguments: dict[str, object]) -> None:
    with pytest.raises(error) as refused:
        await PURE.register(GUEST, name)
    assert refused.value.arguments == arguments


async def test_editors_may_bear_the_newspapers_name(desk: ReaderDesk) -> None:
    assert (await desk.register(Reader(1, Role.EDITOR, "ru"), "Редакция")).name == "Редакция"


async def test_the_name_of_the_bot_is_for_the_staff(desk: ReaderDesk) -> None:
    assert desk.suggest_name("Вечерняя газета", ("Вечерняя газета",)) == ""
    with pytest.raises(NameOfStaff):
        await desk.register(GUEST, "Вечерняя гaзетa", ("Вечерняя газета",))


async def test_registering_makes_a_guest_a_member(desk: ReaderDesk, other: Database) -> None:
    reader = await desk.register(GUEST, "Мария  Л.")
    assert reader == Reader(GUEST.id, Role.MEMBER, "ru", "Мария Л.", START, known_since=START)
    async with other.reading() as unit:
        assert await unit.readers.get(GUEST.id) == reader


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Мария", "мария"),
        ("Мария", "Mария"),  # Latin M
        ("Мария", "Мари я"),
        ("Мария", "Мария."),
        ("Мария", "Мария\u3164"),
        ("Мария", "\uffa0Мария"),
        ("Андрей", "Андреи"),
        ("Alex", "АLЕХ"),
        ("Oleg 100", "0leg I00"),
        ("Ежик", "Ёжик"),
    ],
)
async def test_a_name_that_looks_like_one_that_is_taken_is_taken(desk: ReaderDesk, first: str, second: str) -> None:
    await desk.register(GUEST, first)
    with pytest.raises(NameTaken) as refused:
        await desk.register(Reader(2, Role.GUEST, "ru"), second)
    assert refused.value.arguments == {"name": checked_name(second)}
    assert not (await desk.recognise(2, "ru")).registered


async def test_of_many_readers_who_register_a_name_at_once_one_gets_it(desk: ReaderDesk) -> None:
    async def ask(number: int) -> bool:
        try:
            await desk.register(Reader(number, Role.GUEST, "ru"), "Мария")
        except NameTaken:
            return False
        return True

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(number)) for number in range(1, 9)]
    assert sum(task.result() for task in tasks) == 1


async def test_registering_twice_keeps_the_first_name(desk: ReaderDesk) -> None:
    member = await desk.register(GUEST, "Мария")
    with pytest.raises(AlreadyRegistered) as refused:
        await desk.register(member, "Марфа")
    assert refused.value.arguments == {"name": "Мария"}
    assert (await desk.register(GUEST, "Марфа")).name == "Мария"  # a stale guest: the update came twice
    assert await desk.register(member, " Мария ") == member  # the update is handled again, after a crash


@pytest.mark.parametrize("reader", [ANONYMOUS, Reader(5, Role.BANNED, "ru")])
async def test_anonymous_senders_and_banned_readers_cannot_register(reader: Reader) -> None:
    with pytest.raises(NotAllowed) as refused:
        await PURE.register(reader, "Мария")
    assert refused.value.arguments == {"deed": Deed.REGISTER}


async def test_telegrams_own_senders_are_anonymous(database: Database) -> None:
    anonymous = {*ANONYMOUS_IDS, 0, -100500}
    desk = ReaderDesk(database, HandClock(), anonymous, ("ru", "en"))  # not even if the settings name them
    assert [await desk.recognise(telegram_id, "ru") for telegram_id in anonymous] == [ANONYMOUS] * len(anonymous)
    assert ANONYMOUS.role is Role.GUEST


async def test_an_unknown_person_is_a_guest_and_is_not_stored(desk: ReaderDesk, other: Database) -> None:
    assert await desk.recognise(77, "en") == Reader(77, Role.GUEST, "en")
    async with other.reading() as unit:
        assert await unit.readers.get(77) is None


async def test_the_language_is_that_of_telegram_if_the_paper_speaks_it(desk: ReaderDesk) -> None:
    spoken = {"ru": "ru", "en": "en", "en-GB": "en", "EN": "en", "de": "ru", "": "ru", None: "ru", "english": "ru"}
    assert {telegram: (await desk.recognise(77, telegram)).language for telegram in spoken} == spoken


async def test_a_chosen_language_stays_whatever_telegram_says_and_goes_with_the_headlines(news: Newsroom) -> None:
    guest = await news.readers.recognise(77, "ru")
    await news.subscriptions.start(Address(77), "ru")
    assert (await news.readers.choose_language(guest, "en")).language == "en"
    assert (await news.readers.recognise(77, "ru")).language == "en"
    subscription = await news.subscriptions.get(Address(77))
    assert subscription is not None
    assert subscription.place.language == "en"


async def test_choosing_a_language_changes_neither_role_nor_name(news: Newsroom) -> None:
    member = await registered(news, 77, "Мария")
    await news.readers.appoint(ADMIN, 77, Role.EDITOR)
    await news.readers.choose_language(member, "en")
    found = await news.readers.recognise(77, "ru")
    assert (found.role, found.name, found.language) == (Role.EDITOR, "Мария", "en")


async def test_a_guest_who_chose_a_language_keeps_it_when_registering(news: Newsroom) -> None:
    guest = await news.readers.choose_language(await news.readers.recognise(77, "ru"), "en")
    assert (await news.readers.register(guest, "Мария")).language == "en"
    assert (await news.readers.recognise(77, "ru")).language == "en"


async def test_the_admins_of_the_settings_are_admins_whatever_is_stored(news: Newsroom) -> None:
    assert (await news.readers.recognise(ADMIN_ID, "ru")).role is Role.ADMIN
    admin = await registered(news, ADMIN_ID, "Вера")
    assert (admin.role, admin.registered) == (Role.ADMIN, True)


async def test_an_admin_gives_roles_to_registered_readers(news: Newsroom, member: Reader, other: Database) -> None:
    for role in (Role.MODERATOR, Role.EDITOR, Role.ADMIN, Role.BANNED, Role.MEMBER):
        assert (await news.readers.appoint(ADMIN, member.id, role)).role is role
        async with other.reading() as unit:
            stored = await unit.readers.get(member.id)
        assert stored is not None
        assert stored.role is role


async def test_a_role_is_for_those_who_registered(news: Newsroom) -> None:
    await news.readers.choose_language(await news.readers.recognise(77, "ru"), "en")
    for reader_id in (77, 78):
        with pytest.raises(ReaderUnknown) as refused:
            await news.readers.appoint(ADMIN, reader_id, Role.EDITOR)
        assert refused.value.arguments == {"id": reader_id}


async def test_the_admins_of_the_settings_cannot_be_demoted_in_the_chat(news: Newsroom) -> None:
    await registered(news, ADMIN_ID, "Вера")
    with pytest.raises(OwnRole):
        await news.readers.appoint(ADMIN, ADMIN_ID, Role.BANNED)


async def test_only_admins_appoint(news: Newsroom, member: Reader) -> None:
    for role in set(Role) - {Role.ADMIN}:
        with pytest.raises(NotAllowed):
            await news.readers.appoint(Reader(7, role, "ru", "Иван", START), member.id, Role.ADMIN)
    assert (await news.readers.recognise(member.id, "ru")).role is Role.MEMBER


async def test_an_english_paper_speaks_english_to_the_rest_of_the_world(database: Database, clock: HandClock) -> None:
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, languages=("en", "ru"), zone=ZONE)
    assert (await news.readers.recognise(77, "de")).language == "en"
