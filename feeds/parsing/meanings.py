"""Maps the tags, classes and styles of HTML to marks, and to the frames in which text stands."""

import re

from feeds.parsing.assembling import Frame
from feeds.parsing.documents import Element, tokens_of
from news.richtext import Mark

_MARKS = {
    **dict.fromkeys(("b", "strong"), Mark.BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Mark.ITALIC),
    **dict.fromkeys(("u", "ins"), Mark.UNDERLINE),
    **dict.fromkeys(("s", "del", "strike"), Mark.STRIKETHROUGH),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Mark.CODE),
}
FRAMES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Frame.HEADING),
    "blockquote": Frame.QUOTE,
    "pre": Frame.PRE,
    "figcaption": Frame.CAPTION,
}
BORDERS = frozenset({
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "footer", "header", "hr", "html", "main", "noscript", "p", "section", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul", "ol",
})  # fmt: skip
_CAPTION_CLASS = re.compile(
    r"wp-caption-text|caption|(?:image|img|photo|picture|media|foto)[-_]{1,2}(?:caption|credits?)"
)
_CREDIT_CLASS = re.compile(r"credits?|copyright|(?:image|photo|media)[-_]{1,2}(?:author|credits?|copyright|source)")
_QUOTE_CLASS = re.compile(r"quote|blockquote|pullquote|text_quote")
_DIGITS = {"sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


def text_of(element: Element) -> str | None:
    """Return the text at the beginning of an element, with the digits of `sup` and `sub` raised and lowered."""
    text: str | None = element.text
    if element.tag in _DIGITS and text and text.strip().isdecimal():
        return text.strip().translate(_DIGITS[element.tag])
    return text


def marks_of(element: Element) -> set[Mark]:
    """Return the marks that an element gives to the words inside it."""
    marks = {_MARKS[element.tag]} if element.tag in _MARKS else set()
    style = element.get("style") if element.tag == "span" else None
    if style and _BOLD_STYLE.search(style):
        marks.add(Mark.BOLD)
    if style and _ITALIC_STYLE.search(style):
        marks.add(Mark.ITALIC)
    return marks


def is_caption(element: Element) -> bool:
    """Whether an element is a caption, by its tag or class."""
    return element.tag == "figcaption" or any(_CAPTION_CLASS.fullmatch(name) for name in tokens_of(element))


def frame_of(element: Element, *, in_figure: bool) -> Frame | None:
    """Return the frame that an element opens. In a figure, a credit is a caption too."""
    if element.tag in FRAMES:
        return FRAMES[element.tag]
    names = tokens_of(element)
    if any(_CAPTION_CLASS.fullmatch(name) or (in_figure and _CREDIT_CLASS.fullmatch(name)) for name in names):
        return Frame.CAPTION
    if element.tag in {"div", "p"} and any(_QUOTE_CLASS.fullmatch(name) for name in names):
        return Frame.QUOTE
    return Frame.PRE if element.tag == "div" and "scriptcode" in names else None
