"""Messages that the newspaper sends without a request: editions, and corrections of sent copies."""

from dataclasses import replace

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, read_button, teaser_card, withdrawn_line
from handlers.cards.card import Card, in_rows
from handlers.cards.lists import DeepLink, all_button, headline_lines, open_button
from handlers.cards.media import empty_picture
from handlers.cards.notices import notice_card
from handlers.cards.posts import post_card
from handlers.cards.tuning import push_row
from news.model import Article, Status
from news.notices import Notice
from news.ports import EditionContent
from news.posts import Look
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# Room for the list of an edition. The rest of the message holds the title and the count of omitted articles.
EDITION_UNITS = MESSAGE_UNITS - 200

# Notices that have cards of their own, from other modules.


def message_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None, variant: str | None = None) -> Card:
    """Show an edition, a correction or a notice. The variant of a post in a channel or group is its look."""
    if push.notice is not None:
        return notice_card(Notice.load(push.notice), t, deep_link)
    look = Look.load(variant)
    if look is not None and deep_link is not None:
        (article,) = push.articles
        return post_card(article, look, t, deep_link(article.number))
    # One sound for all: a list is silent only if each of its articles is.
    return replace(edition_card(push, t, deep_link), silent=all(article.silent for article in push.articles))


def edition_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None) -> Card:
    """Show an edition: one article with its lead and «Читать», several as a numbered list with buttons.

    In a correction, an article that was withdrawn is replaced by a sentence that says so.
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
        *in_rows(open_button(opening, deep_link) for opening in readable),
        [all_button(t)] if left or not readable else [],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def _single_card(article: Article, t: Texts, deep_link: DeepLink | None) -> Card:
    if article.status is Status.PUBLISHED:
        if deep_link is not None:
            return teaser_card(article, t, read_button(article, t, deep_link(article.number)))
        return replace(teaser_card(article, t, read_button(article, t, None)), rows=[push_row(article, t)])
    text = join(NEW_LINE, (rich(article.title, Mark.BOLD), withdrawn_line(article, t)))
    return Card(text, [[all_button(t)]], in_place_of_media=empty_picture())


def _line(article: Article, t: Texts) -> RichText:
    if article.status is Status.PUBLISHED:
        return headline_lines([article.headline], t)[0]
    return join(NEW_LINE, (rich(f"{article.number}. {article.title}"), withdrawn_line(article, t)))


def _fitting(push: EditionContent, t: Texts) -> list[Article]:
    """Return the first articles, as many as fit a message."""
    shown, room = list[Article](), EDITION_UNITS
    for article in push.articles:
        room -= _line(article, t).units + BLANK_LINE.units
        if room < 0:
            break
        shown.append(article)
    return shown
