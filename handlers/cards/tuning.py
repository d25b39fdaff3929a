"""The keyboards under a push: its own, what its reader can choose, «Меньше такого», and what a choice has done.

The text of a card is shown only where the keyboard alone cannot be changed: then the card is a new message.
"""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.tuning import ChooseByPush, PushAct, PushScreen, ShowPush
from handlers.cards.articles import read_button
from handlers.cards.card import BACK, Card, Row, button, in_rows
from news.choice.preferences import ChosenWord
from news.choice.words import word_key
from news.model import Article
from news.richtext import rich
from news.tuning_desk import PushChoices, Rest
from news.words import shorten
from texts import Texts

# A longer label is cut by clients.
LABEL_UNITS = 40
WORDS_IN_ROW = 3


def push_row(article: Article, t: Texts) -> Row:
    """Return the buttons of the push of one article in a private chat: «Читать» and «Ещё»."""
    return [read_button(article, t, None), button(t("More"), ShowPush(number=article.number))]


def push_buttons_card(article: Article, t: Texts) -> Card:
    """Show the push's own buttons again."""
    return Card(rich(article.title), [push_row(article, t)])


def push_choices_card(choices: PushChoices, t: Texts) -> Card:
    """Show what a reader can choose about a push."""
    number = choices.number
    follow = _choose(t("Follow the story"), number, PushAct.FOLLOW)
    unfollow = _choose(t("Stop following the story"), number, PushAct.UNFOLLOW)
    rows = [
        [unfollow if choices.follows else follow],
        [_screen(t("Less of this"), number, PushScreen.LESS)],
        [
            _choose(t("Quiet for 1 hour"), number, PushAct.HOUR),
            _choose(t("Quiet until morning"), number, PushAct.MORNING),
        ],
        [_back(number, PushScreen.PUSH, t)],
    ]
    return Card(rich(t("What shall change about the headlines?")), rows)


def less_card(choices: PushChoices, t: Texts) -> Card:
    """Show what can be left out: the story, the topics, words of the headline, the source."""
    number, source = choices.number, choices.source
    rows = [
        [_choose(t("Not this story"), number, PushAct.NO_STORY)],
        *(
            [_choose(t("Not the topic: {name}", name=name), number, PushAct.NO_TOPIC, topic)]
            for topic, name in choices.topics
        ),
        *in_rows((_no_word(number, word, t) for word in choices.words), WORDS_IN_ROW),
        [_choose(t("Not the source: {name}", name=source), number, PushAct.NO_SOURCE)] if source else [],
        [_back(number, PushScreen.CHOICES, t)],
    ]
    return Card(rich(t("What shall come no more?")), rows)


def done_card(number: int, t: Texts) -> Card:
    """Show the way back from a choice: to take it back, or to the push."""
    rows = [[_choose(t("Undo"), number, PushAct.UNDO), _back(number, PushScreen.PUSH, t)]]
    return Card(rich(t("Done. You can take it back.")), rows)


def story_followed_card(t: Texts, *, follows: bool) -> Card:
    """Say whether a story is followed now."""
    return _toast(
        t("Follow-ups will come as replies to this message.") if follows else t("You follow this story no more.")
    )


def story_muted_card(t: Texts) -> Card:
    """Say that a story comes no more."""
    return _toast(t("This story will not come any more."))


def topic_muted_card(name: str, t: Texts) -> Card:
    """Say that a topic is off."""
    return _toast(t("The topic “{name}” is off.", name=_short(name)))


def word_muted_card(text: str, t: Texts) -> Card:
    """Say that a word is hidden."""
    return _toast(t("Publications with the word “{text}” will not come.", text=_short(text)))


def source_muted_card(host: str, t: Texts) -> Card:
    """Say that a source is hidden."""
    return _toast(t("Nothing will come from {name}.", name=_short(host)))


def quiet_card(rest: Rest, t: Texts) -> Card:
    """Say until when nothing comes, in the reader's own time. That is within a day."""
    time = f"{rest.until.astimezone(rest.zone):%H:%M}"
    return _toast(t("Quiet until {time}. What is published meanwhile comes afterwards.", time=time))


def taken_back_card(t: Texts) -> Card:
    """Say that the last choice was taken back."""
    return _toast(t("Taken back."))


def _toast(words: str) -> Card:
    return Card(rich(words))


def _choose(label: str, number: int, act: PushAct, which: int = 0) -> InlineKeyboardButton:
    return button(shorten(label, LABEL_UNITS), ChooseByPush(number=number, act=act, which=which))


def _no_word(number: int, word: ChosenWord, t: Texts) -> InlineKeyboardButton:
    return _choose(t("Not “{text}”", text=word.text), number, PushAct.NO_WORD, word_key(word))


def _screen(label: str, number: int, screen: PushScreen) -> InlineKeyboardButton:
    return button(label, ShowPush(number=number, screen=screen))


def _back(number: int, screen: PushScreen, t: Texts) -> InlineKeyboardButton:
    return _screen(BACK + t("Back"), number, screen)


def _short(text: str) -> str:
    return shorten(text, LABEL_UNITS)
