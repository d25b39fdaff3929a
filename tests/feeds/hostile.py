"""Hostile feeds, pages, lists, pictures and OPML files: they cost a parser time or memory, or make it read a file."""

import gzip
import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

MIB = 1024 * 1024
# Of each body; the fetcher takes no more.
MOST = 2 * MIB - 4096
Bodies = dict[str, tuple[bytes, str]]  # by name: the body, and its Content-Encoding


def feed(item: str = "", head: str = "", before: str = "") -> bytes:
    """Return an RSS feed with one item."""
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>T</title>{head}<item><title>t</title><link>http://a.test/1</link>{item}</item></channel></rss>"
    ).encode("utf-8", "surrogatepass")


def page(body: str, head: str = "") -> bytes:
    """Return an HTML page."""
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


def filled(piece: str, most: int = MOST - 4096) -> str:
    """Return a piece as often as it fits into a body."""
    return piece * (most // len(piece.encode("utf-8", "surrogatepass")))


def laughs(depth: int = 12) -> str:
    """Return the declarations of a billion laughs, and more."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>'


def feeds() -> Bodies:
    """Return hostile feeds."""
    described = "<description>{}</description>".format
    encoded = "<content:encoded><![CDATA[{}]]></content:encoded>".format
    inside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    parameter = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>'
    entities = "".join(f'<!ENTITY e{n} "x">' for n in range(60_000))
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>t</title>{}</entry></feed>'.format
    version = '"version": "https://jsonfeed.org/version/1.1"'
    texts: dict[str, bytes] = {
        "author without end": feed(f"<author>{'a' * 60_000}</author>"),
        "author of dots": feed(f"<author>{'a.' * 30_000}@</author>"),
        "author of mail": feed(f"<author>{'a@a.' * 15_000}</author>"),
        "date of spaces": feed(f"<pubDate>{' ' * 500_000}x</pubDate>"),
        "date of digits": feed(f"<pubDate>{'0' * MIB}</pubDate>"),
        "date of words": feed(f"<pubDate>{filled('Tue, ')}</pubDate>"),
        "dates of signs": feed(f"<pubDate>{filled('+-:. ')}</pubDate>"),
        "doctype of spaces": feed(before=f"<!DOCTYPE rss {' ' * MIB}[") + b">",
        "doctypes": feed(before=filled("<!DOCTYPE \n")),
        "entities declared": feed(before=f"<!DOCTYPE rss [{entities}]>"),
        "entities without end": feed(before="<!DOCTYPE rss [" + filled("<!ENTITY \n")),
        "laughs": feed(described("&l11;"), before=laughs()),
        "long entity": feed(described("&x;" * 100_000), before=f'<!DOCTYPE rss [<!ENTITY x "{"x" * 100_000}">]>'),
        "file": feed(described("&x;"), before=inside),
        "file of a parameter": feed(before=parameter),
        "nested tags": feed("<x>" * 50_000 + "</x>" * 50_000),
        "nested tags without end": feed("<x>" * 50_000),
        "nested markup": feed(encoded("<div>" * 50_000 + "x" + "</div>" * 50_000)),
        "nested quotes": feed(encoded("<blockquote>" * 50_000 + "x")),
        "nested xhtml": atom(f'<content type="xhtml"><div>{"<b>" * 50_000}</div></content>').encode(),
        "attributes": feed("<x " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>"),
        "attributes in markup": feed(encoded("<p " + " ".join(f'a{n}="1"' for n in range(20_000)) + ">x")),
        "names of spaces": feed("".join(f'<x{n} xmlns:x{n}="http://x/{n}"/>' for n in range(30_000))),
        "bases": feed("".join(f'<x xml:base="{"a/" * 20}{n}">' for n in range(20_000))),
        "less": feed(filled("<")),
        "less, escaped": feed(described(filled("&lt;"))),
        "ampersands": feed(described(filled("&"))),
        "ampersands in markup": feed(encoded(filled("&"))),
        "tags without end": feed(filled("<a")),
        "tags without end in markup": feed(encoded(filled("<a"))),
        "attributes without end": feed(filled('<a b="')),
        "quotes in tags": feed("<a " + filled("\"'") + ">"),
        "end tags": feed(filled("</x>")),
        "sections without end": feed(filled("<![CDATA[")),
        "comments without end": feed(filled("<!--")),
        "comments before": feed(before=filled("<!-- ")),
        "declarations": feed(filled("<![")),
        "instructions": feed(filled("<?x ")),
        "NUL": feed(described(filled("\0"))),
        "half characters": feed(described(filled("\ud800\udc00\udfff"))),
        "UTF-16 without a mark": feed(described(filled("я", MIB // 2))).decode().encode("utf-16-le"),
        "UTF-16 and half a character": feed().decode().encode("utf-16-le")[:-1],
        "UTF-7": feed(described(filled("+ADw-", MIB))),
        "references": feed(described(filled("&nbsp;&#1234;"))),
        "references to nothing": feed(described(filled("&#99999999;&#xFFFFFFFF;"))),
        "marks": feed(described("a" + filled("\u0301\u0316", MIB))),
        "marks in a title": feed(head=f"<title>{filled(chr(0x0316) + chr(0x0301), MIB)}</title>"),
        "directions": feed(described(filled("\u202e\u2066"))),
        "data": feed(encoded(f'<img src="data:image/png;base64,{filled("A")}">')),
        "link": feed(f"<link>http://a.test/{filled('a')}</link>"),
        "parameters of a link": feed(f"<link>http://a.test/?{filled('utm_a=1&amp;')}</link>"),
        "title": feed(head=f"<title>{filled('a ')}</title>"),
        "read more": feed(described(filled("читать "))),
        "post appeared": feed(described(filled("the post appeared "))),
        "items": feed("</item><item>".join(f"<title>{n}</title>" for n in range(50_000))),
        "categories": feed(filled("<category>x</category>")),
        "enclosures": feed(filled('<enclosure url="http://a.test/1.jpg" type="image/jpeg"/>')),
        "contents": feed(filled("<content:encoded>x</content:encoded>")),
        "style": feed(encoded(f'<p style="{filled("a:url(")}">x')),
        "base64": atom(f'<content mode="base64" type="application/x">{filled("QUJD")}</content>').encode(),
        "nested arrays": b'{"items":' + b"[" * 100_000,
        "nested items": f'{{{version}, "items": [{{"id": {"[" * 100_000}'.encode(),
        "huge number": f'{{{version}, "items": [{{"id": {"9" * MIB}, "title": "t"}}]}}'.encode(),
        "huge exponent": f'{{{version}, "items": [{{"id": 1e999999999, "title": "t"}}]}}'.encode(),
        "items of JSON": f'{{{version}, "items": [{filled("{},", MIB)}{{}}]}}'.encode(),
        "text of JSON": f'{{{version}, "items": [{{"content_html": "{filled("<p")}"}}]}}'.encode(),
    }  # fmt: skip
    return {name: (body[:MOST], "") for name, body in texts.items()}


def pages() -> Bodies:
    """Return hostile pages."""
    nested = ("table><tr><td", "div", "span", "ul><li", "b><i", "a href=x", "blockquote", "font", "em", "p", "section")
    names = {f"nested {tag}": page(filled(f"<{tag}>")) for tag in nested}
    more = {f"nested and closed {tag}": page(f"<{tag}>" * 50_000 + "x" + f"</{tag}>" * 50_000) for tag in ("div", "b")}
    linked = '<script type="application/ld+json">{}</script>'.format
    others: dict[str, bytes] = {
        "cells": page(f"<table><tr>{filled('<td>x')}</table>"),
        "breaks": page(filled("x<br>")),
        "text without spaces": page(f"<p>{filled('a')}</p>"),
        "sizes of a picture": page(f'<p>x</p><img srcset="{filled("http://a.test/a 1w, ")}">'),
        "linked data, nested": page("<p>x</p>", linked("[" * 500_000)),
        "linked data, long": page("<p>x</p>", linked('{"articleBody": "' + filled("a") + '"}')),
        "linked data, often": page("<p>x</p>", filled(linked('{"@type": "NewsArticle"}'))),
        "metadata": page("<p>x</p>", filled('<meta property="article:section" content="x">')),
        "script without end": page(filled("<script>")),
        "comment without end": page(filled("<!--")),
        "declarations in a page": page(filled("<![")),
        "less in a page": page(filled("<")),
        "ampersands in a page": page(filled("&")),
        "quotes in a tag": page("<p " + filled("'\"") + ">"),
        "dates": page(f"<p>{filled('18 января ')}</p>"),
        "times": page(filled("<time datetime='2022-01-18T'>1</time>")),
        "options": page(f"<form><select>{filled('<option>x')}</select></form>"),
        "plaintext": page("<plaintext>" + filled("<p>")),
        "attributes of a page": page("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</p>"),
        "classes": page(f'<p class="{filled("share ")}">x</p>'),
        "DataLife Engine": page(filled('<div id="news-id-1">'), '<meta name="generator" content="DataLife Engine">'),
        "marks in a page": page("<p>a" + filled("\u0301\u0316", MIB) + "</p>"),
        "paragraphs": page(filled("<p>Слово за словом идёт предложение.</p>")),
        "halves": page(filled("\x00\x01\x02")),
    }
    return {name: (body[:MOST], "") for name, body in (names | more | others).items()}


def lists() -> Bodies:
    """Return hostile list pages."""
    bodies = {
        "links": page("".join(f'<a href="/news/{n}.html">Заголовок новости номер {n}</a>' for n in range(20_000))),
        "links of one address": page(filled('<a href="/news/1.html">Длинный заголовок одной новости</a>')),
        "long links": page("".join(f'<a href="/{"a" * 90_000}{n}">Заголовок новости номер {n}</a>' for n in range(20))),
        "nested links": page(filled('<div><a href="/news/1">x')),
        "feeds": page("", filled('<link rel="alternate" type="application/rss+xml" href="/x">')),
    }
    return {name: (body[:MOST], "") for name, body in bodies.items()}


def packed() -> Bodies:
    """Return bodies that unpack to much more, or to nothing."""
    bomb = gzip.compress(b" " * (400 * MIB), 1)
    return {
        "bomb": (bomb, "gzip"),
        "bomb in a bomb": (gzip.compress(bomb), "gzip"),
        "bomb packed twice": (gzip.compress(bomb), "gzip, gzip"),
        "bomb without a header": (gzip.compress(b"<rss>" + b" " * (50 * MIB)), ""),
        "deflate": (zlib.compress(b"\0" * (50 * MIB)), "deflate"),
        "broken off": (gzip.compress(feed() * 1000)[:-200], "gzip"),
        "not packed": (feed(), "gzip"),
        "packed as nobody does": (feed(), "br"),
        "packed often": (feed(), "gzip, " * 50 + "gzip"),
        "members": (gzip.compress(b"") * 90_000, "gzip"),
        "empty": (b"", "gzip"),
    }


def pictures() -> Bodies:
    """Return hostile pictures."""
    png, jpeg, webp = (_picture(name) for name in ("PNG", "JPEG", "WEBP"))
    bodies = {
        "PNG of many pixels": _png(60_000, 60_000, zlib.compress(b"\0" * 10 * MIB)),
        "PNG below the limit": _png(7000, 7000, zlib.compress(b"\0" * (7000 * 7000 * 3 + 7000))),
        "PNG of one line": _png(2_000_000, 1, zlib.compress(b"\0" * 6_000_001)),
        "PNG of texts": _png(200, 200, b"", *[(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 4 * MIB))] * 40),
        "PNG broken off": png[: len(png) // 2],
        "PNG of chunks": _png(200, 200, b"", *[(b"abCD", b"")] * 100_000),
        "JPEG broken off": jpeg[: len(jpeg) // 2],
        "JPEG of many pixels": jpeg.replace(struct.pack(">HH", 300, 400), struct.pack(">HH", 65_500, 65_500)),
        "WEBP broken off": webp[: len(webp) // 2],
        "GIF of frames": _gif(3000),
        "BMP of no bytes": b"BM" + struct.pack("<IHHIIiiHH6I", 54, 0, 0, 54, 40, 65_000, 65_000, 1, 24, *[0] * 6),
        "TIFF that bites its tail": b"II*\0" + struct.pack("<IHHHIII", 8, 1, 256, 3, 1, 9, 8),
        "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" width="9999999" height="9999999"/>',
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 999999 999999\n",
        "no picture": b"\0" * MIB,
    }  # fmt: skip
    return {name: (body, "") for name, body in bodies.items()}


def outlines() -> Bodies:
    """Return hostile OPML files."""
    nested = '<outline text="x">'
    inside = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    bodies = {
        "nested outlines": f'<opml version="2.0"><body>{nested * 50_000}</body></opml>',
        "outlines": "<opml>" + filled('<outline xmlUrl="http://a.test/1"/>') + "</opml>",
        "outlines that laugh": f'{laughs()}<opml><outline text="&l11;" xmlUrl="http://a.test/"/></opml>',
        "outlines of a file": f'{inside}<opml><outline text="&x;" xmlUrl="http://a.test/"/></opml>',
        "attributes of an outline": "<opml><outline " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/></opml>",
        "no outlines": filled("<"),
    }  # fmt: skip
    return {name: (body.encode()[:MOST], "") for name, body in bodies.items()}


FAMILIES: dict[str, Callable[[], Bodies]] = {
    "feeds": feeds,
    "pages": pages,
    "lists": lists,
    "packed": packed,
    "pictures": pictures,
    "outlines": outlines,
}


def _picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((400, 300), 50).convert("RGB").save(written, kind)
    return written.getvalue()


def _gif(count: int) -> bytes:
    written = io.BytesIO()
    first, *others = (Image.new("L", (200, 200), n % 250) for n in range(count))
    first.save(written, "GIF", save_all=True, append_images=others)
    return written.getvalue()


def _png(width: int, height: int, pixels: bytes, *others: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), *others, (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
