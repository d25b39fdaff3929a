"""A stand-in for Telegram: it records every message that arrives, answers at once, and can be told to misbehave.

It runs in the event loop of the benchmark. Each bot process gets its own base URL (`address`), so the sender of every
message is known, also after that process has ended.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any, NamedTuple

from benchmarks.sink import HOST

Json = dict[str, Any]

_ME = {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"}
MAX_POLL_SECONDS = 25
# Aborted connections close their sockets in later iterations of the loop.
CLOSING_SECONDS = 0.05


class Request(NamedTuple):
    """A Bot API call: the process that made it, the time on the loop's clock, the method and its parameters."""

    sender: str
    at: float
    method: str
    parameters: Json

    @property
    def chat(self) -> int:
        """The `chat_id`, 0 if there is none."""
        return int(self.parameters.get("chat_id") or 0)


class Reply(NamedTuple):
    """The bytes of an answer. The connection is closed afterwards unless `keep`."""

    data: bytes
    keep: bool = True


NO_ANSWER = Reply(b"")
CLOSE = Reply(b"", keep=False)

Responder = Callable[[Request], Reply]


def reply(body: object, status: int = 200) -> Reply:
    """Return a complete HTTP answer: an object as JSON, a text as an HTML page."""
    if isinstance(body, str):
        kind, data = "text/html", body.encode()
    else:
        kind, data = "application/json", json.dumps(body, ensure_ascii=False).encode()
    head = f"HTTP/1.1 {status} Said so\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return Reply(head.encode() + data)


DONE = reply({"ok": True, "result": True})


class Receiver:
    """The recorded messages, and the queue of updates that getUpdates hands out.

    `respond` answers a message. Its default, `accept`, answers as Telegram does.
    """

    def __init__(self) -> None:
        self.arrived: list[Request] = []
        self.copies: Counter[int] = Counter()
        self.by_sender: Counter[str] = Counter()
        self.respond: Responder = self.accept
        self._port = 0
        self._server: asyncio.Server | None = None
        self._listening = False
        self._connections: set[_Connection] = set()
        self._updates: deque[Json] = deque()
        self._polls: deque[tuple[_Connection, int]] = deque()
        self._seen: set[str] = set()

    def address(self, sender: str) -> str:
        """Return the base URL (`BOT_API_URL`) for one process."""
        return f"http://{HOST}:{self._port}/{sender}"

    def has_seen(self, sender: str) -> bool:
        """Whether the process has made any call."""
        return sender in self._seen

    def queue(self, updates: Iterable[Json]) -> None:
        """Queue updates for getUpdates, and answer the polls that wait."""
        self._updates.extend(updates)
        polls, self._polls = self._polls, deque()
        for connection, offset in polls:
            self._answer_poll(connection, offset)

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    @property
    def unconfirmed(self) -> int:
        """How many queued updates have not been confirmed."""
        return len(self._updates)

    def clear(self) -> None:
        """Delete the recorded messages."""
        self.arrived.clear()
        self.copies.clear()
        self.by_sender.clear()

    def accept(self, request: Request) -> Reply:
        """Record a message and answer as Telegram does."""
        self.record(request)
        number = 10 * len(self.arrived)
        if request.method == "sendMediaGroup":
            album = [message(number + index, request.chat) for index in range(len(request.parameters["media"]))]
            return reply({"ok": True, "result": album})
        return reply({"ok": True, "result": message(number, request.chat)})

    def record(self, request: Request) -> None:
        """Record a message that arrived, independent of the answer."""
        self.arrived.append(request)
        self.copies[request.chat] += 1
        self.by_sender[request.sender] += 1

    async def listen(self) -> None:
        """Accept connections, always at the same address."""
        self._listening = True
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), HOST, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def stop_listening(self) -> None:
        """Abort every connection and refuse new ones, until `listen`."""
        self._listening = False
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.abort()

    def on_connected(self, connection: "_Connection") -> None:
        """Register an open connection; abort one that was accepted just before `stop_listening`."""
        self._connections.add(connection)
        if not self._listening:
            connection.abort()

    def on_disconnected(self, connection: "_Connection") -> None:
        """Remove a closed connection and its pending poll."""
        self._connections.discard(connection)
        self._polls = deque(each for each in self._polls if each[0] is not connection)

    def on_request(self, connection: "_Connection", request: Request) -> None:
        """Answer one request."""
        self._seen.add(request.sender)
        match request.method:
            case "getUpdates":
                self._poll(connection, request)
            case "getMe":
                connection.send(reply({"ok": True, "result": _ME}))
            case "getMyDescription" | "getMyShortDescription":
                connection.send(reply({"ok": True, "result": {"description": "", "short_description": ""}}))
            case "getMyCommands":
                connection.send(reply({"ok": True, "result": []}))
            case "getChatMember":
                connection.send(reply({"ok": True, "result": {"status": "member", "user": _ME}}))
            case "sendMessage" | "editMessageText" | "sendPhoto" | "sendMediaGroup":
                connection.send(self.respond(request))
            case _:
                connection.send(DONE)

    def _poll(self, connection: "_Connection", request: Request) -> None:
        offset = int(request.parameters.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        self._answer_poll(connection, offset)

    def _answer_poll(self, connection: "_Connection", offset: int) -> None:
        if self._updates:
            connection.send(reply({"ok": True, "result": list(islice(self._updates, 100))}))
            return
        waiting = (connection, offset)
        self._polls.append(waiting)
        asyncio.get_running_loop().call_later(MAX_POLL_SECONDS, self._end_poll, waiting)

    def _end_poll(self, waiting: tuple["_Connection", int]) -> None:
        if waiting in self._polls:
            self._polls.remove(waiting)
            waiting[0].send(reply({"ok": True, "result": []}))


class _Connection(asyncio.Protocol):
    """One connection. The client sends no second request before the answer to the first."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._transport: asyncio.Transport | None = None
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Register the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._receiver.on_connected(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection."""
        self._receiver.on_disconnected(self)

    def data_received(self, data: bytes) -> None:
        """Answer a request once it is complete; a request that a killed process left incomplete is ignored."""
        self._left += data
        head, end, body = self._left.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0) if end else 0
        if not end or len(body) < size:
            return
        self._left = b""
        _, sender, _, method = head.split(b" ", 2)[1].decode().split("/", 3)
        at = asyncio.get_running_loop().time()
        self._receiver.on_request(self, Request(sender, at, method, json.loads(body[:size] or b"{}")))

    def send(self, answer: Reply) -> None:
        """Send an answer."""
        assert self._transport is not None
        self._transport.write(answer.data)
        if not answer.keep:
            self._transport.close()

    def abort(self) -> None:
        """Close the connection with RST."""
        if self._transport is not None:
            self._transport.abort()


def message(number: int, chat: int) -> Json:
    """Return the Message that Telegram returns for a send."""
    return {
        "message_id": number,
        "from": _ME,
        "chat": {"id": chat, "type": "private" if chat > 0 else "group"},
        "date": 1767225600,
        "text": "Новые публикации",
    }


@asynccontextmanager
async def open_receiver() -> AsyncIterator[Receiver]:
    """Open a receiver; it is closed at the block's end."""
    receiver = Receiver()
    await receiver.listen()
    try:
        yield receiver
    finally:
        receiver.stop_listening()
        await asyncio.sleep(CLOSING_SECONDS)
        while receiver.connected:  # noqa: ASYNC110 - they close in the loop
            await asyncio.sleep(CLOSING_SECONDS)
