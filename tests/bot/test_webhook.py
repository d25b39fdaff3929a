"""The webhook: whoever is not Telegram is refused unread, nothing is confirmed that is not stored."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

import bot.chat_queues
import bot.webhook
from bot.api_session import ApiSession
from bot.web import open_site
from bot.webhook import LARGEST_BYTES, Webhook
from emulator import Emulator, Fault, Person, Refused
from emulator.errors import bad_request
from emulator.webhooks import SECRET_HEADER
from storage import Database, open_storage
from tests.bot.conftest import opened
from tests.bot.desks import NOWHERE, Desk, intake_of, message, running
from tests.bot.servers import open_server
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN

SECRET = "s" * 16 + "ecret-_0123456789"
PATH = "/a/path-of_one~s.own"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """The engines differ in nothing that is tested here."""
    async with open_storage(sqlite_url) as opened:
        yield opened


@dataclass
class Door:
    """A webhook that is served and running."""

    url: str
    port: int
    desk: Desk
    database: Faulty
    session: aiohttp.ClientSession

    async def post(self, body: object, secret: str | None = SECRET, **how: object) -> int:
        """Post a body (JSON unless it is bytes); return the status."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.session.post(self.url, data=data, headers=headers, **how) as response:
            return response.status

    async def raw(self, head: str) -> str:
        """Send the head of a request and no body; return the first line of the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(head.replace("\n", "\r\n").encode("utf-8", "surrogateescape"))
            async with asyncio.timeout(5):
                return (await reader.readline()).decode().strip()
        finally:
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def open_door(database: Database) -> AsyncIterator[Door]:
    desk, faulty = Desk(), Faulty(database)
    async with open_server() as telegram, opened(ApiSession(telegram.url, TOKEN)) as session:
        webhook = Webhook(session, f"https://example.org{PATH}", SECRET, ["message"])
        async with (
            open_site(webhook.app(), "127.0.0.1", 0) as port,
            aiohttp.ClientSession() as session,
            intake_of(faulty, desk) as intake,
            running(intake, webhook),
        ):
            await until(lambda: bool(telegram.asked))
            yield Door(f"http://127.0.0.1:{port}{PATH}", port, desk, faulty, session)


@pytest.fixture
async def door(database: Database) -> AsyncIterator[Door]:
    async with open_door(database) as opened:
        yield opened


async def stored(database: Database) -> dict[int, str]:
    async with database.reading() as unit:
        connection = unit.inbox._connection
        return {row["update_id"]: row["state"] for row in await connection.fetch("SELECT update_id, state FROM inbox")}


async def test_an_update_is_stored_confirmed_and_handled(door: Door, database: Database) -> None:
    assert await door.post(message(5, "раз")) == 200
    assert 5 in await stored(database)
    assert await door.post(message(5, "раз")) == 200
    assert await door.post(message(6, "два")) == 200
    await until(lambda: door.desk.done == ["раз", "два"])


async def test_many_at_once_are_each_handled_once_in_order_within_a_chat(door: Door) -> None:
    async def one_chat(person: int) -> None:
        for number in range(10):
            update = message(person * 100 + number, f"{person}:{number}", person=person)
            assert await asyncio.gather(door.post(update), door.post(update)) == [200, 200]

    await asyncio.gather(*(one_chat(person) for person in range(1, 6)))
    await until(lambda: len(door.desk.done) == 50)
    for person in range(1, 6):
        assert [text for text in door.desk.done if text.startswith(f"{person}:")] == [
            f"{person}:{number}" for number in range(10)
        ]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper(), "sécret" * 6])
async def test_whoever_does_not_know_the_secret_is_refused(door: Door, database: Database, secret: str | None) -> None:
    assert await door.post(message(5, "раз"), secret) == 403
    assert await stored(database) == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Length: 1000", 403),
        (f"{SECRET_HEADER}: wrong\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: \udcff\udcfe\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: {SECRET}\n{SECRET_HEADER}: wrong\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: {SECRET}\nContent-Length: {LARGEST_BYTES + 1}", 413),
        (f"{SECRET_HEADER}: wrong\nTransfer-Encoding: chunked", 403),
    ],
)
async def test_a_forged_or_oversized_request_is_refused_before_its_body_comes(
    door: Door, headers: str, status: int
) -> None:
    answer = await door.raw(f"POST {PATH} HTTP/1.1\nHost: x\n{headers}\n\n")
    assert answer.startswith(f"HTTP/1.1 {status} ")


async def test_a_body_of_unknown_length_is_read_up_to_the_limit_only(door: Door, database: Database) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BYTES // 65536 + 2):
            yield b" " * 65536

    async def chunked() -> AsyncIterator[bytes]:
        yield json.dumps(message(5, "раз")).encode()

    headers = {SECRET_HEADER: SECRET}
    async with door.session.post(door.url, data=endless(), headers=headers) as response:
        assert response.status == 413
    async with door.session.post(door.url, data=chunked(), headers=headers) as response:
        assert response.status == 200
    assert list(await stored(database)) == [5]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"5",
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": true}',
        b'{"update_id": 1e3}',
        b'{"update_id": %d}' % 2**70,
    ],
)
async def test_json_that_is_no_update_is_refused(door: Door, database: Database, body: bytes) -> None:
    assert await door.post(body) == 400
    assert await stored(database) == {}


async def test_an_update_that_nobody_understands_is_taken_and_laid_aside(door: Door, database: Database) -> None:
    assert await door.post({"update_id": 5, "message": {"message_id": "x", "text": "\ud800\0"}}) == 200
    assert await door.post(message(6, "раз")) == 200
    await until(lambda: door.desk.done == ["раз"])

    async def laid_aside() -> bool:
        return await stored(database) == {5: "dead", 6: "done"}

    await until(laid_aside)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_another_method_is_refused(door: Door, method: str) -> None:
    async with door.session.request(method, door.url, headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 405


async def test_another_path_is_not_there(door: Door) -> None:
    for path in ("/", "/metrics", "/healthz", f"{PATH}/", f"/bot{TOKEN}"):
        async with door.session.post(
            f"http://127.0.0.1:{door.port}{path}", headers={SECRET_HEADER: SECRET}
        ) as response:
            assert response.status == 404


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(door: Door, database: Database) -> None:
    door.database.fails(1)
    assert await door.post(message(5, "раз")) == 503
    assert await stored(database) == {}
    assert await door.post(message(5, "раз")) == 200
    await until(lambda: door.desk.done == ["раз"])


async def test_while_too_many_are_in_memory_telegram_has_to_wait(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.chat_queues, "MOST_WAITING", 2)
    monkeypatch.setattr(bot.webhook, "STORING_SECONDS", 0.2)
    door.desk._seconds = 0.5
    assert [await door.post(message(each, str(each))) for each in (1, 2, 3)] == [200, 200, 503]
    await until(lambda: door.desk.done == ["1", "2"])
    assert await door.post(message(3, "3")) == 200
    await until(lambda: door.desk.done == ["1", "2", "3"])


async def test_nothing_is_taken_before_the_intake_runs_and_after_it_stopped(database: Database) -> None:
    async with opened(ApiSession(NOWHERE, TOKEN)) as api, aiohttp.ClientSession() as session:
        webhook = Webhook(api, f"https://example.org{PATH}", SECRET, ["message"])
        async with open_site(webhook.app(), "127.0.0.1", 0) as port, intake_of(database, Desk()) as intake:
            door = Door(f"http://127.0.0.1:{port}{PATH}", port, Desk(), Faulty(database), session)
            assert await door.post(message(5, "раз")) == 503
            async with running(intake, webhook):
                await intake.room()
            assert await door.post(message(5, "раз")) == 503
    assert await stored(database) == {}


async def test_telegram_is_told_address_secret_and_kinds_until_it_agrees(
    emulator: Emulator, anna: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.webhook, "FIRST_PAUSE_SECONDS", 0.02)
    emulator.faults.add(
        Fault(Refused(bad_request("bad webhook: Failed to resolve host")), method="setWebhook", times=2)
    )
    await anna.says("раз")  # before there was a webhook
    desk = Desk()
    async with (
        opened(ApiSession(emulator.url, TOKEN)) as session,
        open_site_of(session) as webhook,
        intake_of(database, desk) as intake,
        running(intake, webhook),
    ):
        await until(lambda: desk.done == ["раз"])
        await anna.says("два")
        await until(lambda: desk.done == ["раз", "два"])
    (call,) = [call for call in emulator.calls.of("setWebhook") if call.code == 200]
    assert call.parameters["secret_token"] == SECRET
    assert call.parameters["allowed_updates"] == ["message"]
    assert not call.parameters.get("drop_pending_updates")
    assert len(emulator.calls.of("setWebhook")) == 3


@asynccontextmanager
async def open_site_of(session: ApiSession) -> AsyncIterator[Webhook]:
    async with open_server() as free:
        port = int(free.url.rpartition(":")[2])
    webhook = Webhook(session, f"http://127.0.0.1:{port}{PATH}", SECRET, ["message"])
    async with open_site(webhook.app(), "127.0.0.1", port):
        yield webhook


async def test_neither_secret_nor_token_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        door.database.fails(1)
        await door.post(message(5, "раз"))
        await door.post(message(5, "раз"))
        await door.post(message(6, "раз"), "wrong")
        await until(lambda: door.desk.done == ["раз"])
    assert SECRET not in caplog.text
    assert TOKEN not in caplog.text
