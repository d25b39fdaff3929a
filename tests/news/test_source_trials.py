"""The trial of sources: found at an address, shown as they would look, and stored."""

from dataclasses import replace

import pytest

from news import source_trials
from news.errors import FieldTooLong, NotAllowed
from news.model import Reader
from news.ports.audit import AuditAct
from news.richtext import URL_LIMIT_BYTES
from news.source_trials import SourceTrialDesk
from news.sources.errors import (
    OutlinesUnreadable,
    SourceAddressUnclear,
    SourceUnknown,
    SourceUnreadable,
    TooManySources,
)
from news.sources.found import FoundFeed, Outline, SourceKind, Trouble, VisitFailedError
from news.sources.records import Publishing, SourceRules, SourceState
from storage import Database
from tests.clocks import RunningClock
from tests.news.conftest import HandClock
from tests.news.outlets import ADMIN
from tests.news.reading import FEED, FakeSites, add_source, articles, item, stored, text
from tests.news.test_source_desk import deeds


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites({FEED: [item(number) for number in range(5)]}, site="https://site.test/")


@pytest.fixture
def trials(database: Database, sites: FakeSites, clock: HandClock) -> SourceTrialDesk:
    return SourceTrialDesk(database, sites, clock)


async def test_a_source_is_shown_by_its_newest_items_and_stored_on_trial(
    database: Database, trials: SourceTrialDesk, sites: FakeSites
) -> None:
    sites.feeds[FEED] = [item(4), *(item(number) for number in range(4))]
    trial = await trials.add(ADMIN, "site.test/feed.xml")
    assert [article.title for article in trial.articles] == [f"Новость номер {number}" for number in range(3)]
    assert (trial.count, trial.known) == (5, False)
    assert trial.source == await stored(database)
    source = trial.source
    assert (source.address, source.name, source.site) == (FEED, "Сайт города", "https://site.test/")
    assert (source.state, source.kind, source.rules) == (SourceState.TRIAL, SourceKind.FEED, SourceRules())
    assert await deeds(database) == [(AuditAct.SOURCE_ADDED, "Сайт города", ADMIN.id)]
    assert await articles(database) == []


async def test_items_without_dates_are_shown_in_the_order_of_the_feed(database: Database, sites: FakeSites) -> None:
    sites.feeds[FEED] = [item(number, published_at=None) for number in (4, 3, 2, 1, 0)]
    trial = await SourceTrialDesk(database, sites, RunningClock()).add(ADMIN, FEED)
    assert [article.title for article in trial.articles] == [f"Новость номер {number}" for number in (4, 3, 2)]


async def test_a_source_that_is_known_is_shown_as_it_is(database: Database, trials: SourceTrialDesk) -> None:
    known = await add_source(database, rules=SourceRules(sign_off="Наш сайт"))
    trial = await trials.add(ADMIN, FEED)
    assert (trial.known, trial.source) == (True, known)
    assert trial.articles[0].body[-1].text == "Наш сайт"
    assert await deeds(database) == []


async def test_a_trial_reads_the_pages_of_what_it_shows_and_goes_on_without_them(
    trials: SourceTrialDesk, sites: FakeSites
) -> None:
    sites.feeds[FEED] = [item(number, body="Коротко.", is_full=False) for number in range(5)]
    sites.pages = {item(0).address: item(0), item(1).address: item(1)}
    trial = await trials.add(ADMIN, FEED)
    assert sorted(sites.read) == [item(number).address for number in range(3)]
    assert [article.text[0].text for article in trial.articles] == [text(0), text(1), "Коротко."]


async def test_sections_of_a_site_become_topics(trials: SourceTrialDesk, sites: FakeSites) -> None:
    sites.feeds[FEED] = [item(1, categories=("Спорт",)), item(2, categories=("Город",))]
    trial = await trials.add(ADMIN, FEED)
    assert trial.source.rules.take_categories
    assert trial.articles[0].topics == ("Спорт",)


async def test_a_site_without_https_is_found(trials: SourceTrialDesk, sites: FakeSites) -> None:
    old = "http://old.test/rss"
    sites.feeds = {old: []}
    assert (await trials.add(ADMIN, "old.test/rss")).source.address == old


async def test_a_site_that_cannot_be_read_is_told_why_and_not_stored(
    database: Database, trials: SourceTrialDesk, sites: FakeSites
) -> None:
    sites.troubles[FEED] = VisitFailedError(Trouble.REFUSED, "403")
    with pytest.raises(SourceUnreadable) as refused:
        await trials.add(ADMIN, FEED)
    assert refused.value.arguments == {"address": FEED, "trouble": Trouble.REFUSED, "detail": "403"}
    with pytest.raises(SourceAddressUnclear):
        await trials.add(ADMIN, "tg://resolve?domain=site")
    async with database.reading() as unit:
        assert await unit.sources.counts() == {}


