"""The desk of sources: begun, paused, given rules and removed by those who manage them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from news.audit import record
from news.model import Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.posts import Outlet
from news.roles import Deed, require
from news.sources.checking import checked_name, checked_rules
from news.sources.errors import SourceByFile, SourceUnknown
from news.sources.outlines import to_opml
from news.sources.records import Source, SourceRules, SourceState

PAGE = 8


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of sources by their ids; `next` is the id after which the next page begins, None on the last one."""

    sources: Sequence[Source]
    counts: dict[SourceState, int]
    next: int | None


class SourceDesk:
    """Every verb checks the role first and raises NotAllowed; a source that is gone raises SourceUnknown.

    What a file of the operator's says of a source is changed there: such a verb raises SourceByFile.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def may_manage(self, chief: Reader) -> None:
        """Raise NotAllowed unless the reader manages sources."""
        require(chief, Deed.MANAGE_SOURCES)

    async def list(self, chief: Reader, after: int = 0) -> SourcePage:
        """Return a page of sources, those with ids larger than `after`."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.reading() as unit:
            found = await unit.sources.page(after, PAGE + 1)
            return SourcePage(found[:PAGE], await unit.sources.counts(), found[PAGE - 1].id if found[PAGE:] else None)

    async def get(self, chief: Reader, source_id: int) -> Source:
        """Return a source."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.reading() as unit:
            return await known_source(unit, source_id)

    async def begin(self, chief: Reader, source_id: int) -> Source:
        """Visit a source from now on."""
        return await self._change(chief, source_id, lambda source: replace(source, state=SourceState.ACTIVE), soon=True)

    async def begin_all(self, chief: Reader) -> int:
        """Visit every source that is on trial; return how many there were."""
        require(chief, Deed.MANAGE_SOURCES)
        count = after = 0
        while page := await self._page(after):
            after = page[-1].id
            for source in page:
                if source.state is SourceState.TRIAL and not source.by_file:
                    await self.begin(chief, source.id)
                    count += 1
        return count

    async def pause(self, chief: Reader, source_id: int) -> Source:
        """Visit a source no more; what it becomes after that is read when it begins again."""
        return await self._change(chief, source_id, lambda source: replace(source, state=SourceState.PAUSED))

    async def visit_now(self, chief: Reader, source_id: int) -> Source:
        """Let the next visit of an active source be due now."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.writing() as unit:
            await known_source(unit, source_id)
            await unit.sources.schedule(source_id, self._clock.now())
            return await known_source(unit, source_id)

    async def rename(self, chief: Reader, source_id: int, name: str) -> Source:
        """Give a source another name. Raises SourceNameMissing, FieldTooLong."""
        name = checked_name(name)
        return await self._change(chief, source_id, lambda source: replace(source, name=name))

    async def change_rules(self, chief: Reader, source_id: int, change: Callable[[SourceRules], SourceRules]) -> Source:
        """Change the rules of a source. Raises FieldTooLong, TooManyHoldWords."""
        return await self._change(
            chief, source_id, lambda source: replace(source, rules=checked_rules(change(source.rules)))
        )

    async def remove(self, chief: Reader, source_id: int) -> Source:
        """Forget a source and its items; its articles stay. Return what it was."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.writing() as unit:
            source = await known_source(unit, source_id)
            if source.by_file:
                raise SourceByFile
            if await unit.sources.remove(source_id):
                await record(unit, chief.id, AuditAct.SOURCE_REMOVED, self._clock.now(), note=source.name)
            return source

    async def export(self, chief: Reader) -> bytes:
        """Return the sources as an OPML file."""
        require(chief, Deed.MANAGE_SOURCES)
        sources, after = list[Source](), 0
        while page := await self._page(after):
            sources += page
            after = page[-1].id
        return to_opml(sources)

    async def outlets(self, chief: Reader) -> Sequence[Outlet]:
        """Return the outlets that articles of a source may be posted to."""
        require(chief, Deed.MANAGE_SOURCES)
        async with self._storage.reading() as unit:
            return await unit.outlets.active()

    async def _page(self, after: int) -> Sequence[Source]:
        async with self._storage.reading() as unit:
            return await unit.sources.page(after, 100)

    async def _change(
        self, chief: Reader, source_id: int, change: Callable[[Source], Source], *, soon: bool = False
    ) -> Source:
        require(chief, Deed.MANAGE_SOURCES)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            before = await known_source(unit, source_id)
            if before.by_file:
                raise SourceByFile
            after = change(before)
            if after != before:
                await unit.sources.update(after)
                await record(unit, chief.id, AuditAct.SOURCE_ARRANGED, now, note=after.name)
                if soon:
                    await unit.sources.schedule(source_id, now)
            return await known_source(unit, source_id)


async def known_source(unit: Unit, source_id: int) -> Source:
    """Return a source. Raises SourceUnknown."""
    source = await unit.sources.get(source_id)
    if source is None:
        raise SourceUnknown
    return source
