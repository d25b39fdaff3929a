"""Notices: what the newspaper tells its staff and its readers unasked, each kind by the cards of its subject."""

from collections.abc import Callable

from handlers.callbacks.pushes import ShowQueue
from handlers.cards.answers import answers_card
from handlers.cards.appeals import appeal_judged_card
from handlers.cards.article_notices import ARTICLE_NOTICES, article_notice_card
from handlers.cards.card import Card, button
from handlers.cards.cases import case_card, counting_card
from handlers.cards.complaints import comment_held_card, complaint_card
from handlers.cards.discussion_groups import GROUP_NOTICES, group_notice_card
from handlers.cards.lists import DeepLink
from handlers.cards.memberships import membership_ended_card
from handlers.cards.moderation import verdict_notice_card
from handlers.cards.outlets import outlet_notice_card
from handlers.cards.people import group_subscription_card
from handlers.cards.privacy import forgotten_card
from handlers.cards.registration import REGISTRATION_NOTICES, registration_notice_card
from handlers.cards.source_notices import SOURCE_NOTICES, source_notice_card
from news.case_views import CaseView
from news.notices import Notice, NoticeKind, Remedy
from news.richtext import rich
from texts import Texts

_CARDS: dict[NoticeKind, Callable[[Notice, Texts], Card]] = {
    **dict.fromkeys(ARTICLE_NOTICES, article_notice_card),
    **dict.fromkeys(REGISTRATION_NOTICES, registration_notice_card),
    **dict.fromkeys(SOURCE_NOTICES, source_notice_card),
    NoticeKind.ANSWERS: answers_card,
    NoticeKind.CASE: lambda notice, t: case_card(CaseView.load(notice.details), t),
    NoticeKind.CASES: lambda notice, t: counting_card(notice.number, t),
    NoticeKind.VERDICT: verdict_notice_card,
    NoticeKind.VERDICTS: verdict_notice_card,
    NoticeKind.APPEAL_JUDGED: appeal_judged_card,
    NoticeKind.COMMENT_HELD: comment_held_card,
    NoticeKind.COMPLAINT: complaint_card,
    NoticeKind.MEMBERSHIP_ENDED: membership_ended_card,
    NoticeKind.FORGOTTEN: lambda _notice, t: forgotten_card(t),
    NoticeKind.OFFER: lambda _notice, t: group_subscription_card(t, active=False),
}


def notice_card(notice: Notice, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Tell a person what has happened, or what a colleague did about it; or show a comment in a discussion group."""
    draw = _CARDS.get(notice.what)
    if draw is not None:
        return draw(notice, t)
    if notice.what in GROUP_NOTICES:
        return group_notice_card(notice, t, deep_link)
    if notice.place:
        return outlet_notice_card(notice, t)
    words = _notice_words(notice, t)
    if notice.what is NoticeKind.TOPIC_LOST:
        return Card(rich(words))
    if notice.remedy is not None:
        words = " ".join((words, _remedy_words(notice, t)))
    return Card(rich(words), [[button(t("Pushes"), ShowQueue())]])


def _notice_words(notice: Notice, t: Texts) -> str:
    number = notice.number
    if notice.what is NoticeKind.REFUSED:
        return t("Telegram refuses push No. {number} for what it says; it waits. Look at it: /queue", number=number)
    if notice.what is NoticeKind.GONE:
        return t(
            "Push No. {number} waits: Telegram says of too many chats that they are gone. Nobody was unsubscribed. "
            "Is it the right bot? Look at it: /queue",
            number=number,
        )
    return t("The topic that got the headlines was closed or deleted, so they stop. In another topic: /subscribe")


def _remedy_words(notice: Notice, t: Texts) -> str:
    if notice.remedy is Remedy.RESUMED:
        return t("{name} has resumed it.", name=notice.by) if notice.by else t("It has been resumed.")
    return t("{name} has ended it.", name=notice.by) if notice.by else t("It has been ended.")
