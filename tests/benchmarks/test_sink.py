"""The benchmarks' sink over HTTP: it counts, refuses, delays answers and hands out taps."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import aiohttp
import pytest

from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import FIRST_CHAT, FIRST_UPDATE, SinkSettings


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with open_sink() as sink:
        yield sink


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def progress(http: aiohttp.ClientSession, sink: Sink, method: str, **parameters: Any) -> dict[str, Any]:
    async with http.post(f"{sink.url}/bot1:x/{method}", json=parameters) as response:
        return dict(await response.json())


async def test_it_reports_when_as_many_messages_have_arrived_as_were_asked_for(
    sink: Sink, http: aiohttp.ClientSession
) -> None:
    reporting = asyncio.gather(sink.report(3))
    for chat in range(2):
        await progress(http, sink, "sendMessage", chat_id=chat, text="Привет")
    assert not reporting.done()
    await progress(http, sink, "sendMessage", chat_id=3, text="Привет")
    (report,) = await reporting
    assert (report.count, report.refused) == (3, 0)


async def test_it_refuses_messages_above_the_limit_as_telegram_does(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(SinkSettings(limit=1))
    assert (await progress(http, sink, "sendMessage", chat_id=1, text="а"))["ok"]
    refused = await progress(http, sink, "sendMessage", chat_id=2, text="б")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    assert (await sink.report(1)).refused == 1


async def test_it_delays_answers_by_the_latency(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(SinkSettings(latency=0.2))
    begun = monotonic()
    await progress(http, sink, "sendMessage", chat_id=1, text="а")
    assert monotonic() - begun >= 0.2


async def test_taps_can_be_answered_by_json_and_by_forms(sink: Sink, http: aiohttp.ClientSession) -> None:
    await sink.reset(SinkSettings(taps=2, press="a:1:0"))
    first, second = (await progress(http, sink, "getUpdates", offset=0))["result"]
    query = first["callback_query"]
    assert (first["update_id"], query["data"], query["id"]) == (FIRST_UPDATE, "a:1:0", str(FIRST_CHAT))
    assert query["from"]["id"] == query["message"]["chat"]["id"] == FIRST_CHAT
    assert second["callback_query"]["from"]["id"] == FIRST_CHAT + 1
    await progress(http, sink, "editMessageText", chat_id=FIRST_CHAT, message_id=4711, text="Текст")
    await progress(http, sink, "answerCallbackQuery", callback_query_id=query["id"])
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
