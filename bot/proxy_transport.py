"""Requests to the Bot API through an HTTP proxy, by aiohttp: ten times the CPU of `http_pool` per request."""

import asyncio
import ssl
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from urllib.parse import urlsplit

from aiohttp import (
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    TCPConnector,
    TraceConfig,
    TraceRequestHeadersSentParams,
)

from bot.http_pool import (
    JSON,
    MAX_CONNECTIONS,
    MAX_RESPONSE_BYTES,
    SLOW_LINE_BYTES_PER_SECOND,
    HttpResponse,
    OnResponse,
)
from bot.proxy import Proxy
from bot.timings import HttpTimeouts


@dataclass(slots=True)
class _Request:
    """A request in flight: whether it was sent to Telegram, and the part of its response that has come."""

    sent: bool = False
    status: int | None = None
    body: bytearray = field(default_factory=bytearray)

    def failed(self, reason: str) -> HttpResponse:
        """Return what is known of an incomplete response."""
        accepted = self.status == 200 and bool(self.body)
        body = bytes(self.body) if accepted else b""
        return HttpResponse(200 if accepted else None, body, reason, may_have_arrived=self.sent)


class ProxyTransport:
    """A `Transport` through a proxy, created inside a running loop.

    If the proxy is down or refuses, nothing has arrived. A proxy that forwards plain http sends its refusals in
    Telegram's place: they are recognised by not being JSON.
    """

    def __init__(
        self,
        url: str,
        proxy: Proxy,
        connections: int = MAX_CONNECTIONS,
        *,
        tls: ssl.SSLContext | None = None,
        timeouts: HttpTimeouts = HttpTimeouts(),
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        self._url = url
        self._queue_seconds = timeouts.queue_seconds
        self._total_seconds = timeouts.queue_seconds + timeouts.response_seconds
        self._max_response_bytes = max_response_bytes
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[HttpResponse]] = set()
        self._closed = False
        trace = TraceConfig()
        trace.on_request_headers_sent.append(_mark_sent)
        self._session = ClientSession(
            connector=TCPConnector(
                ssl=tls or ssl.create_default_context(), limit=connections, keepalive_timeout=timeouts.idle_seconds
            ),
            timeout=ClientTimeout(total=None, connect=timeouts.queue_seconds),
            trace_configs=[trace],
            proxy=proxy.url,
        )

    def post(self, method: str, body: bytes, on_response: OnResponse, content_type: bytes = JSON) -> None:
        """Send a body to a method; the loop calls `on_response` once, later, and logs an exception in it."""
        request = _Request()
        if self._closed:
            self._loop.call_soon(on_response, request.failed("closed"))
            return
        task = self._loop.create_task(self._post(f"{self._url}/{method}", body, content_type, request))
        self._tasks.add(task)
        task.add_done_callback(partial(self._finish, request, on_response))

    async def close(self) -> None:
        """Close every connection; requests in flight fail, and their callbacks have been called when this returns."""
        self._closed = True
        if in_flight := list(self._tasks):
            for task in in_flight:
                task.cancel()
            await asyncio.wait(in_flight)
        await self._session.close()

    def _finish(self, request: _Request, on_response: OnResponse, task: asyncio.Task[HttpResponse]) -> None:
        self._tasks.discard(task)
        on_response(request.failed("closing") if task.cancelled() else task.result())

    async def _post(self, url: str, body: bytes, content_type: bytes, request: _Request) -> HttpResponse:
        """Post a body and return the response, or what is known of it after a failure."""
        try:
            async with asyncio.timeout(self._total_seconds + len(body) / SLOW_LINE_BYTES_PER_SECOND):
                return await self._read_response(url, body, content_type, request)
        except ClientHttpProxyError as error:  # before the tunnel is open; str(error) contains the whole address
            return request.failed(f"the proxy refused: {error.status} {error.message}")
        except TimeoutError:
            seconds = self._total_seconds if request.sent else self._queue_seconds
            return request.failed(f"no {'response' if request.sent else 'connection'} within {seconds:g} s")
        except (ClientError, OSError) as error:
            return request.failed(f"{type(error).__name__}: {error}".replace(urlsplit(self._url).path, "/***"))

    async def _read_response(self, url: str, body: bytes, content_type: bytes, request: _Request) -> HttpResponse:
        headers = {"Content-Type": content_type.decode()}
        posting = self._session.post(url, data=body, headers=headers, allow_redirects=False, trace_request_ctx=request)
        async with posting as response:
            request.status = response.status
            async for piece in response.content.iter_any():
                request.body += piece
                if len(request.body) > self._max_response_bytes:
                    response.close()
                    return request.failed("the response is too large")
        if 400 <= response.status < 500 and not request.body.lstrip().startswith(b"{"):
            return HttpResponse(None, reason=f"the proxy refused: HTTP {response.status}", may_have_arrived=False)
        return HttpResponse(response.status, bytes(request.body))


async def _mark_sent(_: ClientSession, trace: SimpleNamespace, __: TraceRequestHeadersSentParams) -> None:
    trace.trace_request_ctx.sent = True
