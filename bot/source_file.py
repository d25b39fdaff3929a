"""The file of sources (SOURCES_FILE): sources and their rules for those who keep their configuration in files.

TOML, one table `[[source]]` for each. A bad table is named in the log, and the others count. A source that is taken out
of the file is paused.
"""

import asyncio
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.source_jobs import told
from news.errors import Refusal, StorageError
from news.newsroom import Newsroom
from news.sources.records import FullText, FutureItems, Publishing, SameStory, SourceRules

logger = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
# A source that could not be found at first is tried again.
RETRY_SECONDS = 600.0
_CHOICES = {"publish": Publishing, "same_story": SameStory, "future": FutureItems, "full_text": FullText}
_LISTS = ("topics", "hold_words")
_SWITCHES = ("take_categories", "link", "paused")
_KEYS = {"address", "name", "sign_off", "categories", *_CHOICES, *_LISTS, *_SWITCHES}


class BadSourceError(ValueError):
    """A table that says no source. The message says why."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A source as a file says it."""

    address: str
    name: str
    rules: SourceRules
    paused: bool


class SourceFile:
    """Keeps the sources of a newspaper as a file says, whenever that changes."""

    def __init__(self, path: Path, news: Newsroom) -> None:
        self._path = path
        self._news = news

    async def run(self) -> None:
        """Follow the file until cancelled."""
        followed, waited = None, 0.0
        while True:
            stamp = await asyncio.to_thread(_stamp, self._path)
            if stamp != followed or waited >= RETRY_SECONDS:
                followed, waited = stamp, -RETRY_SECONDS * await self._follow()
            await asyncio.sleep(LOOK_SECONDS)
            waited += LOOK_SECONDS

    async def _follow(self) -> bool:
        """Take the file over; return whether every source of it was found."""
        try:
            content = await asyncio.to_thread(self._path.read_bytes)
            sources, bad = parse_sources(content)
        except (OSError, BadSourceError) as error:
            logger.warning("SOURCES_FILE %s is not followed: %s", self._path, error)
            return False
        for problem in bad:
            logger.warning("SOURCES_FILE %s: %s; it is left out", self._path, problem)
        return await self._install(sources)

    async def _install(self, sources: list[FileSource]) -> bool:
        found, missing = set[int](), 0
        try:
            for source in sources:
                try:
                    stored, _ = await self._news.source_trials.install(
                        source.address, name=source.name, rules=source.rules, by_file=True, active=not source.paused
                    )
                    found.add(stored.id)
                except Refusal as refusal:
                    missing += 1
                    logger.warning("SOURCES_FILE %s: %s was not added: %s", self._path, source.address, told(refusal))
            if not missing:
                await self._news.source_trials.release(found)
        except StorageError as error:
            logger.warning("SOURCES_FILE %s is followed later, the database does not serve: %s", self._path, error)
            return False
        return not missing


def parse_sources(content: bytes) -> tuple[list[FileSource], list[str]]:
    """Return the sources of a file, and a sentence about each table that is none. Raises BadSourceError."""
    try:
        parsed = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSourceError(f"it is not TOML in UTF-8 ({error})") from None
    tables = parsed.get("source", [])
    if not isinstance(tables, list) or parsed.keys() - {"source"}:
        raise BadSourceError("it has something else than tables [[source]]")
    sources, bad = list[FileSource](), list[str]()
    for number, table in enumerate(tables, start=1):
        try:
            sources.append(_source(table))
        except BadSourceError as error:
            bad.append(f"source {number}: {error}")
    return sources, bad


def _source(table: Any) -> FileSource:
    if not isinstance(table, dict):
        raise BadSourceError("it is no table [[source]]")
    if unknown := sorted(table.keys() - _KEYS):
        raise BadSourceError(f"there is no {unknown[0]}; known are {', '.join(sorted(_KEYS))}")
    _check_types(table)
    categories = table.get("categories", {})
    rules = SourceRules(
        topics=tuple(table.get("topics", ())),
        by_category=tuple(categories.items()),
        take_categories=table.get("take_categories", False),
        hold_words=tuple(table.get("hold_words", ())),
        sign_off=table.get("sign_off", ""),
        link=table.get("link", True),
        publishing=_choice(table, "publish", Publishing.AT_ONCE),
        same_story=_choice(table, "same_story", SameStory.HOLD),
        future=_choice(table, "future", FutureItems.WAIT),
        full_text=_choice(table, "full_text", FullText.PAGE),
    )
    return FileSource(table["address"], table.get("name", ""), rules, table.get("paused", False))


def _check_types(table: Mapping[str, Any]) -> None:
    if not isinstance(table.get("address"), str):
        raise BadSourceError("its address is missing")
    for name, value in table.items():
        if name in _LISTS:
            fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
        elif name in _SWITCHES:
            fits = isinstance(value, bool)
        elif name == "categories":
            fits = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        else:
            fits = isinstance(value, str)
        if not fits:
            raise BadSourceError(f"{name} has a value of the wrong kind")


def _choice(table: Mapping[str, Any], name: str, default: Any) -> Any:
    kind = _CHOICES[name]
    try:
        return kind(table.get(name, default))
    except ValueError:
        raise BadSourceError(f"{name} is one of {', '.join(each.value for each in kind)}") from None


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
