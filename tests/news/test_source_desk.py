"""The desk of sources: begun, paused, given rules and removed by those who manage them."""

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from news.errors import FieldTooLong, NotAllowed
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.audit import AuditAct, AuditFilter
from news.roles import Role
from news.source_desk import PAGE
from news.sources.errors import SourceByFile, SourceNameMissing, SourceUnknown, TooManyHoldWords
from news.sources.records import Publishing, Source, SourceState
from storage import Database
from tests.news.conftest import START, HandClock
from tests.news.outlets import ADMIN
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, rows_of, stored


async def deeds(database: Database) -> list[tuple[AuditAct, str, int | None]]:
    """Return what the staff has done, the last deed first."""
    async with database.reading() as unit:
        rows = await unit.audit.rows(AuditFilter(), None, 100)
    return [(row.deed.act, row.deed.note, row.deed.by) for row in rows]


async def sources(database: Database, count: int, state: SourceState = SourceState.TRIAL) -> list[Source]:
    """Store sources in a state."""
    added = [await add_source(database, f"https://site{number}.test/feed.xml") for number in range(count)]
    async with database.writing() as unit:
        for source in added:
            assert await unit.sources.update(replace(source, state=state))
    return [await stored(database, source.id) for source in added]


async def test_sources_are_listed_by_pages_with_their_numbers_in_each_state(news: Newsroom, database: Database) -> None:
    added = await sources(database, PAGE + 2)
    await news.sources.begin(ADMIN, added[0].id)
    first = await news.sources.list(ADMIN)
    assert [source.id for source in first.sources] == [source.id for source in added[:PAGE]]
    assert first.counts == {SourceState.ACTIVE: 1, SourceState.TRIAL: PAGE + 1}
    assert first.next is not None
    last = await news.sources.list(ADMIN, first.next)
    assert ([source.id for source in last.sources], last.next) == ([source.id for source in added[PAGE:]], None)


async def test_a_source_on_trial_begins_at_once_and_is_told_in_the_log(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    (source,) = await sources(database, 1)
    clock.passes(minutes=5)
    begun = await news.sources.begin(ADMIN, source.id)
    assert (begun.state, begun.visits.next_at) == (SourceState.ACTIVE, clock.now())
    assert await news.sources.begin(ADMIN, source.id) == begun
    assert await deeds(database) == [(AuditAct.SOURCE_ARRANGED, source.name, ADMIN.id)]


async def test_every_source_on_trial_begins_and_no_other(news: Newsroom, database: Database) -> None:
    trial = await sources(database, 103)
    await news.sources.begin(ADMIN, trial[0].id)
    await news.sources.pause(ADMIN, trial[0].id)
    async with database.writing() as unit:
        await unit.sources.update(replace(trial[1], by_file=True))
    assert await news.sources.begin_all(ADMIN) == 101
    assert (await news.sources.list(ADMIN)).counts == {
        SourceState.ACTIVE: 101,
        SourceState.PAUSED: 1,
        SourceState.TRIAL: 1,
    }
    assert await news.sources.begin_all(ADMIN) == 0


async def test_a_paused_source_keeps_its_times_and_one_that_goes_on_is_due_now(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    (source,) = await sources(database, 1, SourceState.ACTIVE)
    paused = await news.sources.pause(ADMIN, source.id)
    assert (paused.state, paused.visits) == (SourceState.PAUSED, source.visits)
    clock.passes(days=1)
    assert (await news.sources.begin(ADMIN, source.id)).visits.next_at == clock.now()


async def test_the_next_visit_is_due_when_somebody_asks_for_it(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await add_source(database)
    sites = FakeSites({FEED: []})
    await Visitor(database, sites, clock).rounds()
    assert (await news.sources.visit_now(ADMIN, 1)).visits.next_at == clock.now()
    assert await Visitor(database, sites, clock).round() == 1


async def test_name_and_rules_are_checked_and_stored(news: Newsroom, database: Database) -> None:
    await add_source(database)
    assert (await news.sources.rename(ADMIN, 1, " Наш\nсайт ")).name == "Наш сайт"
    with pytest.raises(SourceNameMissing):
        await news.sources.rename(ADMIN, 1, "\u200b")
    changed = await news.sources.change_rules(
        ADMIN, 1, lambda rules: replace(rules, publishing=Publishing.DRAFT, topics=("Спорт", "спорт"))
    )
    assert changed.rules.publishing is Publishing.DRAFT
    assert [topic.casefold() for topic in changed.rules.topics] == ["спорт"]
    with pytest.raises(FieldTooLong):
        await news.sources.change_rules(ADMIN, 1, lambda rules: replace(rules, sign_off="я" * 999))
    with pytest.raises(TooManyHoldWords):
        await news.sources.change_rules(
            ADMIN, 1, lambda rules: replace(rules, hold_words=tuple(f"слово{number}" for number in range(99)))
        )
    assert await stored(database) == changed


async def test_a_source_that_is_removed_leaves_its_articles(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await add_source(database)
    await Visitor(database, FakeSites({FEED: [item(1)]}), clock).rounds()
    assert (await news.sources.remove(ADMIN, 1)).address == FEED
    assert (len(await articles(database)), await rows_of(database)) == (1, [])
    assert (await deeds(database))[0] == (AuditAct.SOURCE_REMOVED, "Сайт города", ADMIN.id)
    for verb in (news.sources.get, news.sources.begin, news.sources.pause, news.sources.visit_now, news.sources.remove):
        with pytest.raises(SourceUnknown):
            await verb(ADMIN, 1)
    with pytest.raises(SourceUnknown):
        await news.sources.get(ADMIN, 2**70)


async def test_what_the_operators_file_says_is_not_changed_here(news: Newsroom, database: Database) -> None:
    source = await add_source(database, by_file=True)
    for change in (
        news.sources.begin(ADMIN, 1),
        news.sources.pause(ADMIN, 1),
        news.sources.rename(ADMIN, 1, "Иначе"),
        news.sources.change_rules(ADMIN, 1, lambda rules: replace(rules, link=False)),
        news.sources.remove(ADMIN, 1),
    ):
        with pytest.raises(SourceByFile):
            await change
    assert await stored(database) == source
    assert (await news.sources.visit_now(ADMIN, 1)).visits.next_at == START


async def test_the_sources_are_exported(news: Newsroom, database: Database) -> None:
    added = await sources(database, 101)
    opml = await news.sources.export(ADMIN)
    outlines = ElementTree.fromstring(opml).iter("outline")  # noqa: S314  our own file
    assert [outline.get("xmlUrl") for outline in outlines] == [source.address for source in added]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMIN, Role.CHIEF}])
async def test_only_those_who_manage_sources_do_anything_here(news: Newsroom, database: Database, role: Role) -> None:
    await add_source(database)
    somebody = Reader(5, role, "ru", "Иван", START - timedelta(days=1))
    with pytest.raises(NotAllowed):
        news.sources.may_manage(somebody)
    for deed in (
        news.sources.list(somebody),
        news.sources.get(somebody, 1),
        news.sources.begin(somebody, 1),
        news.sources.begin_all(somebody),
        news.sources.pause(somebody, 1),
        news.sources.visit_now(somebody, 1),
        news.sources.rename(somebody, 1, "Иначе"),
        news.sources.change_rules(somebody, 1, lambda rules: rules),
        news.sources.remove(somebody, 1),
        news.sources.export(somebody),
    ):
        with pytest.raises(NotAllowed):
            await deed
