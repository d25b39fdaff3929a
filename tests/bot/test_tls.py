"""TLS under the connection pool: handshakes that fail, connections that break off, and records of any size."""

from pathlib import Path

import pytest

from tests.bot.certificates import certificate, trusting
from tests.bot.pool_requests import open_pool, posted, responses
from tests.bot.raw_servers import ServerConnection, open_raw_server, response_bytes

__all__ = ["certificate"]


@pytest.mark.parametrize("how", ["garbage", "reset", "close"])
async def test_a_server_that_breaks_the_handshake_off_gets_no_request(certificate: Path, how: str) -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.reader.read(1)
        if how == "garbage":
            connection.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        elif how == "reset":
            connection.reset()

    _, client_tls = trusting(certificate)
    async with open_raw_server(serve) as server, open_pool(server.url.replace("http", "https"), tls=client_tls) as pool:
        received = await responses(*(posted(pool) for _ in range(10)))
    assert {(response.status, response.may_have_arrived) for response in received} == {(None, False)}
    assert server.bodies == []


@pytest.mark.parametrize("reset", [False, True])
async def test_a_request_over_tls_may_have_arrived_at_a_server_that_closes_after_reading(
    certificate: Path, reset: bool
) -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        if reset:
            connection.reset()

    server_tls, client_tls = trusting(certificate)
    async with (
        open_raw_server(serve, host="localhost", tls=server_tls) as server,
        open_pool(server.url, tls=client_tls) as pool,
    ):
        received = await responses(*(posted(pool) for _ in range(5)))
    assert {(response.status, response.may_have_arrived) for response in received} == {(None, True)}
    assert len(server.bodies) == 5


@pytest.mark.slow
async def test_over_tls_a_response_may_be_large_and_come_in_any_pieces(certificate: Path) -> None:
    """Records of one byte up to the largest, and more than one read holds."""

    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            whole, size = response_bytes(body), 1
            while whole:
                connection.write(whole[:size])
                await connection.writer.drain()
                whole, size = whole[size:], size * 2

    server_tls, client_tls = trusting(certificate)
    async with (
        open_raw_server(serve, host="localhost", tls=server_tls) as server,
        open_pool(server.url, 3, tls=client_tls) as pool,
    ):
        bodies = [bytes([65 + number]) * 200_000 for number in range(6)]
        received = await responses(*(posted(pool, body) for body in bodies))
    assert [response.body for response in received] == bodies
