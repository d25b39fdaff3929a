"""Settings of when publications come: the pace, the hours, quiet hours, breaking news, and a pause."""

from collections.abc import Sequence

from handlers.callbacks.choosing import (
    ChooseBreaking,
    ChoosePace,
    SettingsScreen,
    ShowSettings,
    TurnDay,
    TurnHour,
    Typed,
)
from handlers.callbacks.silencing import (
    ChoosePause,
    ChooseQuiet,
    ChooseQuietDays,
    ChooseSilence,
    Night,
    QuietDays,
    Silence,
)
from handlers.cards import choices
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.choices import WEEKDAYS, WEEKENDS, choice_button
from handlers.cards.settings import choice_card, column, screen_button, typed_button
from news.choice.changes import asks_zone
from news.choice.preferences import EVERY_DAY, MAX_HOURS, Breaking, Pace, Preferences
from news.choice_desk import Chosen
from texts import Texts

COMMON_HOURS = tuple(hour * 60 for hour in (7, 8, 9, 12, 15, 18, 19, 20, 21, 22))
NIGHTS = (Night.FROM_23, Night.FROM_22, Night.FROM_0)
DAYS = {QuietDays.EVERY_DAY: EVERY_DAY, QuietDays.WEEKDAYS: WEEKDAYS, QuietDays.WEEKENDS: WEEKENDS}
BUTTONS_IN_ROW = 2


def when_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show at which pace publications can come."""
    pace = chosen.preferences.timetable.pace
    rows = column(
        (t("At once"), ChoosePace(pace=Pace.AT_ONCE, first=first), pace is Pace.AT_ONCE),
        (t("Every hour"), ChoosePace(pace=Pace.HOURLY, first=first), pace is Pace.HOURLY),
        (t("At chosen hours"), ShowSettings(screen=SettingsScreen.HOURS, first=first), pace is Pace.HOURS),
        (t("Breaking news only"), ChoosePace(pace=Pace.BREAKING, first=first), pace is Pace.BREAKING),
    )
    hint = t("Every hour and at chosen hours, all that is new comes as one message.")
    return choice_card(choices.when_phrase(chosen.preferences, t), hint, rows, first, t)


def hours_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show the hours that can be chosen, and the weekdays."""
    timetable = chosen.preferences.timetable
    hours = sorted({*COMMON_HOURS, *timetable.hours})
    buttons = (
        choice_button(choices.time_of_day(each), TurnHour(minute=each, on=not is_on, first=first), chosen=is_on)
        for each in hours
        for is_on in [each in timetable.hours]
    )
    days = [
        choice_button(t.weekday(day), TurnDay(day=day, on=not is_on, first=first), chosen=is_on)
        for day in sorted(EVERY_DAY)
        for is_on in [day in timetable.days]
    ]
    rows = [
        *in_rows(buttons),
        *(in_rows(days, 4) if timetable.pace is Pace.HOURS else []),
        typed_button(t("Other hours"), Typed.HOURS, chosen, first=first),
        *zone_rows(chosen, first, t),
    ]
    hint = t("Choose up to {most} hours: all that is new comes then, as one message.", most=MAX_HOURS)
    title = choices.when_phrase(chosen.preferences, t)
    return choice_card(title, _with_clock(hint, chosen.preferences, t), rows, first, t)


def quiet_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show quiet hours, their days, and quiet for once."""
    quiet = chosen.preferences.timetable.quiet
    span = None if quiet is None else choices.span_of(quiet)
    labels = {each: choices.night_label(each) for each in NIGHTS}
    rows = [
        [choice_button(label, ChooseQuiet(night=each), chosen=label == span) for each, label in labels.items()],
        [
            choice_button(t("No quiet hours"), ChooseQuiet(night=Night.NONE), chosen=quiet is None),
            *typed_button(t("Other hours"), Typed.QUIET, chosen),
        ],
        *([] if quiet is None else [_days_row(quiet.days, t)]),
        _silence_row(chosen.preferences, t),
        *zone_rows(chosen, first, t),
    ]
    silence = choices.silence_phrase(chosen.preferences, t)
    hint = t("What falls into them comes afterwards, as one message.")
    words = _with_clock(f"{silence}\n{hint}" if silence else hint, chosen.preferences, t)
    return choice_card(choices.quiet_phrase(chosen.preferences, t), words, rows, first, t)


def _days_row(days: frozenset[int], t: Texts) -> Row:
    labels = {
        QuietDays.EVERY_DAY: t("Every day"),
        QuietDays.WEEKDAYS: t("Weekdays"),
        QuietDays.WEEKENDS: t("Weekends"),
    }
    return [
        choice_button(label, ChooseQuietDays(days=each), chosen=days == DAYS[each]) for each, label in labels.items()
    ]


def _silence_row(preferences: Preferences, t: Texts) -> Row:
    if choices.silence_phrase(preferences, t):
        return [button(t("End the quiet"), ChooseSilence(silence=Silence.OVER))]
    return [
        button(t("Quiet for an hour"), ChooseSilence(silence=Silence.HOUR)),
        button(t("Quiet until morning"), ChooseSilence(silence=Silence.MORNING)),
    ]


def breaking_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show what breaking news may pass."""
    present = chosen.preferences.timetable.breaking
    labels = {
        Breaking.ALWAYS: t("Always"),
        Breaking.AWAKE: t("Not in quiet hours"),
        Breaking.AS_OTHERS: t("As all others"),
    }
    rows = column(*((label, ChooseBreaking(breaking=each), each is present) for each, label in labels.items()))
    hint = t("The editors seldom mark a publication as breaking. “Always” is at night too, but once a night.")
    return choice_card(choices.breaking_phrase(chosen.preferences, t), hint, rows, first, t)


def pause_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show for how long the subscription can be paused."""
    pauses = [(1, t("1 day")), (3, t("3 days")), (7, t("1 week")), (14, t("2 weeks"))]
    end = button(t("End the pause"), ChoosePause(days=0))
    rows = [
        *in_rows((button(label, ChoosePause(days=days)) for days, label in pauses), BUTTONS_IN_ROW),
        [end] if choices.is_paused(chosen.preferences, t) else [],
    ]
    hint = t("During a pause nothing comes, and what is published then does not come afterwards.")
    return choice_card(choices.pause_phrase(chosen.preferences, t), hint, rows, first, t)


def zone_rows(chosen: Chosen, first: bool, t: Texts) -> Sequence[Row]:
    """Return the question for the city, after the first choice for which it matters."""
    if not asks_zone(chosen.preferences, chosen.previous):
        return []
    return [[screen_button(t("Another city?"), SettingsScreen.ZONE, first=first)]]


def _with_clock(words: str, preferences: Preferences, t: Texts) -> str:
    return f"{words}\n\n{choices.clock_phrase(preferences, t)}."
