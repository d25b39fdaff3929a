"""Cards about a person: greeting, help, profile, subscription, language."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.choosing import ShowSettings
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.callbacks.renaming import ChangeName
from handlers.callbacks.starting import ChooseLanguage
from handlers.callbacks.subscribing import Subscribing
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows, link_button
from handlers.cards.choices import is_paused, zone
from handlers.cards.lists import headline_lines, search_button
from news.choice_desk import Chosen
from news.model import Reader
from news.newsroom import FrontPage
from news.richtext import Mark, join, rich
from news.roles import Role
from texts import Texts

# Each language is shown under its own name, in every language.
LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}


def start_card(front: FrontPage, name: str, t: Texts) -> Card:
    """Show a greeting with the newspaper's name, the newest headlines, and «Подписаться» or «Настройки»."""
    headlines = front.latest.headlines
    greeting = rich(t("{name}, a newspaper in Telegram.", name=name), Mark.BOLD)
    promise = rich(t("Headlines come here by themselves, the full text is one tap away."))
    parts = [join(NEW_LINE, (greeting, promise)), *headline_lines(headlines, t)]
    if not headlines:
        parts.append(rich(t("Nothing has been published yet.")))
    latest = Origin(ShowList(listing=Listing.LATEST))
    rows = [
        *in_rows(
            button(str(headline.number), OpenArticle(number=headline.number, origin=latest)) for headline in headlines
        ),
        [settings_button(t) if front.subscribed else _subscribe_button(t)],
        news_row(t),
        [search_button(t)],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def help_card(commands: list[tuple[str, str]], t: Texts, inline_name: str | None = None) -> Card:
    """List the commands that the person may use. `inline_name` is the bot's name if inline mode is on."""
    lines = [rich(f"/{name} — {description}") for name, description in commands]
    parts = [rich(t("What you can do here"), Mark.BOLD), join(NEW_LINE, lines)]
    if inline_name is None:
        return Card(join(BLANK_LINE, parts), [news_row(t)])
    parts.append(rich(t("In any chat: @{bot} and a word or a number, to share a publication there.", bot=inline_name)))
    share = InlineKeyboardButton(text=t("Share a publication"), switch_inline_query="")
    return Card(join(BLANK_LINE, parts), [[share], news_row(t)])


def unsubscribed_card(t: Texts, *, changed: bool) -> Card:
    """Tell that the chat is not subscribed, with a button to subscribe."""
    words = t("You have unsubscribed: no more headlines will come.") if changed else t("You are not subscribed.")
    return Card(rich(words), [[_subscribe_button(t)], news_row(t)])


def welcome_back_card(t: Texts) -> Card:
    """Offer the subscription again to a person who unblocked the bot."""
    words = t("Good to see you again. The subscription ended when you left; shall the headlines come again?")
    return Card(rich(words), [[_subscribe_button(t)], news_row(t)])


def profile_card(reader: Reader, chosen: Chosen, t: Texts) -> Card:
    """Show the data that the newspaper stores about the person."""
    lines = [
        t("Name: {name}", name=reader.name) if reader.name else t("You are not registered."),
        t("Group: {group}", group=t.role(reader.role)),
        _subscription(chosen, t),
        t("Language: {language}", language=LANGUAGE_NAMES[t.language]),
        t("Your number: {id}", id=reader.id),
    ]
    rows = [
        _name_row(reader, t),
        [settings_button(t), _unsubscribe_button(t) if chosen.subscribed else _subscribe_button(t)],
        _language_row(),
        news_row(t),
    ]
    return Card(join(NEW_LINE, [rich(t("About you"), Mark.BOLD), *map(rich, lines)]), rows)


def _subscription(chosen: Chosen, t: Texts) -> str:
    until = chosen.preferences.paused_until
    if chosen.subscribed and until is not None and is_paused(chosen.preferences, t):
        return t("Subscription: paused until {moment}", moment=t.when(until, zone(chosen.preferences, t)))
    return t("Subscription: on") if chosen.subscribed else t("Subscription: off")


def language_card(t: Texts) -> Card:
    """Offer the languages."""
    return Card(rich(t("Language: {language}", language=LANGUAGE_NAMES[t.language])), [_language_row(), news_row(t)])


def private_only_card(t: Texts, address: str) -> Card:
    """Say that the command works in the private chat only, with a link to it."""
    return Card(rich(t("This is done in the private chat with the bot.")), [[link_button(t("Open the chat"), address)]])


def admins_only_card(t: Texts) -> Card:
    """Say that only the group's administrators can change its subscription."""
    return Card(rich(t("In a group, only its administrators can change the subscription.")))


def group_subscription_card(t: Texts, *, active: bool, topic: bool = False) -> Card:
    """Tell a group, or a topic of a forum, whether it is subscribed."""
    if topic and active:
        words = t(
            "This topic is subscribed: new headlines will come here. What comes: /settings, to stop: /unsubscribe"
        )
        return Card(rich(words))
    if topic:
        return Card(rich(t("This topic is not subscribed. New headlines for the topic: /subscribe")))
    if active:
        words = t(
            "This group is subscribed: new headlines will come here. What comes: /settings, to stop: /unsubscribe"
        )
        return Card(rich(words))
    return Card(rich(t("This group is not subscribed. New headlines for the group: /subscribe")))


def read_usage_card(t: Texts) -> Card:
    """Explain `/read`."""
    return Card(rich(t("Write the number of a publication after the command: /read 12. The numbers: /latest.")))


def not_understood_card(t: Texts) -> Card:
    """Answer a message that no command understands."""
    return Card(
        rich(t("I did not understand that. The latest news: /latest, everything I can do: /help.")), [news_row(t)]
    )


def borrowed_card(t: Texts) -> Card:
    """Answer a message with words of others: it is no command and no answer to a question."""
    words = t(
        "Forwarded and quoted words, and those written through another bot, are not obeyed: somebody else chose them. "
        "If you want this, type it yourself. What you can do here: /help."
    )
    return Card(rich(words))


def too_late_card(t: Texts) -> Card:
    """Say that an answer came too late: the question is over."""
    words = t(
        "You were asked more than an hour ago, so this changes nothing. Begin again; what you can do here: /help."
    )
    return Card(rich(words), [news_row(t)])


def cancelled_card(t: Texts, *, had_something: bool) -> Card:
    """Confirm `/cancel`."""
    return Card(rich(t("Cancelled.") if had_something else t("There is nothing to cancel.")), [news_row(t)])


def too_fast_card(t: Texts) -> Card:
    """Tell a sender far above human speed that these messages are not read, and when to go on."""
    return Card(rich(t("Too fast: what comes at this pace is not read. Wait ten seconds and go on calmly.")))


def failure_card(t: Texts) -> Card:
    """Say that the program failed, without technical details."""
    return Card(rich(t("Something went wrong on our side. It is written down; please try again in a minute.")))


def not_shown_card(t: Texts) -> Card:
    """Say that Telegram refused the answer itself. What was asked for may have been done."""
    return Card(
        rich(
            t(
                "Your message was received, but the answer cannot be shown. It is our mistake, and it is written down; "
                "please do not send the message again."
            )
        )
    )


def news_row(t: Texts) -> Row:
    """Return the buttons that lead to the news."""
    return [
        button(t("Latest news"), ShowList(listing=Listing.LATEST)),
        button(t("All news"), ShowList(listing=Listing.ARCHIVE)),
    ]


def settings_button(t: Texts) -> InlineKeyboardButton:
    """Return «Настройки»."""
    return button(t("Settings"), ShowSettings())


def _subscribe_button(t: Texts) -> InlineKeyboardButton:
    return button(t("Subscribe"), Subscribing(on=True))


def _unsubscribe_button(t: Texts) -> InlineKeyboardButton:
    return button(t("Unsubscribe"), Subscribing(on=False))


def _register_button(t: Texts) -> InlineKeyboardButton:
    return button(t("Register"), Registering(step=RegisterStep.BEGIN))


def _name_row(reader: Reader, t: Texts) -> Row:
    """Return the way to a name, or to another one; a banned reader keeps the name."""
    if not reader.registered:
        return [_register_button(t)]
    return [] if reader.role is Role.BANNED else [button(t("Change the name"), ChangeName())]


def _language_row() -> Row:
    return [button(name, ChooseLanguage(language=code)) for code, name in LANGUAGE_NAMES.items()]
