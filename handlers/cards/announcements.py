"""One article as a push, in the detail that its place has chosen: the headline, the lead too, or the full text."""

from dataclasses import replace

from handlers.callbacks.opening import OpenArticle
from handlers.cards.articles import (
    NEW_LINE,
    article_card,
    is_long,
    meta_line,
    read_button,
    teaser_card,
    title_of,
    withdrawn_line,
)
from handlers.cards.card import NO_PREVIEW, Card
from handlers.cards.lists import DeepLink, all_button
from handlers.cards.media import empty_picture
from handlers.cards.posts import post_card
from handlers.cards.rich_view import in_rich_view
from handlers.cards.tuning import push_row
from news.choice.forms import USUAL, Form
from news.choice.preferences import Detail
from news.model import Article, Status
from news.posts import Look, Template
from news.richtext import Mark, join, rich
from texts import Texts


def announcement_card(article: Article, t: Texts, deep_link: DeepLink | None = None, form: Form = USUAL) -> Card:
    """Show one article in a form, or a sentence in place of it if it was withdrawn.

    A text that takes long to cut is not shown in full: the event loop would wait for it. Nor is one that was not read,
    in a digest.
    """
    if article.status is not Status.PUBLISHED:
        text = join(NEW_LINE, (rich(article.title, Mark.BOLD), withdrawn_line(article, t)))
        return Card(text, [[all_button(t)]], in_place_of_media=empty_picture())
    if form.detail is Detail.FULL and article.body and not is_long(article):
        card = _full_card(article, t, deep_link, form)
    elif form.detail is Detail.HEADLINE:
        card = _headline_card(article, t, deep_link, form)
    else:
        card = _lead_card(article, t, deep_link, form)
    return card if form.pictures else replace(card, preview=NO_PREVIEW)


def _lead_card(article: Article, t: Texts, deep_link: DeepLink | None, form: Form) -> Card:
    """Show headline and lead. Only in a private chat a push can be tuned."""
    link = deep_link(article.number) if deep_link is not None else None
    card = teaser_card(article, t, read_button(article, t, link), with_picture=form.pictures)
    return card if deep_link is not None else replace(card, rows=[push_row(article, t)])


def _headline_card(article: Article, t: Texts, deep_link: DeepLink | None, form: Form) -> Card:
    """Show the headline and the meta line; the picture keeps its place above them."""
    card = _lead_card(replace(article, lead="", body=()), t, deep_link, form)
    meta = rich(meta_line(article.headline, t), Mark.ITALIC)
    return replace(card, text=join(NEW_LINE, (rich(title_of(article, t), Mark.BOLD), meta)))


def _full_card(article: Article, t: Texts, deep_link: DeepLink | None, form: Form) -> Card:
    """Show the article as an opened one. Outside of a private chat, where a text has no pages, show it as a post."""
    if deep_link is not None:
        shown = article if form.pictures else replace(article, attachments=())
        return post_card(shown, Look(Template.FULL), t, deep_link(article.number))
    card = article_card(article, t, OpenArticle(number=article.number), with_picture=form.pictures)
    if form.rich:
        card = in_rich_view(card, article, t, pictures=form.pictures)
    return replace(card, in_place_of_media=empty_picture())
