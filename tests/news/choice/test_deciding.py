"""What a place is due: muted wins, then followed, then topics; and when: quiet, slots, breaking news, a daily cap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.deciding import (
    Candidate,
    after_breaking,
    after_push,
    chooses,
    due,
    holds,
    is_over,
    passes,
    waits_until,
    zone_of,
)
from news.choice.preferences import (
    Breaking,
    ChosenWord,
    FollowedStory,
    Pace,
    Preferences,
    QuietHours,
    Timetable,
    Topics,
)
from news.choice.tracking import Served, Tracking
from news.stems import stems

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 3, 10, 9, tzinfo=UTC)
NIGHT = QuietHours(23 * 60, 8 * 60)
MIDNIGHT = NOON + timedelta(hours=12)
ALL = Preferences()
NONE = Tracking()


def word(text: str) -> ChosenWord:
    return ChosenWord(text, tuple(stems(text)))


def article(text: str = "", **fields: object) -> Candidate:
    return replace(Candidate(7, 3, tokens=stems(text), story=frozenset({7})), **fields)  # type: ignore[arg-type]


def test_who_has_chosen_nothing_gets_everything() -> None:
    assert chooses(ALL, article("Мост", topics=(1,)))
    assert chooses(ALL, article())


def test_an_article_comes_if_one_of_its_topics_is_on() -> None:
    but_sport = Preferences(Topics(but=frozenset({1})))
    assert not chooses(but_sport, article(topics=(1,)))
    assert chooses(but_sport, article(topics=(1, 2)))
    only_sport = Preferences(Topics(others=False, but=frozenset({1})))
    assert chooses(only_sport, article(topics=(1, 2)))
    assert not chooses(only_sport, article(topics=(2,)))
    assert not chooses(only_sport, article()), "nor one without a topic"


def test_a_followed_word_brings_an_article_whatever_its_topic() -> None:
    chosen = Preferences(Topics(others=False), followed=(word("мост"),))
    assert chooses(chosen, article("У мостов", topics=(2,)))
    assert not chooses(chosen, article("У дорог", topics=(2,)))


def test_a_muted_word_wins() -> None:
    chosen = Preferences(followed=(word("мост"),), muted=(word("футбол"),))
    assert not chooses(chosen, article("Футбола у моста нет"))


def test_a_phrase_is_words_next_to_each_other_in_any_form() -> None:
    phrase = word("южный мост")
    assert holds(phrase, stems("Очередь у Южного моста"))
    assert not holds(phrase, stems("Южный вокзал и мост"))
    assert not holds(phrase, stems("Южный"))


def test_muted_stories_and_sources_stay_away_and_followed_stories_come() -> None:
    told = article("Мост", topics=(1,), story=frozenset({7, 3}), source="example.org")
    assert not chooses(Preferences(muted_stories=frozenset({3})), told)
    assert not chooses(Preferences(sources=frozenset({"example.org"})), told)
    follows = Preferences(Topics(others=False), stories=(FollowedStory(3),))
    assert chooses(follows, told)
    assert not chooses(replace(follows, muted=(word("мост"),)), told)


def test_with_breaking_only_others_do_not_come() -> None:
    chosen = Preferences(timetable=Timetable(Pace.BREAKING))
    assert chooses(chosen, article(breaking=True))
    assert not chooses(chosen, article())


def test_quiet_hours_wait_for_the_morning() -> None:
    chosen = Preferences(timetable=Timetable(quiet=NIGHT))
    assert waits_until(chosen, NONE, MOSCOW, NOON) is None
    assert waits_until(chosen, NONE, MOSCOW, MIDNIGHT) == NOON + timedelta(hours=20)


def test_a_slot_in_quiet_hours_waits_for_their_end() -> None:
    chosen = Preferences(timetable=Timetable(Pace.HOURS, (2 * 60,), quiet=NIGHT))
    two = NOON + timedelta(hours=14)
    assert waits_until(chosen, Tracking(since=NOON), MOSCOW, NOON) == two
    assert waits_until(chosen, Tracking(since=NOON), MOSCOW, two) == NOON + timedelta(hours=20)
    assert waits_until(chosen, Tracking(since=NOON), MOSCOW, NOON + timedelta(hours=20)) is None


def test_quiet_for_once_and_a_pause_wait_for_their_moments() -> None:
    hour = NOON + timedelta(hours=1)
    assert waits_until(Preferences(quiet_until=hour), NONE, MOSCOW, NOON) == hour
    assert waits_until(Preferences(paused_until=hour), NONE, MOSCOW, NOON) == hour
    assert waits_until(Preferences(quiet_until=hour, paused_until=hour), NONE, MOSCOW, hour) is None


def test_what_was_published_in_a_pause_is_not_sent_after_it() -> None:
    chosen = Preferences(paused_until=NOON)
    assert is_over(chosen, Tracking(since=NOON - timedelta(days=1)), NOON)
    assert not is_over(chosen, Tracking(since=NOON), MIDNIGHT), "once"
    assert not is_over(chosen, Tracking(since=NOON - timedelta(days=1)), NOON - timedelta(hours=1)), "not yet"


def test_breaking_news_pass_a_digest_and_a_cap_but_not_quiet_hours() -> None:
    digest = Preferences(timetable=Timetable(Pace.HOURS, (480,), quiet=NIGHT), daily_cap=1)
    assert passes(digest, NONE, MOSCOW, NOON)
    assert not passes(digest, NONE, MOSCOW, MIDNIGHT)
    as_others = replace(digest, timetable=replace(digest.timetable, breaking=Breaking.AS_OTHERS))
    assert not passes(as_others, NONE, MOSCOW, NOON)


def test_breaking_news_pass_quiet_hours_with_consent_once_a_night() -> None:
    chosen = Preferences(timetable=Timetable(quiet=NIGHT, breaking=Breaking.ALWAYS))
    assert passes(chosen, NONE, MOSCOW, MIDNIGHT)
    tracking = after_breaking(chosen, NONE, 5, MOSCOW, MIDNIGHT, waiting=True)
    assert tracking.served == Served(0, frozenset({5})), "the digest of the morning has it no more"
    assert not passes(chosen, tracking, MOSCOW, MIDNIGHT + timedelta(hours=3))
    assert passes(chosen, tracking, MOSCOW, NOON + timedelta(days=1))
    assert passes(chosen, tracking, MOSCOW, MIDNIGHT + timedelta(days=1))


def test_nothing_passes_a_pause() -> None:
    chosen = Preferences(timetable=Timetable(breaking=Breaking.ALWAYS), paused_until=MIDNIGHT)
    assert not passes(chosen, NONE, MOSCOW, NOON)


def test_a_daily_cap_lets_the_rest_wait_for_the_next_morning() -> None:
    chosen, tracking = Preferences(daily_cap=2), NONE
    for _ in range(2):
        assert waits_until(chosen, tracking, MOSCOW, NOON) is None
        tracking = after_push(chosen, tracking, MOSCOW, NOON)
    assert waits_until(chosen, tracking, MOSCOW, NOON) == datetime(2026, 3, 11, 5, tzinfo=UTC)
    assert waits_until(chosen, tracking, MOSCOW, NOON + timedelta(days=1)) is None
    assert after_push(ALL, NONE, MOSCOW, NOON) is NONE, "nobody is counted without a cap"


def test_what_is_due_and_when() -> None:
    articles = [article(edition=3), article(edition=4, number=8), article(edition=9, number=9)]
    tracking = Tracking(served=Served(3, frozenset({9})))
    assert due(ALL, tracking, articles, MOSCOW, NOON) == ([8], None)


def test_the_zone_is_the_readers_own_or_the_newspapers() -> None:
    assert zone_of(ALL, MOSCOW) is MOSCOW
    assert zone_of(Preferences(zone="Asia/Tokyo"), MOSCOW).key == "Asia/Tokyo"
