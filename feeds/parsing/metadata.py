"""Reads the metadata of a page: title, lead, dates, author, categories, cover, canonical address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from feeds.parsing.canonical import canonical
from feeds.parsing.documents import Element, base_of, line_of, resolved, words
from feeds.parsing.images import is_logo
from feeds.parsing.linked_data import article_data, strings
from feeds.parsing.links import host_of
from feeds.parsing.shown_times import shown_times
from feeds.parsing.titles import title_of
from feeds.parsing.visible_dates import iso_date, visible_date
from news.words import collapse

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "pubdate",
    "publishdate",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod")
_MOST_CATEGORIES = 5
_MOST_IN_NAME = 100


@dataclass
class Metadata:
    """The metadata of a page; texts are clean and on one line, addresses absolute, "" is unknown."""

    title: str
    lead: str
    address: str
    cover: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    is_free: bool = True


def metadata_of(document: Element, address: str, now: datetime | None) -> Metadata:
    """Return what a page says of its article."""
    metas = _metas(document)
    data = article_data(document)
    base = base_of(document, address)
    headings = tuple(filter(None, map(line_of, document.iter("h1"))))
    described = _first(metas, "og:title", "twitter:title") or _line(strings(data.get("headline")))
    tab = _line([element.text or "" for element in document.iter("title")])
    site = (_first(metas, "og:site_name", "application-name"), *_publisher(data), host_of(address))
    times = shown_times(document, now)
    published = _dates(metas, _PUBLISHED, data, "datePublished", now) or times[0]
    updated = _dates(metas, _MODIFIED, data, "dateModified", now) or times[1]
    return Metadata(
        title=title_of(headings, described, tab, site),
        lead=_first(metas, "og:description", "description", "twitter:description")
        or _line(strings(data.get("description"))),
        address=_canonical(document, base, address),
        cover=_cover(metas, data, base),
        author=_author(document, metas, data),
        categories=_categories(metas, data),
        published_at=published,
        updated_at=updated if updated and (not published or updated > published) else None,
        is_free=data.get("isAccessibleForFree") not in (False, "False", "false"),
    )


def _metas(document: Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in document.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = collapse(words(unescape(meta.get("content") or "")))  # many sites escape twice
        if name and content:
            metas.setdefault(name, []).append(content)
    return metas


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _line(texts: list[str]) -> str:
    return next((line for text in texts if (line := collapse(words(text)))), "")


def _publisher(data: dict[str, Any]) -> list[str]:
    return strings(data.get("publisher"))


def _dates(
    metas: dict[str, list[str]], names: tuple[str, ...], data: dict[str, Any], key: str, now: datetime | None
) -> datetime | None:
    candidates = [*strings(data.get(key)), *(value for name in names for value in metas.get(name, ()))]
    return next((date for text in candidates if (date := iso_date(text, now) or visible_date(text, now))), None)


def _canonical(document: Element, base: str, address: str) -> str:
    """Return what the page calls its address, if it is on the same host and not just the front page."""
    for link in document.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            named = resolved(link.get("href"), base)
            if named and host_of(named) == host_of(address) and urlsplit(named).path.strip("/"):
                return canonical(named)
    return canonical(address)


def _cover(metas: dict[str, list[str]], data: dict[str, Any], base: str) -> str:
    named = [*metas.get("og:image", ()), *metas.get("og:image:url", ()), *strings(data.get("image"))]
    covers = (resolved(address, base) for address in (*named, *metas.get("twitter:image", ())))
    return next((address for address in covers if address and not is_logo(address)), "")


def _author(document: Element, metas: dict[str, list[str]], data: dict[str, Any]) -> str:
    names = strings(data.get("author")) or metas.get("author") or list(_shown_authors(document))
    people = [line for name in names if (line := collapse(words(name))) and "://" not in line]
    return ", ".join(dict.fromkeys(name for name in people if len(name) <= _MOST_IN_NAME))


def _shown_authors(document: Element) -> Iterator[str]:
    for element in document.iter("a", "span", "div", "p"):
        if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
            yield line_of(element)
            return


def _categories(metas: dict[str, list[str]], data: dict[str, Any]) -> tuple[str, ...]:
    named = [*metas.get("article:section", ()), *strings(data.get("articleSection"))]
    lines = (collapse(words(name)) for name in named)
    return tuple(dict.fromkeys(line for line in lines if line and len(line) <= _MOST_IN_NAME))[:_MOST_CATEGORIES]
