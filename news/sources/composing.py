"""How an item becomes an article: headline, lead, text and topics, by the rules of its source. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from news.limits import HEADLINE_LIMIT, LEAD_LIMIT, TEXT_LIMIT, TOPIC_LIMIT
from news.richtext import URL_LIMIT_BYTES, Block, Body, Kind, Run, first_words, plain, without_repeats
from news.sources.found import FoundItem, FoundPicture
from news.sources.records import FullText, SourceRules
from news.stems import stems
from news.visible import has_visible
from news.words import collapse, fold, shorten, units

# Topics of one article.
MAX_TOPICS = 5
# A date of another year is a mistake of the feed: the item is taken as one without a date.
YEARS = range(1900, 2200)
_VOWELS = "аеиоуыэюяйь"


@dataclass(frozen=True, slots=True)
class Composed:
    """An item as an article: `text` is the body without the sign-off, `is_full` whether it is known to be the whole."""

    title: str
    lead: str
    text: Body
    body: Body
    address: str | None
    topics: tuple[str, ...]
    pictures: tuple[FoundPicture, ...]
    published_at: datetime | None
    is_full: bool = False


def needs_page(item: FoundItem, rules: SourceRules) -> bool:
    """Whether the text is to be read from the item's page."""
    return bool(item.address) and not item.is_full and rules.full_text is FullText.PAGE


def with_page(item: FoundItem, page: FoundItem) -> FoundItem:
    """Return an item with what its page has more: a longer text, the pictures in it, and what the feed leaves out.

    The shorter text of the feed is the lead then.
    """
    has_more = len(plain(page.body)) > len(plain(item.body))
    return replace(
        item,
        title=item.title or page.title,
        lead=item.lead or (first_words(item.body, LEAD_LIMIT) if has_more else "") or page.lead,
        body=page.body if has_more else item.body,
        is_full=True,
        pictures=(page.pictures if has_more else ()) or item.pictures or page.pictures,
        published_at=item.published_at or page.published_at,
        updated_at=max(filter(None, (item.updated_at, page.updated_at)), default=None),
        categories=item.categories or page.categories,
        author=item.author or page.author,
    )


def compose(item: FoundItem, rules: SourceRules) -> Composed | None:
    """Return an item as an article; None if it has neither a title nor a text.

    A title that is too long is shortened, and stands whole above the text. A text that is too long ends early.
    """
    title = collapse(item.title) if has_visible(item.title) else first_words(item.body, HEADLINE_LIMIT) or item.lead
    if not has_visible(title):
        return None
    headline = shorten(title, HEADLINE_LIMIT)
    text = without_repeats(item.body, title)
    if headline != title:
        text = (Block(Kind.PARAGRAPH, (Run(title),)), *text)
    text = _within(text, TEXT_LIMIT - units(rules.sign_off))
    signed = (*text, Block(Kind.PARAGRAPH, (Run(rules.sign_off),))) if rules.sign_off else text
    return Composed(
        headline,
        _lead(item.lead, title, text),
        text,
        signed,
        item.address if rules.link and 0 < len(item.address.encode()) <= URL_LIMIT_BYTES else None,
        _topics(item.categories, rules),
        item.pictures,
        item.published_at if item.published_at is not None and item.published_at.year in YEARS else None,
        item.is_full,
    )


def held_by(article: Composed, words: Iterable[str]) -> str:
    """Return the first of the words or phrases that headline, lead or text has in any form; "" if none."""
    present = f" {_forms(f'{article.title} {article.lead} {plain(article.text)}')} "
    return next((word for word in words if (form := _forms(word)) and f" {form} " in present), "")


def words_that_hold_nothing(words: Iterable[str]) -> list[str]:
    """Return those of the words that `held_by` never finds, because every text has them."""
    return [word for word in words if not _forms(word)]


def _forms(text: str) -> str:
    """Return the stems of a text without the vowels at their ends: of «лотерея» and «лотереи» the stems differ so."""
    return " ".join(stem.rstrip(_VOWELS) or stem for stem in stems(text))


def _lead(lead: str, title: str, text: Body) -> str:
    """Return the lead, "" if the headline or the beginning of the text says it already."""
    lead = shorten(collapse(lead), LEAD_LIMIT)
    said = fold(lead).rstrip(" .…")
    beginning = fold(plain(text[:3]))
    return "" if not said or said in fold(title) or beginning.startswith(said) else lead


def _topics(categories: Sequence[str], rules: SourceRules) -> tuple[str, ...]:
    """Return the topics of an item: those of the rules, those that its categories lead to, its first category."""
    named = {fold(category) for category in categories}
    led = [topic for category, topic in rules.by_category if fold(category) in named]
    own = list(categories[:1]) if rules.take_categories else []
    topics = {
        fold(topic): topic
        for topic in (*led, *own, *rules.topics)
        if has_visible(topic) and units(topic) <= TOPIC_LIMIT
    }
    return tuple(topics.values())[:MAX_TOPICS]


def _within(body: Body, most: int) -> Body:
    """Return the first blocks that together have at most so many characters; a longer one alone is cut."""
    kept, left = list[Block](), most
    for block in body:
        left -= len(block.text) + 1
        if left < 0:
            return tuple(kept) or (replace(block, runs=(Run(shorten(block.text, most)),)),)
        kept.append(block)
    return tuple(kept)
