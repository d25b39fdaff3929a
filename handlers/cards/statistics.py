"""Screens of the figures: the counts, and each figure as a picture, as a table without matplotlib, and as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.callbacks.managing import Figure, OpenFigure, SendFigures, TurnFigure
from handlers.cards import charts
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Media, Upload, button
from handlers.cards.csv_files import csv_file
from handlers.cards.lists import staff_row
from news.ledger import MessageKind
from news.model import NewspaperStatistics
from news.ports.statistics import ReadCount
from news.richtext import Mark, RichText, join, rich
from news.statistics import HourFigures, SubscriberDay, best_hours
from texts import Texts, say

# The spans that a figure can be shown over, in days; the first is shown at first.
SPANS: dict[Figure, tuple[int, ...]] = {
    Figure.SUBSCRIBERS: (30, 365),
    Figure.PUBLICATIONS: (7, 30),
    Figure.HOURS: (30, 7),
}
NAMES: dict[Figure, str] = {
    Figure.SUBSCRIBERS: say("Subscribers"),
    Figure.PUBLICATIONS: say("Publications"),
    Figure.HOURS: say("Hours"),
}
# Rows of a table in a message. The file has all of them.
TABLE_ROWS = 31


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure that can be shown: its words, its rows as a text, and the function that draws it.

    `draw` (None: there is nothing to draw) takes whether the background is dark, and returns a PNG after half a second:
    call it in a thread.
    """

    words: Sequence[str]
    table: Sequence[str]
    draw: Callable[[bool], bytes] | None


def statistics_card(found: NewspaperStatistics, days: Sequence[SubscriberDay], t: Texts) -> Card:
    """Show the counts of the newspaper, and those of the last days of its subscribers."""
    lines = [
        t.many("{count} publication", "{count} publications", found.published),
        t.many("{count} draft", "{count} drafts", found.drafts),
        t.many("{count} comment", "{count} comments", found.comments),
        t.many("{count} registered reader", "{count} registered readers", found.registered),
        t.many("{count} subscriber", "{count} subscribers", found.subscribers),
    ]
    parts = [rich(t("Figures"), Mark.BOLD), join(NEW_LINE, map(rich, lines)), rich(_came_and_gone(days, t))]
    edition = found.last_edition
    if edition is not None:
        push = t("The last push, {time}", time=t.when(edition.created_at))
        parts.append(join(NEW_LINE, (rich(push), rich(t.deliveries(found.last_counts)))))
    figures = [button(t(name), OpenFigure(figure=figure)) for figure, name in NAMES.items()]
    return Card(join(BLANK_LINE, parts), [figures, [button("CSV", SendFigures())], staff_row(t)])


def subscribers_drawing(days: Sequence[SubscriberDay], t: Texts) -> Drawing:
    """Return the subscribers by day."""
    table = [
        t(
            "{day}: {total}, come {begun}, gone {ended}, blocked {lost}",
            day=t.short_day(each.day),
            total=t.number(each.total),
            begun=t.number(each.begun),
            ended=t.number(each.ended),
            lost=t.number(each.lost),
        )
        for each in reversed(days)
    ]
    words = (t.many("{count} subscriber", "{count} subscribers", days[-1].total), _came_and_gone(days, t))
    return Drawing(words, table, partial(charts.draw_subscribers, days, t))


def publications_drawing(articles: Sequence[ReadCount], days: int, t: Texts) -> Drawing:
    """Return the most read articles."""
    words = [
        t.many("Read most in the last {count} day", "Read most in the last {count} days", days),
        t("A read is one opening by a person. Who reads what is not recorded."),
    ]
    if not articles:
        return Drawing((*words, t("Nothing was opened in these days.")), (), None)
    table = [f"{t.number(each.reads)} — {each.number}. {each.title}" for each in articles]
    return Drawing(words, table, partial(charts.draw_publications, articles, t))


