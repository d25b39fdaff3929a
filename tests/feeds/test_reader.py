"""The reader of the web: a real site on loopback, the real fetcher, the real process that parses."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PIL import Image

from feeds.fetching import Fetcher, FetchLimits
from feeds.parser_process import ParserProcess
from feeds.reader import WELL_KNOWN, WebReader
from news.ports.feeds import FeedReader
from news.sources.found import Outline, SourceKind, Trouble, Validators, VisitFailedError
from tests.clocks import HandClock
from tests.feeds.parsing.written_feeds import rss
from tests.feeds.sites import Site, moved, page, running

FEED = rss("<title>Мост</title><link>/news/1</link>").encode()
NEWS = "".join(
    f'<div class="news"><h2><a href="/news/{n}-story.html">Городской мост номер {n} открыт для всех</a></h2></div>'
    for n in range(5)
)
LIST = f"<html><head><title>Вестник</title></head><body><main>{NEWS}</main></body></html>"
PARAGRAPH = "Совет города решил открыть мост раньше срока, потому что погода была хорошей. " * 3
ARTICLE = (
    f"<html><head><title>Мост открыт</title></head><body><article><h1>Мост открыт</h1><p>{PARAGRAPH}</p>"
    f"<p>{PARAGRAPH}</p></article></body></html>"
)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running(Site({"/feed.rss": page(FEED, 'ETag: "1"', "Cache-Control: max-age=600")})) as site:
        yield site


@pytest.fixture
async def reader(site: Site) -> AsyncIterator[FeedReader]:
    limits = FetchLimits(total_seconds=3, ports=frozenset({80, 443, site.port}))
    async with Fetcher(HandClock(), limits=limits, is_allowed=site.is_allowed) as fetcher, ParserProcess() as parser:
        yield WebReader(fetcher, parser, HandClock())


async def trouble_of(reader: FeedReader, site: Site, body: bytes) -> Trouble:
    site.pages["/x"] = body
    with pytest.raises(VisitFailedError) as caught:
        await reader.visit(f"{site.url}/x", SourceKind.FEED, Validators())
    return caught.value.trouble


def paths(site: Site) -> list[str]:
    return [head.split(" ")[1] for head in site.heads]


async def test_a_visit_has_the_feed_and_what_the_answer_says(site: Site, reader: FeedReader) -> None:
    visit = await reader.visit(f"{site.url}/feed.rss", SourceKind.FEED, Validators())
    assert visit.feed is not None
    assert [(item.title, item.address) for item in visit.feed.items] == [("Мост", f"{site.url}/news/1")]
    assert (visit.validators.etag, visit.rest, visit.moved_to) == ('"1"', timedelta(minutes=10), "")


async def test_a_body_that_has_not_changed_is_not_read_again(site: Site, reader: FeedReader) -> None:
    site.pages["/feed.rss"] = page(FEED)
    first = await reader.visit(f"{site.url}/feed.rss", SourceKind.FEED, Validators())
    again = await reader.visit(f"{site.url}/feed.rss", SourceKind.FEED, first.validators)
    assert first.validators.body_hash
    assert (again.feed, again.validators) == (None, first.validators)


async def test_after_a_304_the_validators_stay(site: Site, reader: FeedReader) -> None:
    site.pages["/feed.rss"] = page(status="304 Not Modified")
    sent = Validators('"1"', "Tue, 05 Mar 2024 11:00:00 GMT", "abc")
    visit = await reader.visit(f"{site.url}/feed.rss", SourceKind.FEED, sent)
    assert (visit.feed, visit.validators) == (None, sent)
    assert 'If-None-Match: "1"' in site.heads[-1]


async def test_a_feed_that_moved_tells_its_new_address(site: Site, reader: FeedReader) -> None:
    site.pages["/old"] = moved("/feed.rss", "301 Moved Permanently")
    visit = await reader.visit(f"{site.url}/old", SourceKind.FEED, Validators())
    assert visit.moved_to == f"{site.url}/feed.rss"


async def test_a_list_page_is_visited_as_a_feed(site: Site, reader: FeedReader) -> None:
    site.pages["/news"] = page(LIST.encode())
    visit = await reader.visit(f"{site.url}/news", SourceKind.LIST, Validators())
    assert visit.feed is not None
    assert [item.address for item in visit.feed.items] == [f"{site.url}/news/{n}-story.html" for n in range(5)]


async def test_troubles_are_told(site: Site, reader: FeedReader) -> None:
    assert await trouble_of(reader, site, page(b"<html>x")) is Trouble.UNREADABLE
    assert await trouble_of(reader, site, page(status="404 Not Found")) is Trouble.REFUSED
    assert await trouble_of(reader, site, page(FEED, "Content-Encoding: br")) is Trouble.UNREADABLE
    assert await trouble_of(reader, site, page(b"x" * (2 * 1024 * 1024 + 1))) is Trouble.LARGE


async def test_discovery_takes_the_feed_that_is_there(site: Site, reader: FeedReader) -> None:
    found = await reader.discover(f"{site.url}/feed.rss")
    assert (found.address, found.kind, found.feed.title) == (f"{site.url}/feed.rss", SourceKind.FEED, "Вестник")
    assert len(site.heads) == 1


async def test_discovery_takes_the_first_feed_that_the_page_names(site: Site, reader: FeedReader) -> None:
    named = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/gone", "/feed.rss")
    )
    site.pages["/"] = page(LIST.replace("<title>", f"{named}<title>").encode())
    found = await reader.discover(f"{site.url}/")
    assert (found.address, found.kind) == (f"{site.url}/feed.rss", SourceKind.FEED)
    assert paths(site) == ["/", "/gone", "/feed.rss"]


async def test_discovery_tries_at_most_five_named_feeds(site: Site, reader: FeedReader) -> None:
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="/feed{n}">' for n in range(9))
    site.pages["/"] = page(LIST.replace("<title>", f"{named}<title>").encode())
    await reader.discover(f"{site.url}/")
    assert paths(site) == ["/", *(f"/feed{n}" for n in range(5)), *WELL_KNOWN]


async def test_discovery_looks_where_programs_put_their_feeds(site: Site, reader: FeedReader) -> None:
    site.pages |= {"/": page(LIST.encode()), "/rss.xml": page(FEED)}
    found = await reader.discover(f"{site.url}/")
    assert (found.address, found.kind) == (f"{site.url}/rss.xml", SourceKind.FEED)
    assert paths(site) == ["/", "/feed", "/rss.xml"]


async def test_discovery_takes_a_page_without_a_feed_as_a_list(site: Site, reader: FeedReader) -> None:
    site.pages["/"] = page(LIST.encode())
    found = await reader.discover(f"{site.url}/")
    assert (found.address, found.kind, len(found.feed.items)) == (f"{site.url}/", SourceKind.LIST, 5)


async def test_discovery_of_nothing_is_unreadable(site: Site, reader: FeedReader) -> None:
    site.pages["/"] = page(b"<html><body><p>Soon</p></body></html>")
    with pytest.raises(VisitFailedError) as caught:
        await reader.discover(f"{site.url}/")
    assert caught.value.trouble is Trouble.UNREADABLE


async def test_a_page_is_an_article(site: Site, reader: FeedReader) -> None:
    site.pages["/1"] = page(ARTICLE.encode())
    item = await reader.page(f"{site.url}/1")
    assert (item.title, item.address) == ("Мост открыт", f"{site.url}/1")
    assert [block.text for block in item.body] == [PARAGRAPH.strip()] * 2


async def test_a_page_without_a_text_is_empty(site: Site, reader: FeedReader) -> None:
    site.pages["/1"] = page(b"<html><body></body></html>")
    with pytest.raises(VisitFailedError) as caught:
        await reader.page(f"{site.url}/1")
    assert caught.value.trouble is Trouble.EMPTY


async def test_a_picture_is_loaded_with_its_size(site: Site, reader: FeedReader) -> None:
    written = io.BytesIO()
    Image.new("RGB", (320, 200)).save(written, "PNG")
    site.pages |= {"/1.png": page(written.getvalue()), "/2.png": page(b"<html>")}
    picture = await reader.picture(f"{site.url}/1.png")
    assert (picture.content, picture.width, picture.height) == (written.getvalue(), 320, 200)
    with pytest.raises(VisitFailedError) as caught:
        await reader.picture(f"{site.url}/2.png")
    assert caught.value.trouble is Trouble.EMPTY


async def test_outlines_are_read(reader: FeedReader) -> None:
    content = '<opml><body><outline text="Город" xmlUrl="http://a.example/rss"/></body></opml>'
    assert await reader.outlines(content.encode()) == (Outline("http://a.example/rss", "Город"),)
    for wrong, trouble in ((b"x", Trouble.UNREADABLE), (b"x" * (2 * 1024 * 1024 + 1), Trouble.LARGE)):
        with pytest.raises(VisitFailedError) as caught:
            await reader.outlines(wrong)
        assert caught.value.trouble is trouble
