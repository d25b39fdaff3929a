"""Posts in channels and groups: an article in the look of an outlet, and the test message."""

from dataclasses import replace

from handlers.cards.articles import (
    BLANK_LINE,
    MESSAGE_UNITS,
    NEW_LINE,
    article_text,
    teaser_card,
    withdrawn_line,
)
from handlers.cards.card import Card, link_button
from handlers.cards.media import empty_picture
from news.limits import CAPTION_LIMIT
from news.model import Article, Status
from news.paging import ENTITIES_PER_PAGE, pages
from news.posts import LINK_WORDS_LIMIT, Look, Template
from news.richtext import Body, Mark, join, link, rich, units
from texts import Texts

# The link below takes the rest of a message, or of a caption.
_LINK_UNITS = LINK_WORDS_LIMIT + BLANK_LINE.units
POST_UNITS = MESSAGE_UNITS - _LINK_UNITS
CAPTION_UNITS = CAPTION_LIMIT - _LINK_UNITS


def post_card(article: Article, look: Look, t: Texts, url: str) -> Card:
    """Show an article as a post with a link to it at `url`, in a look that an outlet has chosen.

    It comes with its picture if the text fits under one. A full text that does not fit a message is shown to a natural
    break, and the link leads to all of it. An article that was withdrawn is replaced by a sentence that says so.
    """
    is_silent = look.silent or article.silent
    if article.status is not Status.PUBLISHED:
        text = join(NEW_LINE, (rich(article.title, Mark.BOLD), withdrawn_line(article, t)))
        return Card(text, silent=is_silent, in_place_of_media=empty_picture())
    if look.template is Template.FULL:
        card, usual = _full_card(article, t)
    else:
        shown = replace(article, lead="", body=()) if look.template is Template.TITLE else article
        card, usual = teaser_card(shown, t, link_button(t("Read"), url), room=CAPTION_UNITS), t("Read and discuss")
    return replace(_with_link(card, look, look.words or usual, url), silent=is_silent)


def trial_card(look: Look, t: Texts, url: str) -> Card:
    """Show a test message: no article, but with sound, link and buttons as a post in this look has them."""
    words = t("A test of the newspaper: publications will come here. This message may be deleted.")
    return _with_link(Card(rich(words)), look, look.words or t("Read and discuss"), url)


def _with_link(card: Card, look: Look, words: str, url: str) -> Card:
    """Put the link into the text, or under it as a button."""
    if look.link_in_text:
        return replace(card, text=join(BLANK_LINE, (card.text, link(words, url))), rows=(), silent=look.silent)
    return replace(card, rows=[[link_button(words, url)]], silent=look.silent)


def _full_card(article: Article, t: Texts) -> tuple[Card, str]:
    """Return headline and text as far as they fit a post, and the usual words of the link below."""
    beginning = _beginning(article.body)
    shown = article_text(replace(article, body=beginning), t)
    first, *rest = pages(join(BLANK_LINE, [rich(article.title, Mark.BOLD), *shown]), POST_UNITS)
    # One entity is left for the link.
    text = replace(first, entities=first.entities[: ENTITIES_PER_PAGE - 1])
    is_cut = bool(rest) or len(beginning) < len(article.body)
    teaser = teaser_card(article, t, link_button(t("Read"), ""), with_picture=text.units <= CAPTION_UNITS)
    return replace(teaser, text=text), t("Read on") if is_cut else t("Read and discuss")


def _beginning(body: Body) -> Body:
    """Return the first blocks, more than a post holds: cutting a whole long article would take a tenth of a second."""
    room = MESSAGE_UNITS
    for count, block in enumerate(body):
        if room < 0:
            return body[:count]
        room -= units(block.text)
    return body
