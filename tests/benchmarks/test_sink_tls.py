"""The benchmarks' sink over TLS."""

import asyncio
import json

from benchmarks.sink import open_tls_sink
from benchmarks.sink_counters import SinkSettings
from bot.http_pool import ConnectionPool, HttpResponse


async def test_it_answers_over_tls_and_counts_the_same() -> None:
    async with open_tls_sink() as sink:
        pool = ConnectionPool(f"{sink.url}/bot1:x", 5, tls=sink.tls)  # type: ignore[arg-type]
        await sink.reset(SinkSettings(limit=1, stall_every=0.001))
        received: list[HttpResponse] = []
        done = asyncio.Event()

        def receive(response: HttpResponse) -> None:
            received.append(response)
            if len(received) == 2:
                done.set()

        for chat in (1, 2):
            pool.post("sendMessage", b'{"chat_id":%d,"text":"%b"}' % (chat, b"x" * 50_000), receive)
        async with asyncio.timeout(10):
            await done.wait()
        await pool.close()
        assert sorted(response.status or 0 for response in received) == [200, 429]
        assert [json.loads(response.body)["ok"] for response in received].count(True) == 1
        assert (await sink.report(1)).refused == 1
