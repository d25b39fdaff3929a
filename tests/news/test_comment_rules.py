"""The rules of comments: night hours in local time, closing days, and what an article has of its own."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.comment_rules import ArticleRules, CommentRules, NightHours, parse_night

MOSCOW, BERLIN, CAIRO = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin"), ZoneInfo("Africa/Cairo")
RULES = CommentRules(MOSCOW, days=30, night=NightHours(23, 7), slow=timedelta(minutes=1))


def local(zone: ZoneInfo, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("hours", "now", "over"),
    [
        ("23-7", (2026, 3, 5, 22, 59), None),
        ("23-7", (2026, 3, 5, 23, 0), (2026, 3, 6, 7, 0)),
        ("23-7", (2026, 3, 5, 3, 30), (2026, 3, 5, 7, 0)),
        ("23-7", (2026, 3, 5, 6, 59), (2026, 3, 5, 7, 0)),
        ("23-7", (2026, 3, 5, 7, 0), None),
        ("0-6", (2026, 3, 5, 0, 0), (2026, 3, 5, 6, 0)),
        ("0-6", (2026, 3, 5, 6, 0), None),
        ("1-5", (2026, 3, 5, 0, 59), None),
        ("22-0", (2026, 3, 5, 23, 30), (2026, 3, 6, 0, 0)),
        ("22-0", (2026, 3, 6, 0, 0), None),
    ],
)
def test_a_night_is_over_at_its_hour(hours: str, now: tuple[int, ...], over: tuple[int, ...] | None) -> None:
    night = parse_night(hours)
    assert night is not None
    assert night.over_at(local(MOSCOW, *now), MOSCOW) == (None if over is None else local(MOSCOW, *over))


def test_a_night_whose_end_the_clocks_skip_ends_right_after_it() -> None:
    """On 29 March 2026 the clocks of Berlin go from 2:00 to 3:00; on 24 April those of Cairo from 0:00 to 1:00."""
    night = NightHours(22, 2)
    assert night.over_at(local(BERLIN, 2026, 3, 29, 1, 30), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert NightHours(20, 0).over_at(local(CAIRO, 2026, 4, 23, 21, 0), CAIRO) == datetime(2026, 4, 23, 22, tzinfo=UTC)


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 366 * 24 * 60))
def test_after_a_night_it_is_day_and_a_night_is_shorter_than_a_day(start: int, end: int, minutes: int) -> None:
    if start == end:
        return
    night, now = NightHours(start, end), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    over = night.over_at(now, BERLIN)
    if over is not None:
        assert now < over <= now + timedelta(hours=24)
        assert over.astimezone(BERLIN).hour in {end, (end + 1) % 24}


@pytest.mark.parametrize(("words", "hours"), [("23-7", (23, 7)), (" 0 – 6 ", (0, 6)), ("", None), ("  ", None)])
def test_hours_are_read(words: str, hours: tuple[int, int] | None) -> None:
    assert parse_night(words) == (None if hours is None else NightHours(*hours))
    assert str(parse_night(words) or "") == ("" if hours is None else "{}-{}".format(*hours))


@pytest.mark.parametrize("words", ["7", "7-7", "24-7", "7-24", "-1-7", "23:00-7", "ночью", "1-2-3"])
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="as 23-7"):
        parse_night(words)


def test_an_article_has_rules_of_its_own() -> None:
    assert RULES.of_article(ArticleRules()) == RULES
    own = RULES.of_article(ArticleRules(0, "", 0))
    assert (own.days, own.night, own.slow) == (0, None, timedelta())
    own = RULES.of_article(ArticleRules(days=7, night="1-5", slow_seconds=90))
    assert (own.days, own.night, own.slow) == (7, NightHours(1, 5), timedelta(seconds=90))
    assert (own.edit, own.gap) == (RULES.edit, RULES.gap)


def test_comments_close_after_the_days_and_never_without() -> None:
    published = datetime(2026, 3, 1, 12, tzinfo=UTC)
    last = published + timedelta(days=30)
    assert RULES.closes_at(published) == last
    assert not RULES.is_over(published, last - timedelta(microseconds=1))
    assert RULES.is_over(published, last)
    assert not CommentRules(MOSCOW).is_over(published, last + timedelta(days=3650))
    assert not RULES.is_over(None, last)
