"""What the newspaper says unasked: editions, the corrections of their copies, and notices to the staff."""

import json

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.pushes import ShowQueue
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, read_button, teaser_card
from handlers.cards.card import Card, button, in_rows
from handlers.cards.lists import DeepLink, all_button, headline_lines, open_button
from news.model import Article, Status
from news.ports import EditionContent
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# What an edition's list may take of a message: the rest is for its title and the line that counts what is left out.
EDITION_UNITS = MESSAGE_UNITS - 200


def message_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show whatever goes out unasked."""
    return notice_card(push.notice, t) if push.notice is not None else edition_card(push, t, deep_link)


def edition_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show an edition: one article with its lead and «Читать», several as a numbered list with buttons.

    In the correction of a copy an article may have been withdrawn: then that is said in its place.
    """
    if push.total == 1:
        return _single_card(push.articles[0], t, deep_link)
    shown = _fitting(push, t)
    left = push.total - len(shown)
    parts = [rich(t("New publications"), Mark.BOLD), *(_line(article, t) for article in shown)]
    if left:
        parts.append(rich(t.many("and {count} more", "and {count} more", left)))
    origin = Origin(ShowList(listing=Listing.EDITION, at=push.edition))
    readable = [
        OpenArticle(number=article.number, origin=origin) for article in shown if article.status is Status.PUBLISHED
    ]
    rows = [
        *in_rows(open_button(place, deep_link) for place in readable),
        [all_button(t)] if left or not readable else [],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def notice_card(notice: str, t: Texts) -> Card:
    """Tell the staff that Telegram refuses an edition."""
    number = int(json.loads(notice)["held"])
    words = t("Telegram refuses push No. {number} for what it says; it waits. Look at it: /queue", number=number)
    return Card(rich(words), [[button(t("Pushes"), ShowQueue())]])


def _single_card(article: Article, t: Texts, deep_link: DeepLink | None) -> Card:
    if article.status is Status.PUBLISHED:
        link = deep_link(article.number) if deep_link is not None else None
        return teaser_card(article, t, read_button(article, t, link))
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), _withdrawn(article, t))), [[all_button(t)]])


def _line(article: Article, t: Texts) -> RichText:
    if article.status is Status.PUBLISHED:
        return headline_lines([article.headline], t)[0]
    return join(NEW_LINE, (rich(f"{article.number}. {article.title}"), _withdrawn(article, t)))


def _withdrawn(article: Article, t: Texts) -> RichText:
    words = t("Withdrawn by the editors.")
    if article.retract_reason:
        words = " ".join((words, t("The reason: {reason}", reason=article.retract_reason)))
    return rich(words, Mark.ITALIC)


def _fitting(push: EditionContent, t: Texts) -> list[Article]:
    """Take articles from the front as long as they fit a message."""
    shown, room = list[Article](), EDITION_UNITS
    for article in push.articles:
        room -= _line(article, t).units + BLANK_LINE.units
        if room < 0:
            break
        shown.append(article)
    return shown
