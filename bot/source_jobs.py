"""Adding sources by command: done by the running newspaper if there is one on this database, else here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.clock import SystemClock
from bot.database_clock import DatabaseClock
from bot.feed_reader import open_feed_reader
from bot.handover import find_newspaper
from bot.progress import open_progress_bar
from bot.settings import Settings
from news.errors import Refusal
from news.ports import Unit
from news.source_trials import SourceTrialDesk
from news.sources.checking import NAME_LIMIT
from news.sources.errors import SourceAddressUnclear, SourceUnreadable, TooManySources
from news.sources.found import SourceKind, Trouble, VisitFailedError
from news.sources.records import Source, SourceRules
from news.words import shorten
from storage import migrate, open_storage

PAGE = 100
# Sources in one order to the running newspaper, which has at most a megabyte.
BLOCK = 100

_TROUBLES = {
    Trouble.UNREACHABLE: "there is no connection to it",
    Trouble.SLOW: "it does not answer in time",
    Trouble.FORBIDDEN: "its address may not be visited; SOURCE_ALLOW names hosts of your own network",
    Trouble.REFUSED: "it answers with the status {detail}",
    Trouble.REDIRECTED: "it redirects again and again",
    Trouble.LARGE: "its answer is too large",
    Trouble.UNREADABLE: "there is neither a feed nor a list of articles",
    Trouble.COSTLY: "reading it takes too much time or memory",
    Trouble.EMPTY: "it is empty",
}


@dataclass(frozen=True, slots=True)
class SourceOrder:
    """A source to be stored. Without a `kind` its address is tried first."""

    address: str
    name: str = ""
    rules: SourceRules | None = None
    paused: bool = False
    kind: SourceKind | None = None

    def dump(self) -> dict[str, Any]:
        """Return the order as JSON."""
        rules = None if self.rules is None else self.rules.dump()
        return asdict(self) | {"rules": rules, "kind": None if self.kind is None else self.kind.value}

    @classmethod
    def load(cls, order: dict[str, Any]) -> "SourceOrder":
        """Return the order of `dump`."""
        rules, kind = order["rules"], order["kind"]
        return cls(
            order["address"],
            order["name"],
            None if rules is None else SourceRules.load(rules),
            order["paused"],
            None if kind is None else SourceKind(kind),
        )


@dataclass(frozen=True, slots=True)
class Installed:
    """The result of an order: the name of the stored source, or the `problem` because of which none was stored."""

    address: str
    name: str = ""
    is_new: bool = False
    problem: str = ""


async def run_install(settings: Settings, orders: Sequence[SourceOrder]) -> Sequence[Installed]:
    """Store sources in the database of the settings. Raises StorageError."""
    blocks = [orders[start : start + BLOCK] for start in range(0, len(orders), BLOCK)]
    return [installed for block in blocks for installed in await _run_block(settings, block)]


async def _run_block(settings: Settings, orders: Sequence[SourceOrder]) -> Sequence[Installed]:
    async with find_newspaper(settings.database_url) as newspaper:
        if newspaper is not None:
            with open_progress_bar() as report:
                order = {"job": "sources", "sources": [each.dump() for each in orders]}
                result = await newspaper.do(order, report)
                return [Installed(**each) for each in result["installed"]]
        clock = DatabaseClock(SystemClock())
        await migrate(settings.database_url)
        async with open_storage(settings.database_url) as database, open_feed_reader(settings, clock) as feeds:
            await clock.follow(database)
            return await install_sources(SourceTrialDesk(database, feeds, clock, settings.visit_rules.rhythm), orders)


async def read_sources(settings: Settings) -> Sequence[Source]:
    """Return the stored sources. Raises StorageError."""
    async with open_storage(settings.database_url, examine=True) as database, database.reading() as unit:
        return await all_sources(unit)


async def all_sources(unit: Unit) -> Sequence[Source]:
    """Return all sources of an open database. Raises StorageError."""
    sources, after = list[Source](), 0
    while page := await unit.sources.page(after, PAGE):
        sources += page
        after = page[-1].id
    return sources


async def read_outlines(settings: Settings, content: bytes, *, paused: bool) -> Sequence[SourceOrder]:
    """Return the feeds that an OPML file names; none if it is no such file."""
    async with open_feed_reader(settings, SystemClock()) as feeds:
        try:
            outlines = await feeds.outlines(content)
        except VisitFailedError:
            return ()
    return [
        SourceOrder(
            outline.address,
            shorten(outline.title, NAME_LIMIT),
            SourceRules(topics=(outline.category,)) if outline.category else None,
            paused,
            SourceKind.FEED,
        )
        for outline in outlines
    ]


async def install_sources(desk: SourceTrialDesk, orders: Iterable[SourceOrder]) -> Sequence[Installed]:
    """Store sources, one after another; a bad one does not keep the others. Raises StorageError."""
    return [await _install(desk, order) for order in orders]


async def _install(desk: SourceTrialDesk, order: SourceOrder) -> Installed:
    try:
        source, is_new = await desk.install(
            order.address, name=order.name, rules=order.rules, active=not order.paused, kind=order.kind
        )
    except Refusal as refusal:
        return Installed(order.address, problem=told(refusal))
    return Installed(source.address, source.name, is_new)


def told(refusal: Refusal) -> str:
    """Return why a source was not stored, in words for an operator."""
    match refusal:
        case SourceUnreadable(arguments={"trouble": Trouble() as trouble, "detail": detail}):
            return _TROUBLES[trouble].format(detail=detail)
        case SourceAddressUnclear():
            return "it is no address of a site, as https://example.org"
        case TooManySources():
            return f"there are {refusal.arguments['most']} sources, and no more fit"
        case _:
            return str(refusal)
