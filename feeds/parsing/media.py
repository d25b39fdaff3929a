"""The pictures that an item declares beside its text: enclosures, Media RSS, and `<image>`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from feeds.parsing.canonical import resolved_address
from news.sources.found import FoundPicture
from news.words import clean, collapse

MAX_DECLARED = 20
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp)\Z", re.IGNORECASE)
# What tells the sizes of one picture apart: `-150x150`, `_thumb`, and numbers that are folders (`/460/`).
_SIZE = re.compile(
    r"[-_](?:\d{2,4}x\d{2,4}|scaled|thumb|small|large|medium)(?=\.)|/(?:w|h)?\d{2,4}(?=/)", re.IGNORECASE
)
Declared = tuple[str, int]  # the address, and the width in pixels or 0


def declared_pictures(entry: Mapping[str, Any], base: str) -> tuple[FoundPicture, ...]:
    """Return the declared pictures, each in its largest size. Thumbnails count only if there is nothing else.

    The caption is the credit, if the item names one. The cover of a podcast (`itunes:image`) is no picture of an item.
    """
    declared = [*_enclosures(entry), *_media(entry), *_image(entry)] or list(_thumbnails(entry))
    largest: dict[str, Declared] = {}
    for link, width in declared[:MAX_DECLARED]:
        if address := resolved_address(link, base):
            known = largest.get(same_picture(address))
            if known is None or width > known[1]:
                largest[same_picture(address)] = address, width
    caption = _credit(entry)
    return tuple(FoundPicture(address, caption) for address, _ in largest.values())


def same_picture(address: str) -> str:
    """Return what the addresses of one picture in several sizes have in common."""
    return _SIZE.sub("", address.partition("?")[0]).partition("://")[2]


def _enclosures(entry: Mapping[str, Any]) -> Iterator[Declared]:
    for link in entry.get("links", ()):
        if link.get("rel") == "enclosure" and _is_picture(link, link.get("href")):
            yield str(link["href"]), 0


def _media(entry: Mapping[str, Any]) -> Iterator[Declared]:
    for content in entry.get("media_content", ()):
        if _is_picture(content, content.get("url")):
            yield str(content["url"]), _width(content)


def _thumbnails(entry: Mapping[str, Any]) -> Iterator[Declared]:
    for thumbnail in entry.get("media_thumbnail", ()):
        if isinstance(url := thumbnail.get("url"), str):
            yield url, _width(thumbnail)


def _image(entry: Mapping[str, Any]) -> Iterator[Declared]:
    """Yield the address in `<image><url>…`, which feedparser has as the item's `href`."""
    if (url := dict.get(entry, "href")) and isinstance(url, str):  # type: ignore[call-overload]
        yield url, 0


def _is_picture(declared: Mapping[str, Any], url: object) -> bool:
    if not isinstance(url, str):
        return False
    kind = str(declared.get("type") or "")
    if kind in {"", "application/octet-stream"}:
        return declared.get("medium") == "image" or _FILE.search(url.partition("?")[0]) is not None
    return kind.startswith("image/")


def _width(declared: Mapping[str, Any]) -> int:
    width = str(declared.get("width") or "")
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0


def _credit(entry: Mapping[str, Any]) -> str:
    credits = (credit.get("content") for credit in entry.get("media_credit", ()))
    return next((collapse(clean(text)) for text in credits if isinstance(text, str) and text.strip()), "")
