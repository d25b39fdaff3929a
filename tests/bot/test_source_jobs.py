"""Adding sources by command, beside a running newspaper and alone."""

from pathlib import Path

import pytest

from bot import source_jobs
from bot.settings import Settings, load_settings
from bot.source_jobs import Installed, SourceOrder, read_outlines, read_sources, run_install
from news.sources.found import SourceKind
from news.sources.records import Publishing, SourceRules, SourceState
from tests.newspaper import Newspaper

FEED = b"<rss version='2.0'><channel><title>City</title><item><title>A</title></item></channel></rss>"


@pytest.fixture
def settings(tmp_path: Path, newspaper: Newspaper) -> Settings:
    """Settings of another database, with the newspaper's site."""
    return newspaper.settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/other.db"})


async def test_sources_are_stored_the_same_beside_a_newspaper_and_alone(
    newspaper: Newspaper, settings: Settings
) -> None:
    feed = newspaper.emulator.host("feed.xml", FEED, "application/rss+xml")
    orders = [
        SourceOrder(feed, "Город", SourceRules(Publishing.DRAFT, ("Город",)), paused=True),
        SourceOrder("not an address"),
        SourceOrder("http://127.0.0.1:1/"),
        SourceOrder("https://example.org/feed", kind=SourceKind.FEED),
        SourceOrder(feed),
    ]
    expected = [
        Installed(feed, "Город", True),
        Installed("not an address", problem="it is no address of a site, as https://example.org"),
        Installed(
            "http://127.0.0.1:1/",
            problem="its address may not be visited; SOURCE_ALLOW names hosts of your own network",
        ),
        Installed("https://example.org/feed", "example.org", True),
        Installed(feed, "Город", False),
    ]
    assert await run_install(settings, orders) == expected, "alone"
    assert await run_install(newspaper.settings, orders) == expected, "by the newspaper"
    for each in (settings, newspaper.settings):
        first, second = await read_sources(each)
        assert (first.state, first.rules.topics) == (SourceState.ACTIVE, ("Город",)), "the last order was without rules"
        assert second.state is SourceState.ACTIVE


async def test_the_newspaper_stores_them_so_that_one_program_writes(
    newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str) -> None:
        raise AssertionError(f"the command opens {url} itself")

    monkeypatch.setattr(source_jobs, "open_storage", refuse)
    orders = [SourceOrder(f"https://example.org/{number}", kind=SourceKind.FEED, paused=True) for number in range(205)]
    assert [each.is_new for each in await run_install(newspaper.settings, orders)] == [True] * 205


async def test_outlines_become_orders_and_another_file_none() -> None:
    settings = load_settings(_env_file=None)
    opml = (
        '<opml version="2.0"><body><outline text="Город"><outline text="Вести" xmlUrl="https://example.org/feed"/>'
        "</outline></body></opml>"
    ).encode()
    (order,) = await read_outlines(settings, opml, paused=True)
    assert order == SourceOrder(
        "https://example.org/feed", "Вести", SourceRules(topics=("Город",)), True, SourceKind.FEED
    )
    assert not await read_outlines(settings, b"\x00 no file", paused=False)
    assert SourceOrder.load(order.dump()) == order