def hours_drawing(hours: Sequence[HourFigures], days: int, t: Texts) -> Drawing:
    """Return the pushes and reads by hour of the day, and the hours whose publications were read most at once."""
    words = [t.many("By hour, the last {count} day", "By hour, the last {count} days", days)]
    if not any(each.pushes or each.reads for each in hours):
        return Drawing((*words, t("No pushes and no reads in these days.")), (), None)
    best = [f"{_hour(each)} ({t.number(round(each.early_mean, 1))})" for each in best_hours(hours)]
    if best:
        words += [
            t("The best hours to publish: {hours}.", hours=", ".join(best)),
            t(
                "In brackets: the mean reads of a publication within its first hour, by the hour it came out. "
                "What was published differs from hour to hour too, so take it as a hint."
            ),
        ]
    table = [
        t(
            "{hour}: pushes {pushes}, reads {reads}, of a new publication {mean}",
            hour=_hour(each),
            pushes=t.number(each.pushes),
            reads=t.number(each.reads),
            mean=t.number(round(each.early_mean, 1)),
        )
        for each in hours
    ]
    return Drawing(words, table, partial(charts.draw_hours, hours, t))


def figure_card(drawing: Drawing, shown: TurnFigure, picture: bytes | None, t: Texts) -> Card:
    """Show a figure: as a picture with its words below, or as a text if there is no picture."""
    name, words = rich(t(NAMES[shown.figure]), Mark.BOLD), [rich(line) for line in drawing.words]
    spans = [
        button(t.many("{count} day", "{count} days", days), shown.model_copy(update={"days": days}))
        for days in SPANS[shown.figure]
        if days != shown.days
    ]
    if picture is None:
        table: list[RichText] = [join(NEW_LINE, [rich(line) for line in drawing.table[:TABLE_ROWS]])]
        return Card(join(BLANK_LINE, [name, *words, *(table if drawing.table else [])]), [spans, staff_row(t)])
    theme = button(t("Light") if shown.dark else t("Dark"), shown.model_copy(update={"dark": not shown.dark}))
    media = Media(MessageKind.PHOTO, Upload(f"{shown.figure.name.lower()}.png", picture))
    return Card(join(NEW_LINE, [name, *words]), [[*spans, theme], staff_row(t)], media=(media,))


def files_card(
    days: Sequence[SubscriberDay], articles: Sequence[ReadCount], hours: Sequence[HourFigures], t: Texts
) -> Card:
    """Return all figures as files for a table program. Call it in a thread."""
    subscribers = csv_file(
        "subscribers.csv",
        (t("Day"), t("Subscribers"), t("Come"), t("Gone"), t("Blocked the bot")),
        ((f"{each.day:%Y-%m-%d}", each.total, each.begun, each.ended, each.lost) for each in days),
    )
    publications = csv_file(
        "publications.csv",
        (t("Number"), t("Headline"), t("Reads of the span"), t("Reads of all time")),
        ((each.number, each.title, each.reads, each.total) for each in articles),
    )
    by_hour = csv_file(
        "hours.csv",
        (t("Hour"), t("Pushes"), t("Reads"), t("Publications"), t("Reads within the first hour")),
        ((each.hour, each.pushes, each.reads, each.publications, each.early) for each in hours),
    )
    words = t("Subscribers of a year, the most read and the hours of 30 days. As pictures: /stats")
    return Card(rich(words), media=(subscribers, publications, by_hour))


def _came_and_gone(days: Sequence[SubscriberDay], t: Texts) -> str:
    return t.many(
        "In {count} day: come {begun}, gone {ended}, blocked the bot {lost}.",
        "In {count} days: come {begun}, gone {ended}, blocked the bot {lost}.",
        len(days),
        begun=t.number(sum(each.begun for each in days)),
        ended=t.number(sum(each.ended for each in days)),
        lost=t.number(sum(each.lost for each in days)),
    )


def _hour(figures: HourFigures) -> str:
    return f"{figures.hour}:00"
