"""Cards about what an editor sends without a command: the offer to make an article of it, and what cannot be taken."""

from collections.abc import Sequence

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.offering import OfferAct, OfferAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button
from news.model import Article
from news.richtext import Mark, join, rich
from news.words import shorten
from texts import Texts

HEADLINE_UNITS = 120


def offer_card(message: int, title: str, files: int, left_out: Sequence[str], t: Texts) -> Card:
    """Ask whether a message shall become an article, and tell its headline, its files, and what would be missing."""
    lines = [rich(shorten(title, HEADLINE_UNITS), Mark.BOLD)] if title else []
    if files > 1:
        lines.append(rich(t.many("{count} file", "{count} files", files)))
    lines += [rich(line) for line in left_out]
    parts = [join(NEW_LINE, lines), rich(t("Make a publication of it?"))]
    rows = [
        [button(t("Make a publication"), OfferAction(message=message, act=OfferAct.MAKE))],
        [button(t("No need"), OfferAction(message=message, act=OfferAct.DROP))],
    ]
    return Card(join(BLANK_LINE, [part for part in parts if part]), rows)


def dropped_card(t: Texts) -> Card:
    """Confirm that a message becomes nothing."""
    return Card(rich(t("All right, it becomes no publication and has been deleted here. A new one: /post")))


def offer_expired_card(t: Texts) -> Card:
    """Say that the message of an old offer is no longer stored."""
    return Card(rich(t("This message is no longer stored here. Send or forward it again, or begin with /post")))


def source_known_card(article: Article, t: Texts) -> Card:
    """Say that the forwarded post is an article already."""
    words = t("This post is here already: publication No. {number}.", number=article.number)
    rows = [[button(t("Edit"), EditAction(number=article.number, act=EditAct.SHOW))]]
    return Card(join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(words))), rows)


def ask_words_card(files: int, left_out: Sequence[str], t: Texts) -> Card:
    """Ask for headline and text of an article whose pictures or other files have come."""
    words = t.many("{count} file is here.", "{count} files are here.", files)
    ask = t("Now send the headline and, if you like, the text. To stop: /cancel")
    return Card(join(NEW_LINE, map(rich, [*left_out, f"{words} {ask}"])))


def left_out_card(left_out: Sequence[str], t: Texts) -> Card:
    """Name what was not taken into the article that follows below."""
    return Card(join(NEW_LINE, map(rich, [*left_out, t("All the rest has been taken.")])))


def unusable_card(kind: str | None, t: Texts) -> Card:
    """Name what was sent and cannot be an article, and say what can."""
    named = {
        "voice": t("A voice message cannot be a publication."),
        "video_note": t("A round video cannot be a publication."),
        "sticker": t("A sticker cannot be a publication."),
        "poll": t("A poll cannot be a publication."),
        "venue": t("A place cannot be a publication."),
        "location": t("A place cannot be a publication."),
        "contact": t("A contact cannot be a publication."),
        "large_file": t("A file larger than 20 MB cannot be in a publication."),
    }.get(kind or "", t("This cannot be a publication."))
    return Card(rich(f"{named} {what_can(t)}"))


def too_large(name: str, t: Texts) -> str:
    """Return a sentence about a file that is too large; `name` may be empty."""
    if name:
        return t("Not taken: {name} is larger than 20 MB.", name=name)
    return t("Not taken: a file larger than 20 MB.")


def what_can(t: Texts) -> str:
    """Return what can be an article."""
    return t(
        "Send a text, a photo, a video, an animation, a document or an audio file (up to 20 MB each), or an album. "
        "Everything I can do: /help"
    )
