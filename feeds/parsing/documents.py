"""HTML documents as lxml trees, and the questions that all readers of pages ask of an element."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from feeds.parsing.errors import UnreadableError
from news.richtext import allowed
from news.words import clean, collapse

# lxml has no types: an element is `lxml.html.HtmlElement`.
Element = Any

# What a page says to programs, and what it asks of visitors.
WITHOUT_TEXT = frozenset({
    "script", "style", "template", "head", "title", "noscript", "svg", "math", "canvas", "map", "select", "option",
    "button", "textarea", "input", "datalist", "dialog", "object", "applet", "nav", "form",
})  # fmt: skip
_UNSEEN_IN_WORDS = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens and zero-width spaces
# Elements without an end tag that libxml2 does not know as such: it would take what follows for their inside.
_VOID = re.compile(r"<(source|track|wbr|embed)\b([^<>]*)>", re.IGNORECASE)
_MOST_PIECES_OF_LINE = 150
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(html: str) -> Element:
    """Return the root element of a document or fragment, without comments. Raises UnreadableError if it is empty.

    Anything is read: missing and crossing tags are closed as libxml2 does, and a part that is nested deeper than 2,048
    elements is left out.
    """
    # The text is passed as UTF-8, so that a charset in the text itself is not believed again.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    html = _VOID.sub(r"<\1\2></\1>", html)
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError("the document is empty") from error


def base_of(document: Element, address: str) -> str:
    """Return the address that the links of a document are relative to."""
    named = next((element.get("href") for element in document.iter("base") if element.get("href")), "")
    return resolved(named, address) or address


def resolved(address: str | None, base: str) -> str:
    """Return the absolute address of a link, or "" if `richtext.allowed` refuses it."""
    named = (address or "").strip()
    try:
        return (named and allowed(urljoin(base, named))) or ""
    except ValueError:  # "http://[" is no address
        return ""


def words(text: str) -> str:
    """Return a clean text without soft hyphens and zero-width spaces; its white space is kept."""
    return clean(_UNSEEN_IN_WORDS.sub("", text))


def line_of(element: Element) -> str:
    """Return the visible text of a small element on one line: a title, a name, a date; of a large one the beginning.

    So the lines of elements that are nested in each other cost no quadratic time.
    """
    return collapse(words("".join(islice(texts_of(element), _MOST_PIECES_OF_LINE))))


def texts_of(element: Element) -> Iterator[str]:
    """Iterate over the texts inside an element, without those of scripts, forms and hidden elements.

    A space stands between blocks.
    """
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "end":
            yield (inner.tail or "") if inner is not element else ""
        elif inner is not element and (inner.tag in WITHOUT_TEXT or is_hidden(inner)):
            walk.skip_subtree()
        else:
            yield " " if inner.tag in {"br", "p", "div", "li", "td", "tr", "h1", "h2", "h3"} else ""
            yield inner.text or ""


def is_hidden(element: Element) -> bool:
    """Whether the element itself says that it is not shown; the text of a spoiler is shown by a press."""
    get = element.get
    if "spoiler" in (get("class") or ""):
        return False
    return (
        get("hidden") is not None
        or get("aria-hidden") == "true"
        or bool((style := get("style")) and _HIDDEN_STYLE.search(style))
    )


def tokens_of(element: Element) -> list[str]:
    """Return the class names of an element and its id, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
