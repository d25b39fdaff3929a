"""`python -m benchmarks.related PAIRS`: how well and at what cost what belongs together is found, in one table.

PAIRS is JSON Lines: `{"article": {url, title, text}}`, then `{"pair": {first, second, same_story}}` with their urls;
MORE has further articles, one a line. All are imported, in their order, into a fresh database; then each `first` of a
same-story pair is asked once for its five, and any of its seconds is a hit. Reciprocal rank is 0 where
none of the five is. The area under the curve compares the likeness of all pairs.

`--stored N` recombines the sentences until N articles are stored, and measures again at each power of ten from 10,000.
"""

import argparse
import asyncio
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from benchmarks.databases import ENGINES, NAMES, Engine, Unavailable, empty_databases
from benchmarks.table import Sheet
from bot.clock import SystemClock
from bot.importing import import_lines
from news.editing import EditingDesk
from news.importing import ImportRules, RisingTimestamps
from news.indexing import entry_of
from news.model import Article
from news.ports import Unit
from news.ports.search import Entry
from news.related import RelatedDesk
from news.relating import relate
from storage import Database, open_storage

SEED = 17
ROUNDS = 20
# At each size: so many are imported for the mean, and as many without looking for what belongs to them; so many are
# worked out one by one for the 99th percentile, and shown.
IMPORTED, WORKED_OUT, SHOWN = 2_000, 500, 500
FIRST_SIZE = 10_000
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_STRINGS = {"article": ("url", "title", "text"), "pair": ("first", "second")}


class BadFile(Exception):
    """The file cannot be measured with; the message says what is the matter with it."""


@dataclass(frozen=True, slots=True)
class Material:
    """Articles as `import` takes them, and judged pairs of their urls."""

    articles: tuple[dict[str, str], ...]
    pairs: tuple[tuple[str, str, bool], ...]


def read(pairs: Path, more: Path | None) -> Material:
    """Read the files. Raises BadFile."""
    articles: dict[str, dict[str, str]] = {}
    judged = []
    for place, line in _lines(pairs):
        kind = next((kind for kind in _STRINGS if isinstance(line.get(kind), dict)), None)
        if kind is None:
            raise BadFile(f"{place}: neither an article nor a pair.")
        fields = _strings(place, line[kind], *_STRINGS[kind])
        if kind == "article":
            articles.setdefault(fields["url"], fields)
        else:
            judged.append((fields["first"], fields["second"], line[kind].get("same_story") is True))
    for place, line in _lines(more) if more else ():
        fields = _strings(place, line, *_STRINGS["article"])
        articles.setdefault(fields["url"], fields)
    if missing := {url for first, second, _ in judged for url in (first, second)} - articles.keys():
        raise BadFile(f"{pairs}: a pair names {min(missing)}, which is not among the articles ({len(missing)} so).")
    if not any(same for *_, same in judged):
        raise BadFile(f"{pairs}: no pair tells the same story, so there is nothing to ask.")
    return Material(tuple(articles.values()), tuple(judged))


def _lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} cannot be read: {error}") from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise BadFile(f"{file}, line {number}: not a JSON object.")
        yield f"{file}, line {number}", found


def _strings(place: str, found: dict[str, Any], *names: str) -> dict[str, str]:
    if absent := [name for name in names if not isinstance(found.get(name), str) or not found[name].strip()]:
        raise BadFile(f"{place}: {absent[0]} is missing.")
    return {name: found[name] for name in names}


class Store:
    """A database that articles are imported into, as `vestnik import --publish --no-push` does."""

    def __init__(self, database: Database) -> None:
        self._clock = SystemClock()
        self._rules = ImportRules(True, False, ZoneInfo("Europe/Moscow"), self._clock, RisingTimestamps(self._clock))
        self._desk = EditingDesk(database, self._clock)
        self.database = database
        self.related = RelatedDesk(database, self._clock)
        self.size = 0

    async def take_in(self, articles: Iterable[dict[str, str]]) -> float:
        """Import articles; return the milliseconds of CPU for each, this process's with its database threads."""
        lines = [json.dumps(article).encode() for article in articles]
        begun = process_time()
        done = await import_lines(BytesIO(b"\n".join(lines)), self._desk, self._rules, _note, lambda _: None)
        spent = process_time() - begun
        self.size += done.stored
        return spent / len(lines) * 1000


async def _relate_nothing(unit: Unit, articles: Iterable[Article], entries: Mapping[int, Entry]) -> None:
    """Stand in for `relate`, to see what is left without it."""


def _note(number: int, reason: str) -> None:
    """Pass over what was changed in a line; a headline may have been shortened."""


