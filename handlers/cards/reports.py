"""The report of a publication: its push, and later what readers made of it. The same message shows it as it changes."""

from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card
from handlers.cards.drafts import drafts_row, read_row
from handlers.cards.outlets import post_lines, post_rows
from news.ledger import Progress
from news.model import Status
from news.reports import Report
from news.richtext import Mark, RichText, join, rich
from texts import Texts

_MINUTE_SECONDS = 60


def report_card(report: Report, t: Texts) -> Card:
    """Show how a published article fares."""
    article = report.article
    title = rich(article.title, Mark.BOLD)
    if article.status is Status.RETRACTED or article.published_at is None:
        words = t("Publication No. {number} has been withdrawn.", number=article.number)
        return Card(join(NEW_LINE, (title, rich(words))), [drafts_row(t)])
    if report.progress is None:
        words = t("Published as No. {number}. Subscribers get it with the next push.", number=article.number)
        posted = post_lines(report.posts, t)
        return Card(join(NEW_LINE, (title, rich(words), *posted)), [*post_rows(report.posts), *read_row(article, t)])
    at = t.when(article.published_at)
    lines = [title, rich(t("Published as No. {number}, {time}.", number=article.number, time=at))]
    lines += _push_lines(report, report.progress, t)
    lines += [*post_lines(report.posts, t), rich(_readers(report, t))]
    return Card(join(NEW_LINE, lines), [*post_rows(report.posts), *read_row(article, t)])


def _push_lines(report: Report, progress: Progress, t: Texts) -> list[RichText]:
    """Return what has become of the push, and how much of it is left."""
    lines = []
    if progress.counts:
        lines.append(rich(t.deliveries(progress.counts), Mark.ITALIC))
    if progress.left and report.time_left is not None:
        minutes = max(1, round(report.time_left.total_seconds() / _MINUTE_SECONDS))
        words = t("left: {count}, about {minutes} min", count=t.number(progress.left), minutes=t.number(minutes))
        lines.append(rich(words))
    elif progress.left:
        lines.append(rich(t("left: {count}", count=t.number(progress.left))))
    return lines


def _readers(report: Report, t: Texts) -> str:
    return t(
        "read: {reads}, comments: {comments}, unsubscribed within an hour: {unsubscribed}",
        reads=t.number(report.article.reads),
        comments=t.number(report.article.comment_count),
        unsubscribed=t.number(report.unsubscribed),
    )
