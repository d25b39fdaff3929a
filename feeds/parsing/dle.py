"""Pages of DataLife Engine, the most common engine of Russian news sites: known by name, because its markup is known.

Templates differ, but the engine itself writes `<div id="news-id-123">` around the full text, the speedbar (the path of
categories to the title), and its own classes for quotes, spoilers, code and pictures.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from feeds.parsing.documents import Element, line_of, tokens_of
from feeds.parsing.markup import Content, read_element
from feeds.parsing.metadata import Metadata
from feeds.parsing.shown_times import date_around
from feeds.parsing.visible_dates import visible_date
from news.words import collapse, fold

_TEXT_ID = re.compile(r"news-id-(\d{1,12})")
_TEXT_CLASSES = re.compile(r"full-?_?text|full-?_?story|fullstory|full-news-content|story|story-text|news-text|ftext")
_SPEEDBARS = frozenset({"dle-speedbar", "speedbar", "speed-bar"})
_SPOILER_TITLES = frozenset({"показать", "скрыть", "показать / скрыть текст", "показать/скрыть", "спойлер"})
_EDIT = re.compile(r"editdate|edit-date|edited")
_UPDATED = re.compile(r"(?:обновлен[оа]?|отредактировал\w*|updated)\b", re.IGNORECASE)
_MOST_IN_MARK = 200
_MOST_NESTED = 5
_LEVELS_OF_STORY = 4


def is_dle(document: Element) -> bool:
    """Whether the page is made by DataLife Engine."""
    if any("datalife engine" in (meta.get("content") or "").lower() for meta in document.iter("meta")):
        return True
    if any(_TEXT_ID.fullmatch(id_) or id_ == "dle-content" for id_ in _ids(document)):
        return True
    return any("dle_root" in (script.text or "") for script in document.iter("script"))


def read_dle(
    document: Element, base: str, described: Metadata, now: datetime | None
) -> tuple[Content, Metadata] | None:
    """Return the text of a full story, and what the page says of it; None for a page without one. Changes the page."""
    text = _text_of(document, described.address)
    if text is None:
        return None
    speedbar = _speedbar(document)
    updated = _take_update(text, now) or described.updated_at
    _drop_spoiler_titles(text)
    title = described.title
    if not any(line_of(heading) for heading in document.iter("h1")) and len(speedbar) > 1:
        title = speedbar[-1]
    shown = described.published_at or date_around(text, now, _LEVELS_OF_STORY)
    categories = described.categories or tuple(entry for entry in speedbar[1:-1] if fold(entry) != fold(title))[-1:]
    content = read_element(text, base)
    described = replace(
        described, title=title, published_at=shown, updated_at=updated, categories=categories or _category(document)
    )
    return (content, described) if content.body else None


def _ids(document: Element) -> Iterator[str]:
    return (
        element.get("id") for element in document.iter("div", "article", "section", "span", "td") if element.get("id")
    )


def _text_of(document: Element, address: str) -> Element | None:
    """Return the element with the full text: by the engine's id, else by the classes of its templates."""
    named = {
        found[1]: element
        for element in document.iter("div", "article", "section", "span", "td")
        if (found := _TEXT_ID.fullmatch(element.get("id") or ""))
    }
    if len(named) == 1:
        return next(iter(named.values()))
    if named:  # short stories too: the address has the number of the full one
        number = re.search(r"/(\d{1,12})-[^/]*\Z", address)
        return named.get(number[1]) if number else None
    content = next((element for element in document.iter("div") if element.get("id") == "dle-content"), None)
    within = content if content is not None else document
    classed: list[Element] = [
        element
        for element in within.iter("div", "article", "section")
        if any(_TEXT_CLASSES.fullmatch(name) for name in tokens_of(element))
    ]
    return max(classed, key=_depth) if 0 < len(classed) <= _MOST_NESTED and _is_one_story(classed) else None


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_one_story(elements: list[Element]) -> bool:
    """Whether elements with the classes of a text are nested in one another, and not side by side as in a list."""
    deepest = max(elements, key=_depth)
    around = {deepest, *deepest.iterancestors()}
    return all(element in around for element in elements)


def _speedbar(document: Element) -> list[str]:
    """Return the entries of the speedbar: the site, the categories, the title."""
    for element in document.iter("div", "span", "nav", "ul", "p"):
        if _SPEEDBARS & set(tokens_of(element)):
            text = collapse("".join(element.itertext()))
            return [entry for part in re.split(r"\s*[»›→]\s*|\s+/\s+", text) if (entry := part.strip())]
    return []


def _category(document: Element) -> tuple[str, ...]:
    for element in document.iter("span", "div", "li", "p", "a"):
        if any(name in {"category", "story-category", "cat", "argcat", "story-cat"} for name in tokens_of(element)):
            link = element if element.tag == "a" else next(element.iter("a"), None)
            line = line_of(link) if link is not None else ""
            if line:
                return (line,)
    return ()


def _take_update(text: Element, now: datetime | None) -> datetime | None:
    """Return the date of a mark that the text was changed, and drop the mark."""
    updated = None
    for element in list(text.iter("div", "p", "span", "i", "b", "em")):
        beginning = "".join(islice(element.itertext(), 3)).strip()
        is_mark = any(_EDIT.fullmatch(name) for name in tokens_of(element)) or _UPDATED.match(beginning)
        if is_mark and element is not text and len(words := line_of(element)) <= _MOST_IN_MARK:
            date = visible_date(words, now)
            if date:
                updated = date
                element.tag = "template"
    return updated


def _drop_spoiler_titles(text: Element) -> None:
    for element in list(text.iter("div")):
        if "title_spoiler" in tokens_of(element) and fold(line_of(element)) in _SPOILER_TITLES:
            element.tag = "template"
