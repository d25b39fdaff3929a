"""The portions of a socket, read in both ways of asyncio: plain, and into a buffer as under TLS."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EFBIG

import pytest

from feeds.sockets import PORTION_BYTES, Allowance, PortionedSocket

Read = Callable[[PortionedSocket], int]


def plain(reader: PortionedSocket) -> int:
    return len(reader.recv(10**6))


def into_a_buffer(reader: PortionedSocket) -> int:
    return reader.recv_into(bytearray(10**6))


def all_portions(reader: PortionedSocket, read: Read) -> Iterator[int]:
    while portion := read(reader):
        yield portion


@contextmanager
def receiving(content: bytes, allowance: Allowance) -> Iterator[PortionedSocket]:
    """Open a socket to which a server sends the content, and closes it."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        PortionedSocket(socket.AF_INET, socket.SOCK_STREAM, 0, allowance) as reader,
    ):
        reader.connect(server.getsockname())
        writer, _ = server.accept()
        with writer:
            writer.sendall(content)
        yield reader


@pytest.mark.parametrize("read", [plain, into_a_buffer])
def test_a_socket_reads_in_small_portions_and_no_more_than_its_allowance(read: Read) -> None:
    most = 2 * PORTION_BYTES + 1
    allowance = Allowance(most)
    with receiving(bytes(most + 1), allowance) as reader, pytest.raises(OSError, match="more bytes") as caught:
        list(all_portions(reader, read))
    assert caught.value.errno == EFBIG
    assert allowance.is_spent


@pytest.mark.parametrize("read", [plain, into_a_buffer])
@pytest.mark.parametrize("left", [None, 100_000])
def test_a_socket_reads_all_of_what_is_allowed(read: Read, left: int | None) -> None:
    with receiving(bytes(100_000), Allowance(left)) as reader:
        sizes = list(all_portions(reader, read))
    assert sum(sizes) == 100_000
    assert max(sizes) <= PORTION_BYTES
