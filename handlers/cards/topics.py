"""Topics: «По теме» for readers, the choice for an article, and the management of topics."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import ShowTopic, ShowTopics
from handlers.callbacks.sorting import Choice, ChooseTopic, TopicAct, TopicAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import DeepLink, all_button, headline_lines, open_button, search_button, topics_button
from news.limits import TOPIC_LIMIT
from news.model import Article, Topic
from news.richtext import Mark, join, rich
from news.topic_lists import TopicList
from news.topic_pages import TopicPage, TopicPlace
from texts import Texts

TOPICS_IN_ROW = 2
CHOSEN = "✓ "


def topics_card(page: TopicPage, t: Texts) -> Card:
    """Show the topics that have articles, with a button for each."""
    title = rich(t("By topic"), Mark.BOLD)
    words = t("Choose a topic.") if page.topics else t("There are no topics yet.")
    rows = [
        *in_rows((button(topic.name, ShowTopic(topic=topic.id)) for topic in page.topics), TOPICS_IN_ROW),
        _next_row(page, ShowTopics(behind=page.following or 0), t),
        [all_button(t), search_button(t)],
    ]
    return Card(join(BLANK_LINE, (title, rich(words))), rows)


def topic_card(found: TopicList, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show a page of a topic's headlines; those that do not fit a message begin the next page."""
    topic, page = found.topic, found.page
    title = rich(topic.name, Mark.BOLD)
    ways_on = [all_button(t), topics_button(t), search_button(t)]
    if not page.headlines:
        return Card(join(BLANK_LINE, (title, rich(t("Nothing has been published yet.")))), [ways_on])
    lines = headline_lines(page.headlines, t)
    count = count_fitting(lines, title)
    shown = page.headlines[:count]
    older = page.headlines[count].number if count < len(lines) else page.older
    origin = Origin(ShowTopic(topic=topic.id, at=shown[0].number))
    rows = [
        *in_rows(open_button(OpenArticle(number=each.number, origin=origin), deep_link) for each in shown),
        [*_newer(topic, page.newer, t), *_older(topic, older, t)],
        ways_on,
    ]
    return Card(join(BLANK_LINE, (title, *lines[:count])), rows)


def choose_topics_card(article: Article, page: TopicPage, behind: int, t: Texts) -> Card:
    """Show the topics as buttons to choose for an article, the chosen ones marked."""
    number = article.number
    buttons = []
    for topic in page.topics:
        is_chosen = topic.id in article.topic_ids
        act = Choice.DROP if is_chosen else Choice.ADD
        label = f"{CHOSEN}{topic.name}" if is_chosen else topic.name
        buttons.append(button(label, ChooseTopic(number=number, act=act, topic=topic.id, behind=behind)))
    chosen = ", ".join(article.topics)
    question = t("Topics: {topics}", topics=chosen) if chosen else t("Choose one topic or several.")
    words = question if page.topics or chosen else t("There are no topics yet. A chief editor makes them: /topics")
    rows = [
        *in_rows(buttons, TOPICS_IN_ROW),
        _next_row(page, ChooseTopic(number=number, behind=page.following or 0), t),
        [button(t("Done"), EditAction(number=number, act=EditAct.SHOW))],
    ]
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), rows)


def manage_topics_card(page: TopicPage, t: Texts) -> Card:
    """Show all topics in their order to those who manage them."""
    words = t("Choose a topic to change.") if page.topics else t("There are no topics yet.")
    rows = [
        *in_rows(
            (button(topic.name, TopicAction(act=TopicAct.SHOW, topic=topic.id)) for topic in page.topics),
            TOPICS_IN_ROW,
        ),
        _next_row(page, TopicAction(act=TopicAct.LIST, other=page.following or 0), t),
        [button(t("New topic"), TopicAction(act=TopicAct.MAKE))],
    ]
    return Card(join(BLANK_LINE, (rich(t("Topics"), Mark.BOLD), rich(words))), rows)


def manage_topic_card(place: TopicPlace, t: Texts) -> Card:
    """Show a topic between its neighbours, with what can be done to it."""
    topic, before, behind = place.topic, place.before, place.behind
    rows = [
        [_act(t("Rename"), TopicAct.RENAME, topic), _act(t("Merge"), TopicAct.MERGE, topic)],
        [
            *([_act(t("Higher"), TopicAct.UP, topic)] if before else []),
            *([_act(t("Lower"), TopicAct.DOWN, topic)] if behind else []),
        ],
        [button(t("Publications of the topic"), ShowTopic(topic=topic.id))],
        [button(t("Back"), TopicAction(act=TopicAct.LIST))],
    ]
    lines = [
        *([rich(before.name)] if before else []),
        rich(topic.name, Mark.BOLD),
        *([rich(behind.name)] if behind else []),
    ]
    return Card(join(NEW_LINE, lines), rows)


def ask_topic_name_card(topic: Topic | None, t: Texts) -> Card:
    """Ask for the name of a new topic, or for another name of one."""
    if topic is None:
        words = t("Send the name of the new topic, up to {most} characters.", most=TOPIC_LIMIT)
        return Card(rich(words), [[button(t("Cancel"), TopicAction(act=TopicAct.LIST))]])
    words = t("Send the new name of the topic, up to {most} characters. Its articles get it too.", most=TOPIC_LIMIT)
    cancel = _act(t("Cancel"), TopicAct.SHOW, topic)
    return Card(join(NEW_LINE, (rich(topic.name, Mark.BOLD), rich(words))), [[cancel]])


def merge_topic_card(topic: Topic, page: TopicPage, t: Texts) -> Card:
    """Ask for the topic that shall take the place of one."""
    others = [other for other in page.topics if other.id != topic.id]
    words = t("Which topic shall take its place? Its articles move there.")
    rows = [
        *in_rows(
            (
                button(other.name, TopicAction(act=TopicAct.ASK_MERGE, topic=topic.id, other=other.id))
                for other in others
            ),
            TOPICS_IN_ROW,
        ),
        _next_row(page, TopicAction(act=TopicAct.MERGE, topic=topic.id, other=page.following or 0), t),
        [_act(t("Back"), TopicAct.SHOW, topic)],
    ]
    return Card(join(NEW_LINE, (rich(topic.name, Mark.BOLD), rich(words))), rows)


def ask_merge_card(topic: Topic, into: Topic, t: Texts) -> Card:
    """Ask once more before two topics become one: that cannot be undone."""
    words = t(
        "Move all articles of “{topic}” to “{into}”? This cannot be undone; imports with the old name go there too.",
        topic=topic.name,
        into=into.name,
    )
    merge = TopicAction(act=TopicAct.MERGE_SURELY, topic=topic.id, other=into.id)
    return Card(rich(words), [[button(t("Merge"), merge)], [_act(t("Cancel"), TopicAct.SHOW, topic)]])


def _act(label: str, act: TopicAct, topic: Topic) -> InlineKeyboardButton:
    return button(label, TopicAction(act=act, topic=topic.id))


def _next_row(page: TopicPage, following: CallbackData, t: Texts) -> Row:
    return [button(t("Next"), following)] if page.following is not None else []


def _newer(topic: Topic, newer: int | None, t: Texts) -> Row:
    if newer is None:
        return []
    return [
        button(t("To the top"), ShowTopic(topic=topic.id)),
        button(t("Newer"), ShowTopic(topic=topic.id, way=Way.NEWER, at=newer)),
    ]


def _older(topic: Topic, older: int | None, t: Texts) -> Row:
    return [button(t("Older"), ShowTopic(topic=topic.id, at=older))] if older is not None else []
