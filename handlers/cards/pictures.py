"""Screens of an article's pictures and files: the list, one of them, and the questions for files and captions."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.picturing import PictureAct, PictureAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button, in_rows
from handlers.cards.media import kind_word
from news.limits import ATTACHMENTS_LIMIT, CAPTION_LIMIT
from news.model import Article, Attachment
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts

# Of each caption, the list shows this many UTF-16 units.
SHOWN_CAPTION_UNITS = 60


def pictures_card(article: Article, t: Texts) -> Card:
    """List the files of an article by number, with the way to add one."""
    number = article.number
    head = [rich(t("Pictures and files of No. {number}", number=number), Mark.BOLD)]
    files = [_line(place, each, t) for place, each in enumerate(article.attachments)]
    if not files:
        head.append(rich(t("There are none yet.")))
    opened = [
        button(str(place + 1), PictureAction(number=number, act=PictureAct.OPEN, place=place))
        for place in range(len(article.attachments))
    ]
    room = len(article.attachments) < ATTACHMENTS_LIMIT
    add = [button(t("Add"), PictureAction(number=number, act=PictureAct.ADD))] if room else []
    back = button(t("Back"), EditAction(number=number, act=EditAct.SHOW))
    return Card(join(BLANK_LINE, [*head, *([join(NEW_LINE, files)] if files else [])]), [*in_rows(opened), add, [back]])


def picture_card(article: Article, place: int, t: Texts) -> Card:
    """Show what is known of one file, with what can be done with it."""
    number, version = article.number, article.version
    found = article.attachments[place]

    def act(label: str, act: PictureAct) -> InlineKeyboardButton:
        return button(label, PictureAction(number=number, act=act, place=place, version=version))

    rows = [
        [*([act(t("Move up"), PictureAct.UP)] if place else []), act(t("Caption"), PictureAct.CAPTION)],
        [act(t("Remove"), PictureAct.REMOVE)],
        [button(t("Back"), PictureAction(number=number, act=PictureAct.SHOW))],
    ]
    head = rich(t("File {place} of {count}, No. {number}", place=place + 1, count=len(article.attachments),
                  number=number), Mark.BOLD)  # fmt: skip
    name = [rich(found.name)] if found.name else []
    caption = (
        rich(t("The caption: {caption}", caption=found.caption)) if found.caption else rich(t("Without a caption."))
    )
    return Card(join(NEW_LINE, [head, rich(kind_word(found.kind, t)), *name, caption]), rows)


def ask_picture_card(article: Article, t: Texts) -> Card:
    """Ask for a picture or another file."""
    words = t(
        "Send a picture, a video or another file for No. {number}, or an album. Up to {most} fit; there are {count}.",
        number=article.number,
        most=ATTACHMENTS_LIMIT,
        count=len(article.attachments),
    )
    return Card(rich(words), [[button(t("Cancel"), PictureAction(number=article.number, act=PictureAct.SHOW))]])


def ask_caption_card(article: Article, place: int, t: Texts) -> Card:
    """Ask for the caption of a file."""
    words = t(
        "Send the caption of file {place} of No. {number}, up to {most} characters. To remove it, send a dash: -",
        place=place + 1,
        number=article.number,
        most=CAPTION_LIMIT,
    )
    back = button(t("Cancel"), PictureAction(number=article.number, act=PictureAct.OPEN, place=place))
    return Card(rich(words), [[back]])


def pictures_only_card(t: Texts) -> Card:
    """Say which messages have a file that an article can have."""
    return Card(
        rich(
            t("A picture, a video, an animation, a sound or a document of up to 20 MB is needed here. To stop: /cancel")
        )
    )


def _line(place: int, attachment: Attachment, t: Texts) -> RichText:
    caption = shorten(attachment.caption or attachment.name, SHOWN_CAPTION_UNITS)
    words = kind_word(attachment.kind, t)
    return rich(f"{place + 1}. {words}" + (f" · {caption}" if caption else ""))
