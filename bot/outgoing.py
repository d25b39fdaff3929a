"""Requests to addresses that other people name: one guard keeps all of them out of the operator's own networks.

The guard stands at the socket, behind the resolver and behind redirects: a name of the outside may lead inside, and a
resolver alone never sees `http://127.0.0.1`. Requests to Telegram do not go this way: their address is a setting.
"""

import ipaddress
import socket
from errno import EACCES
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

# Addresses of IPv6 that carry one of IPv4, by which a gateway would lead inside: NAT64 and 6to4.
# https://www.rfc-editor.org/rfc/rfc6052#section-2.1, https://www.rfc-editor.org/rfc/rfc3056#section-2
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def open_client(timeout: ClientTimeout, *, private: bool = False) -> ClientSession:
    """Return an HTTP client that connects to public addresses only, or with `private` to all; close it after use.

    A connection to another address fails with an OSError, which aiohttp raises as a ClientConnectorError.
    """
    connector = TCPConnector(socket_factory=_open_socket if private else _open_public_socket)
    return ClientSession(connector=connector, timeout=timeout)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a host of the internet: no private or local network, no group of hosts."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if within is None and found in _NAT64:
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
        if found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified


def _open_public_socket(found: Any) -> socket.socket:
    address = found[4][0]
    if not is_public(address):
        raise OSError(EACCES, f"{address} is an address of a private network")
    return _open_socket(found)


def _open_socket(found: Any) -> socket.socket:
    family, kind, protocol, _, _ = found
    return socket.socket(family=family, type=kind, proto=protocol)
