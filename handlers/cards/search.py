"""Search results: hits with snippets, the ways to narrow them down, and suggestions if there are none.

Every one of these messages shows the words of the search under a link to the bot. `handlers.marks.searched_words`
reads them from the message, so a button works after a restart, and in each of several messages.
"""

import re
from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton
from aiogram.utils.payload import decode_payload, encode_payload

from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.searching import WORD, FoundMonths, FoundTopics, Order, ShowFound, TryWord
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS, NEW_LINE, damaged_text, meta_line
from handlers.cards.budgets import without_surplus_bold
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import MONTHS_IN_ROW, DeepLink, all_button, open_button, search_button
from news.model import Calendar
from news.ports.search import TopicCount
from news.queries import Query
from news.richtext import Entity, Mark, RichText, join, rich
from news.search import FoundPage, Hit, month_of
from news.snippets import marked
from news.suggesting import Suggestion
from news.words import clean, shorten, units
from texts import Texts

# The start parameter of the link on the words. It marks them; a person who follows the link is asked for words.
PAYLOAD = "s"
MAX_PAYLOAD_BYTES = 64
# Ten results with longest titles and topics fit a message without their snippets.
TITLE_UNITS = 140
MAX_TOPICS = 12


def payload(words: str) -> str:
    """Return the start parameter that searches for the words. If they do not fit in 64 bytes, it asks for words."""
    packed = f"{PAYLOAD}_{encode_payload(words)}"
    return packed if words and len(packed) <= MAX_PAYLOAD_BYTES else PAYLOAD


def searched_by(payload: str) -> str:
    """Return the words of a start parameter; empty if it is forged."""
    try:
        return clean(decode_payload(payload.removeprefix(f"{PAYLOAD}_")))
    except ValueError:
        return ""


def ask_card(t: Texts, address: str) -> Card:
    """Ask for words by reply. The link `address` on the first word identifies the question later."""
    asked = _linked(t("Search"), address) + rich(". " + t("What shall I look for?"))
    hint = rich(t('Reply to this message with words, in any form; "in quotes" word for word.'), Mark.ITALIC)
    return Card(join(NEW_LINE, (asked, hint)), reply_placeholder=t("Words to look for"))


def found_card(page: FoundPage, view: ShowFound, t: Texts, address: str, deep_link: DeepLink | None = None) -> Card:
    """Show a page of hits, with a button for each and buttons to other pages, orders, months and topics."""
    parts = [_head(page.query, page.topic, view, t, address)]
    if not page.hits:
        words = t("Nothing here; it may be further on.") if page.older is not None else t("Nothing has been found.")
        parts.append(rich(words))
    parts += _lines(page, MESSAGE_UNITS - join(BLANK_LINE, parts).units, t)
    origin = Origin(view)
    rows = [
        *in_rows(open_button(OpenArticle(number=hit.article.number, origin=origin), deep_link) for hit in page.hits),
        _pages_row(page, view, t),
        _order_row(page, view, t),
        _narrow_row(page, view, t),
        [search_button(t), all_button(t)],
    ]
    return Card(without_surplus_bold(join(BLANK_LINE, parts)), rows)


