"""A socket that takes a stranger's bytes in small portions, and only so many: what is parsed of them costs time.

Bytes that are no body cost too: headers without end, chunks of one byte. The portions keep the event loop answering
between them, and the limit ends what would else keep it busy for the whole time of a fetch. asyncio reads by `recv`, or
under TLS by `recv_into`.
"""

import socket
from dataclasses import dataclass
from errno import EFBIG
from typing import Any

PORTION_BYTES = 16 * 1024


@dataclass(slots=True)
class Allowance:
    """The number of bytes that the sockets of one request may still read; None is no limit."""

    left: int | None

    @property
    def is_spent(self) -> bool:
        """Whether more has come than was allowed."""
        return self.left is not None and self.left < 0

    def take(self, size: int) -> None:
        """Take bytes that were read. Raises OSError if there are too many."""
        if self.left is not None:
            self.left -= size
        if self.is_spent:
            raise OSError(EFBIG, "more bytes than an answer may have")


class PortionedSocket(socket.socket):
    """Reads at most PORTION_BYTES at once, and no more in all than its allowance."""

    def __init__(self, family: int, kind: int, protocol: int, allowance: Allowance) -> None:
        super().__init__(family, kind, protocol)
        self._allowance = allowance

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Read some bytes. Raises OSError."""
        found = super().recv(min(size, PORTION_BYTES), flags)
        self._allowance.take(len(found))
        return found

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        """Read some bytes into a buffer, and return how many. Raises OSError."""
        wanted = size or len(buffer)
        found = super().recv_into(buffer, min(wanted, PORTION_BYTES), flags)
        self._allowance.take(found)
        return found


def open_portioned(found: Any, allowance: Allowance) -> PortionedSocket:
    """Open a socket for an address as `socket.getaddrinfo` gives it."""
    family, kind, protocol, _, _ = found
    return PortionedSocket(family, kind, protocol, allowance)
