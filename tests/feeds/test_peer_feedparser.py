"""feedparser's own test feeds, read by us and by feedparser: the same titles, links, dates, ids and texts.

The feeds come from the source distribution of the installed version; they are never part of this project. Compared is
plain text without white space, and of links the canonical form. The floors are what was measured; the decision page
«Feeds» lists the files that differ and why.
"""

import re
import subprocess
import sys
import tarfile
import warnings
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
import pytest

from feeds.parsing.canonical import canonical
from feeds.parsing.errors import UnreadableError
from feeds.parsing.feeds import read_feed
from news.richtext import Kind
from news.sources.found import FoundItem

ADDRESS = "http://127.0.0.1/feed"
# Files with entries, and for each field how many entries must be equal.
LEAST_FILES = 1190
FLOORS = {"entries": 1176, "title": 191, "link": 90, "id": 50, "date": 30, "text": 302}

pytestmark = pytest.mark.slow


@dataclass
class Comparison:
    """The numbers of equal and of all compared values by field, and the files that differ."""

    files: int = 0
    equal: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[str, str, object, object]] = field(default_factory=list)

    def note(self, name: str, file: str, ours: object, theirs: object) -> None:
        """Count a value."""
        self.equal[name] += ours == theirs
        if ours != theirs:
            self.differing.append((name, file, ours, theirs))


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of feedparser's tests."""
    folder = tmp_path_factory.mktemp("feedparser")
    requirement = f"feedparser=={version('feedparser')}"
    command = (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--no-binary",
        ":all:",
        "-d",
        str(folder),
        requirement,
    )
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    archives = list(folder.glob("*.tar.gz"))
    if not archives:
        pytest.skip(f"the source of {requirement} cannot be had: {result.stderr.strip()[-300:]}")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("*/tests"))


def test_our_items_are_those_of_feedparser(feeds: Path) -> None:
    result = Comparison()
    for path in sorted(feeds.rglob("*.xml")):
        compare(path.read_bytes(), path.relative_to(feeds).as_posix(), result)
    different = "\n".join(
        f"{name} {file}: {ours!r:.80} | {theirs!r:.80}" for name, file, ours, theirs in result.differing
    )
    assert result.files >= LEAST_FILES
    assert {name: result.equal[name] for name in FLOORS if result.equal[name] < FLOORS[name]} == {}, different


def compare(content: bytes, name: str, result: Comparison) -> None:
    """Count what is equal in one file, if feedparser finds entries in it."""
    headers = headers_of(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of feedparser's own code
        theirs = feedparser.parse(content, response_headers=headers)
    if not theirs["entries"]:
        return
    result.files += 1
    base = headers.get("content-location") or ADDRESS
    charset = re.search(r"charset=\"?([\w-]+)", headers.get("content-type", ""))
    try:
        items = read_feed(content, base, charset[1] if charset else "").items
    except UnreadableError as error:
        result.note("entries", name, str(error), "")
        return
    entries = [entry for entry in theirs["entries"] if has_something(entry)]
    result.note("entries", name, len(items), len(entries))
    for item, entry in zip(items, entries, strict=False):
        for value, ours, other in values(item, entry, base):
            result.note(value, name, ours, other)


def headers_of(content: bytes) -> dict[str, str]:
    """Return the headers with which a test file says that it is answered."""
    found = re.findall(rb"^Header:\s*([\w-]+):\s*(.+?)\s*$", content[:2000], re.MULTILINE)
    return {name.decode().lower(): value.decode("latin-1") for name, value in found}


def has_something(entry: Any) -> bool:
    """Whether an entry has what an item of ours must have: a title, a text, or a link."""
    return bool(plain(entry.get("title", "")) or dict.get(entry, "link") or any(map(plain, texts(entry))))


def values(item: FoundItem, entry: Any, base: str) -> Iterator[tuple[str, object, object]]:
    """Yield our value and feedparser's of each field that feedparser has."""
    if entry.get("title"):
        yield "title", without_spaces(item.title), plain(entry["title"])
    if link := dict.get(entry, "link"):
        yield "link", item.address, canonical(link, base)
    if entry.get("id"):
        yield "id", item.guid, entry["id"]
    if any(dict.get(entry, name) for name in ("published", "created", "updated")):
        times = (dict.get(entry, f"{name}_parsed") for name in ("published", "created", "updated"))
        time = next(filter(None, times), None)
        ours = item.published_at and item.published_at.replace(microsecond=0)
        yield "date", ours, time and datetime.fromtimestamp(timegm(time), UTC)
    if text := max(map(plain, texts(entry)), key=len):
        words = "".join(block.text for block in item.body if block.kind is not Kind.PICTURE)
        yield "text", without_spaces(words), text


def texts(entry: Any) -> list[str]:
    """Return all texts of an entry, as HTML."""
    return [*(content["value"] for content in entry.get("content", [])), entry.get("summary", "")]


def plain(html: str) -> str:
    """Return the text of HTML, without white space."""
    return without_spaces(lxml.html.fromstring(f"<div>{html}</div>").text_content()) if html.strip() else ""


def without_spaces(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())
