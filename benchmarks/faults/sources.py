"""Kill the bot while it reads a site that changes, breaks and moves: each item is one article, pushed once.

The site has three feeds on two hosts, one of them with hundreds of items. While its editor publishes, corrects, moves
and drops items, and the site fails in several ways, processes are killed at random moments. At the end the newspaper's
articles must be what the site shows.
"""

import asyncio
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.databases import NAMES, Engine, empty_databases
from benchmarks.faults.databases import FIRST_CHAT, rows, subscribe, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, open_receiver
from benchmarks.faults.site_editor import SECTIONS, SiteEditor, is_whole
from bot.clock import SystemClock
from bot.timings import Timings
from news.sources.found import SourceKind
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.sources.timing import Rhythm, VisitRules
from storage import Database, open_storage
from tests.support.processes import BotProcess, ProcessFactory
from tests.support.site import NewsSite, open_site

TITLE = "Killed while a site is read that changes, breaks and moves"
TIMEOUT_SECONDS = 240.0
# A start takes half a second; a process runs a moment longer.
STARTUP_SECONDS, RUN_SECONDS = 0.6, 6.0
HOSTS = ("127.0.0.1", "127.0.0.2")
_SECOND = timedelta(seconds=1)
RULES = VisitRules(
    Rhythm(_SECOND, _SECOND, 2 * _SECOND, first_rest=_SECOND, longest_rest=2 * _SECOND),
    pages=200,
    work=timedelta(seconds=4),
    lease=timedelta(seconds=12),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A large feed of so many `items`, `kills` of each engine's processes, and a pause before each of at most `run`."""

    items: int
    kills: int
    run: float = RUN_SECONDS
    subscribers: int = 10
    seed: int = 5
    rules: VisitRules = RULES


FULL = Plan(300, 50)
QUICK = Plan(30, 5)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Read the site by two processes on PostgreSQL, then by one on SQLite."""
    found = list[Measurement]()
    for engine, count in (("postgres", 2), ("sqlite", 1)):
        found += await measure_on(engine, processes, plan, count)  # type: ignore[arg-type]
    return found


async def measure_on(engine: Engine, processes: ProcessFactory, plan: Plan, count: int) -> list[Measurement]:
    """Read the site by so many processes, with kills, until the newspaper has all that it shows."""
    rng = random.Random(plan.seed)
    site = NewsSite(*SECTIONS)
    async with (
        empty_databases(engine, 1) as (url,),
        open_receiver() as receiver,
        open_storage(url) as database,
        open_site(site, HOSTS),
        temporary_folder() as folder,
    ):
        await subscribe(database, range(FIRST_CHAT, FIRST_CHAT + plan.subscribers))
        editor = SiteEditor(site, database, rng, plan.items)
        await _add_sources(database, site)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("any"),
            "SOURCE_ALLOW": ",".join(f"{host}:{site.port}" for host in HOSTS),
            "PUSH_INTERVAL": "1",
            "LOG_LEVEL": "WARNING",
        }
        fleet = _Fleet(processes, settings, Timings(visits=plan.rules), folder)
        for _ in range(count):
            await fleet.start()
        async with asyncio.TaskGroup() as group:
            editing = group.create_task(editor.edit())
            for _ in range(plan.kills):
                await asyncio.sleep(STARTUP_SECONDS + rng.random() * plan.run)
                await fleet.replace_one(rng)
            editor.stop()
            await editing
        with suppress(TimeoutError):  # the table below counts the messages that did not arrive
            await until(lambda: _is_done(database, editor), TIMEOUT_SECONDS, 0.5)
        codes = [(await process.stop())[0] for process in fleet.alive]
        assert not any(codes), (codes, fleet.alive[0].output())
        how = f"{NAMES[engine]}, {plan.kills} × kill -9"
        return [*await _of_articles(database, editor, how), *await _of_pushes(database, editor, receiver, plan, how)]


class _Fleet:
    """The running processes, all with the same settings."""

    def __init__(self, processes: ProcessFactory, settings: dict[str, str], timings: Timings, folder: Path) -> None:
        self._processes, self._settings, self._timings, self._folder = processes, settings, timings, folder
        self._started = 0
        self.alive: list[BotProcess] = []

    async def start(self) -> None:
        """Start one more."""
        self._started += 1
        log = self._folder / f"log-{self._started}"
        self.alive.append(await self._processes.start(self._settings, self._timings, log))

    async def replace_one(self, rng: random.Random) -> None:
        """Kill one of them, and start another."""
        await self.alive.pop(rng.randrange(len(self.alive))).kill()
        await self.start()


async def _add_sources(database: Database, site: NewsSite) -> None:
    now = SystemClock().now()
    for section, host in SECTIONS.items():
        source = Source(
            0, site.address(section, host), SourceKind.FEED, section, SourceState.ACTIVE, SourceRules(),
            Visits(now, _SECOND),
        )  # fmt: skip
        async with database.writing() as unit:
            await unit.sources.add(source)


async def _is_done(database: Database, editor: SiteEditor) -> bool:
    """Whether the newspaper has what the site shows, and everything is sent."""
    if any([not await is_whole(database, item) for item in editor.site.items]):
        return False
    (waiting,) = (await rows(database, "SELECT COUNT(*) FROM articles WHERE to_push = 1 OR to_correct = 1"))[0]
    (open_editions,) = (await rows(database, "SELECT COUNT(*) FROM editions WHERE finished = 0"))[0]
    return not open_editions and not waiting


async def _of_articles(database: Database, editor: SiteEditor, how: str) -> list[Measurement]:
    """Compare the newspaper's articles with the site's items."""
    titles = await rows(database, "SELECT number, title, updated_at, status FROM articles")
    copies = Counter(number_of(title) for _, title, _, _ in titles)
    updated = {number_of(title) for _, title, updated_at, _ in titles if updated_at is not None}
    wrong = [item.number for item in editor.items.values() if not await is_whole(database, item)]
    site = editor.site
    return [
        Measurement(f"{how}: items of {len(editor.items):,} without an article", len(editor.items.keys() - copies), 0),
        Measurement(f"{how}: items with several articles", sum(count > 1 for count in copies.values()), 0),
        Measurement(f"{how}: articles that are not published", sum(each[3] != "published" for each in titles), 0),
        Measurement(f"{how}: articles with another title or text", len(wrong), 0),
        Measurement(f"{how}: corrected items without «обновлено»", len(editor.corrected - updated), 0),
        Measurement(f"{how}: «обновлено» without a changed sentence", len(updated - editor.corrected), 0),
        Measurement(f"{how}: visits of a host that another visit was at", site.overlaps, 0),
        Measurement(f"{how}: corrections", len(editor.corrected)),
        Measurement(f"{how}: answers to visits", sum(site.answers[kind] for kind in site.answers if kind[0] == "feed")),
        Measurement(f"{how}: of them 304", site.answers["feed", 304]),
    ]


async def _of_pushes(
    database: Database, editor: SiteEditor, receiver: Receiver, plan: Plan, how: str
) -> list[Measurement]:
    """Compare what arrived with what was to be pushed."""
    stored = await rows(
        database, "SELECT a.title, MIN(i.quiet) FROM source_items i JOIN articles a ON a.number = i.article "
        "GROUP BY a.title"
    )  # fmt: skip
    loud = {number_of(title) for title, quiet in stored if not quiet}
    begun = {number for numbers in editor.first.values() for number in numbers}
    newest = {number for numbers in editor.first.values() for number in numbers[-plan.rules.pushed :]}
    pushed = Pushed.of(receiver)
    chats = range(FIRST_CHAT, FIRST_CHAT + plan.subscribers)
    doubts = dict(
        await rows(
            database,
            "SELECT p.chat_id, SUM(d.unknowns) FROM deliveries d JOIN places p ON p.id = d.place_id GROUP BY p.chat_id",
        )
    )
    beyond = sum(max(0, pushed.again[chat] - int(doubts.get(chat, 0))) for chat in chats)
    quiet = editor.items.keys() - loud
    outdated = [
        (chat, number)
        for (chat, number), texts in pushed.shown.items()
        if number in editor.items and not any(editor.items[number].title in text for text in texts.values())
    ]
    return [
        Measurement(
            f"{how}: pushes that did not arrive", sum((c, n) not in pushed.shown for c in chats for n in loud), 0
        ),
        Measurement(f"{how}: pushes of items that were not to be pushed", sum(n in quiet for _, n in pushed.shown), 0),
        Measurement(f"{how}: old items of the first visit that were pushed", len(loud & begun - newest), 0),
        Measurement(f"{how}: new items that were not pushed", len(editor.items.keys() - begun - loud), 0),
        Measurement(f"{how}: messages again that were not in doubt", beyond, 0),
        Measurement(f"{how}: messages again", pushed.again.total()),
        Measurement(f"{how}: pushed copies that do not follow their article", len(outdated), 0),
    ]


@dataclass(frozen=True, slots=True)
class Pushed:
    """The messages of the subscribers by chat and item, with their last texts, and the number of repeated messages."""

    shown: dict[tuple[int, int], dict[int, str]]
    again: Counter[int]

    @classmethod
    def of(cls, receiver: Receiver) -> "Pushed":
        """Read the messages that arrived, in their order."""
        found = cls({}, Counter())
        for index, request in enumerate(receiver.arrived, 1):
            text = str(request.parameters.get("text", ""))
            is_edit = request.method == "editMessageText"
            message = int(request.parameters["message_id"]) if is_edit else 10 * index
            numbers = numbers_in(text)
            found.again[request.chat] += not is_edit and any((request.chat, each) in found.shown for each in numbers)
            for number in numbers:
                found.shown.setdefault((request.chat, number), {})[message] = text
        return found


def numbers_in(text: str) -> list[int]:
    """Return the numbers of the items that a text names."""
    return [int(number) for number in re.findall(r"№ (\d+):", text)]


def number_of(title: str) -> int:
    """Return the number of the item with a title; 0 for a title that is no item's."""
    return next(iter(numbers_in(title)), 0)
