"""Reading a page that lists the newest articles of a site: the source of a site that has no feed."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from feeds.parsing.canonical import canonical
from feeds.parsing.documents import Element, base_of, line_of, parse, resolved, words
from feeds.parsing.errors import UnreadableError
from feeds.parsing.furniture import is_furniture, is_phrase
from feeds.parsing.images import IMAGES, picture_of
from feeds.parsing.links import host_of
from feeds.parsing.visible_dates import iso_date, visible_date
from news.sources.found import FoundFeed, FoundItem, FoundPicture
from news.words import collapse

LEAST_ARTICLES = 3
MOST_ARTICLES = 200
_LEAST_WORDS, _LEAST_CHARACTERS, _MOST_CHARACTERS = 3, 15, 300
_LEVELS_OF_ITEM = 6
_NO_ARTICLE = re.compile(
    r"/(?:tags?|category|categories|author|authors|user|users|page|search|login|register|about|contacts?|rss|feed|archive"
    r"|comments?|go)(?:/|$)|#|[?&](?:page|cstart|do|replytocom)=",
    re.IGNORECASE,
)
_TO_COMMENTS = re.compile(r"#.*(?:comment|respond|comm)", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OUTSIDE = frozenset({"nav", "footer", "form"})


@dataclass
class _Found:
    """A link to an article: its best title, and the elements of its links."""

    address: str
    title: str
    links: list[Element]


def read_list(html: str, address: str, *, now: datetime | None = None) -> FoundFeed:
    """Return the articles that a list page links to, in its order, each once.

    They are the links to the same site whose text looks like a title, and whose addresses have the most frequent shape.
    Raises UnreadableError if these are fewer than three. `now` is the moment of the visit, for dates as «Вчера, 09:30».
    """
    document = parse(html)
    base = base_of(document, address)
    region = _region(document)
    found = _links(region, base, address)
    if len(found) < LEAST_ARTICLES:
        found = _links(document, base, address)
    articles = _of_best_shape(found)
    if len(articles) < LEAST_ARTICLES:
        raise UnreadableError("the page lists no articles")
    boxes = _boxes(articles)
    items = (_item(article, boxes, base, now) for article in articles[:MOST_ARTICLES])
    parts = urlsplit(address)
    return FoundFeed(_title(document, address), tuple(items), site=f"{parts.scheme}://{parts.netloc}/")


def _region(document: Element) -> Element:
    """Return the part of the page for its content, if it says so."""
    for element in document.iter("div", "main", "section"):
        if element.tag == "main" or element.get("id") in {"dle-content", "content"} or element.get("role") == "main":
            return element
    return document


def _links(region: Element, base: str, address: str) -> list[_Found]:
    found: dict[str, _Found] = {}
    outside: set[Element] = set()
    for element in region.iter():
        parent = element.getparent()
        if element is not region and (parent in outside or element.tag in _OUTSIDE or is_furniture(element)):
            outside.add(element)
        elif element.tag == "a":
            href = element.get("href") or ""
            target = "" if _TO_COMMENTS.search(href) else canonical(resolved(href, base))
            if _may_be_article(target, address):
                entry = found.setdefault(target, _Found(target, "", []))
                entry.links.append(element)
                entry.title = max(entry.title, _title_of(element), key=len)
    return [entry for entry in found.values() if entry.title]


def _may_be_article(target: str, address: str) -> bool:
    if not target or host_of(target) != host_of(address) or target == canonical(address):
        return False
    parts = urlsplit(target)
    return bool(parts.path.strip("/") or parts.query) and not _NO_ARTICLE.search(target)


def _title_of(link: Element) -> str:
    """Return the text of a link if it looks like a title, else that of the heading around it, else ""."""
    heading = next((inner for inner in link.iter(*_HEADINGS)), None)
    if heading is None:
        above = islice(link.iterancestors(), 2)
        heading = next((element for element in above if element.tag in _HEADINGS), None)
    candidates = [line_of(heading)] if heading is not None else []
    candidates += [line_of(link), collapse(words(link.get("title") or ""))]
    return next((text for text in candidates if _is_title(text)), "")


def _is_title(text: str) -> bool:
    long_enough = len(text.split()) >= _LEAST_WORDS or len(text) >= _LEAST_CHARACTERS
    letters = sum(map(str.isalpha, text))
    return long_enough and letters * 2 > len(text) and len(text) <= _MOST_CHARACTERS and not is_phrase(text)


def _of_best_shape(found: list[_Found]) -> list[_Found]:
    weights: Counter[str] = Counter()
    for entry in found:
        weights[_shape(entry.address)] += min(len(entry.title), 80)
    best = max(weights, key=lambda shape: weights[shape], default="")
    return [entry for entry in found if _shape(entry.address) == best]


def _shape(address: str) -> str:
    """Return the form of an address: what its last part is made of, and the names of its parameters."""
    parts = urlsplit(address)
    segments = parts.path.strip("/").split("/")
    name, dot, ending = segments[-1].rpartition(".")
    last = name if dot and len(ending) <= 5 else segments[-1]
    kind = "number" if last.isdecimal() else "numbered" if re.match(r"\d+-", last) else "words"
    kind = "slug" if kind == "words" and len(re.findall(r"[-_]", last)) > 1 else kind
    keys = ",".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
    return f"{kind} {ending if dot and len(ending) <= 5 else ''} {keys}"


def _boxes(articles: list[_Found]) -> dict[Element, str]:
    """Return for each element around the links of one article only the address of this article."""
    boxes: dict[Element, str] = {}
    for article in articles:
        for link in article.links:
            element = link
            for _ in range(_LEVELS_OF_ITEM):
                if element is None:
                    break
                boxes[element] = article.address if boxes.get(element, article.address) == article.address else ""
                element = element.getparent()
    return boxes


def _item(article: _Found, boxes: dict[Element, str], base: str, now: datetime | None) -> FoundItem:
    """Return an article with the picture and the date that stand in its own part of the list."""
    box = link = article.links[0]
    for _ in range(_LEVELS_OF_ITEM - 1):
        above = box.getparent()
        if above is None or boxes.get(above) != article.address:
            break
        box = above
    pictures = (picture for image in box.iter(*IMAGES) if (picture := picture_of(image, base)))
    picture = next(pictures, None) if box is not link or len(link) else None
    dates = [iso_date(element.get("datetime"), now) for element in box.iter("time")]
    shown = next(filter(None, dates), None) or visible_date(line_of(box).replace(article.title, " "), now)
    return FoundItem(
        title=article.title,
        address=article.address,
        pictures=(FoundPicture(picture.address),) if picture else (),
        published_at=shown,
    )


def _title(document: Element, address: str) -> str:
    for meta in document.iter("meta"):
        if meta.get("property") == "og:site_name" and (meta.get("content") or "").strip():
            return collapse(words(meta.get("content")))
    title = next((collapse(words(element.text or "")) for element in document.iter("title")), "")
    return title or host_of(address)
