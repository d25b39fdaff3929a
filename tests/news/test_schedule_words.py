"""Words that name a time of publication: what they mean, which are refused, and the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import Refusal, WhenFar, WhenMissing, WhenPast, WhenUnclear
from news.schedule_words import FARTHEST, happens_twice, parse_when, suggestions

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
# A Wednesday, 15:00 in Moscow.
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
SPRING = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # in Berlin, 2:00 becomes 3:00 in the next night
AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)  # and here 3:00 becomes 2:00


def local(words: str, now: datetime = NOW, zone: ZoneInfo = MOSCOW) -> str:
    """The local time that the words mean."""
    return f"{parse_when(words, now, zone).astimezone(zone):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("через 20 минут", "18.11.2026 15:20"),
        ("Через минуту", "18.11.2026 15:01"),
        ("через 5 мин.", "18.11.2026 15:05"),
        ("через час", "18.11.2026 16:00"),
        ("через 2 часа", "18.11.2026 17:00"),
        ("через 12 часов", "19.11.2026 03:00"),
        ("через полчаса", "18.11.2026 15:30"),
        ("через полтора часа", "18.11.2026 16:30"),
        ("через день", "19.11.2026 15:00"),
        ("через 3 дня", "21.11.2026 15:00"),
        ("через 2 дня в 9:00", "20.11.2026 09:00"),
        ("через неделю", "25.11.2026 15:00"),
        ("через 2 недели в полдень", "02.12.2026 12:00"),
        ("in 20 minutes", "18.11.2026 15:20"),
        ("in 2 hours", "18.11.2026 17:00"),
        ("in an hour", "18.11.2026 16:00"),
        ("in half an hour", "18.11.2026 15:30"),
        ("in 90 min", "18.11.2026 16:30"),
        ("in a day", "19.11.2026 15:00"),
        ("in 2 days at 9 am", "20.11.2026 09:00"),
        ("in a week", "25.11.2026 15:00"),
        ("сегодня 18:00", "18.11.2026 18:00"),
        ("завтра 9:00", "19.11.2026 09:00"),
        ("ЗАВТРА  в 9", "19.11.2026 09:00"),
        ("завтра в 9 утра", "19.11.2026 09:00"),
        ("завтра в 3 дня", "19.11.2026 15:00"),
        ("завтра в 6 вечера", "19.11.2026 18:00"),
        ("завтра в 2 ночи", "19.11.2026 02:00"),
        ("завтра в 12 ночи", "19.11.2026 00:00"),
        ("завтра в 11 ночи", "19.11.2026 23:00"),
        ("завтра в 12 дня", "19.11.2026 12:00"),
        ("завтра, 9.30", "19.11.2026 09:30"),
        ("завтра в 9 часов", "19.11.2026 09:00"),
        ("послезавтра в полдень", "20.11.2026 12:00"),
        ("18:30 завтра", "19.11.2026 18:30"),
        ("tomorrow 9 am", "19.11.2026 09:00"),
        ("tomorrow at 9am", "19.11.2026 09:00"),
        ("tomorrow 12 am", "19.11.2026 00:00"),
        ("tomorrow 12 pm", "19.11.2026 12:00"),
        ("9:30 p.m. tomorrow", "19.11.2026 21:30"),
        ("tomorrow at midnight", "19.11.2026 00:00"),
        ("day after tomorrow noon", "20.11.2026 12:00"),
        ("в пятницу 18:30", "20.11.2026 18:30"),
        ("во вторник в 9", "24.11.2026 09:00"),
        ("пт 18:30", "20.11.2026 18:30"),
        ("среда 15:01", "18.11.2026 15:01"),
        ("среда 15:00", "25.11.2026 15:00"),
        ("fri 18:30", "20.11.2026 18:30"),
        ("on Monday at 6 pm", "23.11.2026 18:00"),
        ("23.11 18:30", "23.11.2026 18:30"),
        ("23.11.2026 в 18:30", "23.11.2026 18:30"),
        ("23.11.26, 18:30", "23.11.2026 18:30"),
        ("2026-11-23 18:30", "23.11.2026 18:30"),
        ("23 ноября 18:30", "23.11.2026 18:30"),
        ("23 ноября 2026 г. в 18:30", "23.11.2026 18:30"),
        ("23 nov 18:30", "23.11.2026 18:30"),
        ("November 23, 2026 6:30 pm", "23.11.2026 18:30"),
        ("5.1 10:00", "05.01.2027 10:00"),
        ("18:30", "18.11.2026 18:30"),
        ("9:00", "19.11.2026 09:00"),
        ("в 9", "19.11.2026 09:00"),
        ("at 9 pm", "18.11.2026 21:00"),
        ("полночь", "19.11.2026 00:00"),
    ],
)
def test_words_mean_a_local_time(words: str, expected: str) -> None:
    assert local(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "", "9", "завтра", "пятница", "23.11", "32.11 9:00", "29.02.2027 9:00", "25:00", "9:60", "завтра в 13 pm",
        "в 0 утра", "через 2 часа в 9:00", "никогда", "через", "tomorrow tomorrow 9:00", "9" * 200,
        "завтра 9:00 и 10:00", "23.13 9:00", "через 99999 минут", "0000-01-01 9:00",
    ],
)  # fmt: skip
def test_words_that_name_no_time_are_refused(words: str) -> None:
    with pytest.raises(WhenUnclear):
        parse_when(words, NOW, MOSCOW)


@pytest.mark.parametrize("words", ["сегодня 9:00", "через 0 минут", "1.11 10:00", "17.11.2026 9:00", "today 3 pm"])
def test_a_time_that_is_over_is_refused(words: str) -> None:
    with pytest.raises(WhenPast):
        parse_when(words, NOW, MOSCOW)


@pytest.mark.parametrize("words", ["через 9999 дней", "31.12.2027 10:00"])
def test_a_time_more_than_a_year_ahead_is_refused(words: str) -> None:
    with pytest.raises(WhenFar):
        parse_when(words, NOW, MOSCOW)


@pytest.mark.parametrize("words", ["завтра 2:30", "29.03 2:00", "sun 2:59"])
def test_a_time_that_the_clocks_leave_out_is_refused(words: str) -> None:
    with pytest.raises(WhenMissing) as refused:
        parse_when(words, SPRING, BERLIN)
    assert str(refused.value.arguments["time"]).startswith("02:")
    assert local("завтра 3:00", SPRING, BERLIN) == "29.03.2026 03:00"


def test_a_time_that_comes_twice_is_taken_the_first_time() -> None:
    at = parse_when("завтра 2:30", AUTUMN, BERLIN)
    assert at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert happens_twice(at, BERLIN)
    assert not happens_twice(at - timedelta(hours=1), BERLIN)


def test_between_the_two_the_second_one_is_still_ahead() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert parse_when("2:30", between, BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_hours_are_hours_and_days_are_days_of_the_calendar_when_the_clocks_change() -> None:
    assert parse_when("через 24 часа", SPRING, BERLIN) - SPRING == timedelta(hours=24)
    assert parse_when("через день", SPRING, BERLIN) - SPRING == timedelta(hours=23)
    assert parse_when("через день", AUTUMN, BERLIN) - AUTUMN == timedelta(hours=25)


def test_the_suggestions_lie_ahead_and_exist() -> None:
    assert [(is_today, at.astimezone(MOSCOW).hour) for is_today, at in suggestions(NOW, MOSCOW)] == [
        (True, 18),
        (False, 9),
    ]
    assert [is_today for is_today, _ in suggestions(NOW.replace(hour=15), MOSCOW)] == [False], "18:00 is not ahead"


moments = st.integers(0, 15 * 366 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
zones = st.sampled_from([MOSCOW, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])


@given(st.text(max_size=40), moments, zones)
def test_any_text_is_a_time_ahead_or_is_refused(words: str, now: datetime, zone: ZoneInfo) -> None:
    try:
        at = parse_when(words, now, zone)
    except Refusal:
        return
    assert now < at <= now + FARTHEST


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), moments, zones)
def test_a_full_date_means_itself_in_every_zone(day: date, clock: time, now: datetime, zone: ZoneInfo) -> None:
    words = f"{day:%d.%m.%Y} {clock:%H:%M}"
    try:
        at = parse_when(words, now, zone)
    except (WhenPast, WhenFar):
        return
    except WhenMissing:
        there = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert there.time() != clock, "the local time exists"
        return
    assert f"{at.astimezone(zone):%d.%m.%Y %H:%M}" == words


parts = st.sampled_from(
    ["завтра", "в", "пятницу", "18:30", "9", "am", "утра", "23.11", "ноября", "через", "2", "часа", "in", "days", ","]
)


@given(st.lists(parts, max_size=6), moments, zones)
def test_mixed_words_are_a_time_ahead_or_are_refused(words: list[str], now: datetime, zone: ZoneInfo) -> None:
    try:
        at = parse_when(" ".join(words), now, zone)
    except Refusal:
        return
    assert now < at <= now + FARTHEST
