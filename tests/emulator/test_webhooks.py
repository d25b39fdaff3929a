"""Webhooks: updates are delivered in order, with the secret, and retried until they are accepted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from emulator import Emulator, Person
from tests.emulator.api_client import Api


class Hook:
    """A bot's webhook that records its requests and answers with the prepared statuses."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.enough = asyncio.Event()
        self.wanted = 1

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if len(self.got) >= self.wanted:
            self.enough.set()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def waits_for(self, count: int) -> list[str]:
        self.wanted = count
        if len(self.got) < count:
            self.enough.clear()
            async with asyncio.timeout(3):
                await self.enough.wait()
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def address(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    async with TestServer(app) as server:
        yield str(server.make_url("/hook"))


async def test_updates_are_delivered_in_order_with_the_secret(api: Api, anna: Person, hook: Hook, address: str) -> None:
    await anna.says("before it was set")
    await api.ok("setWebhook", url=address, secret_token="s3cret_-")
    await anna.says("after")
    assert await hook.waits_for(2) == ["before it was set", "after"]
    assert hook.secrets == ["s3cret_-", "s3cret_-"]


async def test_an_update_that_is_not_accepted_is_retried_before_the_next_one(
    api: Api, anna: Person, hook: Hook, address: str
) -> None:
    hook.answers = [500, 302, 200]
    await api.ok("setWebhook", url=address)
    await anna.says("one")
    await anna.says("two")
    assert await hook.waits_for(4) == ["one", "one", "one", "two"]
    assert hook.secrets == [None] * 4


async def test_the_delay_between_tries_grows(api: Api, anna: Person, hook: Hook, address: str) -> None:
    hook.answers = [500] * 4
    await api.ok("setWebhook", url=address)
    await anna.says("one")
    begun = asyncio.get_running_loop().time()
    await hook.waits_for(5)
    assert asyncio.get_running_loop().time() - begun >= 0.01 + 0.02 + 0.04 + 0.08


async def test_the_webhook_info_has_the_last_error_and_the_pending_updates(
    api: Api, anna: Person, hook: Hook, address: str
) -> None:
    hook.answers = [503] * 100
    await api.ok("setWebhook", url=address, max_connections=7, allowed_updates=["message"])
    await anna.says("one")
    await hook.waits_for(2)
    info = await api.ok("getWebhookInfo")
    assert info["url"] == address
    assert info["pending_update_count"] == 1
    assert info["max_connections"] == 7
    assert info["allowed_updates"] == ["message"]
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["last_error_date"] > 0


async def test_an_unreachable_webhook_is_a_failed_delivery(api: Api, anna: Person, emulator: Emulator) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await anna.says("one")
    webhook = emulator.world.updates.webhook
    assert webhook is not None
    failure = await emulator.world.changes.until(lambda: webhook.error or None, 3)
    assert failure is not None
    assert failure.startswith("Connection failed")


async def test_deleting_the_webhook_may_drop_pending_updates(api: Api, anna: Person) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await anna.says("one")
    await api.ok("deleteWebhook")
    assert len(await api.ok("getUpdates")) == 1
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.ok("getUpdates") == []
    assert (await api.ok("getWebhookInfo"))["url"] == ""


async def test_an_empty_address_removes_the_webhook(api: Api) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await api.ok("setWebhook", url="")
    assert (await api.ok("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "ftp://example.com"}, "Bad Request: bad webhook: invalid URL specified"),
        ({"url": "https:///path"}, "Bad Request: bad webhook: invalid URL specified"),
        (
            {"url": "https://example.com", "secret_token": "пароль"},
            "Bad Request: secret token contains unallowed characters",
        ),
    ],
)
async def test_a_bad_webhook_is_refused(api: Api, parameters: dict[str, str], description: str) -> None:
    assert await api.refusal("setWebhook", **parameters) == (400, description)
