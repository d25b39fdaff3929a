"""What a place has chosen, in words: a phrase for each choice, which the text and the buttons of the settings share."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks.silencing import Night
from handlers.cards.card import button
from news.choice.deciding import zone_of
from news.choice.preferences import EVERY_DAY, Breaking, Detail, Pace, Preferences, QuietHours
from texts import Texts

CHOSEN = "✓ "
WEEKDAYS, WEEKENDS = frozenset(range(5)), frozenset({5, 6})
# More times of day than a button has room for.
MANY_HOURS = 3


def choice_button(label: str, data: CallbackData, *, chosen: bool) -> InlineKeyboardButton:
    """Return a button with a mark if that is what is chosen."""
    return button(f"{CHOSEN}{label}" if chosen else label, data)


def topics_phrase(chosen: Preferences, t: Texts) -> str:
    """Return which topics come."""
    topics = chosen.topics
    if topics.others:
        return t("Topics: all but {count}", count=len(topics.but)) if topics.but else t("Topics: all")
    return t("Topics: {topics}", topics=len(topics.but)) if topics.but else t("Topics: none")


def words_phrase(chosen: Preferences, t: Texts) -> str:
    """Return how many words are followed or muted."""
    return t("Words: {count}", count=len(chosen.followed) + len(chosen.muted))


def when_phrase(chosen: Preferences, t: Texts, *, short: bool = False) -> str:
    """Return when publications come; in short, many hours are counted."""
    timetable = chosen.timetable
    if timetable.pace is Pace.AT_ONCE:
        return t("When: at once")
    if timetable.pace is Pace.HOURLY:
        return t("When: every hour")
    if timetable.pace is Pace.BREAKING:
        return t("When: breaking news only")
    if short and len(timetable.hours) >= MANY_HOURS:
        words = t.many("When: {count} time a day", "When: {count} times a day", len(timetable.hours))
    else:
        words = t("When: at {hours}", hours=", ".join(map(time_of_day, timetable.hours)))
    return with_days(words, timetable.days, t)


def quiet_phrase(chosen: Preferences, t: Texts) -> str:
    """Return the quiet hours with their days."""
    quiet = chosen.timetable.quiet
    if quiet is None:
        return t("Quiet hours: none")
    return with_days(t("Quiet hours: {hours}", hours=span_of(quiet)), quiet.days, t)


def breaking_phrase(chosen: Preferences, t: Texts) -> str:
    """Return what breaking news may pass."""
    if chosen.timetable.breaking is Breaking.ALWAYS:
        return t("Breaking news: always")
    if chosen.timetable.breaking is Breaking.AWAKE:
        return t("Breaking news: not in quiet hours")
    return t("Breaking news: as all others")


def detail_phrase(chosen: Preferences, t: Texts) -> str:
    """Return how much of a publication comes."""
    if chosen.detail is Detail.HEADLINE:
        return t("How much: headline")
    if chosen.detail is Detail.LEAD:
        return t("How much: headline and lead")
    return t("How much: full text with layout") if chosen.rich else t("How much: full text")


def pictures_phrase(chosen: Preferences, t: Texts) -> str:
    """Return whether pictures come."""
    return t("Pictures: yes") if chosen.pictures else t("Pictures: no")


def sound_phrase(chosen: Preferences, t: Texts) -> str:
    """Return whether a message makes a sound."""
    return t("Sound: yes") if chosen.sound else t("Sound: no")


def cap_phrase(chosen: Preferences, t: Texts) -> str:
    """Return how many messages come in a day."""
    cap = chosen.daily_cap
    if not cap:
        return t("A day: any number")
    return t.many("A day: up to {count} message", "A day: up to {count} messages", cap)


def zone_phrase(chosen: Preferences, t: Texts) -> str:
    """Return the city of the time zone."""
    return t("Time: {city}", city=t.city(zone(chosen, t).key))


def clock_phrase(chosen: Preferences, t: Texts) -> str:
    """Return the city of the time zone, and the time that it is there."""
    there = zone(chosen, t)
    return t("Time: {city}, {time} now", city=t.city(there.key), time=t.time(t.now, there))


def pause_phrase(chosen: Preferences, t: Texts) -> str:
    """Return until when the subscription is paused."""
    until = chosen.paused_until
    if until is None or until <= t.now:
        return t("Pause: no")
    return t("Pause: until {moment}", moment=t.when(until, zone(chosen, t)))


def silence_phrase(chosen: Preferences, t: Texts) -> str | None:
    """Return until when it is quiet for once; None if it is not."""
    until = chosen.quiet_until
    if until is None or until <= t.now:
        return None
    return t("Quiet until {moment}", moment=t.when(until, zone(chosen, t)))


def zone(chosen: Preferences, t: Texts) -> ZoneInfo:
    """Return the time zone in which a place lives."""
    return zone_of(chosen, t.zone)


def is_paused(chosen: Preferences, t: Texts) -> bool:
    """Whether the subscription is paused now."""
    return chosen.paused_until is not None and chosen.paused_until > t.now


def time_of_day(minute: int) -> str:
    """Return a minute of the day as people write it: `8:30`."""
    return f"{minute // 60}:{minute % 60:02}"


def span_of(quiet: QuietHours) -> str:
    """Return quiet hours as people write them: `23–8`, or `22:30–7:15`."""
    if quiet.start % 60 or quiet.end % 60:
        return f"{time_of_day(quiet.start)}–{time_of_day(quiet.end)}"
    return f"{quiet.start // 60}–{quiet.end // 60}"


def night_label(night: Night) -> str:
    """Return the quiet hours of a button as `span_of` does."""
    return night.replace("-", "–")


def with_days(words: str, days: Iterable[int], t: Texts) -> str:
    """Return the words with the weekdays, unless these are all."""
    given = frozenset(days)
    if given == EVERY_DAY:
        return words
    if given == WEEKDAYS:
        return t("{words}, on weekdays", words=words)
    if given == WEEKENDS:
        return t("{words}, at weekends", words=words)
    return f"{words}, {', '.join(map(t.weekday, sorted(given)))}"