def nothing_card(query: Query, suggestion: Suggestion, t: Texts, address: str) -> Card:
    """Say that nothing was found and which word has no match, with searches that would find something."""
    parts = [_query_line(query.text, t, address)]
    tries: list[InlineKeyboardButton] = []
    if not query.has_words:
        parts.append(rich(t("There is no word in it that could be looked for. Try other words.")))
    elif suggestion.word is None:
        parts.append(rich(t("Nothing has been found. Try fewer words, or other ones.")))
    else:
        word = query.words[suggestion.word]
        shown = query.text[word.start : word.end]
        if suggestion.missing:
            parts.append(rich(t("Nothing has been found: no publication has the word “{word}”.", word=shown)))
        else:
            parts.append(rich(t("Nothing has been found: no publication has all of these words.")))
        if suggestion.replacements:
            parts.append(rich(t("Perhaps you meant: {words}.", words=", ".join(suggestion.replacements))))
            fitting = (other for other in suggestion.replacements if re.match(WORD, other))
            tries = [button(other, TryWord(index=suggestion.word, word=other)) for other in fitting]
        if suggestion.can_drop:
            tries.append(button(t("Without “{word}”", word=shorten(shown, 20)), TryWord(index=suggestion.word)))
    rows = [
        *([each] for each in tries),
        [search_button(t), all_button(t)],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def months_card(query: Query, calendar: Calendar | None, view: FoundMonths, t: Texts, address: str) -> Card:
    """Show a button for each month of the year that has matches, and buttons to the neighbouring years."""
    parts = [_query_line(query.text, t, address), rich(t("Choose a month."))]
    every = [button(t("All months"), ShowFound(order=view.order, topic=view.topic))]
    if calendar is None:
        return Card(join(BLANK_LINE, (parts[0], rich(t("Nothing has been found.")))), [every])
    months = (
        button(
            t.month(calendar.year, month),
            ShowFound(order=view.order, topic=view.topic, month=month_of(calendar.year, month)),
        )
        for month in calendar.months
    )
    years = [
        *(
            [button(f"‹ {calendar.earlier}", view.model_copy(update={"year": calendar.earlier}))]
            if calendar.earlier
            else []
        ),
        *([button(f"{calendar.later} ›", view.model_copy(update={"year": calendar.later}))] if calendar.later else []),
    ]
    return Card(join(BLANK_LINE, parts), [*in_rows(months, MONTHS_IN_ROW - 1), years, every])


def topics_card(query: Query, topics: Sequence[TopicCount], view: FoundTopics, t: Texts, address: str) -> Card:
    """Show a button for each topic of the newest matches."""
    words = t("Choose a topic.") if topics else t("What has been found has no topics.")
    choices = (
        button(
            f"{shorten(each.topic, 30)} · {t.number(each.count)}",
            ShowFound(order=view.order, month=view.month, topic=each.number),
        )
        for each in topics[:MAX_TOPICS]
    )
    every = [button(t("All topics"), ShowFound(order=view.order, month=view.month))]
    return Card(join(BLANK_LINE, (_query_line(query.text, t, address), rich(words))), [*in_rows(choices, 2), every])


def footer(searched: str, t: Texts, address: str) -> RichText:
    """Return the line with the words of the search, which ends an article that was opened from its results."""
    return BLANK_LINE + _query_line(searched, t, address)


def _query_line(text: str, t: Texts, address: str) -> RichText:
    return rich(t("Search") + ": ") + _linked(text, address)


def _linked(text: str, address: str) -> RichText:
    # Not by `link`: its allow-list is for URLs that people typed.
    return RichText(text, (Entity("text_link", 0, units(text), address),) if text else ())


def _head(query: Query, topic: str | None, view: ShowFound, t: Texts, address: str) -> RichText:
    narrowed = [_month(view.month, t)] if view.month else []
    if topic:
        narrowed.append(topic)
    if view.order is Order.BEST:
        narrowed.append(t("best first"))
    line = _query_line(query.text, t, address)
    return join(NEW_LINE, (line, rich(" · ".join(narrowed), Mark.ITALIC))) if narrowed else line


def _month(number: int, t: Texts) -> str:
    year, month = divmod(number, 12)
    return t.month(year, month + 1)


def _lines(page: FoundPage, room: int, t: Texts) -> list[RichText]:
    """Return a line for each hit. If `room` (UTF-16 units) is too small for all snippets, the last hits have none."""
    heads = [_hit_head(hit, page, t) for hit in page.hits]
    room -= sum(head.units + BLANK_LINE.units for head in heads)
    lines = []
    for head, hit in zip(heads, page.hits, strict=True):
        snippet = rich(damaged_text(t), Mark.ITALIC) if hit.article.damaged else hit.snippet
        room -= snippet.units + NEW_LINE.units
        lines.append(join(NEW_LINE, (head, snippet)) if snippet and room >= 0 else head)
    return lines


def _hit_head(hit: Hit, page: FoundPage, t: Texts) -> RichText:
    title = marked(shorten(hit.article.title, TITLE_UNITS), page.query.stems)
    meta = rich(meta_line(hit.article.headline, t), Mark.ITALIC)
    return join(NEW_LINE, (rich(f"{hit.article.number}. ") + title, meta))


def _pages_row(page: FoundPage, view: ShowFound, t: Texts) -> Row:
    here = view.model_copy(update={"way": Way.FROM})
    best = view.order is Order.BEST
    row = []
    if page.newer is not None:
        newer = {"at": page.newer, "way": Way.FROM if best else Way.NEWER}
        row.append(button(t("To the top"), here.model_copy(update={"at": 0})))
        row.append(button(t("Previous") if best else t("Newer"), here.model_copy(update=newer)))
    if page.older is not None:
        row.append(button(t("Next") if best else t("Older"), here.model_copy(update={"at": page.older})))
    return row


def _order_row(page: FoundPage, view: ShowFound, t: Texts) -> Row:
    if view.order is Order.BEST:
        return [button(t("Newest first"), view.model_copy(update={"order": Order.NEWEST, "at": 0, "way": Way.FROM}))]
    if len(page.hits) < 2:
        return []
    return [button(t("Best first"), view.model_copy(update={"order": Order.BEST, "at": 0, "way": Way.FROM}))]


def _narrow_row(page: FoundPage, view: ShowFound, t: Texts) -> Row:
    if not page.hits and not view.month and not view.topic:
        return []
    year = view.month // 12
    return [
        button(t("By month"), FoundMonths(order=view.order, topic=view.topic, year=year)),
        button(t("By topic"), FoundTopics(order=view.order, month=view.month)),
    ]
