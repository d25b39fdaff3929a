"""Digests: what has waited for a place, or what a person has put aside, as a quiet list by topic, in pages."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import ShowDigest
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, page_row, title_of, withdrawn_line
from handlers.cards.card import Card, Row, in_rows
from handlers.cards.card_cache import of_the_day
from handlers.cards.lists import DeepLink, all_button, open_button
from news.model import Article, Status
from news.ports import EditionContent
from news.richtext import Mark, RichText, join, rich
from texts import Texts

MAX_ON_PAGE = 20
# Lines and buttons that are kept: hundreds of thousands of readers are sent some of the same articles.
MAX_KEPT = 1024
# Room for the list. The rest of the message holds the title and the count of omitted articles.
DIGEST_UNITS = MESSAGE_UNITS - 200
# What was published between these local times was published overnight.
NIGHT_BEGINS, NIGHT_ENDS = time(20), time(9)

# An article under its topic; the topic is empty if it has none.
_Entry = tuple[str, Article]


def digest_card(push: EditionContent, t: Texts, deep_link: DeepLink | None = None, page: int = 0) -> Card:
    """Show a page of a digest, counted from 0, with a button for each article that can be opened.

    In a correction, withdrawn articles say so, and updated ones say when.
    """
    t = of_the_day(t)
    entries = _by_topic(push.articles)
    pages = _pages(entries, t)
    page = min(page, len(pages) - 1)
    left = push.total - len(entries) if page == len(pages) - 1 else 0
    parts = [rich(_title(push, t), Mark.BOLD), *_groups(pages[page], t, headed=any(topic for topic, _ in entries))]
    if left:
        parts.append(rich(t.many("and {count} more", "and {count} more", left)))
    opened = _open_row(push.edition, page, pages[page], deep_link)
    turned = page_row(len(pages), page, lambda to: ShowDigest(edition=push.edition, page=to))
    return Card(join(BLANK_LINE, parts), [*opened, turned, [all_button(t)] if left or not opened else []], silent=True)


def _by_topic(articles: Sequence[Article]) -> list[_Entry]:
    """Return the articles by their first topics: the topic with the newest article first, those without one last."""
    groups = defaultdict[str, list[Article]](list)
    for article in articles:
        groups[article.topic or ""].append(article)
    without = groups.pop("", [])
    return [(topic, article) for topic, found in [*groups.items(), ("", without)] for article in found]


def _pages(entries: Sequence[_Entry], t: Texts) -> list[list[_Entry]]:
    """Return the articles in pages that fit a message. A topic goes on, with its name, on the next page."""
    pages, room = list[list[_Entry]](), 0
    for topic, article in entries:
        units = _line(article, t)[1]
        begins = not pages or pages[-1][-1][0] != topic
        heading = _heading(topic, t)[1]
        room -= units + heading * begins
        if not pages or room < 0 or len(pages[-1]) == MAX_ON_PAGE:
            pages.append([])
            room = DIGEST_UNITS - units - heading
        pages[-1].append((topic, article))
    return pages


def _groups(entries: Sequence[_Entry], t: Texts, *, headed: bool) -> list[RichText]:
    """Return the lines of a page, topic by topic; `headed`: each under the topic's name."""
    return [
        join(NEW_LINE, [*([_heading(topic, t)[0]] if headed else []), *(_line(article, t)[0] for _, article in found)])
        for topic, found in groupby(entries, key=itemgetter(0))
    ]


@lru_cache(MAX_KEPT)
def _heading(topic: str, t: Texts) -> tuple[RichText, int]:
    """Return the topic's name, and the units that it takes with a blank line."""
    heading = rich(topic or t("Other news"), Mark.BOLD)
    return heading, heading.units + BLANK_LINE.units


@lru_cache(MAX_KEPT)
def _line(article: Article, t: Texts) -> tuple[RichText, int]:
    """Return the line of an article, and the units that it takes: many digests have it, each with others."""
    line = _words(article, t)
    return line, line.units + NEW_LINE.units


def _words(article: Article, t: Texts) -> RichText:
    """Return the number and the headline; below it that the article was withdrawn, beside it when it was updated."""
    line = rich(f"{article.number}. {title_of(article, t)}")
    if article.status is not Status.PUBLISHED:
        return join(NEW_LINE, (line, withdrawn_line(article, t)))
    marks = [t("Breaking")] if article.breaking else []
    if article.updated_at is not None:
        marks.append(t("updated {time}", time=t.when(article.updated_at)))
    return line + rich("".join(f" · {mark}" for mark in marks), Mark.ITALIC) if marks else line


def _open_row(edition: int, page: int, entries: Sequence[_Entry], deep_link: DeepLink | None) -> list[Row]:
    readable = (article.number for _, article in entries if article.status is Status.PUBLISHED)
    return in_rows(_open_button(number, edition, page, deep_link) for number in readable)


@lru_cache(MAX_KEPT)
def _open_button(number: int, edition: int, page: int, deep_link: DeepLink | None) -> InlineKeyboardButton:
    origin = Origin(ShowDigest(edition=edition, page=page))
    return open_button(OpenArticle(number=number, origin=origin), deep_link)


def _title(push: EditionContent, t: Texts) -> str:
    """Return how many there are, and since when: the same whenever the digest is shown again."""
    if push.notice is not None:
        return t("You put aside for this evening")
    moments = [article.published_at for article in push.articles if article.published_at is not None]
    if not moments or push.total > len(push.articles):
        return t.many("{count} news item", "{count} news items", push.total)
    nights = {_night_of(moment, t) for moment in moments}
    if len(nights) == 1 and None not in nights:
        return t.many("Overnight: {count} news item", "Overnight: {count} news items", push.total)
    since = t.when(min(moments))
    return t.many("{count} news item since {time}", "{count} news items since {time}", push.total, time=since)


def _night_of(moment: datetime, t: Texts) -> int | None:
    """Return the local day on which the night of a moment began, None for a moment of the day."""
    local = moment.astimezone(t.zone)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return None
    return (local - timedelta(hours=NIGHT_ENDS.hour)).toordinal()
