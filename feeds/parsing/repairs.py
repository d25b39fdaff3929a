"""Repairs of the XML that feeds get wrong, so that the strict parser reads most of them.

Every search is by `str.find` or a pattern without nested repetition: the cost is linear for any text.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from feeds.parsing.errors import UnreadableError

# A feed's first element stands here, behind a declaration, comments, or the warnings of the program that wrote it.
_HEAD_CHARACTERS = 64 * 1024
_ROOT = re.compile(r"<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)(?=[\s>])", re.IGNORECASE)
_COMMENT_BEGIN, _COMMENT_END = "<!--", "-->"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(r"&(?:#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_NAMES = frozenset(("amp", "apos", "gt", "lt", "quot"))
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def repaired(text: str) -> str:
    """Return the XML of a feed as `sound_xml`, without what stands before it.

    Raises UnreadableError if no element of a feed begins the text.
    """
    return sound_xml(text[_begin(text) :])


def sound_xml(text: str) -> str:
    """Return an XML document without its declaration, control characters and undefined references."""
    text = _ILLEGAL.sub("", _DECLARATION.sub("", text, count=1))
    declares = "<!ENTITY" in text[:_HEAD_CHARACTERS]
    return "".join(part if is_cdata else _with_references(part, declares) for part, is_cdata in _parts(text))


def _begin(text: str) -> int:
    """Return where the declaration or, without one, the first element of a feed begins."""
    head = _without_comments(text[:_HEAD_CHARACTERS])
    root = _ROOT.search(head)
    if root is None or _PAGE.search(head, 0, root.start()):
        raise UnreadableError("not a feed")
    declared = max(head.rfind("<?xml ", 0, root.start()), 0)
    doctype = head.find("<!DOCTYPE", declared, root.start())
    if declared == 0 and not head.startswith("<?xml") and doctype == -1:
        return root.start()
    return declared if head.startswith("<?xml", declared) else doctype


def _without_comments(head: str) -> str:
    """Return the text with its comments blanked, so that every index stays."""
    parts, done = [], 0
    while (begin := head.find(_COMMENT_BEGIN, done)) != -1:
        end = head.find(_COMMENT_END, begin)
        end = len(head) if end == -1 else end + len(_COMMENT_END)
        parts += [head[done:begin], " " * (end - begin)]
        done = end
    return "".join(parts) + head[done:]


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text into CDATA sections, in which no reference means anything, and what is between them."""
    done = 0
    while (begin := text.find(_CDATA, done)) != -1 and (end := text.find(_CDATA_END, begin)) != -1:
        yield text[done:begin], False
        yield text[begin : end + len(_CDATA_END)], True
        done = end + len(_CDATA_END)
    yield text[done:], False


def _with_references(text: str, declares: bool) -> str:
    """Return the text with every `&` as part of a reference that XML defines."""

    def reference(found: re.Match[str]) -> str:
        if found["number"]:
            return _numeric(_ILLEGAL.sub("", unescape(found[0]).replace("\ufffd", "")))
        name = found["name"]
        if name in _XML_NAMES or (name and declares and f"{name};" not in html5):
            return found[0]
        return _numeric(html5.get(f"{name};", "")) or f"&amp;{found[0][1:]}"

    return _AMPERSAND.sub(reference, text)


def _numeric(characters: str) -> str:
    return "".join(f"&#{ord(character)};" for character in characters)
