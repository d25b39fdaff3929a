"""The JSON-LD of a page: what it says of its article to search engines (https://schema.org/NewsArticle)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from feeds.parsing.documents import Element

_ARTICLES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review)\Z")
# Entries of a live blog, comments and their like have types and dates of their own: only the outer levels are read.
_DEPTH = 3
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")


def article_data(document: Element) -> dict[str, Any]:
    """Return the first object of an article, or {}. Its values may be of any type."""
    for script in document.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            for data in _objects(_loaded(script.text), _DEPTH):
                if any(_ARTICLES.match(name) for name in strings(data.get("@type"))):
                    return data
    return {}


def strings(value: object) -> list[str]:
    """Return the texts of a value: of a text, of a list of them, and the names of people and organisations."""
    match value:
        case str():
            return [value] if value.strip() else []
        case list():
            return [text for item in value[:20] if not isinstance(item, list) for text in strings(item)]
        case {"name": name} if not isinstance(name, dict):
            return strings(name)
        case {"url": str(url)}:
            return [url]
    return []


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and depth:
        for item in value:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        if depth:
            for name in _CONTAINERS:
                yield from _objects(value.get(name), depth - 1)


def _loaded(text: str) -> object:
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip(" \n\t;")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
