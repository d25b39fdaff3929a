"""`/new`: what is new since the last time, and the promise that comes with the first."""

from datetime import datetime

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.visiting import ForgetVisit, ShowNew
from handlers.cards.articles import BLANK_LINE
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import all_button, headline_lines, open_button
from news.richtext import Mark, RichText, join, rich
from news.visit_desk import MAX_COUNTED, NewArticles
from texts import Texts


def new_card(found: NewArticles, t: Texts, at: int = 0) -> Card:
    """Show a page of what is new, from the article `at` on; for a first visit, the latest and what is remembered.

    Of headlines that do not fit a message, the first are shown, and «Старее» leads to the others.
    """
    intro = _intro(found, t)
    lines = headline_lines(found.headlines, t)
    count = count_fitting(lines, *intro)
    shown = found.headlines[:count]
    older = found.headlines[count].number if count < len(lines) else found.older
    first = shown[0].number if shown else 0
    origin = Origin(_screen(found.since, first))
    opened = in_rows(open_button(OpenArticle(number=each.number, origin=origin), None) for each in shown)
    last = [all_button(t), button(t("Do not remember"), ForgetVisit())]
    return Card(join(BLANK_LINE, [*intro, *lines[:count]]), [*opened, _pages_row(found.since, at, older, t), last])


def visit_forgotten_card(t: Texts) -> Card:
    """Confirm that nothing is remembered."""
    words = t("Forgotten. /new begins to remember when you send it again.")
    return Card(rich(words), [[button(t("Latest news"), ShowList(listing=Listing.LATEST)), all_button(t)]])


def _intro(found: NewArticles, t: Texts) -> list[RichText]:
    if found.since is None:
        promise = t(
            "From now on the newspaper remembers when you last sent /new, and shows you what is newer. "
            "To end that, press “Do not remember”."
        )
        return [rich(t("Latest news"), Mark.BOLD), rich(promise)]
    time = t.when(found.since)
    if not found.total:
        return [rich(t("Nothing new since {time}.", time=time), Mark.BOLD)]
    if found.total > MAX_COUNTED:
        return [rich(t("More than {count} new since {time}", count=t.number(MAX_COUNTED), time=time), Mark.BOLD)]
    return [rich(t.many("{count} new since {time}", "{count} new since {time}", found.total, time=time), Mark.BOLD)]


def _pages_row(since: datetime | None, at: int, older: int | None, t: Texts) -> Row:
    top = [button(t("To the top"), _screen(since, 0))] if at else []
    return [*top, *([button(t("Older"), _screen(since, older))] if older is not None else [])]


def _screen(since: datetime | None, at: int) -> ShowNew | ShowList:
    """Return the button of a page; for a first visit, of the list of all news."""
    if since is None:
        return ShowList(listing=Listing.ARCHIVE, at=at)
    return ShowNew(since=int(since.timestamp()), at=at)
