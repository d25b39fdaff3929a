"""Notices about sources: one fails, answers again, was silent for long, or has brought what waits for an editor."""

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.sources import SourceAct, SourceAction
from handlers.cards.card import Card, button
from handlers.cards.source_words import since_words
from news.notices import Notice, NoticeKind, Remedy
from news.richtext import rich
from news.sources.found import Trouble
from news.words import shorten
from texts import Texts

SOURCE_NOTICES = frozenset({NoticeKind.SOURCE_FAILING, NoticeKind.SOURCE_BACK, NoticeKind.SOURCE_HELD})
TITLE_CHARACTERS = 120


def source_notice_card(notice: Notice, t: Texts) -> Card:
    """Tell the staff what has happened to a source, or which of its items waits for an editor."""
    if notice.what is NoticeKind.SOURCE_HELD:
        return _held_card(notice, t)
    words = _silent_words(notice, t) if notice.what is NoticeKind.SOURCE_BACK else _failing_words(notice, t)
    return Card(rich(words), [[button(t("To the source"), SourceAction(source=notice.number, act=SourceAct.SHOW))]])


def _failing_words(notice: Notice, t: Texts) -> str:
    if notice.remedy is Remedy.RECOVERED:
        return t("The source “{name}” answers again.", name=notice.title)
    trouble = Trouble(notice.reason) if notice.reason else Trouble.UNREACHABLE
    return t(
        "The source “{name}” has not answered {since}: {trouble}. It is visited less often, and goes on by itself when "
        "the site is back.",
        name=notice.title,
        since=since_words(notice.moment or t.now, t),
        trouble=t.trouble(trouble, notice.details),
    )


def _silent_words(notice: Notice, t: Texts) -> str:
    days = max(1, (t.now - (notice.moment or t.now)).days)
    silent = t.many(
        "The source “{name}” was silent for {count} day.", "The source “{name}” was silent for {count} days.", days,
        name=notice.title,
    )  # fmt: skip
    published = t.many(
        "{count} publication has appeared without a push.",
        "{count} publications have appeared without a push.",
        notice.count,
    )
    return " ".join((silent, published))


def _held_card(notice: Notice, t: Texts) -> Card:
    named = {"number": notice.number, "title": shorten(notice.title, TITLE_CHARACTERS), "name": notice.author}
    other = button(t("No. {number}", number=notice.article), OpenArticle(number=notice.article))
    also = [other] if notice.article else []
    if notice.remedy is not None:
        words = t("Publication No. {number} “{title}” from the source “{name}” no longer waits.", **named)
    else:
        waits = t("Publication No. {number} “{title}” from the source “{name}” waits for you.", **named)
        words = " ".join((waits, *_reasons(notice, t)))
    return Card(rich(words), [[button(t("Open"), DraftAction(number=notice.number, act=DraftAct.SHOW)), *also]])


def _reasons(notice: Notice, t: Texts) -> list[str]:
    """Return why an item waits: a word, and the publication that tells the same story."""
    reasons = [t("It has the word “{word}”.", word=notice.reason)] if notice.reason else []
    if notice.article:
        title = shorten(notice.text, TITLE_CHARACTERS)
        reasons.append(
            t("It resembles No. {number} “{title}”.", number=notice.article, title=title)
            if title
            else t("It resembles No. {number}.", number=notice.article)
        )
    return reasons
