"""Lists of headlines: the latest news, the archive by pages and months, an edition, the editors' drafts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.posting import ShowDrafts
from handlers.callbacks.reading import Listing, ShowList, ShowMonths, ShowTopics
from handlers.callbacks.searching import AskSearch
from handlers.cards.articles import BLANK_LINE, NEW_LINE, meta_line
from handlers.cards.budgets import count_fitting
from handlers.cards.card import Card, Row, button, in_rows, link_button
from news.model import Calendar, Headline, HeadlinePage
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# Makes the link to an article from its number. None in a private chat, where articles open in place.
DeepLink = Callable[[int], str]

MONTHS_IN_ROW = 3


def list_card(page: HeadlinePage, listing: Listing, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show a page of headlines, with a button for each and buttons to the neighbouring pages.

    Of headlines that do not fit a message, the first are shown, and «Старее» leads to the others.
    """
    title = rich(t("Latest news") if listing is Listing.LATEST else t("All news"), Mark.BOLD)
    if not page.headlines:
        return Card(join(BLANK_LINE, (title, rich(t("Nothing has been published yet.")))))
    lines = headline_lines(page.headlines, t)
    count = count_fitting(lines, title)
    is_cut = count < len(lines)
    if is_cut:
        page = replace(page, headlines=page.headlines[:count], older=page.headlines[count].number)
    origin = Origin(ShowList(listing=listing, at=page.headlines[0].number))
    rows = [
        *in_rows(
            open_button(OpenArticle(number=headline.number, origin=origin), deep_link) for headline in page.headlines
        ),
        _pages_row(page, listing, t, has_older=is_cut or listing is Listing.ARCHIVE),
        [_months_button(t) if listing is Listing.ARCHIVE else all_button(t), topics_button(t), search_button(t)],
    ]
    return Card(join(BLANK_LINE, (title, *lines[:count])), rows)


def months_card(calendar: Calendar | None, t: Texts) -> Card:
    """Show a button for each month of the year that has articles, and buttons to the neighbouring years."""
    if calendar is None:
        return list_card(HeadlinePage(()), Listing.ARCHIVE, t)
    months = (
        button(t.month_name(month), ShowList(listing=Listing.ARCHIVE, way=Way.MONTH, at=calendar.year * 100 + month))
        for month in calendar.months
    )
    earlier = [button(f"‹ {calendar.earlier}", ShowMonths(year=calendar.earlier))] if calendar.earlier else []
    later = [button(f"{calendar.later} ›", ShowMonths(year=calendar.later))] if calendar.later else []
    rows = [*in_rows(months, MONTHS_IN_ROW), [*earlier, *later], [all_button(t)]]
    title = rich(t("All news by month, {year}", year=calendar.year), Mark.BOLD)
    return Card(join(BLANK_LINE, (title, rich(t("Choose a month.")))), rows)


def headline_lines(headlines: Sequence[Headline], t: Texts) -> list[RichText]:
    """Return each headline with its number, which `/read` takes, and its meta line."""
    return [
        join(NEW_LINE, (rich(f"{headline.number}. {headline.title}"), rich(meta_line(headline, t), Mark.ITALIC)))
        for headline in headlines
    ]


def open_button(opening: OpenArticle, deep_link: DeepLink | None) -> InlineKeyboardButton:
    """Return a button with the article's number that opens it in place, or by a link."""
    if deep_link is not None:
        return link_button(str(opening.number), deep_link(opening.number))
    return button(str(opening.number), opening)


def _pages_row(page: HeadlinePage, listing: Listing, t: Texts, *, has_older: bool) -> Row:
    row = []
    if page.newer is not None:
        row.append(button(t("To the top"), ShowList(listing=listing)))
        if listing is Listing.ARCHIVE:
            row.append(button(t("Newer"), ShowList(listing=listing, way=Way.NEWER, at=page.newer)))
    if has_older and page.older is not None:
        row.append(button(t("Older"), ShowList(listing=Listing.ARCHIVE, at=page.older)))
    return row


def latest_button(t: Texts) -> InlineKeyboardButton:
    """Return «Последние новости»."""
    return button(t("Latest news"), ShowList(listing=Listing.LATEST))


def all_button(t: Texts) -> InlineKeyboardButton:
    """Return «Все новости»."""
    return button(t("All news"), ShowList(listing=Listing.ARCHIVE))


def search_button(t: Texts) -> InlineKeyboardButton:
    """Return «Поиск»."""
    return button(t("Search"), AskSearch())


def topics_button(t: Texts) -> InlineKeyboardButton:
    """Return «По теме»."""
    return button(t("By topic"), ShowTopics())


def _months_button(t: Texts) -> InlineKeyboardButton:
    return button(t("By month"), ShowMonths())


def staff_row(t: Texts) -> Row:
    """Return the buttons with which the staff goes on: «Последние новости» and «Черновики»."""
    return [button(t("Latest news"), ShowList(listing=Listing.LATEST)), button(t("Drafts"), ShowDrafts())]
