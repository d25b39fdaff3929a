"""`/settings`: everything that a place has chosen, on one screen, and the question for a typed value."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks.choosing import AskTyped, FinishChoosing, SettingsScreen, ShowSettings, Typed, UndoChoice
from handlers.callbacks.following import ShowWords
from handlers.callbacks.subscribing import Subscribing
from handlers.cards import choices
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from handlers.cards.lists import latest_button
from news.choice.preferences import MAX_HOURS, Preferences
from news.choice_desk import Chosen
from news.richtext import Mark, join, rich
from texts import Texts


def settings_card(chosen: Chosen, t: Texts) -> Card:
    """Show a line for each choice, and a button with the present value that leads to its screen."""
    parts = [
        rich(_title(chosen, t), Mark.BOLD),
        *([] if chosen.subscribed else [rich(_not_subscribed(chosen, t))]),
        join(NEW_LINE, map(rich, choice_lines(chosen, t))),
    ]
    return Card(join(BLANK_LINE, parts), _rows(chosen, t))


def choice_lines(chosen: Chosen, t: Texts) -> list[str]:
    """Return a line for each choice."""
    preferences = chosen.preferences
    lines = [phrase(preferences, t) for phrase in (_PHRASES if chosen.group is None else _GROUP_PHRASES)]
    silence = choices.silence_phrase(preferences, t)
    return [*lines, *([silence] if silence else [])]


_PHRASES = (
    choices.topics_phrase,
    choices.words_phrase,
    choices.when_phrase,
    choices.quiet_phrase,
    choices.breaking_phrase,
    choices.detail_phrase,
    choices.pictures_phrase,
    choices.sound_phrase,
    choices.cap_phrase,
    choices.clock_phrase,
    choices.pause_phrase,
)
# Words are for one person in a private chat.
_GROUP_PHRASES = tuple(phrase for phrase in _PHRASES if phrase is not choices.words_phrase)


def _title(chosen: Chosen, t: Texts) -> str:
    if chosen.group is None:
        return t("Settings")
    return t("Settings of this topic") if chosen.group.topic else t("Settings of this group")


def _not_subscribed(chosen: Chosen, t: Texts) -> str:
    if chosen.group is None:
        return t("You are not subscribed: all this is for when you are.")
    return t("Nothing comes here yet: all this is for when it does. To subscribe: /subscribe")


def _rows(chosen: Chosen, t: Texts) -> list[Row]:
    is_private = chosen.group is None
    subscribe = button(t("Subscribe"), Subscribing(on=True))
    return [
        [subscribe] if is_private and not chosen.subscribed else [],
        *choice_rows(chosen, t),
        [*undo_row(chosen, t), latest_button(t) if is_private else button(t("Done"), FinishChoosing())],
    ]


def choice_rows(chosen: Chosen, t: Texts) -> list[Row]:
    """Return the buttons that lead to the screens of the choices."""
    preferences = chosen.preferences
    topics = screen_button(choices.topics_phrase(preferences, t), SettingsScreen.TOPICS)
    words = [button(choices.words_phrase(preferences, t), ShowWords())] if chosen.group is None else []
    return [
        [topics, *words],
        [screen_button(choices.when_phrase(preferences, t, short=True), SettingsScreen.WHEN)],
        [screen_button(choices.quiet_phrase(preferences, t), SettingsScreen.QUIET)],
        [screen_button(choices.breaking_phrase(preferences, t), SettingsScreen.BREAKING)],
        [screen_button(choices.detail_phrase(preferences, t), SettingsScreen.DETAIL)],
        [screen_button(choices.cap_phrase(preferences, t), SettingsScreen.CAP)],
        *_pause_rows(preferences, t),
    ]


def undo_row(chosen: Chosen, t: Texts) -> Row:
    """Return the button that takes back the last change; none if there is nothing to take back."""
    return [] if chosen.previous is None else [button(t("Undo"), UndoChoice())]


def _pause_rows(preferences: Preferences, t: Texts) -> list[Row]:
    """Return the buttons of the zone and of the pause; a pause says until when, which needs a row of its own."""
    zone = screen_button(choices.zone_phrase(preferences, t), SettingsScreen.ZONE)
    pause = screen_button(choices.pause_phrase(preferences, t), SettingsScreen.PAUSE)
    return [[zone], [pause]] if choices.is_paused(preferences, t) else [[zone, pause]]


_QUESTIONS = {
    Typed.HOURS: lambda t: t("Send the hours, up to {most} of them, like this: 8:30, 19:00", most=MAX_HOURS),
    Typed.QUIET: lambda t: t("Send the quiet hours like this: 22:30–7:15"),
    Typed.ZONE: lambda t: t("Send the name of a city, or of a time zone like this: Europe/Berlin"),
}


def ask_typed_card(what: Typed, first: bool, t: Texts) -> Card:
    """Ask for a value that has no button."""
    return Card(rich(_QUESTIONS[what](t)), [back_row(first, t)])


def typed_button(label: str, what: Typed, chosen: Chosen, *, first: bool = False) -> Row:
    """Return the button that asks for a typed value; none in a group, where others write as well."""
    return [] if chosen.group is not None else [button(label, AskTyped(what=what, first=first))]


def screen_button(label: str, screen: SettingsScreen, *, first: bool = False) -> InlineKeyboardButton:
    """Return a button that leads to a screen of the settings; with `first` from the answer to a subscription."""
    return button(label, ShowSettings(screen=screen, first=first))


def back_row(first: bool, t: Texts) -> Row:
    """Return the way back to the screen that a choice was opened from."""
    return [screen_button(t("Back"), SettingsScreen.FIRST if first else SettingsScreen.ROOT)]


def choice_card(title: str, hint: str, rows: Sequence[Row], first: bool, t: Texts) -> Card:
    """Return the screen of one choice: its present value as the title, a sentence, buttons, and the way back."""
    return Card(join(BLANK_LINE, (rich(title, Mark.BOLD), rich(hint))), [*rows, back_row(first, t)])


def column(*options: tuple[str, CallbackData, bool]) -> list[Row]:
    """Return options, each with its label, its button's data and whether it is chosen, one below the other."""
    return [[choices.choice_button(label, data, chosen=is_chosen)] for label, data, is_chosen in options]
