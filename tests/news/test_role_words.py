"""Words after `/role`: who is meant, which role, and until when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import Refusal, UntilUnclear, WhenFar, WhenPast
from news.role_words import ROLE_WORDS, RoleOrder, parse_order, parse_until
from news.roles import Role
from news.words import fold

MOSCOW = ZoneInfo("Europe/Moscow")
# A Wednesday, 15:00 in Moscow.
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", RoleOrder()),
        ("123456", RoleOrder(123456)),
        ("123456 editor", RoleOrder(123456, Role.EDITOR)),
        ("№ 123 456  Модератор", RoleOrder(123456, Role.MODERATOR)),
        ("#123456\nmoderator until 31.12", RoleOrder(123456, Role.MODERATOR, "until 31.12")),
        ("@Anna_K главный редактор", RoleOrder("anna_k", Role.CHIEF)),
        ("https://t.me/Anna_K редактор, до пятницы", RoleOrder("anna_k", Role.EDITOR, "до пятницы")),
        ("t.me/anna_k", RoleOrder("anna_k")),
        ("модератор на 7 дней", RoleOrder(None, Role.MODERATOR, "на 7 дней")),
        ("5 banned", RoleOrder(5, Role.BANNED)),
        ("5 заблокированный", RoleOrder(5, Role.BANNED)),
        ("123456 царь", RoleOrder(123456, is_clear=False)),
        ("123456 editorial", RoleOrder(123456, is_clear=False)),
        ("Анна editor", RoleOrder(is_clear=False)),
        ("@an editor", RoleOrder(is_clear=False)),
        ("123456 guest", RoleOrder(123456, is_clear=False)),
    ],
)
def test_words_say_who_shall_have_which_role(words: str, expected: RoleOrder) -> None:
    assert parse_order(words) == expected


def test_every_role_but_guest_has_words_that_the_comparison_leaves_as_they_are() -> None:
    assert set(ROLE_WORDS.values()) == set(Role) - {Role.GUEST}
    assert {role.value for role in ROLE_WORDS.values()} <= set(ROLE_WORDS)
    assert [word for word in ROLE_WORDS if fold(word) != word] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("until 31.12", "31.12.2026 23:59"),
        ("до 31 декабря", "31.12.2026 23:59"),
        ("до 31 декабря 18:00", "31.12.2026 18:00"),
        ("по 31.12", "31.12.2026 23:59"),
        ("till Dec 31", "31.12.2026 23:59"),
        ("до пятницы", "20.11.2026 23:59"),
        ("до среды", "18.11.2026 23:59"),
        ("until friday", "20.11.2026 23:59"),
        ("до завтра", "19.11.2026 23:59"),
        ("until tomorrow 9 am", "19.11.2026 09:00"),
        ("до 18:00", "18.11.2026 18:00"),
        ("на 7 дней", "25.11.2026 15:00"),
        ("на неделю", "25.11.2026 15:00"),
        ("на месяц", "18.12.2026 15:00"),
        ("на 3 месяца", "16.02.2027 15:00"),
        ("на час", "18.11.2026 16:00"),
        ("for 7 days", "25.11.2026 15:00"),
        ("for a month.", "18.12.2026 15:00"),
        ("for 2 weeks", "02.12.2026 15:00"),
    ],
)
def test_words_say_when_a_membership_ends(words: str, expected: str) -> None:
    until = parse_until(words, NOW, MOSCOW)
    assert until is not None
    assert f"{until.astimezone(MOSCOW):%d.%m.%Y %H:%M}" == expected


def test_no_words_mean_for_good() -> None:
    assert parse_until("", NOW, MOSCOW) is None
    assert parse_until("  ", NOW, MOSCOW) is None


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("насовсем", UntilUnclear),
        ("31.12", UntilUnclear),
        ("до лета", UntilUnclear),
        ("на лето", UntilUnclear),
        ("until 17.11.2026", WhenPast),
        ("до 17.11", WhenPast),
        ("на 2 года", UntilUnclear),
        ("for 60 weeks", WhenFar),
        ("until 31.12.2030", WhenFar),
    ],
)
def test_words_that_name_no_end_ahead_are_refused(words: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        parse_until(words, NOW, MOSCOW)


@given(st.text(max_size=60))
def test_any_words_are_understood_or_refused(words: str) -> None:
    order = parse_order(words)
    try:
        until = parse_until(order.until, NOW, MOSCOW)
    except Refusal:
        return
    assert until is None or until > NOW


@given(
    st.sampled_from(["", "5 ", "@anna "]),
    st.sampled_from(sorted(ROLE_WORDS)),
    st.sampled_from(["", " до завтра", " for 2 days"]),
)
def test_every_way_to_name_a_person_goes_with_every_role_and_end(person: str, role: str, until: str) -> None:
    order = parse_order(person + role + until)
    assert order.is_clear
    assert order.role is ROLE_WORDS[role]
    assert order.until == until.strip()
