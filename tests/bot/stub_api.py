"""A server in Telegram's place: it sends the response that a test sets, and records the requests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

OK = b'{"ok": true, "result": true}'


@dataclass
class Request:
    """One request as it arrived; of a form, its texts and the bytes of its files."""

    method: str
    content_type: str
    body: bytes
    form: dict[str, Any] = field(default_factory=dict)


@dataclass
class StubApi:
    """Responds to every request with `status`, `headers` and `body`."""

    url: str = ""
    status: int = 200
    body: bytes = OK
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    async def respond(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        body, form = b"", dict[str, Any]()
        if request.content_type != "multipart/form-data":
            body = await request.read()
        else:
            fields = await request.post()
            form = {key: one.file.read() if isinstance(one, web.FileField) else one for key, one in fields.items()}
        self.requests.append(Request(method, request.content_type, body, form))
        return web.Response(status=self.status, body=self.body, headers=self.headers)


@asynccontextmanager
async def open_stub_api(**given: Any) -> AsyncIterator[StubApi]:
    """Open a server on a free port of this machine."""
    server = StubApi(**given)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.respond)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()
