"""Reading HTML that an imported text may contain: a small allow-list over the parser of the standard library.

Paragraphs, lists, quotes, bold, italic, links and their like are taken over. Other tags are dropped, some with what is
inside. A text that merely has `<` or `&` in it stays as it is.

The input may be hostile, so the cost must be linear. The parser gets the whole text in one `feed` and is never closed:
in `feed` it stops at the first construct without an end, while `close` would go on behind it, and search the rest again
for each further one. What is left then is text. Nothing is recursive, so depth costs nothing. See docs/decisions/0028.
"""

import re
from collections.abc import Set
from html import unescape
from html.entities import html5
from html.parser import HTMLParser

from news.richtext.texts import Entity, Mark, RichText, clean_rich
from news.words import clean, collapse, units


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENTITIES: dict[str, str] = {
    **dict.fromkeys(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"), Mark.BOLD),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Mark.ITALIC),
    **dict.fromkeys(("u", "ins"), Mark.UNDERLINE),
    **dict.fromkeys(("s", "del", "strike"), Mark.STRIKETHROUGH),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Mark.CODE),
    "tg-spoiler": Mark.SPOILER,
    "blockquote": "blockquote",
    "pre": "pre",
}
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_INLINE = _names("a abbr big font img q small span sub sup wbr") | _ENTITIES.keys()
# Dropped with what is inside them, if they have an end.
_SKIPPED = _names("audio canvas head iframe math noscript object script select style svg template textarea title video")
_ANY_TAG = "|".join(sorted(_BLOCKS | _INLINE | _SKIPPED | {"br", "td", "th"}, key=len, reverse=True))
_BLOCK_TAG = "|".join(sorted(_BLOCKS, key=len, reverse=True))
_END = r"(?:\s[^<>]*)?/?>"
# A text is markup if it begins with a known tag, or has an end tag or a line break. «The tag <b> is bold» is not.
_IS_MARKUP = re.compile(rf"\A\s*<(?:{_ANY_TAG}){_END}|</(?:{_ANY_TAG})\s*>|<(?:br|hr){_END}", re.IGNORECASE)
_HAS_BLOCKS = re.compile(rf"<(?:{_BLOCK_TAG}){_END}", re.IGNORECASE)
_END_TAG = re.compile(r"</([a-zA-Z]+)")
_NAME = re.compile(r"[a-z][a-z0-9:-]*\Z")

# Only references with a semicolon: `AT&T` and `?a=1&copy=2` stay as they are.
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
# Stands for `&` while the parser works, because it would decode references without a semicolon too. No clean text has
# this control character.
_AMPERSAND = "\x1a"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SPACES_IN_LINE = re.compile(r"[ \t\r\f]+")


def read_markup(text: str) -> RichText:
    """Return a clean text (`words.clean`) with its character references decoded and its HTML marks as entities.

    Each block stands on a line of its own, as `from_entities` expects. In a text without block tags, newlines separate
    paragraphs; with them, they are white space.
    """
    if not _IS_MARKUP.search(text):
        return RichText(clean(_decoded(text)))
    skipped = _SKIPPED.intersection(map(str.lower, _END_TAG.findall(text)))
    reader = _Reader(skipped, newlines=_HAS_BLOCKS.search(text) is None)
    try:
        reader.feed(text.replace("&", _AMPERSAND))
    except (AssertionError, ValueError):  # `<![x` is no declaration that the parser knows
        return RichText(clean(_decoded(text)))
    return reader.finish()


def plain_line(text: str) -> str:
    """Return a clean text without its HTML marks, with its character references decoded, on one line."""
    return collapse(read_markup(text).text)


def _decoded(text: str) -> str:
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    return html5.get(f"{name};", reference[0]) if name else unescape(reference[0])


class _Reader(HTMLParser):
    """Collects the text and the entities, without the elements to be `skipped`.

    With `newlines`, a newline in the text ends a paragraph.
    """

    def __init__(self, skipped: Set[str], *, newlines: bool) -> None:
        super().__init__()
        self._to_skip = skipped
        self._spaces = _SPACES_IN_LINE if newlines else _SPACES
        self._pieces: list[str] = []
        self._last = "\n"
        self._length = 0  # in UTF-16 units
        self._entities: list[Entity] = []
        self._open: dict[str, tuple[int, int]] = {}  # by type of entity: where it begins, and how many are nested
        self._link: tuple[int, str] | None = None
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._bullet = ""
        self._skipped = ""
        self._skipped_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if self._skipped:
            self._skipped_depth += tag == self._skipped
        elif not _NAME.match(tag) or any("<" in name for name, _ in attrs):
            self.handle_data(self.get_starttag_text() or "")  # no tag: `x<y, z>w`
        elif tag in self._to_skip:
            self._skipped, self._skipped_depth = tag, 1
        else:
            self._begin(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self._skipped:
            self._skipped_depth -= tag == self._skipped
            self._skipped = self._skipped if self._skipped_depth else ""
            return
        if tag in _ENTITIES:
            self._close(_ENTITIES[tag])
        elif tag == "a":
            self._close_link()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._bullet = ""
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Add text."""
        if self._skipped:
            return
        text = data.replace(_AMPERSAND, "&")
        if "pre" not in self._open:
            text = self._spaces.sub(" ", text)
            text = text.lstrip(" ") if self._last in " \n" else text
        if text:
            self._add(self._bullet + _decoded(text))
            self._bullet = ""

    def unknown_decl(self, data: str) -> None:
        """Add the text of a CDATA section; drop other declarations."""
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def finish(self) -> RichText:
        """Return the text: what the parser could not read to its end is text too, except in a skipped element."""
        if not self.cdata_elem:
            self.handle_data(self.rawdata)
        self._close_link()
        for kind, (start, _) in self._open.items():
            self._entities.append(Entity(kind, start, self._length - start))
        return clean_rich("".join(self._pieces), self._entities)

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag in _ENTITIES:
            start, depth = self._open.get(_ENTITIES[tag], (self._length, 0))
            self._open[_ENTITIES[tag]] = (start, depth + 1)
        elif tag == "a":
            self._close_link()
            self._link = (self._length, _decoded((attributes.get("href") or "").replace(_AMPERSAND, "&")))
        elif tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._bullet = self._next_bullet()
        elif tag == "br":
            self._add("\n")
        elif tag in {"td", "th"} and self._last not in " \n":
            self._add(" ")

    def _next_bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "• "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end_line(self) -> None:
        if self._last != "\n":
            self._add("\n")

    def _add(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        self._length += units(text)
        self._last = text[-1]

    def _close(self, kind: str) -> None:
        """Close an element. Of nested ones with the same meaning, the outermost makes the entity."""
        start, depth = self._open.pop(kind, (0, 0))
        if depth > 1:
            self._open[kind] = (start, depth - 1)
        elif depth:
            self._entities.append(Entity(kind, start, self._length - start))

    def _close_link(self) -> None:
        if self._link is not None:
            start, url = self._link
            self._entities.append(Entity("text_link", start, self._length - start, url))
            self._link = None
