"""Fetching from a site that keeps to HTTP: answers, redirects, versions, and what is sent."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from feeds.fetching import Answer, Fetcher, FetchLimits
from feeds.guard import UnusableProxyError
from news.sources.found import Trouble, Validators, VisitFailedError
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.clocks import HandClock
from tests.feeds.sites import OUTSIDE, Names, Site, moved, page, running

PERMANENT, TEMPORARY = ("301 Moved Permanently", "308 Permanent Redirect"), ("302 Found", "303 See Other", "307 T")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running(Site({"/feed": page(b"<rss/>")})) as site:
        yield site


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    """A fetcher for which the site is one of the internet."""
    limits = FetchLimits(total_seconds=3, ports=frozenset({80, 443, site.port}))
    names = Names({"feed.test": "127.0.0.1", "xn--e1aybc9b.test": "127.0.0.1"})
    async with Fetcher(HandClock(), limits=limits, is_allowed=site.is_allowed, resolver=names) as fetcher:
        yield fetcher


async def get(fetcher: Fetcher, address: str, validators: Validators | None = None) -> Answer:
    return await fetcher.get(address, most_bytes=1000, accept="application/rss+xml", validators=validators)


async def failure(fetcher: Fetcher, address: str) -> VisitFailedError:
    with pytest.raises(VisitFailedError) as caught:
        await get(fetcher, address)
    return caught.value


async def test_an_answer_has_the_body_and_what_its_headers_say(site: Site, fetcher: Fetcher) -> None:
    site.pages["/feed"] = page(
        b"<rss/>", "Content-Type: Application/RSS+XML; charset=Windows-1251", 'ETag: "a1"', "Cache-Control: max-age=60",
        "Last-Modified: Tue, 05 Mar 2024 11:00:00 GMT",
    )  # fmt: skip
    answer = await get(fetcher, f" {site.url}/feed#top\n")
    assert (answer.status, answer.address, answer.moved_to) == (200, f"{site.url}/feed", "")
    assert (answer.body, answer.encoding) == (b"<rss/>", "")
    assert (answer.content_type, answer.charset) == ("application/rss+xml", "windows-1251")
    assert answer.rest == timedelta(seconds=60)
    assert answer.validators.etag == '"a1"'
    assert answer.validators.modified == "Tue, 05 Mar 2024 11:00:00 GMT"


async def test_an_answer_without_headers_has_empty_words(site: Site, fetcher: Fetcher) -> None:
    answer = await get(fetcher, f"{site.url}/feed")
    assert (answer.content_type, answer.charset, answer.encoding, answer.rest) == ("", "", "", None)


@pytest.mark.parametrize(
    "header",
    ["Content-Type: ;;;", "Content-Type: text/html; charset=\udcff", "Content-Type: \udcd1\udcff", "Content-Type:",
     "Content-Encoding: \udcff", "Content-Type: text/html; charset*=a'b'c; charset=\"", "Set-Cookie: a=\udcff; =;;"],
)  # fmt: skip
async def test_malformed_headers_are_no_failure(site: Site, fetcher: Fetcher, header: str) -> None:
    site.pages["/feed"] = page(b"<rss/>", header)
    answer = await get(fetcher, f"{site.url}/feed")
    assert answer.body == b"<rss/>"
    assert f"{answer.content_type}{answer.charset}{answer.encoding}".isascii()


async def test_the_request_names_the_program_and_nothing_else(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = moved("/feed")
    await get(fetcher, f"{site.url}/")
    for path, head in zip(("/", "/feed"), site.heads, strict=True):
        assert head.split("\r\n") == [
            f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{site.port}", "User-Agent: Vestnik/0.1",
            "Accept: application/rss+xml", "Accept-Encoding: gzip", "", "",
        ]  # fmt: skip


async def test_a_packed_body_stays_packed(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"<rss/>" * 1000)
    site.pages["/feed"] = page(packed, "Content-Encoding: GZIP")
    answer = await get(fetcher, f"{site.url}/feed")
    assert (answer.body, answer.encoding) == (packed, "gzip")


async def test_the_version_is_sent_and_a_304_has_no_body(site: Site, fetcher: Fetcher) -> None:
    site.pages["/feed"] = page(b"", 'ETag: "a2"', status="304 Not Modified")
    answer = await get(fetcher, f"{site.url}/feed", Validators('"a1"', "yesterday", "hash"))
    assert (answer.status, answer.body, answer.validators.etag) == (304, b"", '"a2"')
    assert 'If-None-Match: "a1"' in site.heads[0]
    assert "If-Modified-Since: yesterday" in site.heads[0]


@pytest.mark.parametrize("validators", [None, Validators(), Validators(body_hash="a")])
async def test_a_304_that_was_not_asked_for_is_a_refusal(
    site: Site, fetcher: Fetcher, validators: Validators | None
) -> None:
    site.pages["/feed"] = page(b"", status="304 Not Modified")
    with pytest.raises(VisitFailedError, match="refused 304"):
        await get(fetcher, f"{site.url}/feed", validators)


@pytest.mark.parametrize("status", [204, 206, 300, 305, 400, 401, 403, 404, 407, 410, 418, 429, 500, 503, 599])
async def test_every_other_status_is_a_refusal_with_its_number(site: Site, fetcher: Fetcher, status: int) -> None:
    site.pages["/feed"] = page(b"", "Retry-After: 120", "WWW-Authenticate: Basic", status=f"{status} No")
    error = await failure(fetcher, f"{site.url}/feed")
    assert (error.trouble, error.detail, error.retry_after) == (Trouble.REFUSED, str(status), timedelta(minutes=2))


async def test_retry_after_may_be_a_date_of_the_clock(site: Site, fetcher: Fetcher) -> None:
    site.pages["/feed"] = page(b"", "Retry-After: Tue, 05 Mar 2024 11:35:00 GMT", status="503 Busy")
    assert (await failure(fetcher, f"{site.url}/feed")).retry_after == timedelta(minutes=30)


@pytest.mark.parametrize("status", PERMANENT)
async def test_permanent_redirects_say_where_the_source_has_moved(site: Site, fetcher: Fetcher, status: str) -> None:
    site.pages |= {"/1": moved("2", status), "/2": moved(f"{site.url}/feed", status)}
    answer = await get(fetcher, f"{site.url}/1")
    assert answer.moved_to == answer.address == f"{site.url}/feed"


@pytest.mark.parametrize("status", TEMPORARY)
async def test_a_temporary_redirect_among_them_says_nothing(site: Site, fetcher: Fetcher, status: str) -> None:
    for first, second in ((PERMANENT[0], status), (status, PERMANENT[0])):
        site.pages |= {"/1": moved("/2", first), "/2": moved("/feed", second)}
        answer = await get(fetcher, f"{site.url}/1")
        assert (answer.address, answer.moved_to) == (f"{site.url}/feed", "")


async def test_five_redirects_are_followed_and_no_more(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {f"/{number}": moved(f"/{number + 1}") for number in range(1, 6)} | {"/6": page(b"<rss/>")}
    assert (await get(fetcher, f"{site.url}/1")).body == b"<rss/>"
    site.pages["/0"] = moved("/1")
    assert (await failure(fetcher, f"{site.url}/0")).trouble is Trouble.REDIRECTED
    site.pages["/loop"] = moved("/loop")
    site.connections = 0
    assert (await failure(fetcher, f"{site.url}/loop")).trouble is Trouble.REDIRECTED
    assert site.connections == 6


@pytest.mark.parametrize(
    ("location", "trouble"),
    [
        ("http://feed.test:8080/", Trouble.FORBIDDEN),
        ("https://vera:hunter2@feed.test/", Trouble.FORBIDDEN),
        ("ftp://feed.test/", Trouble.FORBIDDEN),
        ("tg://resolve?domain=a", Trouble.FORBIDDEN),
        ("mailto:a@b.c", Trouble.FORBIDDEN),
        ("http://[", Trouble.UNREACHABLE),
        ("http://\udcff\udcfe.test/", Trouble.UNREACHABLE),
    ],
)
async def test_a_redirect_is_checked_like_an_address(
    site: Site, fetcher: Fetcher, location: str, trouble: Trouble
) -> None:
    site.pages["/1"] = moved(location)
    error = await failure(fetcher, f"{site.url}/1")
    assert error.trouble is trouble
    assert "hunter2" not in str(error)


async def test_a_redirect_without_an_address_is_a_refusal(site: Site, fetcher: Fetcher) -> None:
    site.pages["/1"] = page(b"", status="302 Found")
    assert str(await failure(fetcher, f"{site.url}/1")) == "refused 302"


async def test_names_in_any_script_and_with_a_dot_at_the_end_are_asked_by_their_plain_form(
    site: Site, fetcher: Fetcher
) -> None:
    site.pages["/лента"] = site.pages["/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"] = page(b"<rss/>")
    site.pages["/1"] = moved("/лента")
    for address in (f"http://ТЕСТЫ.test:{site.port}/лента", f"http://feed.test.:{site.port}/лента", f"{site.url}/1"):
        assert (await get(fetcher, address)).body == b"<rss/>"
    assert f"Host: xn--e1aybc9b.test:{site.port}\r\n" in site.heads[0]
    assert f"Host: feed.test:{site.port}\r\n" in site.heads[1]


async def test_a_refused_connection_an_unknown_name_and_an_unfit_proxy_are_unreachable(site: Site) -> None:
    def unfit(_address: str) -> str:
        raise UnusableProxyError("The proxy is malformed.")

    limits, names = FetchLimits(total_seconds=3, ports=None), Names({"feed.test": OUTSIDE})
    async with Fetcher(HandClock(), limits=limits, is_allowed=lambda *_: True, resolver=names) as fetcher:
        for address in ("http://127.0.0.1:1/", "http://nowhere.test/"):
            assert (await failure(fetcher, address)).trouble is Trouble.UNREACHABLE
    for proxy_for in (
        unfit,
        lambda _: "http://vera:hunter2@127.0.0.1:1",
        lambda _: "socks5://vera:hunter2@127.0.0.1:1",
    ):
        async with Fetcher(HandClock(), proxy_for=proxy_for, resolver=names) as fetcher:
            for scheme in ("http", "https"):
                error = await failure(fetcher, f"{scheme}://feed.test/")
                assert error.trouble is Trouble.UNREACHABLE
                assert "proxy" in error.detail.lower()
                assert "hunter2" not in error.detail


async def test_redirects_are_followed_by_a_proxy_too(site: Site) -> None:
    site.pages["/1"] = moved("http://other.test/feed", PERMANENT[0])
    names = Names({"feed.test": OUTSIDE, "other.test": "8.8.8.8"})
    async with running_proxy(ProxyServer(site.port)) as proxy:
        async with Fetcher(HandClock(), proxy_for=lambda _: f"http://{proxy.address}", resolver=names) as fetcher:
            answer = await get(fetcher, "http://feed.test/1")
        asked = [head.split(b" ")[1] for head in proxy.heads]
    assert (answer.body, answer.moved_to) == (b"<rss/>", "http://other.test/feed")
    assert asked == [f"http://{OUTSIDE}/1".encode(), b"http://8.8.8.8/feed"]
