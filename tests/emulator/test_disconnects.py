"""Clients that disconnect in the middle of a request: nothing is logged as an error and no traceback is printed."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import pytest

import emulator.page
from emulator import Emulator, Fault, Person, Slow
from tests.emulator.api_client import TOKEN, Api

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


@dataclass
class Client:
    """A raw HTTP client that can drop its connection at any moment."""

    emulator: Emulator
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, head: str, body: bytes = b"") -> None:
        self.writer.write(f"{head} HTTP/1.1\r\nHost: {urlsplit(self.emulator.url).netloc}\r\n".encode() + body)

    async def drop(self, *, abort: bool) -> None:
        """Close the connection, by RST if `abort`, and let the emulator notice."""
        if abort:
            self.writer.transport.abort()
        else:
            self.writer.close()
        await asyncio.sleep(0.05)


@pytest.fixture
async def client(emulator: Emulator) -> Client:
    address = urlsplit(emulator.url)
    return Client(emulator, *await asyncio.open_connection(address.hostname, address.port))


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Check after each test that nothing was logged at ERROR and no traceback printed."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.fixture
async def stream(emulator: Emulator, client: Client, anna: Person) -> Client:
    """A client that has received the first event of the page's stream."""
    emulator.show(anna, "Гость")
    client.send("GET /page/events", b"\r\n")
    async with asyncio.timeout(3):
        await client.reader.readuntil(b"\n\n")
    return client


@pytest.mark.parametrize("abort", [True, False], ids=["abort", "close"])
async def test_a_page_that_disconnects_while_events_are_written(stream: Client, anna: Person, abort: bool) -> None:
    for number in range(20):
        await anna.says(f"{number} " + "я" * 4000)
        await asyncio.sleep(0)
        if number == 5:
            await stream.drop(abort=abort)


@pytest.mark.parametrize("abort", [True, False], ids=["abort", "close"])
async def test_a_page_that_disconnects_before_the_next_keep_alive(
    stream: Client, abort: bool, monkeypatch: pytest.MonkeyPatch, anna: Person
) -> None:
    monkeypatch.setattr(emulator.page, "KEEP_ALIVE_SECONDS", 0.1)
    await anna.says("from now on the keep-alive comes soon")
    await asyncio.sleep(0.02)
    await stream.drop(abort=abort)
    await asyncio.sleep(0.2)


async def test_a_page_that_does_not_read_and_then_disconnects(stream: Client, anna: Person) -> None:
    for number in range(60):
        await anna.edits((await anna.says("?"))["message_id"], f"{number} " + "я" * 4000)
        await asyncio.sleep(0)
    await stream.drop(abort=True)


async def test_a_poller_that_disconnects_while_it_waits_for_updates(client: Client, api: Api, anna: Person) -> None:
    client.send(f"GET /bot{TOKEN}/getUpdates?timeout=30", b"\r\n")
    await asyncio.sleep(0.05)
    await client.drop(abort=True)
    await anna.says("one")
    await asyncio.sleep(0.05)
    (update,) = await api.ok("getUpdates")
    assert update["message"]["text"] == "one", "the update is still in the queue"


async def test_a_client_that_disconnects_before_a_slow_answer(emulator: Emulator, client: Client) -> None:
    emulator.faults.add(Fault(Slow(0.1)))
    client.send(f"GET /bot{TOKEN}/getMe", b"\r\n")
    await asyncio.sleep(0.05)
    await client.drop(abort=True)
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/bot{TOKEN}/sendMessage", JSON),
        (f"/bot{TOKEN}/sendMessage", FORM),
        (f"/bot{TOKEN}/sendMessage", MULTIPART),
        ("/page/people/1001/say", JSON),
    ],
)
async def test_a_client_that_disconnects_in_the_middle_of_its_request(
    emulator: Emulator, client: Client, path: str, kind: str
) -> None:
    emulator.show(emulator.person("Anna", id=1001))
    part = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhal' if kind == MULTIPART else b'{"text": "hal'
    client.send(f"POST {path}", f"Content-Type: {kind}\r\nContent-Length: 1000\r\n\r\n".encode() + part)
    await asyncio.sleep(0.05)
    await client.drop(abort=True)


async def test_another_connection_error_is_still_logged(
    emulator: Emulator, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(revision: int) -> None:
        raise ConnectionError("of another connection")

    monkeypatch.setattr(emulator.panels, "since", broken)
    async with aiohttp.ClientSession() as session, session.get(f"{emulator.url}/page/events") as response:
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    assert "Error handling request" in caplog.text
    caplog.clear()
