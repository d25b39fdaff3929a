"""Requests to addresses that other people name: one guard keeps all of them out of the operator's own networks.

The guard stands at the socket, behind the resolver and behind redirects: a name of the outside may lead inside, and a
resolver alone never sees `http://127.0.0.1`. Requests to Telegram do not go this way: their address is a setting.

Behind a proxy the socket leads to the proxy. There the guard looks the name up itself, judges every address that it
finds, and asks the proxy for one of these addresses, so that another answer of the name server leads the proxy nowhere.
"""

import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from errno import EACCES, EFBIG
from ssl import SSLContext
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds.resolving import ThreadResolver
from feeds.sockets import Allowance, open_portioned

# Addresses of IPv6 that carry one of IPv4, by which a gateway would lead inside: NAT64 (beside 6to4 and mapped ones).
# https://www.rfc-editor.org/rfc/rfc6052#section-2.1, https://www.rfc-editor.org/rfc/rfc3056#section-2
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Hosts of the internet have addresses from here only: https://www.iana.org/assignments/ipv6-address-space
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# What ipaddress takes for global: the metadata of Oracle's machines (192.0.0.192) and of Azure's, and relays of 6to4.
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
_NOT_PUBLIC = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24")))

Judge = Callable[[str, int], bool]
"""Whether connections to an IP address and port are allowed."""

ProxyFor = Callable[[str], str | None]
"""The URL of the HTTP proxy for an address, None if there is none. Raises UnusableProxyError."""


class ForbiddenAddressError(OSError):
    """A request leads where none may go; the message names the IP address."""


class AnswerTooLargeError(OSError):
    """More bytes have come than were allowed, be they of the body or not."""


class UnusableProxyError(ValueError):
    """The proxy of the environment cannot be used; the message says why, without its password."""


def no_proxy(_address: str) -> None:
    """Return that there is no proxy, for every address."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a host of the internet: no private or local network, no group of hosts."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if within is None and found in _NAT64:
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
        if found.teredo is not None or found not in _GLOBAL_UNICAST:
            return False
    if found.is_multicast or found.is_reserved or any(found in network for network in _NOT_PUBLIC):
        return False
    return found.is_global


def is_public_host(address: str, _port: int) -> bool:
    """Judge by the address alone: every port of a public host is allowed."""
    return is_public(address)


class GuardedClient:
    """Sends requests to public addresses, or with `private` to all, and then never by a proxy.

    It follows no redirect, keeps no cookie, adds no credentials, and does not unpack bodies. It has no time limit: the
    caller sets one. `tls` is the context for https, True for the machine's own certificates.
    """

    def __init__(
        self,
        *,
        private: bool = False,
        is_allowed: Judge = is_public_host,
        proxy_for: ProxyFor = no_proxy,
        resolver: AbstractResolver | None = None,
        tls: SSLContext | bool = True,
    ) -> None:
        self._is_allowed = (lambda _address, _port: True) if private else is_allowed
        self._proxy_for = no_proxy if private else proxy_for
        self._resolver = resolver or ThreadResolver()
        self._tls = tls
        self._kept: dict[bool, ClientSession] = {}  # by whether they lead to a proxy

    @asynccontextmanager
    async def request(
        self,
        method: str,
        address: URL,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        most_received: int | None = None,
    ) -> AsyncIterator[ClientResponse]:
        """Send a request and give the response; its body can be read within the block.

        With `most_received` the request has a connection of its own, which breaks off after so many bytes; else
        connections are kept for later requests.

        Raises ForbiddenAddressError, AnswerTooLargeError, UnusableProxyError, ClientError of aiohttp, OSError, or
        ValueError for an address that cannot be used.
        """
        target, options = await self._road(address, headers or {})
        is_proxied, allowance = "proxy" in options, Allowance(most_received)
        try:
            async with (
                self._session(is_proxied, allowance) as session,
                session.request(method, target, json=json, allow_redirects=False, **options) as response,
            ):
                yield response
        except ClientError as error:
            if allowance.is_spent:
                raise AnswerTooLargeError(EFBIG, "more bytes than an answer may have") from error
            if isinstance(error, ClientConnectorError) and error.os_error.errno == EACCES:
                raise ForbiddenAddressError(EACCES, error.os_error.strerror) from error
            raise

    async def close(self) -> None:
        """Close the connections, and the resolver."""
        for session in self._kept.values():
            await session.close()
        await self._resolver.close()

    async def _road(self, address: URL, headers: Mapping[str, str]) -> tuple[URL, dict[str, Any]]:
        """Return the address that is asked for, and the options of the request."""
        proxy = self._proxy_for(str(address))
        if proxy is None:
            return address, {"headers": headers}
        headers = {**headers, "Host": address.host_port_subcomponent or ""}
        name = (address.raw_host or "").rstrip(".")
        return await self._pinned(address), {"headers": headers, "proxy": proxy, "server_hostname": name}

    @asynccontextmanager
    async def _session(self, is_proxied: bool, allowance: Allowance) -> AsyncIterator[ClientSession]:
        if allowance.left is not None:
            async with self._open(is_proxied, allowance) as session:
                yield session
        else:
            if is_proxied not in self._kept:
                self._kept[is_proxied] = self._open(is_proxied, allowance)
            yield self._kept[is_proxied]

    def _open(self, is_proxied: bool, allowance: Allowance) -> ClientSession:
        def open_socket(found: Any) -> socket.socket:
            if not is_proxied:  # the proxy's own address is the operator's choice
                self._check(found[4][0], found[4][1])
            return open_portioned(found, allowance)

        connector = TCPConnector(
            socket_factory=open_socket, resolver=self._resolver, use_dns_cache=False, ssl=self._tls, limit=0
        )
        timeout = ClientTimeout(total=None, sock_connect=None)
        return ClientSession(
            connector=connector, timeout=timeout, cookie_jar=DummyCookieJar(), trust_env=False, auto_decompress=False
        )

    async def _pinned(self, address: URL) -> URL:
        """Return the address with the number of its host, which is looked up here. Raises OSError."""
        host, port = address.raw_host or "", address.port or 0
        try:
            found = [each["host"] for each in await self._resolver.resolve(host, port, socket.AF_UNSPEC)]
        except OSError as error:
            reason = f"{host} cannot be looked up on this machine, and the proxy is asked for known addresses only"
            raise OSError(error.errno, reason) from error
        for each in found:
            self._check(each, port)
        # A proxy may have no IPv6.
        return address.with_host(next((each for each in found if ":" not in each), found[0]))

    def _check(self, address: str, port: int) -> None:
        if not self._is_allowed(address, port):
            raise ForbiddenAddressError(EACCES, f"{address} is an address of a private network")
