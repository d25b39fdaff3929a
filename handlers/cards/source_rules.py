"""The rules of a source: what becomes of its items, in screens with few buttons."""

from collections.abc import Iterable, Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.sources import (
    ChooseSourceOutlet,
    ChooseSourceTopic,
    RuleAct,
    SourceAct,
    SourceAction,
    SourceRule,
)
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.source_words import outlet_words, rule_words, topic_words
from handlers.cards.sources import by_file_words
from news.posts import Outlet
from news.richtext import Mark, RichText, join, rich
from news.sources.checking import MOST_HOLD_WORDS, SIGN_OFF_LIMIT
from news.sources.composing import words_that_hold_nothing
from news.sources.records import FullText, FutureItems, Publishing, SameStory, Source
from news.topic_pages import TopicPage
from news.words import fold, shorten
from texts import Texts, say

TOPICS_IN_ROW = 2
LABEL_CHARACTERS = 40
MOST_OUTLETS = 90
WORDS_CHARACTERS = 2000
SHOWN_PAIRS, PAIR_CHARACTERS = 20, 140
CHOSEN = "✓ "

_STORIES = {
    SameStory.HOLD: (RuleAct.HOLD, say("Ask the editors")),
    SameStory.FOLLOW: (RuleAct.FOLLOW, say("As a reply")),
    SameStory.SKIP: (RuleAct.SKIP, say("Leave it out")),
}
_MEANINGS = (
    say("“Ask the editors”: it becomes a draft, and an editor decides."),
    say("“As a reply”: it is published, and its push replies to the first one."),
    say("“Leave it out”: it does not appear at all."),
)


def source_rules_card(source: Source, t: Texts) -> Card:
    """Show the rules of a source, each with the button that changes it."""
    lines = join(NEW_LINE, map(rich, rule_words(source.rules, t)))
    if source.by_file:
        parts = (rich(source.name, Mark.BOLD), lines, rich(by_file_words(t)))
        return Card(join(BLANK_LINE, parts), [_back(source, t)])
    hint = rich(t("A button says what it changes."), Mark.ITALIC)
    return Card(join(BLANK_LINE, (rich(source.name, Mark.BOLD), lines, hint)), [*_rows(source, t), _back(source, t)])


def source_topics_card(source: Source, page: TopicPage, behind: int, t: Texts) -> Card:
    """Show the newspaper's topics to choose from, the chosen ones marked, and what the site's categories do."""
    chosen = {fold(topic) for topic in source.rules.topics}
    topics = [
        button(
            _marked(topic.name, chosen=fold(topic.name) in chosen),
            ChooseSourceTopic(source=source.id, topic=topic.id, behind=behind),
        )
        for topic in page.topics
    ]
    following = page.following
    taken = source.rules.take_categories
    rows = [
        *in_rows(topics, TOPICS_IN_ROW),
        [] if following is None else [button(t("Next"), ChooseSourceTopic(source=source.id, behind=following))],
        [
            _act(t("Topics of the site: no"), source, RuleAct.LEAVE_CATEGORIES)
            if taken
            else _act(t("Topics of the site: yes"), source, RuleAct.TAKE_CATEGORIES)
        ],
        [
            _act(t("Category → topic"), source, RuleAct.ASK_PAIRS),
            *([_act(t("Without a topic"), source, RuleAct.NO_TOPICS)] if source.rules.topics else []),
        ],
    ]
    words = (
        t("The first category of an item becomes its topic.") if taken else t("Categories of the site are no topics."),
        topic_words(source.rules, t),
    )
    return _screen(source, map(rich, words), rows, t)


def source_outlets_card(source: Source, outlets: Sequence[Outlet], t: Texts) -> Card:
    """Show the channels and groups to choose from, the chosen ones marked."""
    chosen = source.rules.outlets
    rows: list[Row] = [
        [
            button(
                _marked(outlet.chat.title, chosen=chosen is None or outlet.place.id in chosen),
                ChooseSourceOutlet(source=source.id, place=outlet.place.id),
            )
        ]
        for outlet in outlets[:MOST_OUTLETS]
    ]
    by_topic = [] if chosen is None else [[_act(t("By topic"), source, RuleAct.BY_TOPIC)]]
    words = (
        t("Each channel and group takes the topics that it is arranged for. Press those that this source is for.")
        if outlets
        else t("No channel or group is connected. A chief editor does so: /outlets")
    )
    return _screen(source, map(rich, (outlet_words(source.rules, t), words)), [*rows, *by_topic], t)


