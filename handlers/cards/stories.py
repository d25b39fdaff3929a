"""The same story: what is out already, before a draft is published."""

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.publishing import DecideStory
from handlers.callbacks.restoring import UpdateStory
from handlers.callbacks.scheduling import ScheduleStory
from handlers.cards.articles import BLANK_LINE
from handlers.cards.card import Card, button
from news.model import Headline
from news.richtext import join, rich
from texts import Texts


def same_story_card(draft: int, version: int, found: Headline, t: Texts, *, scheduling: bool = False) -> Card:
    """Show the article that tells the story of a draft, before it is published or scheduled, with what can be done."""
    decide = ScheduleStory if scheduling else DecideStory
    label = t("Schedule all the same") if scheduling else t("Publish all the same")
    number, time = found.number, t.when(found.published_at) if found.published_at else ""
    words = t(
        "This seems to be out already: No. {number} “{title}” ({time})", number=number, title=found.title, time=time
    )
    hint = t("A follow-up is a publication of its own, and its push replies to the earlier one.")
    rows = [
        [button(t("Update it"), UpdateStory(number=number, draft=draft))],
        [button(t("Follow-up"), decide(number=draft, follows=number, version=version))],
        [button(label, decide(number=draft, version=version))],
        [
            button(t("Back"), DraftAction(number=draft, act=DraftAct.SHOW)),
            button(t("Read No. {number}", number=number), OpenArticle(number=number)),
        ],
    ]
    return Card(join(BLANK_LINE, (rich(words), rich(hint))), rows)
