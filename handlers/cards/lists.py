"""Lists of headlines: the latest news, the archive by pages and months, an edition, the editors' drafts."""

from collections.abc import Callable, Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import DraftAct, DraftAction, Listing, OpenArticle, ShowDrafts, ShowList, ShowMonths, Way
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, meta_line, read_button, teaser_card
from handlers.cards.card import Card, Row, button, in_rows, link_button
from handlers.texts import Texts
from news.model import Article, Calendar, Headline, HeadlinePage
from news.ports import Push
from news.richtext import Mark, RichText, join, rich

# A chat's own links to articles, by number; None in a private chat, where articles open in place.
DeepLink = Callable[[int], str]

MONTHS_IN_ROW = 3
# What an edition's list may take of a message: the rest is for its title and the line that counts what is left out.
EDITION_UNITS = MESSAGE_UNITS - 200


def list_card(page: HeadlinePage, listing: Listing, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show a page of headlines with a button a number, and the ways to the neighbouring pages."""
    title = t("Latest news") if listing is Listing.LATEST else t("All news")
    if not page.headlines:
        return Card(join(BLANK_LINE, (rich(title, Mark.BOLD), rich(t("Nothing has been published yet.")))))
    origin = page.headlines[0].number
    rows = [
        *in_rows(_open_button(headline, listing, origin, deep_link) for headline in page.headlines),
        _turning_row(page, listing, t),
        [_months_button(t)] if listing is Listing.ARCHIVE else [_all_button(t)],
    ]
    return Card(join(BLANK_LINE, (rich(title, Mark.BOLD), *headline_lines(page.headlines, t))), rows)


def months_card(calendar: Calendar | None, t: Texts) -> Card:
    """Show the months of a year as buttons, those with articles only, and the years around it."""
    if calendar is None:
        return list_card(HeadlinePage(()), Listing.ARCHIVE, t)
    months = (
        button(t.month_name(month), ShowList(listing=Listing.ARCHIVE, way=Way.MONTH, at=calendar.year * 100 + month))
        for month in calendar.months
    )
    earlier = [button(f"‹ {calendar.earlier}", ShowMonths(year=calendar.earlier))] if calendar.earlier else []
    later = [button(f"{calendar.later} ›", ShowMonths(year=calendar.later))] if calendar.later else []
    rows = [*in_rows(months, MONTHS_IN_ROW), [*earlier, *later], [_all_button(t)]]
    title = rich(t("All news by month, {year}", year=calendar.year), Mark.BOLD)
    return Card(join(BLANK_LINE, (title, rich(t("Choose a month.")))), rows)


def push_card(push: Push, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show an edition: one article with its lead and «Читать», several as a numbered list with buttons."""
    if push.total == 1:
        article = push.articles[0]
        link = deep_link(article.number) if deep_link is not None else None
        return teaser_card(article, t, read_button(article, t, link))
    shown = _fitting(push.articles, t)
    left = push.total - len(shown)
    parts = [rich(t("New publications"), Mark.BOLD), *headline_lines(shown, t)]
    if left:
        parts.append(rich(t.many("and {count} more", "and {count} more", left)))
    rows = [
        *in_rows(_open_button(headline, Listing.EDITION, push.edition, deep_link) for headline in shown),
        [_all_button(t)] if left else [],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def drafts_card(drafts: Sequence[Headline], older: int | None, t: Texts) -> Card:
    """Show the editors' drafts; «ещё» leads to older ones."""
    title = rich(t("Drafts"), Mark.BOLD)
    if not drafts:
        return Card(join(BLANK_LINE, (title, rich(t("There are no drafts. Write one: /post")))))
    rows = [
        *in_rows(button(str(draft.number), DraftAction(number=draft.number, act=DraftAct.SHOW)) for draft in drafts),
        [button(t("Older"), ShowDrafts(before=older))] if older is not None else [],
        [button(t("To the top"), ShowDrafts())],
    ]
    return Card(join(BLANK_LINE, (title, *headline_lines(drafts, t))), rows)


def headline_lines(headlines: Sequence[Headline], t: Texts) -> list[RichText]:
    """Return a numbered headline with its line of meta, for each; the number is what `/read` takes."""
    return [
        join(NEW_LINE, (rich(f"{headline.number}. {headline.title}"), rich(meta_line(headline, t), Mark.ITALIC)))
        for headline in headlines
    ]


def _fitting(articles: Sequence[Article], t: Texts) -> list[Headline]:
    """Take headlines from the front as long as they fit a message."""
    shown, room = list[Headline](), EDITION_UNITS
    for headline in (article.headline for article in articles):
        room -= join(BLANK_LINE, (RichText(""), *headline_lines([headline], t))).units
        if room < 0:
            break
        shown.append(headline)
    return shown


def _open_button(headline: Headline, listing: Listing, origin: int, deep_link: DeepLink | None) -> InlineKeyboardButton:
    if deep_link is not None:
        return link_button(str(headline.number), deep_link(headline.number))
    return button(str(headline.number), OpenArticle(number=headline.number, listing=listing, origin=origin))


def _turning_row(page: HeadlinePage, listing: Listing, t: Texts) -> Row:
    row = []
    if page.newer is not None:
        row.append(button(t("To the top"), ShowList(listing=listing)))
    if listing is Listing.ARCHIVE:
        if page.newer is not None:
            row.append(button(t("Newer"), ShowList(listing=listing, way=Way.NEWER, at=page.newer)))
        if page.older is not None:
            row.append(button(t("Older"), ShowList(listing=listing, at=page.older)))
    return row


def _all_button(t: Texts) -> InlineKeyboardButton:
    return button(t("All news"), ShowList(listing=Listing.ARCHIVE))


def _months_button(t: Texts) -> InlineKeyboardButton:
    return button(t("By month"), ShowMonths())