async def test_a_source_is_shown_again_by_its_present_rules(database: Database, trials: SourceTrialDesk) -> None:
    source = (await trials.add(ADMIN, FEED)).source
    async with database.writing() as unit:
        await unit.sources.update(replace(source, rules=SourceRules(link=False)))
    trial = await trials.try_again(ADMIN, source.id)
    assert [article.address for article in trial.articles] == [None] * 3
    with pytest.raises(SourceUnknown):
        await trials.try_again(ADMIN, 404)


async def test_a_name_comes_from_the_feed_or_the_host_and_fits(trials: SourceTrialDesk, sites: FakeSites) -> None:
    def named(title: str) -> str:
        return trials._new(source_trials.Discovery(FEED, SourceKind.FEED, FoundFeed(title, ()))).name

    assert named("\u200b ") == "site.test"
    assert named("Очень длинное имя сайта " * 9).endswith("…")


async def test_the_feeds_of_an_opml_file_are_stored_on_trial(
    database: Database, trials: SourceTrialDesk, sites: FakeSites
) -> None:
    sites.opml = [
        Outline(FEED, "Сайт", "Город"),
        Outline(FEED, "Тот же"),
        Outline("ftp://site.test/feed", "Не то"),
        Outline(f"https://site.test/{'a' * URL_LIMIT_BYTES}", "Длинно"),
        Outline("https://other.test/rss", "", "\U0001f600" * 60),
    ]
    taken = await trials.take_outlines(ADMIN, b"<opml/>")
    assert (taken.added, taken.known, taken.refused) == (("Сайт", "other.test"), 1, 2)
    first, second = await stored(database, 1), await stored(database, 2)
    assert (first.state, first.rules.topics) == (SourceState.TRIAL, ("Город",))
    assert len(second.rules.topics) == 1
    assert sites.visits == [], "nothing is read before a person looks at it"


async def test_a_file_that_is_no_opml_is_refused(trials: SourceTrialDesk, sites: FakeSites) -> None:
    sites.troubles["text"] = VisitFailedError(Trouble.UNREADABLE)
    with pytest.raises(OutlinesUnreadable):
        await trials.take_outlines(ADMIN, b"text")


async def test_a_newspaper_has_so_many_sources_and_a_known_one_is_no_further_one(
    trials: SourceTrialDesk, sites: FakeSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_trials, "MOST_SOURCES", 1)
    await trials.add(ADMIN, FEED)
    assert (await trials.add(ADMIN, FEED)).known
    sites.feeds["https://other.test/rss"] = []
    with pytest.raises(TooManySources):
        await trials.add(ADMIN, "other.test/rss")


async def test_a_command_installs_a_source_and_changes_a_known_one(
    database: Database, trials: SourceTrialDesk, clock: HandClock
) -> None:
    rules = SourceRules(publishing=Publishing.DRAFT, topics=("Город",))
    source, is_new = await trials.install(FEED, name="Наш сайт", rules=rules)
    assert is_new
    assert source == await stored(database)
    assert (source.name, source.state, source.rules) == ("Наш сайт", SourceState.ACTIVE, rules)

    paused, is_new = await trials.install(FEED, active=False, by_file=True)
    assert not is_new
    assert (paused.name, paused.state, paused.rules, paused.by_file) == ("Наш сайт", SourceState.PAUSED, rules, True)
    clock.passes(hours=5)
    again, _ = await trials.install(FEED, by_file=True)
    assert (await stored(database)).visits.next_at == clock.now()
    assert again.state is SourceState.ACTIVE
    assert [act for act, *_ in await deeds(database)] == [
        AuditAct.SOURCE_ARRANGED,
        AuditAct.SOURCE_ARRANGED,
        AuditAct.SOURCE_ADDED,
    ]
    await trials.install(FEED, by_file=True)
    assert len(await deeds(database)) == 3, "what is so already is no deed"


async def test_a_source_is_installed_without_the_network_when_its_kind_is_given(
    database: Database, trials: SourceTrialDesk
) -> None:
    source, is_new = await trials.install("https://down.test/list", kind=SourceKind.LIST)
    assert (source.kind, source.name, is_new) == (SourceKind.LIST, "down.test", True)
    with pytest.raises(SourceUnreadable):
        await trials.install("https://down.test/feed")
    with pytest.raises(FieldTooLong):
        await trials.install("https://down.test/list", rules=SourceRules(sign_off="я" * 999))


async def test_only_those_who_manage_sources_try_them(
    database: Database, trials: SourceTrialDesk, editor: Reader, sites: FakeSites
) -> None:
    await add_source(database)
    for deed in (trials.add(editor, FEED), trials.try_again(editor, 1), trials.take_outlines(editor, b"")):
        with pytest.raises(NotAllowed):
            await deed
    assert sites.read == []
