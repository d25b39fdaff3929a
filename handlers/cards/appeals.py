"""Cards of appeals: the question for the words, the confirmation, and how it ended."""

from handlers.callbacks.opening import OpenArticle
from handlers.cards.card import Card, button
from handlers.cards.lists import all_button
from news.appeal_desk import APPEAL_LIMIT
from news.notices import Notice
from news.ports.verdicts import Ruling
from news.richtext import rich
from texts import Texts


def ask_appeal_card(t: Texts) -> Card:
    """Ask what is wrong with a verdict."""
    words = t(
        "Why is the decision wrong? Write it in one message, up to {most} characters: another moderator will read it. "
        "A decision is appealed once. To stop: /cancel",
        most=APPEAL_LIMIT,
    )
    return Card(rich(words), reply_placeholder=t("Why the decision is wrong"))


def appealed_card(t: Texts) -> Card:
    """Confirm an appeal."""
    words = t("Your appeal is with the moderators. You will hear here what they decide.")
    return Card(rich(words), [[all_button(t)]])


def appeal_judged_card(notice: Notice, t: Texts) -> Card:
    """Tell a person how the appeal ended."""
    words = [_words(notice, t)]
    if notice.later:
        words.append(t("What was decided since stays as it is."))
    way = button(t("To the publication"), OpenArticle(number=notice.article)) if notice.article else all_button(t)
    return Card(rich(" ".join(words)), [[way]])


def _words(notice: Notice, t: Texts) -> str:
    is_reversed, title = Ruling(notice.details) is Ruling.REVERSE, notice.title
    if not title:
        if is_reversed:
            return t("A moderator has read your appeal: the decision is reversed.")
        return t("A moderator has read your appeal: the decision stands.")
    if is_reversed:
        return t(
            "A moderator has read your appeal: the decision on your comment on “{title}” is reversed.", title=title
        )
    return t("A moderator has read your appeal: the decision on your comment on “{title}” stands.", title=title)
