"""Something that answers in Telegram's place, whatever a test wants, and remembers what it was asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

OK = b'{"ok": true, "result": true}'


@dataclass
class Asked:
    """One request as it came."""

    method: str
    content_type: str
    body: bytes


@dataclass
class Server:
    """Answers every request with `body` and `status`, or leads on to `location`."""

    url: str = ""
    status: int = 200
    body: bytes = OK
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        self.asked.append(Asked(method, request.content_type, await request.read()))
        return web.Response(status=self.status, body=self.body, headers=self.headers)


@asynccontextmanager
async def open_server(**given: Any) -> AsyncIterator[Server]:
    """Open a server on a free port of this machine."""
    server = Server(**given)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()
