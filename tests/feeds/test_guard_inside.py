"""Addresses that lead inside, in every form that strangers may write: none is reached, with and without a proxy."""

from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.fetching import Fetcher, FetchLimits
from feeds.guard import ProxyFor, no_proxy
from news.sources.found import Trouble, VisitFailedError
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.clocks import HandClock
from tests.feeds.sites import OUTSIDE, Names, Site, moved, page, running

# PORT is that of the canary.
FORMS = [
    # IPv4 as it is written, and as the C library reads it
    "http://127.0.0.1:PORT/", "HTTP://127.0.0.1:PORT/", " http://127.0.0.1:PORT/\n", "http://127.0.0.2:PORT/",
    "http://127.255.255.254:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://2130706433:PORT/",
    "http://017700000001:PORT/", "http://0x7f000001:PORT/", "http://0x7f.0.0.1:PORT/", "http://0177.0.0.1:PORT/",
    "http://0x7f.1:PORT/", "http://127.0.0.1.:PORT/", "http://127.000.000.001:PORT/", "http://0:PORT/",
    "http://0.0.0.0:PORT/", "http://00000000:PORT/", "http://0x0:PORT/", "http://4294967295:PORT/",
    # the same in other letters
    "http://127。0。0。1:PORT/", "http://127．0．0．1:PORT/", "http://127｡0｡0｡1:PORT/", "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/", "http://%31%32%37.0.0.1:PORT/", "http://127%2E0%2E0%2E1:PORT/", "http://127.0.0.1%00:PORT/",
    "http://127.0.0.1%09:PORT/", "http://loc\talhost:PORT/", "http://127.0.0.1\u200b:PORT/",
    # IPv6
    "http://[::1]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::]:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/", "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/", "http://[2001:0:7f00:1::80ff:fffe]:PORT/", "http://[fe80::1]:PORT/",
    "http://[fe80::1%25lo]:PORT/", "http://[::1%25lo]:PORT/", "http://[fec0::1]:PORT/", "http://[ff02::1]:PORT/",
    "http://[fc00::1]:PORT/", "http://[fd00:ec2::254]:PORT/",
    # networks of operators, and where clouds serve their machines' secrets
    "http://10.0.0.1:PORT/", "http://172.16.0.1:PORT/", "http://192.168.0.1:PORT/", "http://169.254.1.1:PORT/",
    "http://169.254.169.254:PORT/latest/meta-data/", "http://100.100.100.200:PORT/", "http://100.64.0.1:PORT/",
    "http://192.0.0.192:PORT/", "http://168.63.129.16:PORT/", "http://224.0.0.1:PORT/", "http://240.0.0.1:PORT/",
    "http://255.255.255.255:PORT/", "http://198.18.0.1:PORT/", "http://192.0.2.1:PORT/",
    # names
    "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/", "http://inside.test:PORT/",
    "http://inside.test.:PORT/", "http://inside6.test:PORT/", "http://mapped.test:PORT/", "http://metadata.test:PORT/",
    "http://никому.test:PORT/",
    # a user, a backslash, a fragment: the host is another one than it seems
    "http://public.test@127.0.0.1:PORT/", "http://public.test:80@127.0.0.1:PORT/", "http://@127.0.0.1:PORT/",
    "http://a:b@public.test@127.0.0.1:PORT/", "http://127.0.0.1:PORT\\@public.test/", "http://public.test\\@127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/", "http://127.0.0.1:PORT#@public.test/",
    "http://127.0.0.1:PORT?@public.test/", "http://[::1]@public.test:PORT/", "//127.0.0.1:PORT/", "127.0.0.1:PORT",
    # other schemes
    "file:///etc/hostname", "file://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_GET", "ftp://127.0.0.1:PORT/",
    "data:text/html,inside", "tg://resolve?domain=inside", "javascript:fetch('http://127.0.0.1:PORT')",
    "unix:///var/run/docker.sock", "tcp://127.0.0.1:PORT/", "ws://127.0.0.1:PORT/", "http+unix://%2Fvar%2Frun/",
    "https://127.0.0.1:PORT/", "https://localhost:PORT/", "", "http://", "http://:PORT/", "http://[::1:PORT/", "http://127.0.0.1:99999/",
    f"http://{'a.' * 2000}:PORT/", f"http://{'a' * 70}.test:PORT/", "http://127.0.0.1:PORT:80/", "\x00http://127.0.0.1:PORT/",
]  # fmt: skip

Make = Callable[[ProxyFor], Fetcher]


def names() -> Names:
    inside = ("localhost", "inside.test", "public.test", "никому.test".encode("idna").decode())
    return Names(
        dict.fromkeys(inside, "127.0.0.1")
        | {"inside6.test": "::1", "mapped.test": "::ffff:127.0.0.1", "metadata.test": "169.254.169.254"}
    )


@pytest.fixture
async def canary() -> AsyncIterator[Site]:
    """A server inside, on every address of this machine."""
    async with running(Site({"/": page(b"secret")}), everywhere=True) as site:
        yield site


@pytest.fixture
async def public() -> AsyncIterator[Site]:
    """A server that counts as one of the internet."""
    async with running(Site()) as site:
        yield site


@pytest.fixture
async def make(canary: Site, public: Site) -> AsyncIterator[Make]:
    """Make fetchers for which the public server and all ports are allowed; they are closed at the end."""
    made = list[Fetcher]()

    def make(proxy_for: ProxyFor = no_proxy) -> Fetcher:
        limits = FetchLimits(total_seconds=3, ports=frozenset({80, 443, canary.port, public.port}))
        fetcher = Fetcher(
            HandClock(), limits=limits, proxy_for=proxy_for, is_allowed=public.is_allowed, resolver=names()
        )
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        await fetcher.close()


