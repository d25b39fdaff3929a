"""Notices about an article on its way to readers: sent for review, returned, approved, published, late or hindered."""

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card, Row, button
from news.notices import Notice, NoticeKind, Remedy
from news.richtext import Mark, join, rich
from texts import Texts

ARTICLE_NOTICES = frozenset(
    {
        NoticeKind.REVIEW,
        NoticeKind.RETURNED,
        NoticeKind.APPROVED,
        NoticeKind.PUBLISHED,
        NoticeKind.MISSED,
        NoticeKind.HINDERED,
        NoticeKind.UNSCHEDULED,
    }
)


def article_notice_card(notice: Notice, t: Texts) -> Card:
    """Tell a person of the staff what has become of an article, with the way to it."""
    lines = [rich(notice.title, Mark.BOLD), rich(_words(notice, t))]
    if notice.reason:
        lines.append(rich(t("The reason: {reason}", reason=notice.reason)))
    return Card(join(NEW_LINE, lines), [_row(notice, t)])


def _words(notice: Notice, t: Texts) -> str:
    number, by = notice.number, notice.by or t("another editor")
    at = notice.moment or t.now
    if notice.what is NoticeKind.REVIEW:
        return _review_words(notice, by, t)
    if notice.what is NoticeKind.RETURNED:
        return t("No. {number} has come back from review: {name}.", number=number, name=by)
    if notice.what is NoticeKind.APPROVED:
        return t("No. {number} is approved ({name}) and appears on {time}.", number=number, name=by, time=t.in_full(at))
    if notice.what is NoticeKind.PUBLISHED:
        return t("No. {number} is approved and published: {name}.", number=number, name=by)
    if notice.what is NoticeKind.MISSED:
        return t(
            "No. {number} should have appeared on {time}, but the program was not running. It is published now.",
            number=number,
            time=t.in_full(at),
        )
    if notice.what is NoticeKind.UNSCHEDULED:
        return t(
            "No. {number} was to appear on {time}, but the database was restored from a copy. It waits without a time; "
            "make sure that it has not appeared already.",
            number=number,
            time=t.in_full(at),
        )
    return t("No. {number} could not appear at its time: its text is damaged. It is a draft again.", number=number)


def _review_words(notice: Notice, by: str, t: Texts) -> str:
    """Say who sent the article for review, and once somebody has acted, what was decided."""
    number = notice.number
    if notice.remedy is Remedy.RETURNED:
        return t("No. {number} has been sent back to its author: {name}.", number=number, name=by)
    if notice.remedy is Remedy.APPROVED:
        return t("No. {number} has been approved and has its time: {name}.", number=number, name=by)
    if notice.remedy is not None:
        return t("No. {number} has been approved and published: {name}.", number=number, name=by)
    author = notice.author or t("another editor")
    return t("No. {number} is in review, from {name}. Look at it and decide.", number=number, name=author)


def _row(notice: Notice, t: Texts) -> Row:
    number = notice.number
    if notice.what in {NoticeKind.PUBLISHED, NoticeKind.MISSED}:
        return [button(t("Read"), OpenArticle(number=number))]
    if notice.what is NoticeKind.REVIEW and notice.remedy is not None:
        return [button(t("Edit"), EditAction(number=number, act=EditAct.SHOW))]
    return [button(t("Open"), DraftAction(number=number, act=DraftAct.SHOW))]
