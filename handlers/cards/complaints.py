"""Cards of reports: the question what is wrong, the thanks, and what reporters and authors are told."""

from handlers.callbacks.commenting import CommentAct, CommentAction, ShowComments
from handlers.callbacks.complaining import ReportArticle, ReportComment, SendReport
from handlers.callbacks.opening import OpenArticle
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import all_button
from news.complaint_desk import Reported
from news.complaints import ARTICLE_GROUNDS, COMMENT_GROUNDS
from news.notices import Notice
from news.ports.complaints import Finding, Grounds
from news.richtext import RichText, join, rich
from news.words import shorten
from texts import Texts, say

# Of the comment that is reported, in UTF-16 units.
QUOTE_UNITS = 200
CHIPS_IN_ROW = 2
_BLANK_LINE, _NO_TEXT = RichText("\n\n"), RichText("")

GROUNDS: dict[Grounds, str] = {
    Grounds.SPAM: say("spam or advertising"),
    Grounds.INSULT: say("insult"),
    Grounds.OFF_TOPIC: say("off topic"),
    Grounds.ERROR: say("an error"),
    Grounds.OFFENSIVE: say("offensive"),
    Grounds.OTHER: say("something else"),
}


def ask_comment_card(reported: Reported, pressed: ReportComment, t: Texts) -> Card:
    """Ask what is wrong with a comment."""
    comment = reported.comment
    if comment is None:
        raise ValueError("no comment was reported")
    said = t("What is wrong with comment No. {number}? Its author does not learn who reports it.", number=comment.id)
    words = shorten(comment.text, QUOTE_UNITS)
    chips = [
        button(t(GROUNDS[grounds]), SendReport(comment=comment.id, version=comment.version, grounds=grounds))
        for grounds in COMMENT_GROUNDS
    ]
    back = CommentAction(comment=comment.id, act=CommentAct.OPEN, best=pressed.best, at=pressed.at)
    text = join(_BLANK_LINE, [rich(said), *([rich(words).styled("blockquote")] if words else [])])
    return Card(text, [*in_rows(chips, CHIPS_IN_ROW), [button(t("Back"), back)]])


def ask_article_card(reported: Reported, pressed: ReportArticle, t: Texts, footer: RichText = _NO_TEXT) -> Card:
    """Ask what is wrong with an article."""
    article = reported.article
    chips = [
        button(t(GROUNDS[grounds]), SendReport(number=article.number, version=article.version, grounds=grounds))
        for grounds in ARTICLE_GROUNDS
    ]
    back = OpenArticle(number=article.number, page=0, origin=pressed.origin)
    said = rich(t("What is wrong with publication No. {number} “{title}”?", number=article.number, title=article.title))
    return Card(said + footer, [*in_rows(chips, CHIPS_IN_ROW), [button(t("Back"), back)]])


def reported_card(reported: Reported, t: Texts) -> Card:
    """Thank for a report, and say what follows."""
    said = t("Thank you. The moderators will read it, and you will hear here what they decide.")
    if reported.cleared:
        said = t("Thank you. A moderator has read this already and has found nothing against the rules.")
    number = reported.article.number
    to_comments = [button(t("Comments"), ShowComments(number=number))] if reported.comment is not None else []
    return Card(rich(said), [[*to_comments, button(t("To the publication"), OpenArticle(number=number))]])


def complaint_card(notice: Notice, t: Texts) -> Card:
    """Tell a reporter what was found."""
    return Card(rich(_outcome(notice, t)), [_way_on(notice, t)])


def comment_held_card(notice: Notice, t: Texts) -> Card:
    """Tell an author that readers have reported a comment."""
    said = t(
        "Readers have reported your comment on “{title}”. It is hidden until a moderator has read it; you will hear "
        "here what is decided.",
        title=notice.title,
    )
    quote = [rich(notice.text).styled("blockquote")] if notice.text else []
    return Card(join(_BLANK_LINE, [rich(said), *quote]), [_way_on(notice, t)])


def _outcome(notice: Notice, t: Texts) -> str:
    finding, title = Finding(notice.details), notice.title
    if not notice.number:
        if finding is Finding.FOUNDED:
            return t("Thank you for your report on “{title}”: the newsroom has acted on it.", title=title)
        if finding is Finding.UNFOUNDED:
            return t("The newsroom has looked at your report on “{title}” and has found nothing wrong.", title=title)
        return t("“{title}”, which you reported, has been changed since.", title=title)
    if finding is Finding.FOUNDED:
        return t("Thank you: a moderator has removed the comment on “{title}” that you reported.", title=title)
    if finding is Finding.UNFOUNDED:
        return t(
            "A moderator has read the comment on “{title}” that you reported, and has found nothing against the rules.",
            title=title,
        )
    return t("The comment on “{title}” that you reported was changed or removed by its author.", title=title)


def _way_on(notice: Notice, t: Texts) -> Row:
    way = button(t("To the publication"), OpenArticle(number=notice.article)) if notice.article else all_button(t)
    return [way]
