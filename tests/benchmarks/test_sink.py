"""The benchmark's sink as its clients meet it, over HTTP: it counts, refuses, hands out presses and waits."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import aiohttp
import pytest

from benchmarks.arrivals import FIRST_CHAT, FIRST_UPDATE, Order
from benchmarks.sink import Sink, open_sink


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with open_sink() as sink:
        yield sink


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def say(http: aiohttp.ClientSession, sink: Sink, method: str, **parameters: Any) -> dict[str, Any]:
    async with http.post(f"{sink.url}/bot1:x/{method}", json=parameters) as response:
        return dict(await response.json())


async def test_it_reports_when_as_many_messages_have_arrived_as_were_asked_for(
    sink: Sink, http: aiohttp.ClientSession
) -> None:
    reporting = asyncio.gather(sink.report(3))
    for chat in range(2):
        await say(http, sink, "sendMessage", chat_id=chat, text="Привет")
    assert not reporting.done()
    await say(http, sink, "sendMessage", chat_id=3, text="Привет")
    (report,) = await reporting
    assert (report.count, report.refused) == (3, 0)


async def test_it_refuses_one_too_many_as_telegram_does(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(Order(limit=1))
    assert (await say(http, sink, "sendMessage", chat_id=1, text="а"))["ok"]
    refused = await say(http, sink, "sendMessage", chat_id=2, text="б")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    assert (await sink.report(1)).refused == 1


async def test_it_takes_its_time_when_told_to(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(Order(latency=0.2))
    begun = monotonic()
    await say(http, sink, "sendMessage", chat_id=1, text="а")
    assert monotonic() - begun >= 0.2


async def test_presses_are_answered_by_json_and_by_forms(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(Order(taps=2, press="a:1:0"))
    first, second = (await say(http, sink, "getUpdates", offset=0))["result"]
    query = first["callback_query"]
    assert (first["update_id"], query["data"], query["id"]) == (FIRST_UPDATE, "a:1:0", str(FIRST_CHAT))
    assert query["from"]["id"] == query["message"]["chat"]["id"] == FIRST_CHAT
    assert second["callback_query"]["from"]["id"] == FIRST_CHAT + 1
    await say(http, sink, "editMessageText", chat_id=FIRST_CHAT, message_id=4711, text="Текст")
    await say(http, sink, "answerCallbackQuery", callback_query_id=query["id"])
    for method, words in (
        ("editMessageText", {"chat_id": str(FIRST_CHAT + 1), "text": "Текст"}),
        ("answerCallbackQuery", {"callback_query_id": str(FIRST_CHAT + 1)}),
    ):
        async with http.post(f"{sink.url}/bot1:x/{method}", data=words) as response:
            assert (await response.json())["ok"]
    report = await sink.report(0, 2)
    assert (report.count, report.answered, len(report.answers), len(report.ends)) == (0, 2, 2, 2)
    async with http.post(f"{sink.url}/bot1:x/getUpdates", data={"offset": str(FIRST_UPDATE + 2)}) as response:
        assert (await response.json())["result"] == []