async def judge(store: Store, material: Material, sheet: Sheet, engine: Engine) -> None:
    """Ask each first of a same-story pair, and write what came of it on the sheet."""
    milliseconds = await store.take_in(material.articles)
    numbers = await _numbers(store)
    if refused := {url for first, second, _ in material.pairs for url in (first, second)} - numbers.keys():
        raise BadFile(f"{min(refused)} cannot be imported, so its pairs cannot be judged.")
    seconds = defaultdict(set)
    for first, second, same in material.pairs:
        if same:
            seconds[numbers[first]].add(numbers[second])
    ranks, asked = [], []
    for number, wanted in seconds.items():
        near = [headline.number for headline in await store.related.near(number)]
        ranks.append(next((rank for rank, other in enumerate(near, 1) if other in wanted), 0))
        asked.append(await _microseconds(store, number))
    async with store.database.reading() as unit:
        places = await unit.related.entries(list(numbers.values()))
    similarity: dict[bool, list[float]] = {True: [], False: []}
    for first, second, same in material.pairs:
        similarity[same].append(places[numbers[first]].profile.similarity(places[numbers[second]].profile))
    sheet.head(
        f"Related, {NAMES[engine]}",
        "articles",
        "questions",
        "hit@1",
        "hit@5",
        "MRR",
        "AUC",
        "ms CPU\n/ article",
        "µs\n/ question",
    )
    sheet.row(
        "same-story pairs",
        f"{store.size:,}",
        f"{len(ranks):,}",
        f"{mean([rank == 1 for rank in ranks]):.3f}",
        f"{mean([rank > 0 for rank in ranks]):.3f}",
        f"{mean([1 / rank if rank else 0 for rank in ranks]):.3f}",
        _area(similarity[True], similarity[False]),
        f"{milliseconds:.2f}",
        f"{median(asked):.0f}",
    )


async def _numbers(store: Store) -> dict[str, int]:
    """Return the articles' numbers by their source's url."""
    async with store.database.reading() as unit:
        articles = await unit.search.articles(range(1, store.size + 1))
    return {article.source_url or "": number for number, article in articles.items()}


async def _microseconds(store: Store, number: int) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        await store.related.near(number)
        times.append(perf_counter() - begun)
    return median(times) * 1e6


def _area(same: Sequence[float], others: Sequence[float]) -> str:
    """Return how often a pair of the same story is more alike than another pair, a tie counting half."""
    if not others:
        return "–"
    won = sum((one > other) + (one == other) / 2 for one in same for other in others)
    return f"{won / len(same) / len(others):.3f}"


async def grow(store: Store, material: Material, stored: int, sheet: Sheet, engine: Engine) -> None:
    """Store recombined articles, and write what the work takes at each power of ten on the sheet."""
    articles = recombined(material)
    sheet.head(
        f"Related, {NAMES[engine]}\nrecombined",
        "articles",
        "ms CPU\n/ article",
        "\nfor related",
        "worked out\nms p50",
        "\nms p99",
        "shown\nµs p50",
    )
    size = min(FIRST_SIZE, stored)
    while size <= stored:
        while store.size < size - IMPORTED:
            await store.take_in([next(articles) for _ in range(min(5_000, size - IMPORTED - store.size))])
        milliseconds = await store.take_in([next(articles) for _ in range(IMPORTED)])
        reached = f"{store.size:,}"
        times = [await work_out(store.database, number) for number in _sample(store, WORKED_OUT)]
        shown = [await _microseconds(store, number) for number in _sample(store, SHOWN)]
        with patch("news.editing.relate", _relate_nothing):
            others = await store.take_in([next(articles) for _ in range(IMPORTED)])
        sheet.row(
            "",
            reached,
            f"{milliseconds:.2f}",
            f"{milliseconds - others:.2f}",
            f"{median(times):.1f}",
            f"{quantiles(times, n=100)[98]:.1f}",
            f"{median(shown):.0f}",
        )
        size = size * 10 if size * 10 <= stored or size == stored else stored


def recombined(material: Material) -> Iterator[dict[str, str]]:
    """Make articles of the sentences of all, and headlines of all; the same ones every time."""
    choose = random.Random(SEED)
    titles = [article["title"] for article in material.articles]
    sentences = [each for article in material.articles for each in _SENTENCE_END.split(article["text"]) if each]
    number = 0
    while True:
        number += 1
        text = " ".join(choose.choices(sentences, k=choose.randint(4, 12)))
        yield {"url": f"https://news.example/{number}", "title": choose.choice(titles), "text": text}


def _sample(store: Store, count: int) -> list[int]:
    return random.Random(SEED).choices(range(1, store.size + 1), k=count)


async def work_out(database: Database, number: int) -> float:
    """Work out one article anew, as a visible update does, and return the milliseconds before the commit."""
    async with database.writing() as unit:
        articles = list((await unit.search.articles([number])).values())
        entries = {each.number: entry for each in articles if (entry := entry_of(each))}
        begun = perf_counter()
        await relate(unit, articles, entries)
        return (perf_counter() - begun) * 1000


async def run(material: Material, engine: Engine, stored: int) -> None:
    """Measure, and print the table."""
    sheet = Sheet()
    async with empty_databases(engine, 2) as (judged, grown):
        async with open_storage(judged) as database:
            await judge(Store(database), material, sheet, engine)
        if stored:
            async with open_storage(grown) as database:
                await grow(Store(database), material, stored, sheet, engine)
    sheet.note(
        "Each first of a same-story pair is asked once; any of its seconds is a hit. MRR is over the five shown."
    )
    sheet.note("CPU is this process's: storing, indexing for search, and working out what belongs together.")
    sheet.print()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks.related", description="Measure what belongs together.")
    parser.add_argument("pairs", type=Path, help="judged pairs and their articles, JSON Lines")
    parser.add_argument("--more", type=Path, help="further articles, JSON Lines")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite", help="where to store (default: sqlite)")
    parser.add_argument("--stored", type=int, default=0, help="recombine until so many are stored, and measure there")
    given = parser.parse_args(arguments)
    try:
        asyncio.run(run(read(given.pairs, given.more), given.engine, given.stored))
    except (BadFile, Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
