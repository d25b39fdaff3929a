"""Settings of what comes and how much of it: topics, detail, pictures, sound, and the most in a day."""

from handlers.callbacks.choosing import (
    ChooseCap,
    ChooseDetail,
    ShowSample,
    ShowTopicChoice,
    TurnAllTopics,
    TurnPictures,
    TurnRich,
    TurnSound,
    TurnTopic,
)
from handlers.cards import choices
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.choices import choice_button
from handlers.cards.rich_view import sample_blocks
from handlers.cards.settings import back_row, choice_card, column
from news.choice.preferences import Detail, Topics
from news.choice_desk import Chosen
from news.richtext import Mark, rich
from news.topic_pages import TopicPage
from texts import Texts

TOPICS_IN_ROW = 2
CAPS = (3, 5, 10, 20)


def choose_reading_topics_card(chosen: Chosen, page: TopicPage, behind: int, first: bool, t: Texts) -> Card:
    """Show a page of topics, the ones that come marked."""
    topics = chosen.preferences.topics
    hint = t("What is marked comes. Later topics come too.") if topics.others else t("What is marked comes.")
    buttons = (
        choice_button(
            topic.name,
            TurnTopic(topic=topic.id, on=not topics.has(topic.id), behind=behind, first=first),
            chosen=topics.has(topic.id),
        )
        for topic in page.topics
    )
    rows = [
        *in_rows(buttons, TOPICS_IN_ROW),
        [] if page.following is None else [button(t("Next"), ShowTopicChoice(behind=page.following, first=first))],
        [
            choice_button(t("All topics"), TurnAllTopics(on=True, first=first), chosen=topics == Topics()),
            choice_button(t("No topic"), TurnAllTopics(on=False, first=first), chosen=topics == Topics(others=False)),
        ],
    ]
    words = hint if page.topics else t("There are no topics yet.")
    return choice_card(choices.topics_phrase(chosen.preferences, t), words, rows, first, t)


def detail_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show how much of a publication can come."""
    present = chosen.preferences
    labels = {
        Detail.HEADLINE: t("The headline only"),
        Detail.LEAD: t("The headline and the lead"),
        Detail.FULL: t("Full text"),
    }
    rows = [
        *column(
            *((label, ChooseDetail(detail=each, first=first), each is present.detail) for each, label in labels.items())
        ),
        [
            choice_button(
                t("With pictures"), TurnPictures(on=not present.pictures, first=first), chosen=present.pictures
            ),
            choice_button(t("With a sound"), TurnSound(on=not present.sound, first=first), chosen=present.sound),
        ],
        _layout_row(chosen, first, t),
    ]
    hint = t("This is for publications that come one by one; several come as a list of headlines.")
    return choice_card(choices.detail_phrase(present, t), hint, rows, first, t)


def _layout_row(chosen: Chosen, first: bool, t: Texts) -> Row:
    """Return the way to rich messages, by a sample, or the way back. For one person, who sees what the app shows."""
    if chosen.group is not None or chosen.preferences.detail is not Detail.FULL:
        return []
    if chosen.preferences.rich:
        return [button(t("As plain text"), TurnRich(on=False, first=first))]
    return [button(t("Show a sample"), ShowSample(first=first))]


def sample_card(t: Texts) -> Card:
    """Show how a full text looks with layout: a heading, a picture and a quote."""
    return Card(rich(t("This is a heading"), Mark.BOLD), blocks=sample_blocks(t))


def ask_sample_card(first: bool, t: Texts) -> Card:
    """Ask below the sample whether it can be seen: Telegram does not tell what an app can show."""
    rows = [
        [
            button(t("Yes, I see them"), TurnRich(on=True, first=first)),
            button(t("No"), TurnRich(on=False, first=first)),
        ],
        back_row(first, t),
    ]
    return Card(rich(t("Do you see the heading and the picture?")), rows)


def no_sample_card(first: bool, t: Texts) -> Card:
    """Say that the sample did not go out, and that all stays as it was."""
    words = t("The sample could not be sent. Publications go on coming as text; try again later.")
    return Card(rich(words), [back_row(first, t)])


def cap_card(chosen: Chosen, first: bool, t: Texts) -> Card:
    """Show how many messages a day there can be."""
    present = chosen.preferences.daily_cap
    caps = sorted({*CAPS, *([present] if present else [])})
    rows = [
        [choice_button(t("Any number"), ChooseCap(cap=0), chosen=present == 0)],
        [choice_button(t.number(cap), ChooseCap(cap=cap), chosen=present == cap) for cap in caps],
    ]
    hint = t("What does not fit into a day comes the next morning, as one message.")
    return choice_card(choices.cap_phrase(chosen.preferences, t), hint, rows, first, t)
