"""Previews: exactly the message that subscribers get, and what readers open, with what does not fit told in numbers."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.previewing import ShowPreview, View
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, article_card, article_pages, lead, page_row
from handlers.cards.card import Card, button
from handlers.cards.editions import edition_card
from handlers.cards.posts import post_card
from news.attachments import lead_picture
from news.limits import CAPTION_LIMIT
from news.model import Article, Status
from news.ports import EditionContent
from news.posts import Outlet
from news.richtext import Mark, join, rich, units
from texts import Texts

# A link is no part of a text's length.
_ANY_URL = "https://t.me"


def overview_card(article: Article, outlets: Sequence[Outlet], t: Texts) -> Card:
    """Tell as what each message leaves, and how full it is, with buttons that send it to the editor."""
    number = article.number
    title = rich(t("How No. {number} will look", number=number), Mark.BOLD)
    lines = [*_told_to_subscribers(article, t), *_told_to_readers(article, t)]
    lines += [_told_to_outlet(article, outlet, t) for outlet in outlets]
    in_channels = [button(t("In channels"), ShowPreview(number=number, view=View.OUTLETS))] if outlets else []
    rows = [
        [
            button(t("To subscribers"), ShowPreview(number=number, view=View.SUBSCRIBERS)),
            button(t("To readers"), ShowPreview(number=number, view=View.READERS)),
            *in_channels,
        ],
        [button(t("Back"), DraftAction(number=number, act=DraftAct.SHOW))],
    ]
    return Card(join(BLANK_LINE, (title, join(NEW_LINE, map(rich, lines)))), rows)


def push_preview_card(article: Article, t: Texts) -> Card:
    """Show the push of the article alone, without its button, which would open nothing yet."""
    return replace(edition_card(EditionContent(0, (published(article, t),), 1), t), rows=())


def reading_preview_card(article: Article, t: Texts, page: int = 0) -> Card:
    """Show a page of the article as a reader opens it, with buttons that turn the pages only."""
    shown = published(article, t)
    card = article_card(shown, t, OpenArticle(number=article.number, page=page), with_picture=True)
    turns = page_row(
        len(article_pages(shown, t)),
        page,
        lambda to: ShowPreview(number=article.number, view=View.PAGES, page=to),
    )
    return replace(card, rows=[turns])


def post_preview_card(article: Article, outlet: Outlet, t: Texts, url: str) -> Card:
    """Show the post of the article in an outlet, with a link that leads to the article once it is published."""
    return post_card(published(article, t), outlet.look, t, url)


def published(article: Article, t: Texts) -> Article:
    """Return the article as it would be if it were published now."""
    return replace(article, status=Status.PUBLISHED, published_at=article.published_at or t.now)


def _told_to_subscribers(article: Article, t: Texts) -> list[str]:
    card = push_preview_card(article, t)
    if not card.media:
        return [
            t("Subscribers: text, {length} of {most}.", length=t.number(card.text.units), most=t.number(MESSAGE_UNITS))
        ]
    lines = [
        t(
            "Subscribers: a picture with a caption, {length} of {most}.",
            length=t.number(card.text.units),
            most=t.number(CAPTION_LIMIT),
        )
    ]
    whole, room = units(lead(article)), CAPTION_LIMIT - units(article.title) - BLANK_LINE.units
    if whole > room:
        lines.append(t("The lead has {length} characters, and {most} fit under the picture: it is shortened.",
                       length=t.number(whole), most=t.number(room)))  # fmt: skip
    return lines


def _told_to_outlet(article: Article, outlet: Outlet, t: Texts) -> str:
    card = post_preview_card(article, outlet, t, _ANY_URL)
    name, length = outlet.chat.title, card.text.units
    if card.media:
        return t(
            "“{name}”: a picture with a caption, {length} of {most}.",
            name=name,
            length=t.number(length),
            most=t.number(CAPTION_LIMIT),
        )
    return t("“{name}”: text, {length} of {most}.", name=name, length=t.number(length), most=t.number(MESSAGE_UNITS))


def _told_to_readers(article: Article, t: Texts) -> list[str]:
    shown = article_pages(published(article, t), t)
    length = shown[0].units
    if lead_picture(article) is not None and len(shown) == 1:
        if length <= CAPTION_LIMIT:
            return [
                t(
                    "Readers: a picture with a caption, {length} of {most}.",
                    length=t.number(length),
                    most=t.number(CAPTION_LIMIT),
                )
            ]
        return [t("Readers: a caption would have {length} of {most}, so the text comes alone, the picture by a button.",
                  length=t.number(length), most=t.number(CAPTION_LIMIT))]  # fmt: skip
    return [t.many("Readers: text, {count} page.", "Readers: text, {count} pages.", len(shown))]
