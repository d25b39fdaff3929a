"""Reading the article of a page."""

from dataclasses import replace
from datetime import datetime

from feeds.parsing.dle import is_dle, read_dle
from feeds.parsing.documents import Element, base_of, parse
from feeds.parsing.errors import UnreadableError
from feeds.parsing.extraction import find_article
from feeds.parsing.markup import Content, pictures_of, read_element
from feeds.parsing.metadata import Metadata, metadata_of
from feeds.parsing.visible_dates import is_date
from news.limits import LEAD_LIMIT
from news.richtext import Block, Body, Kind, plain, without_repeats
from news.sources.found import FoundItem, FoundPicture
from news.words import fold, shorten

# A description that begins like the text is its beginning, and not a lead of its own.
_COMPARED_CHARACTERS = 60
# Where more of the text is linked, the page is a list of other pages.
_MOST_LINKED = 0.6


def read_page(html: str, address: str, *, now: datetime | None = None) -> FoundItem:
    """Return the article of a page; raises UnreadableError if it has none.

    `now` is the moment of the visit, for dates as «Вчера, 09:30»; without it they are not read. `is_full` is False if
    the page itself says that the text is for subscribers. Nothing is loaded.
    """
    document = parse(html)
    described = metadata_of(document, address, now)
    base = base_of(document, address)
    content = None
    if is_dle(document):
        found = read_dle(document, base, described, now)
        if found:
            content, described = found
    content = content or _extracted(document, base, address)
    return _item(described, content)


def _extracted(document: Element, base: str, address: str) -> Content:
    article = find_article(document, address)
    if article is None:
        raise UnreadableError("no article was found")
    content = read_element(article, base)
    if not _has_text(content.body):
        raise UnreadableError("the page has no text of its own")
    return content


def _item(described: Metadata, content: Content) -> FoundItem:
    title = described.title
    body = _without_date(without_repeats(content.body, title))
    body = tuple(_without_title(block, title) for block in body)
    pictures = pictures_of(body)
    if not pictures and described.cover:
        pictures = (FoundPicture(described.cover),)
    if not title:
        raise UnreadableError("the page has no title")
    return FoundItem(
        title=title,
        address=described.address,
        lead=_lead(described.lead, title, body),
        body=body,
        is_full=described.is_free,
        pictures=pictures,
        published_at=described.published_at,
        updated_at=described.updated_at,
        categories=described.categories,
        author=described.author,
    )


def _without_date(body: Body) -> Body:
    """Return the body without the lines above its text that are a date and nothing else."""
    start = 0
    while start < len(body) - 1 and body[start].kind is Kind.PARAGRAPH and is_date(body[start].text):
        start += 1
    return body[start:]


def _without_title(block: Block, title: str) -> Block:
    """Return a picture without a caption that only repeats the title."""
    repeats = block.kind is Kind.PICTURE and fold(block.text) == fold(title)
    return replace(block, runs=()) if repeats else block


def _has_text(body: Body) -> bool:
    runs = [run for block in body if block.kind is not Kind.PICTURE for run in block.runs]
    linked = sum(len(run.text) for run in runs if run.url)
    total = sum(len(run.text) for run in runs)
    return total > 0 and linked <= _MOST_LINKED * total


def _lead(lead: str, title: str, body: Body) -> str:
    start = fold(lead).rstrip(" .…")[:_COMPARED_CHARACTERS]
    if not start or start in fold(title) or start in fold(plain(body)):
        return ""
    return shorten(lead, LEAD_LIMIT)