def source_stories_card(source: Source, t: Texts) -> Card:
    """Offer what becomes of an item that tells the story of a recent publication."""
    words = t("Somebody has told the story within a week already. What becomes of the item?")
    rows = [
        [
            _act(_marked(t(label), chosen=source.rules.same_story is story), source, act)
            for story, (act, label) in _STORIES.items()
        ]
    ]
    return _screen(source, [rich(words), *(rich(t(meaning)) for meaning in _MEANINGS)], rows, t)


def ask_pairs_card(source: Source, t: Texts) -> Card:
    """Ask which categories of the site lead to which topics."""
    words = t(
        "Send the categories of the site and the topics that they become, each pair on its own line: "
        "society = City. A dash (—) forgets them all. To stop: /cancel"
    )
    pairs = [shorten(f"{category} = {topic}", PAIR_CHARACTERS) for category, topic in source.rules.by_category]
    shown = [rich(pair, Mark.ITALIC) for pair in pairs[:SHOWN_PAIRS]]
    return _screen(source, [rich(words), *([join(NEW_LINE, shown)] if shown else [])], [], t)


def ask_hold_words_card(source: Source, t: Texts) -> Card:
    """Ask for the words that hold an item."""
    words = t(
        "Send the words with which an item waits for an editor, with commas between them: casino, easy money. "
        "Any form of a word counts; up to {most} fit. A dash (—) forgets them all. To stop: /cancel",
        most=MOST_HOLD_WORDS,
    )
    return _screen(source, [rich(words), *_present(", ".join(source.rules.hold_words))], [], t)


def hold_words_card(source: Source, t: Texts) -> Card:
    """Show the words that hold an item as they are understood."""
    words = source.rules.hold_words
    empty = words_that_hold_nothing(words)
    if not words:
        return _screen(source, [rich(t("No word holds an item."))], [], t)
    lines = [
        t("An item waits for an editor if it has one of these, in any form: {words}.", words=_quoted(words, t)),
        *([t("These stand in every text, and hold nothing: {words}.", words=_quoted(empty, t))] if empty else []),
    ]
    return _screen(source, map(rich, lines), [[_act(t("Change"), source, RuleAct.ASK_WORDS)]], t)


def ask_sign_off_card(source: Source, t: Texts) -> Card:
    """Ask for the last line of the texts."""
    words = t(
        "Send the line that ends every text from this source, up to {most} characters. A dash (—) removes it. "
        "To stop: /cancel",
        most=SIGN_OFF_LIMIT,
    )
    return _screen(source, [rich(words), *_present(source.rules.sign_off)], [], t)


def _rows(source: Source, t: Texts) -> list[Row]:
    rules = source.rules
    changes = (
        (t("Drafts first"), RuleAct.DRAFT)
        if rules.publishing is Publishing.AT_ONCE
        else (t("Publish at once"), RuleAct.AT_ONCE),
        (t("Without the link"), RuleAct.NO_LINK) if rules.link else (t("With the link"), RuleAct.LINK),
        (t("Future items at once"), RuleAct.NOW)
        if rules.future is FutureItems.WAIT
        else (t("Future items wait"), RuleAct.WAIT),
        (t("Text of the feed"), RuleAct.FEED)
        if rules.full_text is FullText.PAGE
        else (t("Text of the page"), RuleAct.PAGE),
    )
    publish, link, future, text = (_act(label, source, act) for label, act in changes)
    topics = button(t("Topics"), ChooseSourceTopic(source=source.id))
    outlets = button(t("Channels"), ChooseSourceOutlet(source=source.id))
    words, line = _act(t("Words"), source, RuleAct.ASK_WORDS), _act(t("Sign-off"), source, RuleAct.ASK_SIGN_OFF)
    return [
        [publish, _act(t("The same story"), source, RuleAct.STORIES)],
        [topics, outlets],
        [words, line],
        [link, text],
        [future],
    ]


def _screen(source: Source, lines: Iterable[RichText], rows: Sequence[Row], t: Texts) -> Card:
    back = [_act(t("Back"), source, RuleAct.SHOW)]
    return Card(join(BLANK_LINE, (rich(source.name, Mark.BOLD), *lines)), [*rows, back])


def _present(words: str) -> list[RichText]:
    return [rich(shorten(words, WORDS_CHARACTERS), Mark.ITALIC)] if words else []


def _quoted(words: Sequence[str], t: Texts) -> str:
    return shorten(", ".join(t("“{text}”", text=word) for word in words), WORDS_CHARACTERS)


def _back(source: Source, t: Texts) -> Row:
    return [button(t("Back"), SourceAction(source=source.id, act=SourceAct.SHOW))]


def _act(label: str, source: Source, act: RuleAct) -> InlineKeyboardButton:
    return button(label, SourceRule(source=source.id, act=act))


def _marked(label: str, *, chosen: bool) -> str:
    return f"{CHOSEN if chosen else ''}{shorten(label, LABEL_CHARACTERS)}"
