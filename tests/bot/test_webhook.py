"""The webhook: requests without the secret are refused unread; no update is confirmed before it is stored."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from bot.api_session import ApiSession
from bot.timings import IntakeLimits, WebhookTimes
from bot.web import open_site
from bot.webhook import MAX_BODY_BYTES, Webhook
from emulator import Emulator, Fault, Person, Refused
from emulator.errors import bad_request
from emulator.webhooks import SECRET_HEADER
from storage import Database, open_storage
from tests.bot.conftest import open_session
from tests.bot.intakes import NOWHERE, RecordingHandler, inbox_states, open_intake, running
from tests.bot.raw_updates import message
from tests.bot.stub_api import open_stub_api
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN

SECRET = "s" * 16 + "ecret-_0123456789"
PATH = "/a/path-of_one~s.own"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """SQLite only: the engines do not differ here."""
    async with open_storage(sqlite_url) as opened:
        yield opened


@dataclass
class ServedWebhook:
    """A webhook that is served and running."""

    url: str
    port: int
    handler: RecordingHandler
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
async def open_webhook(
    database: Database, times: WebhookTimes = WebhookTimes(), limits: IntakeLimits = IntakeLimits()
) -> AsyncIterator[ServedWebhook]:
    handler, faulty = RecordingHandler(), Faulty(database)
    async with open_stub_api() as telegram, open_session(telegram.url) as session:
        webhook = Webhook(session, f"https://example.org{PATH}", SECRET, ["message"], times)
        async with (
            open_site(webhook.app(), "127.0.0.1", 0) as port,
            aiohttp.ClientSession() as session,
            open_intake(faulty, handler.handle, limits=limits) as intake,
            running(intake, webhook),
        ):
            await until(lambda: bool(telegram.requests))
            yield ServedWebhook(f"http://127.0.0.1:{port}{PATH}", port, handler, faulty, session)


@pytest.fixture
async def webhook(database: Database) -> AsyncIterator[ServedWebhook]:
    async with open_webhook(database) as opened:
        yield opened


async def test_an_update_is_stored_confirmed_and_handled(webhook: ServedWebhook, database: Database) -> None:
    assert await webhook.post(message(5, "раз")) == 200
    assert 5 in await inbox_states(database)
    assert await webhook.post(message(5, "раз")) == 200
    assert await webhook.post(message(6, "два")) == 200
    await until(lambda: webhook.handler.done == ["раз", "два"])


async def test_many_at_once_are_each_handled_once_in_order_within_a_chat(webhook: ServedWebhook) -> None:
    async def one_chat(person: int) -> None:
        for number in range(10):
            update = message(person * 100 + number, f"{person}:{number}", person=person)
            assert await asyncio.gather(webhook.post(update), webhook.post(update)) == [200, 200]

    await asyncio.gather(*(one_chat(person) for person in range(1, 6)))
    await until(lambda: len(webhook.handler.done) == 50)
    for person in range(1, 6):
        assert [text for text in webhook.handler.done if text.startswith(f"{person}:")] == [
            f"{person}:{number}" for number in range(10)
        ]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper(), "sécret" * 6])
async def test_a_request_without_the_secret_is_refused(
    webhook: ServedWebhook, database: Database, secret: str | None
) -> None:
    assert await webhook.post(message(5, "раз"), secret) == 403
    assert await inbox_states(database) == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Length: 1000", 403),
        (f"{SECRET_HEADER}: wrong\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: \udcff\udcfe\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: {SECRET}\n{SECRET_HEADER}: wrong\nContent-Length: 1000", 403),
        (f"{SECRET_HEADER}: {SECRET}\nContent-Length: {MAX_BODY_BYTES + 1}", 413),
        (f"{SECRET_HEADER}: wrong\nTransfer-Encoding: chunked", 403),
    ],
)
async def test_a_forged_or_oversized_request_is_refused_before_its_body_comes(
    webhook: ServedWebhook, headers: str, status: int
) -> None:
    answer = await webhook.raw(f"POST {PATH} HTTP/1.1\nHost: x\n{headers}\n\n")
    assert answer.startswith(f"HTTP/1.1 {status} ")


async def test_a_body_of_unknown_length_is_read_up_to_the_limit_only(
    webhook: ServedWebhook, database: Database
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 65536 + 2):
            yield b" " * 65536

    async def chunked() -> AsyncIterator[bytes]:
        yield json.dumps(message(5, "раз")).encode()

    headers = {SECRET_HEADER: SECRET}
    async with webhook.session.post(webhook.url, data=endless(), headers=headers) as response:
        assert response.status == 413
    async with webhook.session.post(webhook.url, data=chunked(), headers=headers) as response:
        assert response.status == 200
    assert list(await inbox_states(database)) == [5]


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
async def test_a_body_that_is_no_update_is_refused(webhook: ServedWebhook, database: Database, body: bytes) -> None:
    assert await webhook.post(body) == 400
    assert await inbox_states(database) == {}


async def test_an_update_that_cannot_be_parsed_is_accepted_and_becomes_a_dead_letter(
    webhook: ServedWebhook, database: Database
) -> None:
    assert await webhook.post({"update_id": 5, "message": {"message_id": "x", "text": "\ud800\0"}}) == 200
    assert await webhook.post(message(6, "раз")) == 200
    await until(lambda: webhook.handler.done == ["раз"])

    async def is_dead_letter() -> bool:
        return await inbox_states(database) == {5: "dead", 6: "done"}

    await until(is_dead_letter)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_another_method_is_refused(webhook: ServedWebhook, method: str) -> None:
    async with webhook.session.request(method, webhook.url, headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 405


async def test_another_path_is_not_found(webhook: ServedWebhook) -> None:
    for path in ("/", "/metrics", "/healthz", f"{PATH}/", f"/bot{TOKEN}"):
        async with webhook.session.post(
            f"http://127.0.0.1:{webhook.port}{path}", headers={SECRET_HEADER: SECRET}
        ) as response:
            assert response.status == 404


async def test_an_update_that_cannot_be_stored_is_not_confirmed_and_comes_again(
    webhook: ServedWebhook, database: Database
) -> None:
    # The claims of the intake's leases fail meanwhile, too.
    webhook.database.fails(10**6)
    assert await webhook.post(message(5, "раз")) == 503
    assert await inbox_states(database) == {}
    webhook.database.fails(0)
    assert await webhook.post(message(5, "раз")) == 200
    await until(lambda: webhook.handler.done == ["раз"])


@pytest.mark.slow
async def test_while_too_many_updates_are_in_memory_telegram_has_to_wait(database: Database) -> None:
    limits, times = IntakeLimits(max_queued=2), WebhookTimes(store_timeout_seconds=0.2)
    async with open_webhook(database, times, limits) as webhook:
        webhook.handler.seconds = 0.5
        assert [await webhook.post(message(each, str(each))) for each in (1, 2, 3)] == [200, 200, 503]
        await until(lambda: webhook.handler.done == ["1", "2"])
        assert await webhook.post(message(3, "3")) == 200
        await until(lambda: webhook.handler.done == ["1", "2", "3"])


async def test_no_update_is_accepted_before_the_intake_runs_or_after_it_stopped(database: Database) -> None:
    async with open_session(NOWHERE) as api, aiohttp.ClientSession() as session:
        webhook = Webhook(api, f"https://example.org{PATH}", SECRET, ["message"])
        async with (
            open_site(webhook.app(), "127.0.0.1", 0) as port,
            open_intake(database, RecordingHandler().handle) as intake,
        ):
            webhook_site = ServedWebhook(
                f"http://127.0.0.1:{port}{PATH}", port, RecordingHandler(), Faulty(database), session
            )
            assert await webhook_site.post(message(5, "раз")) == 503
            async with running(intake, webhook):
                await intake.wait_for_capacity()
            assert await webhook_site.post(message(5, "раз")) == 503
    assert await inbox_states(database) == {}


async def test_the_webhook_is_registered_with_address_secret_and_kinds_until_telegram_agrees(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    emulator.faults.add(
        Fault(Refused(bad_request("bad webhook: Failed to resolve host")), method="setWebhook", times=2)
    )
    await anna.says("раз")  # before there was a webhook
    handler = RecordingHandler()
    async with (
        open_session(emulator.url) as session,
        open_site_of(session) as webhook,
        open_intake(database, handler.handle) as intake,
        running(intake, webhook),
    ):
        await until(lambda: handler.done == ["раз"])
        await anna.says("два")
        await until(lambda: handler.done == ["раз", "два"])
    (call,) = [call for call in emulator.calls.of("setWebhook") if call.code == 200]
    assert call.parameters["secret_token"] == SECRET
    assert call.parameters["allowed_updates"] == ["message"]
    assert not call.parameters.get("drop_pending_updates")
    assert len(emulator.calls.of("setWebhook")) == 3


@asynccontextmanager
async def open_site_of(session: ApiSession) -> AsyncIterator[Webhook]:
    async with open_stub_api() as free:
        port = int(free.url.rpartition(":")[2])
    webhook = Webhook(
        session, f"http://127.0.0.1:{port}{PATH}", SECRET, ["message"], WebhookTimes(first_pause_seconds=0.02)
    )
    async with open_site(webhook.app(), "127.0.0.1", port):
        yield webhook


async def test_neither_secret_nor_token_is_logged(webhook: ServedWebhook, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        webhook.database.fails(1)
        await webhook.post(message(5, "раз"))
        await webhook.post(message(5, "раз"))
        await webhook.post(message(6, "раз"), "wrong")
        await until(lambda: webhook.handler.done == ["раз"])
    assert SECRET not in caplog.text
    assert TOKEN not in caplog.text
