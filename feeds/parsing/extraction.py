"""Finding the article on a page: trafilatura says which words belong to it, the tree of the page how they look.

trafilatura's own tree lacks captions, credits and embeds. So its words are looked up in the page: the deepest element
that holds nearly all of them is the article's, and inside it those boxes (`div`, `section`, …) are emptied whose own
words are not in the article.
"""

import re
from collections import Counter
from collections.abc import Container
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Document

from feeds.parsing.documents import Element
from feeds.parsing.embeds import EMBEDS
from feeds.parsing.images import IMAGES, is_image_file
from feeds.parsing.meanings import is_caption
from feeds.parsing.tables import data_tables, nearest_above

_WORD = re.compile(r"\w+")
# Runs of so many words are compared: shorter ones stand in menus too.
_RUN = 4
_BOXES = frozenset({"div", "section", "article", "main", "body", "aside", "header", "footer", "nav", "form", "center"})
_ARTICLE_TYPE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting)\Z")
# In larger documents, trafilatura does not compare with readability, which takes quadratic time there.
_MOST_ELEMENTS_COMPARED = 10_000
_MOST = 0.9
_OWN = 0.5
# How far above the article's element its lead may stand.
_LEVELS_TO_LEAD = 3
_NEVER_SHOWN = frozenset({"script", "style", "template", "head", "noscript", "svg", "select", "textarea", "button"})


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the page: of an element, or behind it (`is_tail`), and how many of its words are the article's."""

    element: Element
    is_tail: bool
    words: list[str]
    matched: int = 0

    @property
    def owner(self) -> Element:
        """The element that the text is directly in."""
        return self.element.getparent() if self.is_tail else self.element


def find_article(document: Element, address: str) -> Element | None:
    """Return the element with the article and nothing else, or None. The document is changed."""
    extracted = bare_extraction(
        deepcopy(document), url=address, favor_precision=True, include_comments=False, include_tables=True,
        include_links=True, include_formatting=True, include_images=True,
        fast=sum(1 for _ in document.iter()) > _MOST_ELEMENTS_COMPARED,
    )  # fmt: skip
    if not isinstance(extracted, Document) or extracted.body is None:
        return None
    texts = _compared(_texts(document), _WORD.findall(" ".join(extracted.body.itertext())))
    if not any(text.matched for text in texts):
        return None
    inner = _holder(document, texts)
    outer = next((above for above in inner.iterancestors() if _is_article(above)), inner)
    boxes = _boxes(document)
    own = _own_boxes(texts, boxes)
    _drop_other_pictures(outer, inner, boxes, own)
    for text in texts:
        _empty(text, boxes, own)
    return outer


def _texts(document: Element) -> list[_Text]:
    """Return the texts of a document in their order, without those that are never shown."""
    texts = []
    walk = etree.iterwalk(document, events=("start", "end"))
    for event, element in walk:
        is_tail = event == "end"
        if not is_tail and element.tag in _NEVER_SHOWN:
            walk.skip_subtree()
            continue
        words = _WORD.findall((element.tail if is_tail else element.text) or "")
        if words and not (is_tail and element is document):
            texts.append(_Text(element, is_tail, words))
    return texts


def _compared(texts: list[_Text], wanted: list[str]) -> list[_Text]:
    """Return the texts with the number of their words that stand in a run of words of the article."""
    length = min(_RUN, len(wanted))
    runs = {tuple(wanted[start : start + length]) for start in range(len(wanted) - length + 1)} if wanted else set()
    words = [word for text in texts for word in text.words]
    flags = bytearray(len(words))
    for start in range(len(words) - length + 1):
        if tuple(words[start : start + length]) in runs:
            flags[start : start + length] = b"\1" * length
    compared, done = [], 0
    for text in texts:
        compared.append(replace(text, matched=sum(flags[done : done + len(text.words)])))
        done += len(text.words)
    return compared


def _holder(document: Element, texts: list[_Text]) -> Element:
    """Return the deepest box with nearly all words of the article, or one above that has its lead."""
    weights: Counter[Element] = Counter()
    for text in texts:
        weights[text.owner] += text.matched
    for element in reversed(list(document.iter())):
        if element is not document:
            weights[element.getparent()] += weights[element]
    holder, total = document, weights[document]
    while heavy := [child for child in holder if weights[child] >= _MOST * total]:
        holder = heavy[0]
    above = [element for element in (holder, *holder.iterancestors()) if element.tag in _BOXES or element is document]
    nearest = above[0]
    for box in above[1 : _LEVELS_TO_LEAD + 1]:
        nearest = box if weights[box] > weights[nearest] else nearest
    return nearest


def _is_article(element: Element) -> bool:
    return element.tag == "article" or bool(_ARTICLE_TYPE.search(element.get("itemtype") or ""))


def _boxes(document: Element) -> dict[Element, tuple[Element, bool]]:
    """Return the box that each element is in, and whether a figure is between them."""
    boxes: dict[Element, tuple[Element, bool]] = {}
    tables = data_tables(document)
    for element in document.iter():
        if is_caption(element) and element is not document:
            boxes[element] = (boxes[element.getparent()][0], True)
        elif element.tag in _BOXES or element is document or _is_layout_cell(element, tables):
            boxes[element] = (element, False)
        else:
            box, in_figure = boxes[element.getparent()]
            boxes[element] = (box, in_figure or element.tag == "figure")
    return boxes


def _is_layout_cell(element: Element, tables: Container[Element]) -> bool:
    """Whether an element is a cell that places a part of the page beside others, and not one of a table of data."""
    return element.tag in {"td", "th"} and nearest_above(element, "table") not in tables


def _own_boxes(texts: list[_Text], boxes: dict[Element, tuple[Element, bool]]) -> set[Element]:
    """Return the boxes whose own words are in the article."""
    words: Counter[Element] = Counter()
    matched: Counter[Element] = Counter()
    with_words_of_its_own = set()
    for text in texts:
        box, in_figure = boxes[text.owner]
        if not in_figure:
            words[box] += len(text.words)
            matched[box] += text.matched
        if text.owner.tag != "a":
            with_words_of_its_own.add(box)
    own = {box for box, count in words.items() if matched[box] >= _OWN * count}
    return {box for box in own if box.tag not in {"td", "th"} or box in with_words_of_its_own}  # else it is a menu


def _empty(text: _Text, boxes: dict[Element, tuple[Element, bool]], own: set[Element]) -> None:
    box, in_figure = boxes[text.owner]
    if in_figure or box in own:
        return
    if text.is_tail:
        text.element.tail = " "
    else:
        text.element.text = " "


def _drop_other_pictures(
    outer: Element, inner: Element, boxes: dict[Element, tuple[Element, bool]], own: set[Element]
) -> None:
    """Drop the pictures and embeds around the article, and those that lead to other articles.

    In front of the text, a figure is the article's.
    """
    inside = set(inner.iter(*IMAGES, *EMBEDS))
    seen = False
    for element in list(outer.iter(*IMAGES, *EMBEDS)):
        seen = seen or element in inside
        box, in_figure = boxes[element]
        is_own = element in inside if seen else in_figure
        if not is_own or (box not in own and not in_figure and _leads_away(element)):
            element.tag = "template"  # nothing of it is read; taking it out would move the text behind it


def _leads_away(picture: Element) -> bool:
    link = picture.getparent()
    return link is not None and link.tag == "a" and not is_image_file(link.get("href"))
