"""Makes a found item of the fields that RSS, Atom and JSON feeds have in common.

Which text is the whole article:

- The text of an element that is meant for it (content:encoded, Atom's content, yandex:full-text, `content_html`) is,
  unless it says that it goes on («…», «Читать далее»), or is shorter than the summary, or is the summary again.
- A summary is, if it does not say that it goes on, and has at least 1,000 characters, or three blocks and 500.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from feeds.parsing.endings import is_cut, without_endings
from feeds.parsing.lines import line_of, title_of
from feeds.parsing.markup import Content
from feeds.parsing.media import same_picture
from feeds.parsing.written import Written
from news.limits import HEADLINE_LIMIT, LEAD_LIMIT, TOPIC_LIMIT
from news.richtext import Body, Kind, first_words, plain, without_repeats
from news.sources.found import FoundItem, FoundPicture
from news.visible import has_visible
from news.words import clean, collapse, fold, sentence_ends, shorten

MAX_ITEMS = 500  # of a feed
MAX_GUID_CHARACTERS = 2000
MAX_CATEGORIES = 20
MAX_PICTURES = 50
_LONG_SUMMARY, _SUMMARY_IN_BLOCKS, _BLOCKS = 1000, 500, 3
_AUTHOR_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Raw:
    """The fields of an item as a feed has them; `address` is canonical, times are in UTC.

    `whole` are texts of elements that are meant for the whole article, `base` what their links are relative to.
    """

    title: str
    guid: str
    address: str
    base: str
    whole: tuple[Written, ...]
    summary: Written
    pictures: tuple[FoundPicture, ...]
    published_at: datetime | None
    updated_at: datetime | None
    categories: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class _Text:
    body: Body = ()
    pictures: tuple[FoundPicture, ...] = ()
    is_cut: bool = False
    length: int = 0


def make_item(raw: Raw) -> FoundItem | None:
    """Return the item, or None if it has neither title, nor text, nor link.

    Without a title, the first sentence of the text is one. The lead is "" if the text begins with it.
    """
    summary = _read(raw.summary, raw.base)
    whole = max((_read(text, raw.base) for text in raw.whole), key=lambda text: text.length, default=_Text())
    text = whole if whole.length and whole.length >= summary.length else summary
    title = title_of(raw.title) or _first_sentence(text.body)
    if not has_visible(title):
        if not raw.address:
            return None
        title = shorten(raw.address, HEADLINE_LIMIT)
    return FoundItem(
        title,
        guid=collapse(clean(raw.guid))[:MAX_GUID_CHARACTERS],
        address=raw.address,
        lead=_lead(summary, text),
        body=without_repeats(text.body, title) if text.body else (),
        is_full=_is_full(text, summary),
        pictures=_pictures(raw.pictures, text.pictures or summary.pictures or whole.pictures),
        published_at=raw.published_at,
        updated_at=raw.updated_at,
        categories=_categories(raw.categories),
        author=shorten(line_of(raw.author), _AUTHOR_LIMIT),
    )


def _read(written: Written, base: str) -> _Text:
    if not written.text.strip():
        return _Text()
    content: Content = written.read(base)
    body, shortened = without_endings(content.body)
    return _Text(body, content.pictures, shortened or is_cut(written.text), len(plain(body)))


def _first_sentence(body: Body) -> str:
    words = first_words(body, LEAD_LIMIT)
    sentence = words[: next(sentence_ends(words, 0, len(words)), len(words))]
    return shorten(sentence if sentence.endswith("..") else sentence.removesuffix("."), HEADLINE_LIMIT)


def _is_full(text: _Text, summary: _Text) -> bool:
    if text.is_cut or not text.length:
        return False
    if text is not summary and plain(text.body) != plain(summary.body):
        return True
    blocks = sum(block.kind is not Kind.PICTURE for block in text.body)
    return text.length >= _LONG_SUMMARY or (blocks >= _BLOCKS and text.length >= _SUMMARY_IN_BLOCKS)


def _lead(summary: _Text, text: _Text) -> str:
    lead = shorten(plain(summary.body).replace("\n", " "), LEAD_LIMIT)
    beginning = fold(plain(text.body)[: 2 * len(lead) + 100])
    return "" if beginning.startswith(fold(lead).rstrip("….")) else lead


def _pictures(declared: tuple[FoundPicture, ...], inside: tuple[FoundPicture, ...]) -> tuple[FoundPicture, ...]:
    """Return all pictures, each once: the declared ones first, by the address and caption that the text has of them."""
    known = {same_picture(picture.address): picture for picture in inside}
    found: dict[str, FoundPicture] = {}
    for picture in (*declared, *inside):
        key = same_picture(picture.address)
        here = known.get(key, picture)
        found.setdefault(key, here if here.caption else replace(here, caption=picture.caption))
    return tuple(found.values())[:MAX_PICTURES]


def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    lines = (shorten(line_of(name), TOPIC_LIMIT) for name in names[: 5 * MAX_CATEGORIES])
    found = {fold(line): line for line in reversed(tuple(filter(has_visible, lines)))}
    return tuple(reversed(found.values()))[:MAX_CATEGORIES]
