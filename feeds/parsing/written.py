"""A text as a feed has it, plain or HTML, made blocks and pictures."""

import re
from dataclasses import dataclass
from html import unescape

from feeds.parsing.lines import without_references
from feeds.parsing.markup import Content, read_fragment
from news.richtext import from_plain
from news.words import clean, collapse

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
_END_TAG = re.compile(r"</[a-zA-Z][a-zA-Z0-9]{0,20}>")
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|img|a|b|strong)\b", re.IGNORECASE)
_BREAKING = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|table|figure|section|article)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# A line that ends so ends a paragraph. Others are lines that an editor or a program broke.
_ENDS_PARAGRAPH = re.compile(r"""[.!?…:;»”"')\]]\Z""")


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a feed. `base` is what its links are relative to, "" for the item's own address."""

    text: str = ""
    base: str = ""
    is_plain: bool = False

    def read(self, base: str) -> Content:
        """Return the blocks and pictures of the text. HTML that was escaped once too often is HTML.

        So is a plain text with end tags: many feeds do not say that they have HTML.
        """
        text = self.text
        is_plain = self.is_plain and not _END_TAG.search(text)
        if not is_plain and not _TAG.search(text) and _ESCAPED_TAG.search(text):
            text = unescape(text)
        if is_plain or not _TAG.search(text):
            text = clean(without_references(text) if is_plain else unescape(text))
            return Content(from_plain("\n".join(_paragraphs(text))), ())
        if not _BREAKING.search(text):
            text = _BLANK_LINE.sub("<p>", text.strip())
        return read_fragment(text, self.base or base)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, with the lines joined that are broken in a sentence."""
    paragraphs = [""]
    for line in (collapse(line) for line in text.split("\n")):
        if not line or _ENDS_PARAGRAPH.search(paragraphs[-1]):
            paragraphs.append(line)
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
    return paragraphs
