"""Fetching what strangers serve: one GET with limits of time, size, redirects and ports, behind the guard."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ssl import SSLContext
from typing import Self

from aiohttp import ClientError, ClientResponse
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds.failures import failure_of
from feeds.freshness import conditions_of, rest_of, retry_after_of, validators_of
from feeds.guard import GuardedClient, Judge, ProxyFor, is_public_host, no_proxy
from news.ports import Clock
from news.sources.found import Trouble, Validators, VisitFailedError

USER_AGENT = "Vestnik/0.1"
# What an answer may have besides its body: TLS, headers. The chunks of a body may take a quarter of it more.
OVERHEAD_BYTES = 256 * 1024
_MAX_TOKEN_CHARACTERS = 200
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits of one fetch: `total_seconds` is for all of it, redirects included; `ports` None is every port."""

    total_seconds: float = 20.0
    max_redirects: int = 5
    ports: frozenset[int] | None = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200, or 304 for a body that has not changed.

    `address` is the one that answered, after all redirects. `moved_to` is the same if all of them were permanent (301,
    308), "" if one was not or there was none. `body` is as it came, b"" for 304: it is still packed if `encoding`
    (Content-Encoding, in lower case) says so. `content_type` is in lower case, without parameters; it, `encoding` and
    `charset` are "" if the answer has none. `rest` is for how long the answer asks not to come again.
    """

    status: int
    address: str
    moved_to: str
    body: bytes = field(repr=False)
    encoding: str
    content_type: str
    charset: str
    validators: Validators
    rest: timedelta | None


class Fetcher:
    """Fetches from public addresses, or with `private` from all. Fetches may run at the same time.

    No cookies, credentials or referrer are sent, and none are kept. `proxy_for` names the proxy for an address;
    `is_allowed` judges where connections may lead. Close it after use.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        limits: FetchLimits = FetchLimits(),
        proxy_for: ProxyFor = no_proxy,
        private: bool = False,
        is_allowed: Judge = is_public_host,
        resolver: AbstractResolver | None = None,
        tls: SSLContext | bool = True,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._client = GuardedClient(
            private=private, is_allowed=is_allowed, proxy_for=proxy_for, resolver=resolver, tls=tls
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def get(
        self,
        address: str,
        *,
        most_bytes: int,
        accept: str,
        validators: Validators | None = None,
        accept_encoding: str = "gzip",
    ) -> Answer:
        """Return what an address answers, with a body of at most `most_bytes` as they come over the network.

        With `validators` the answer may be a 304. Raises VisitFailedError, and no other error.
        """
        headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": accept_encoding}
        headers |= conditions_of(validators) if validators is not None else {}
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                return await self._follow(address.strip(), headers, most_bytes)
        except (ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise failure_of(error, self._limits.total_seconds) from error

    async def _follow(self, address: str, headers: Mapping[str, str], most_bytes: int) -> Answer:
        url, permanent = self._checked(URL(address)), True
        for hop in range(self._limits.max_redirects + 1):
            most_received = most_bytes + most_bytes // 4 + OVERHEAD_BYTES
            async with self._client.request("GET", url, headers=headers, most_received=most_received) as response:
                if response.status not in _REDIRECTS or "Location" not in response.headers:
                    return await self._answer(response, url, str(url) if hop and permanent else "", headers, most_bytes)
                permanent = permanent and response.status in _PERMANENT
                url = self._checked(url.join(URL(response.headers["Location"].strip())))
        raise VisitFailedError(Trouble.REDIRECTED, f"more than {self._limits.max_redirects} times")

    def _checked(self, url: URL) -> URL:
        """Return the address without its fragment. Raises VisitFailedError if strangers may not name such a one."""
        if url.scheme not in ("http", "https"):
            raise VisitFailedError(Trouble.FORBIDDEN, "not an address of http or https")
        if not url.raw_host:
            raise ValueError("an address without a host")
        if url.raw_user is not None or url.raw_password is not None:
            raise VisitFailedError(Trouble.FORBIDDEN, "a user name or password in the address")
        if self._limits.ports is not None and url.port not in self._limits.ports:
            raise VisitFailedError(Trouble.FORBIDDEN, f"port {url.port} is not allowed")
        return url.with_fragment(None)

    async def _answer(
        self, response: ClientResponse, url: URL, moved_to: str, headers: Mapping[str, str], most_bytes: int
    ) -> Answer:
        """Read a response that is no redirect."""
        is_conditional = "If-None-Match" in headers or "If-Modified-Since" in headers
        if response.status != 200 and not (response.status == 304 and is_conditional):
            retry_after = retry_after_of(response.headers, self._clock.now())
            raise VisitFailedError(Trouble.REFUSED, str(response.status), retry_after)
        body = await _body(response, most_bytes) if response.status == 200 else b""
        # aiohttp reads a long Content-Type in quadratic time, and gives a default for none.
        is_typed = 0 < len(response.headers.get("Content-Type", "")) <= _MAX_TOKEN_CHARACTERS
        return Answer(
            status=response.status,
            address=str(url),
            moved_to=moved_to,
            body=body,
            encoding=_token(response.headers.get("Content-Encoding", "")),
            content_type=_token(response.content_type if is_typed else ""),
            charset=_token((response.charset or "") if is_typed else ""),
            validators=validators_of(response.headers, body),
            rest=rest_of(response.headers, self._clock.now()),
        )


async def _body(response: ClientResponse, most_bytes: int) -> bytes:
    """Read the body. Raises VisitFailedError as soon as it is known to be too large."""
    pieces, size = list[bytes](), response.content_length or 0
    if size <= most_bytes:
        size = 0
        async for piece in response.content.iter_any():
            size += len(piece)
            if size > most_bytes:
                break
            pieces.append(piece)
    if size > most_bytes:
        raise VisitFailedError(Trouble.LARGE, f"more than {most_bytes} bytes")
    return b"".join(pieces)


def _token(value: str) -> str:
    """Return a word of a header in lower case; "" for what cannot be one."""
    word = value.strip().lower()
    return word if word.isascii() and word.isprintable() and len(word) <= _MAX_TOKEN_CHARACTERS else ""
