"""Settings of what comes and how much of it: topics, detail, pictures, sound, and the most in a day."""

from handlers.callbacks.choosing import (
    ChooseCap,
    ChooseDetail,
    ShowTopicChoice,
    TurnAllTopics,
    TurnPictures,
    TurnSound,
    TurnTopic,
)
from handlers.cards import choices
from handlers.cards.card import Card, button, in_rows
from handlers.cards.choices import choice_button
from handlers.cards.settings import choice_card, column
from news.choice.preferences import Detail, Topics
from news.choice_desk import Chosen
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
    ]
    hint = t("This is for publications that come one by one; several come as a list of headlines.")
    return choice_card(choices.detail_phrase(present, t), hint, rows, first, t)


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
