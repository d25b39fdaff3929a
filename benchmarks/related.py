"""`python -m benchmarks.related PAIRS`: the quality and the cost of related articles, in one table.

PAIRS is JSON Lines: `{"article": {url, title, text}}`, then `{"pair": {first, second, same_story}}` with their urls;
MORE has further articles, one per line. All are imported in their order into an empty database. Then the five related
articles of each `first` of a same-story pair are read once; any of its seconds is a hit. The reciprocal rank is 0 if
none of the five is a hit. The area under the curve compares the similarities of all pairs. For the question whether a
draft tells a published story (`news.stories`), precision and recall are those of the judged pairs.

`--stored N` recombines the sentences until N articles are stored, and measures at each power of ten from 10,000 on.
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
from benchmarks.table import ResultTable
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
from news.similarity import SAME_STORY
from storage import Database, open_storage

SEED = 17
ROUNDS = 20
# At each size: this many articles are imported for the mean, and as many without computing related articles; this many
# are computed one by one for the 99th percentile; and this many are read.
IMPORTED, COMPUTED, READ = 2_000, 500, 500
FIRST_SIZE = 10_000
THRESHOLDS = (0.3, 0.4, 0.45, 0.55, 0.6, 0.7)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_STRINGS = {"article": ("url", "title", "text"), "pair": ("first", "second")}


class BadFileError(Exception):
    """The file is not usable; the message says why."""


@dataclass(frozen=True, slots=True)
class Material:
    """Articles in the format of `import`, and judged pairs of their urls."""

    articles: tuple[dict[str, str], ...]
    pairs: tuple[tuple[str, str, bool], ...]


def read(pairs: Path, more: Path | None) -> Material:
    """Read the files. Raises BadFileError."""
    articles: dict[str, dict[str, str]] = {}
    judged = []
    for place, line in _lines(pairs):
        kind = next((kind for kind in _STRINGS if isinstance(line.get(kind), dict)), None)
        if kind is None:
            raise BadFileError(f"{place}: neither an article nor a pair.")
        fields = _strings(place, line[kind], *_STRINGS[kind])
        if kind == "article":
            articles.setdefault(fields["url"], fields)
        else:
            judged.append((fields["first"], fields["second"], line[kind].get("same_story") is True))
    for place, line in _lines(more) if more else ():
        fields = _strings(place, line, *_STRINGS["article"])
        articles.setdefault(fields["url"], fields)
    if missing := {url for first, second, _ in judged for url in (first, second)} - articles.keys():
        raise BadFileError(
            f"{pairs}: a pair names {min(missing)}, which is not among the articles ({len(missing)} such urls)."
        )
    if not any(same for *_, same in judged):
        raise BadFileError(f"{pairs}: no pair has same_story true, so there is nothing to measure.")
    return Material(tuple(articles.values()), tuple(judged))


def _lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(f"{file} cannot be read: {error}") from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise BadFileError(f"{file}, line {number}: not a JSON object.")
        yield f"{file}, line {number}", found


def _strings(place: str, found: dict[str, Any], *names: str) -> dict[str, str]:
    if absent := [name for name in names if not isinstance(found.get(name), str) or not found[name].strip()]:
        raise BadFileError(f"{place}: {absent[0]} is missing.")
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
        """Import articles; return the CPU milliseconds per article, of this process with its database threads."""
        lines = [json.dumps(article).encode() for article in articles]
        begun = process_time()
        done = await import_lines(BytesIO(b"\n".join(lines)), self._desk, self._rules, _note, lambda _: None)
        spent = process_time() - begun
        self.size += done.stored
        return spent / len(lines) * 1000


async def _relate_nothing(unit: Unit, articles: Iterable[Article], entries: Mapping[int, Entry]) -> None:
    """Replace `relate`, to measure an import without it."""


def _note(number: int, reason: str) -> None:
    """Ignore the notes of the import about changed lines, such as a shortened headline."""


async def judge(store: Store, material: Material, table: ResultTable, engine: Engine) -> None:
    """Read the related articles of each first of a same-story pair, and add the results to the table."""
    milliseconds = await store.take_in(material.articles)
    numbers = await _numbers(store)
    if refused := {url for first, second, _ in material.pairs for url in (first, second)} - numbers.keys():
        raise BadFileError(f"{min(refused)} cannot be imported, so its pairs cannot be judged.")
    seconds = defaultdict(set)
    for first, second, same in material.pairs:
        if same:
            seconds[numbers[first]].add(numbers[second])
    ranks, asked = [], []
    for number, seconds_of in seconds.items():
        near = [headline.number for headline in await store.related.near(number)]
        ranks.append(next((rank for rank, other in enumerate(near, 1) if other in seconds_of), 0))
        asked.append(await _microseconds(store, number))
    async with store.database.reading() as unit:
        entries = await unit.related.entries(list(numbers.values()))
    similarity: dict[bool, list[float]] = {True: [], False: []}
    for first, second, same in material.pairs:
        similarity[same].append(entries[numbers[first]].profile.similarity(entries[numbers[second]].profile))
    add_same_story(similarity[True], similarity[False], table, engine)
    table.add_section(
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
    table.add_row(
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


def add_same_story(same: Sequence[float], others: Sequence[float], table: ResultTable, engine: Engine) -> None:
    """Add how well a similarity from some thresholds on tells a same-story pair; the editors are asked from one."""
    table.add_section(f"The same story, {NAMES[engine]}", "similarity", "found", "right", "precision", "recall")
    for threshold in sorted({SAME_STORY, *THRESHOLDS}):
        right = sum(each >= threshold for each in same)
        found = right + sum(each >= threshold for each in others)
        precision = f"{right / found:.3f}" if found else "–"
        label = "asked from here" if threshold == SAME_STORY else ""
        table.add_row(label, f"{threshold:.2f}", f"{found}", f"{right}", precision, f"{right / len(same):.3f}")


async def _numbers(store: Store) -> dict[str, int]:
    """Return the numbers of the articles by their source url."""
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
    """Return how often a same-story pair is more similar than another pair; a tie counts one half."""
    if not others:
        return "–"
    won = sum((one > other) + (one == other) / 2 for one in same for other in others)
    return f"{won / len(same) / len(others):.3f}"


async def grow(store: Store, material: Material, stored: int, table: ResultTable, engine: Engine) -> None:
    """Store recombined articles, and add the cost at each power of ten to the table."""
    articles = recombined(material)
    table.add_section(
        f"Related, {NAMES[engine]}\nrecombined",
        "articles",
        "ms CPU\n/ article",
        "\nfor related",
        "computed\nms p50",
        "\nms p99",
        "read\nµs p50",
    )
    size = min(FIRST_SIZE, stored)
    while size <= stored:
        while store.size < size - IMPORTED:
            await store.take_in([next(articles) for _ in range(min(5_000, size - IMPORTED - store.size))])
        milliseconds = await store.take_in([next(articles) for _ in range(IMPORTED)])
        reached = f"{store.size:,}"
        times = [await compute_related(store.database, number) for number in _sample(store, COMPUTED)]
        shown = [await _microseconds(store, number) for number in _sample(store, READ)]
        with patch("news.editing.relate", _relate_nothing):
            others = await store.take_in([next(articles) for _ in range(IMPORTED)])
        table.add_row(
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
    """Make articles of the sentences and headlines of all articles; the same ones every time."""
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


async def compute_related(database: Database, number: int) -> float:
    """Compute the related articles of one article, as a visible update does; return the milliseconds before commit."""
    async with database.writing() as unit:
        articles = list((await unit.search.articles([number])).values())
        entries = {each.number: entry for each in articles if (entry := entry_of(each))}
        begun = perf_counter()
        await relate(unit, articles, entries)
        return (perf_counter() - begun) * 1000


async def run(material: Material, engine: Engine, stored: int) -> None:
    """Measure quality, and with `stored` also cost, and print the table."""
    table = ResultTable()
    async with empty_databases(engine, 2) as (judged, grown):
        async with open_storage(judged) as database:
            await judge(Store(database), material, table, engine)
        if stored:
            async with open_storage(grown) as database:
                await grow(Store(database), material, stored, table, engine)
    table.add_note(
        "Each first of a same-story pair is read once; any of its seconds is a hit. MRR is over the five shown."
    )
    table.add_note("CPU time is of this process: storing, indexing for search, and computing related articles.")
    table.print()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks.related", description="Measure related articles.")
    parser.add_argument("pairs", type=Path, help="judged pairs and their articles, JSON Lines")
    parser.add_argument("--more", type=Path, help="further articles, JSON Lines")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite", help="where to store (default: sqlite)")
    parser.add_argument(
        "--stored", type=int, default=0, help="recombine until N articles are stored, and measure at each power of ten"
    )
    given = parser.parse_args(arguments)
    try:
        asyncio.run(run(read(given.pairs, given.more), given.engine, given.stored))
    except (BadFileError, Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