async def refused(fetcher: Fetcher, address: str) -> Trouble:
    with pytest.raises(VisitFailedError) as caught:
        await fetcher.get(address, most_bytes=1000, accept="*/*")
    return caught.value.trouble


async def test_no_form_of_an_inside_address_reaches_the_canary(canary: Site, make: Make) -> None:
    assert len(FORMS) >= 60
    fetcher = make(no_proxy)
    for form in FORMS:
        trouble = await refused(fetcher, form.replace("PORT", str(canary.port)))
        assert trouble in (Trouble.FORBIDDEN, Trouble.UNREACHABLE), form
    assert canary.connections == 0


async def test_no_form_of_an_inside_address_reaches_a_proxy(canary: Site, make: Make) -> None:
    async with running_proxy(ProxyServer(canary.port)) as proxy:
        fetcher = make(lambda _address: f"http://{proxy.address}")
        for form in FORMS:
            trouble = await refused(fetcher, form.replace("PORT", str(canary.port)))
            assert trouble in (Trouble.FORBIDDEN, Trouble.UNREACHABLE), form
        assert proxy.heads == []
    assert canary.connections == 0


async def test_the_canary_is_there_for_a_client_without_the_guard(canary: Site) -> None:
    limits = FetchLimits(total_seconds=3, ports=None)
    async with Fetcher(HandClock(), limits=limits, private=True, resolver=names()) as fetcher:
        for host in ("127.0.0.1", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost", "127。0。0。1"):  # noqa: S104
            answer = await fetcher.get(f"http://{host}:{canary.port}/", most_bytes=1000, accept="*/*")
            assert answer.body == b"secret"
    assert canary.connections == 7


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
async def test_no_redirect_leads_inside(canary: Site, public: Site, make: Make, status: str) -> None:
    fetcher = make(no_proxy)
    for form in FORMS:
        target = form.replace("PORT", str(canary.port)).strip()
        if not target.isascii() or not target.isprintable() or len(target) > 1000:
            continue
        public.pages["/feed"] = moved(target, status)
        assert await refused(fetcher, f"{public.url}/feed") is not Trouble.SLOW, form
    assert canary.connections == 0
    assert public.connections > 60


async def test_the_last_of_several_redirects_leads_nowhere_inside_either(
    canary: Site, public: Site, make: Make
) -> None:
    public.pages |= {"/1": moved("/2"), "/2": moved("//localhost:PORT/".replace("PORT", str(canary.port)))}
    assert await refused(make(no_proxy), f"{public.url}/1") is Trouble.FORBIDDEN
    assert (public.connections, canary.connections) == (2, 0)


@pytest.mark.parametrize("by_proxy", [False, True])
async def test_a_name_that_leads_outside_first_and_then_inside_is_refused_then(public: Site, by_proxy: bool) -> None:
    """The server on loopback counts as outside under 127.0.0.1, and stands inside under 127.0.0.2."""
    public.pages["/"] = page(b"feed", "Connection: close")
    resolver, limits = Names({"rebound.test": ["127.0.0.1", "127.0.0.2"]}), FetchLimits(ports=None)
    async with running_proxy(ProxyServer(public.port)) as proxy:
        url = f"http://{proxy.address}" if by_proxy else None
        async with Fetcher(
            HandClock(), limits=limits, proxy_for=lambda _: url, is_allowed=public.is_allowed, resolver=resolver
        ) as fetcher:
            address = f"http://rebound.test:{public.port}/"
            assert (await fetcher.get(address, most_bytes=1000, accept="*/*")).body == b"feed"
            assert await refused(fetcher, address) is Trouble.FORBIDDEN
        assert len(proxy.heads) == by_proxy
    assert public.connections == 1


@pytest.mark.parametrize("found", [f"{OUTSIDE} 127.0.0.1", f"127.0.0.1 {OUTSIDE}", "10.0.0.1", "::1", "fd00:ec2::254"])
async def test_a_proxy_is_asked_for_nothing_if_one_address_of_a_name_is_inside(canary: Site, found: str) -> None:
    async with running_proxy(ProxyServer(canary.port)) as proxy:
        url = f"http://{proxy.address}"
        async with Fetcher(HandClock(), proxy_for=lambda _: url, resolver=Names({"mixed.test": found})) as fetcher:
            for scheme in ("http", "https"):
                assert await refused(fetcher, f"{scheme}://mixed.test/") is Trouble.FORBIDDEN
        assert proxy.heads == []


@pytest.mark.parametrize("form", ["{port}", "8080", "22", "0", "65535"])
async def test_ports_other_than_80_and_443_are_refused(canary: Site, form: str) -> None:
    async with Fetcher(HandClock(), is_allowed=lambda _address, _port: True) as fetcher:
        assert await refused(fetcher, f"http://127.0.0.1:{form.format(port=canary.port)}/") is Trouble.FORBIDDEN
    assert canary.connections == 0


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(min_size=1).map("http://{}".format),
        st.text(".:@[]%#/\\?0x1aя。", min_size=1).map("http://{}".format),
    )
)
async def test_no_text_is_an_address_that_fails_in_another_way(text: str) -> None:
    async with Fetcher(
        HandClock(), limits=FetchLimits(total_seconds=3, ports=None), resolver=names(), is_allowed=nothing
    ) as fetcher:
        await refused(fetcher, text)


def nothing(_address: str, _port: int) -> bool:
    return False
