"""The trial of sources: found at an address, shown as they would look, and stored; by the staff or the operator."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from news.audit import record
from news.limits import TOPIC_LIMIT, check_address
from news.model import Reader
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.ports.feeds import FeedReader
from news.richtext import allowed
from news.roles import Deed, require
from news.source_reading import read_whole
from news.sources.checking import NAME_LIMIT, checked_name, checked_rules, checked_source_address, has_sections
from news.sources.composing import Composed, compose
from news.sources.deciding import newest_first
from news.sources.errors import OutlinesUnreadable, SourceUnknown, SourceUnreadable, TooManySources
from news.sources.found import Discovery, FoundFeed, SourceKind, Trouble, VisitFailedError
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.sources.timing import DEFAULT_RHYTHM, Rhythm
from news.visible import has_visible
from news.words import collapse, shorten

MOST_SOURCES = 5000
SHOWN_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """The newest items of a source, as the articles they would be. A `known` source was stored before."""

    source: Source
    articles: tuple[Composed, ...]
    count: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class TakenOutlines:
    """The result of an OPML file: the names of the new sources, and the numbers of known ones and of bad addresses."""

    added: tuple[str, ...]
    known: int
    refused: int


class SourceTrialDesk:
    """Finds sources and shows how they look. A person who does not manage sources raises NotAllowed."""

    def __init__(self, storage: Storage, feeds: FeedReader, clock: Clock, rhythm: Rhythm = DEFAULT_RHYTHM) -> None:
        self._storage = storage
        self._feeds = feeds
        self._clock = clock
        self._rhythm = rhythm

    async def add(self, chief: Reader, address: str) -> Trial:
        """Find the source at the address of a feed, of a site, or of a page with a list; store it on trial.

        Raises SourceAddressUnclear, SourceUnreadable, TooManySources, FieldTooLong.
        """
        require(chief, Deed.MANAGE_SOURCES)
        found = await self._discover(checked_source_address(address))
        source, is_new = await self._store(self._new(found), chief.id)
        return await self._trial(source, found.feed, known=not is_new)

    async def try_again(self, chief: Reader, source_id: int) -> Trial:
        """Show how a source looks now, by its rules. Raises SourceUnreadable."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.reading() as unit:
            source = await unit.sources.get(source_id)
        if source is None:
            raise SourceUnknown
        found = await self._discover(source.address)
        return await self._trial(source, found.feed)

    async def take_outlines(self, chief: Reader, content: bytes) -> TakenOutlines:
        """Store the feeds of an OPML file, on trial. Raises OutlinesUnreadable, TooManySources."""
        require(chief, Deed.MANAGE_SOURCES)
        try:
            outlines = await self._feeds.outlines(content)
        except VisitFailedError:
            raise OutlinesUnreadable from None
        added, known, refused = list[str](), 0, 0
        for outline in outlines:
            address = allowed(outline.address)
            if address is None:
                refused += 1
                continue
            topics = (shorten(outline.category, TOPIC_LIMIT),) if outline.category else ()
            new = self._new(Discovery(address, SourceKind.FEED, FoundFeed(outline.title, ())))
            new = replace(new, rules=checked_rules(replace(new.rules, topics=topics)))
            source, is_new = await self._store(new, chief.id)
            known += not is_new
            added += [source.name] if is_new else []
        return TakenOutlines(tuple(added), known, refused)

    async def install(
        self,
        address: str,
        *,
        name: str = "",
        rules: SourceRules | None = None,
        by_file: bool = False,
        active: bool = True,
        kind: SourceKind | None = None,
    ) -> tuple[Source, bool]:
        """Store a source for the operator, from a command or a file; return it, and whether it is new.

        A known one gets the name, the rules and the state. Without a `kind` the address is tried first. Raises
        SourceAddressUnclear, SourceUnreadable, SourceNameMissing, FieldTooLong, TooManyHoldWords, TooManySources.
        """
        address = checked_source_address(address)
        known = await self._find(address)
        if known is None:
            found = Discovery(address, kind, FoundFeed("", ())) if kind else await self._discover(address)
            known, is_new = await self._store(self._new(found), None)
        else:
            is_new = False
        state = SourceState.ACTIVE if active else SourceState.PAUSED
        wanted = replace(
            known,
            name=checked_name(name) if name else known.name,
            rules=known.rules if rules is None else checked_rules(rules),
            state=state,
            by_file=by_file,
        )
        if wanted != known:
            async with self._storage.writing() as unit:
                await unit.sources.update(wanted)
                if wanted.state is SourceState.ACTIVE and known.state is not SourceState.ACTIVE:
                    await unit.sources.schedule(known.id, self._clock.now())
                if not is_new:
                    await record(unit, None, AuditAct.SOURCE_ARRANGED, self._clock.now(), note=wanted.name)
        return wanted, is_new

    async def release(self, kept: Set[int]) -> None:
        """Pause the sources that a file of the operator's said before, and does not any more: those not `kept`."""
        after = 0
        while page := await self._page(after):
            after = page[-1].id
            for source in page:
                if source.by_file and source.id not in kept:
                    await self._keep(replace(source, by_file=False, state=SourceState.PAUSED))

    async def _page(self, after: int) -> Sequence[Source]:
        async with self._storage.reading() as unit:
            return await unit.sources.page(after, 100)

    async def _keep(self, source: Source) -> None:
        async with self._storage.writing() as unit:
            if await unit.sources.update(source):
                await record(unit, None, AuditAct.SOURCE_ARRANGED, self._clock.now(), note=source.name)

    async def _find(self, address: str) -> Source | None:
        async with self._storage.reading() as unit:
            return await unit.sources.find(address)

    async def _discover(self, address: str) -> Discovery:
        """Find a source; a site that does not answer by https is tried by http. Raises SourceUnreadable."""
        try:
            try:
                return await self._feeds.discover(address)
            except VisitFailedError as error:
                if error.trouble is not Trouble.UNREACHABLE or not address.startswith("https://"):
                    raise
                return await self._feeds.discover(f"http://{address.removeprefix('https://')}")
        except VisitFailedError as error:
            raise SourceUnreadable(address=address, trouble=error.trouble, detail=error.detail) from None

    def _new(self, found: Discovery) -> Source:
        check_address("url", found.address)
        visits = Visits(self._clock.now(), self._rhythm.usual)
        rules = SourceRules(take_categories=has_sections(found.feed))
        source = Source(0, found.address, found.kind, "", SourceState.TRIAL, rules, visits, site=found.feed.site)
        name = found.feed.title if has_visible(found.feed.title) else source.host
        return replace(source, name=shorten(collapse(name), NAME_LIMIT))

    async def _store(self, source: Source, by: int | None) -> tuple[Source, bool]:
        """Store a source unless its address is known; return it as it is stored, and whether it is new."""
        async with self._storage.writing() as unit:
            known = await unit.sources.find(source.address)
            if known is not None:
                return known, False
            if sum((await unit.sources.counts()).values()) >= MOST_SOURCES:
                raise TooManySources(most=MOST_SOURCES)
            number = await unit.sources.add(source)
            if number is not None:
                await record(unit, by, AuditAct.SOURCE_ADDED, self._clock.now(), note=source.name)
            stored = await unit.sources.find(source.address)
        return stored or source, number is not None

    async def _trial(self, source: Source, feed: FoundFeed, *, known: bool = False) -> Trial:
        newest = newest_first(feed.items)[:SHOWN_ITEMS]
        read = [(await read_whole(self._feeds, item, source.rules))[0] for item in newest]
        articles = [article for item in read if (article := compose(item, source.rules)) is not None]
        return Trial(source, tuple(articles), len(feed.items), known)
