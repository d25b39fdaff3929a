"""The first minute of a subscription: what there is now, and what, when and how much will come."""

from handlers.callbacks.choosing import FinishChoosing, SettingsScreen
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.silencing import Night, TurnFirstQuiet
from handlers.callbacks.subscribing import Subscribing
from handlers.cards import choices
from handlers.cards.articles import BLANK_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.choices import choice_button
from handlers.cards.lists import headline_lines
from handlers.cards.people import news_row, settings_button
from handlers.cards.settings import screen_button
from handlers.cards.settings_times import zone_rows
from news.choice.changes import asks_zone
from news.newsroom import FirstMinute
from news.richtext import RichText, join, rich
from texts import Texts


def first_minute_card(first: FirstMinute, t: Texts) -> Card:
    """Confirm a subscription, show the newest headlines, and what is chosen: topics, time, amount."""
    chosen, preferences = first.chosen, first.chosen.preferences
    quiet = preferences.timetable.quiet
    hours = choices.night_label(Night.FROM_23) if quiet is None else choices.span_of(quiet)
    rows = [
        *_numbers(first),
        [screen_button(choices.topics_phrase(preferences, t), SettingsScreen.TOPICS, first=True)],
        [
            screen_button(choices.when_phrase(preferences, t, short=True), SettingsScreen.WHEN, first=True),
            choice_button(t("Quiet {hours}", hours=hours), TurnFirstQuiet(on=quiet is None), chosen=quiet is not None),
        ],
        [screen_button(choices.detail_phrase(preferences, t), SettingsScreen.DETAIL, first=True)],
        *zone_rows(chosen, True, t),
        [button(t("Done"), FinishChoosing())],
    ]
    asked = [rich(f"{choices.clock_phrase(preferences, t)}.")] if asks_zone(preferences, chosen.previous) else []
    hint = rich(t("All this can stay as it is, and can be changed at any time: /settings"))
    return Card(join(BLANK_LINE, [*_subscription(first, t), *asked, hint]), rows)


def subscribed_card(first: FirstMinute, t: Texts) -> Card:
    """Confirm a subscription after its choices: the headlines stay, and the ways to the news."""
    stop = button(t("Unsubscribe"), Subscribing(on=False))
    rows = [*_numbers(first), [settings_button(t), stop], news_row(t)]
    return Card(join(BLANK_LINE, _subscription(first, t)), rows)


def _subscription(first: FirstMinute, t: Texts) -> list[RichText]:
    new = t("You are subscribed: new headlines will come here.")
    words = [new if first.changed else t("You are subscribed already.")]
    if choices.is_paused(first.chosen.preferences, t):
        words.append(f"{choices.pause_phrase(first.chosen.preferences, t)}.")
    return [*map(rich, words), *headline_lines(first.latest.headlines, t)]


def _numbers(first: FirstMinute) -> list[Row]:
    latest = Origin(ShowList(listing=Listing.LATEST))
    return in_rows(
        button(str(each.number), OpenArticle(number=each.number, origin=latest)) for each in first.latest.headlines
    )
