"""Messages that the newspaper sends without a request: editions, and corrections of sent copies."""

from dataclasses import replace

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.announcements import announcement_card
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, withdrawn_line
from handlers.cards.card import Card, in_rows
from handlers.cards.digests import digest_card
from handlers.cards.lists import DeepLink, all_button, headline_lines, open_button
from handlers.cards.notices import notice_card
from handlers.cards.posts import post_card
from news.choice.forms import USUAL, Form
from news.model import Article, Status
from news.notices import Notice, NoticeKind
from news.ports import EditionContent
from news.posts import Look
from news.richtext import Mark, RichText, join, rich
from texts import Texts

# Room for the list of an edition. The rest of the message holds the title and the count of omitted articles.
EDITION_UNITS = MESSAGE_UNITS - 200

# Notices that have cards of their own, from other modules.


def message_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None, variant: str | None = None) -> Card:
    """Show an edition, a correction or a notice.

    The variant of a post in a channel or group is its look, that of a push its form: the part of the articles that the
    place gets, which has at least one, and how much of them.
    """
    if push.notice is not None:
        notice = Notice.load(push.notice)
        is_list = notice.what is NoticeKind.LATER
        return digest_card(push, t, deep_link) if is_list else notice_card(notice, t, deep_link)
    look = Look.load(variant)
    if look is not None and deep_link is not None:
        (article,) = push.articles
        return post_card(article, look, t, deep_link(article.number))
    form = Form.load(variant) or USUAL
    part = push.part(form)
    # One sound for all: a list is silent only if each of its articles is. A digest always is.
    is_silent = part.digest or not form.sound or all(article.silent for article in part.articles)
    return replace(edition_card(part, t, deep_link, form), silent=is_silent)


def edition_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None, form: Form = USUAL) -> Card:
    """Show an edition: one article in a form, several as a numbered list with buttons, a digest as a list by topic.

    In a correction, an article that was withdrawn is replaced by a sentence that says so.
    """
    if push.total == 1:
        return announcement_card(push.articles[0], t, deep_link, form)
    return digest_card(push, t, deep_link) if push.digest else _list_card(push, t, deep_link)


def _list_card(push: EditionContent, t: Texts, deep_link: DeepLink | None) -> Card:
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
