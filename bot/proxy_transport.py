"""Requests to the Bot API through an HTTP proxy, by aiohttp: ten times the CPU of `http_pool` a request."""

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
    ANSWER_SECONDS,
    FRESH_SECONDS,
    LARGEST_ANSWER_BYTES,
    LINE_SECONDS,
    MOST_CONNECTIONS,
    OnReply,
    Reply,
)
from bot.proxy import Proxy

_HEADERS = {"Content-Type": "application/json"}


@dataclass(slots=True)
class _Request:
    """A request under way: whether it has left for Telegram, and what has come back of its answer."""

    left: bool = False
    status: int | None = None
    body: bytearray = field(default_factory=bytearray)

    def broken(self, reason: str) -> Reply:
        """Return what is known where the answer did not come to its end."""
        sent = self.status == 200 and bool(self.body)
        return Reply(200 if sent else None, bytes(self.body) if sent else b"", reason, may_have_arrived=self.left)


class ProxyTransport:
    """A `Transport` through a proxy, made inside a running loop.

    A proxy that is down, or refuses, has let nothing through. Where it passes http on as it is, its refusals come in
    Telegram's place: they are told by not being JSON.
    """

    def __init__(
        self,
        url: str,
        proxy: Proxy,
        connections: int = MOST_CONNECTIONS,
        *,
        tls: ssl.SSLContext | None = None,
        line_seconds: float = LINE_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._url = url
        self._line_seconds = line_seconds
        self._patience_seconds = line_seconds + answer_seconds
        self._loop = asyncio.get_running_loop()
        self._letters: set[asyncio.Task[Reply]] = set()
        self._closed = False
        trace = TraceConfig()
        trace.on_request_headers_sent.append(_note_leaving)
        self._session = ClientSession(
            connector=TCPConnector(
                ssl=tls or ssl.create_default_context(), limit=connections, keepalive_timeout=FRESH_SECONDS
            ),
            timeout=ClientTimeout(total=None, connect=line_seconds),
            trace_configs=[trace],
            proxy=proxy.url,
        )

    def post(self, body: bytes, on_reply: OnReply) -> None:
        """Send a JSON body; `on_reply` is called once, later, from the loop. What it raises is logged by the loop."""
        letter = _Request()
        if self._closed:
            self._loop.call_soon(on_reply, letter.broken("closed"))
            return
        task = self._loop.create_task(self._carry(body, letter))
        self._letters.add(task)
        task.add_done_callback(partial(self._hand_over, letter, on_reply))

    async def close(self) -> None:
        """Close every connection; what is under way fails, and has been told when this returns."""
        self._closed = True
        if under_way := list(self._letters):
            for task in under_way:
                task.cancel()
            await asyncio.wait(under_way)
        await self._session.close()

    def _hand_over(self, letter: _Request, on_reply: OnReply, task: asyncio.Task[Reply]) -> None:
        self._letters.discard(task)
        on_reply(letter.broken("closing") if task.cancelled() else task.result())

    async def _carry(self, body: bytes, letter: _Request) -> Reply:
        """Post a body and return the answer, or as much as is known of it."""
        try:
            async with asyncio.timeout(self._patience_seconds):
                return await self._ask(body, letter)
        except ClientHttpProxyError as error:  # before the tunnel: its words would hold the whole address
            return letter.broken(f"the proxy refused: {error.status} {error.message}")
        except TimeoutError:
            seconds = self._patience_seconds if letter.left else self._line_seconds
            return letter.broken(f"no {'answer' if letter.left else 'connection'} within {seconds:g} s")
        except (ClientError, OSError) as error:
            return letter.broken(f"{type(error).__name__}: {error}".replace(urlsplit(self._url).path, "/***"))

    async def _ask(self, body: bytes, letter: _Request) -> Reply:
        asking = self._session.post(
            self._url, data=body, headers=_HEADERS, allow_redirects=False, trace_request_ctx=letter
        )
        async with asking as response:
            letter.status = response.status
            async for piece in response.content.iter_any():
                letter.body += piece
                if len(letter.body) > LARGEST_ANSWER_BYTES:
                    response.close()
                    return letter.broken("the answer is too large")
        if 400 <= response.status < 500 and not letter.body.lstrip().startswith(b"{"):
            return Reply(None, reason=f"the proxy refused: HTTP {response.status}", may_have_arrived=False)
        return Reply(response.status, bytes(letter.body))


async def _note_leaving(_: ClientSession, trace: SimpleNamespace, __: TraceRequestHeadersSentParams) -> None:
    trace.trace_request_ctx.left = True
