"""A receiver in Telegram's place: it answers at once, notes every message that arrived, and misbehaves when told to.

It runs in the loop of whoever measures. Each process under test is given an address of its own (`address`), so that of
every message it is known who sent it, also when that process is long dead.
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
LONGEST_POLL_SECONDS = 25


class Request(NamedTuple):
    """A call: who made it, when on the loop's clock, and what for."""

    sender: str
    at: float
    method: str
    parameters: Json

    @property
    def chat(self) -> int:
        """The chat it is about, 0 for none."""
        return int(self.parameters.get("chat_id") or 0)


class Reply(NamedTuple):
    """What goes back, to the byte, and whether the connection stays open afterwards."""

    data: bytes
    keep: bool = True


SILENCE = Reply(b"")
HANG_UP = Reply(b"", keep=False)

Behaviour = Callable[[Request], Reply]


def reply(body: object, status: int = 200) -> Reply:
    """Return a whole answer; JSON, or a text as a proxy's page."""
    if isinstance(body, str):
        kind, data = "text/html", body.encode()
    else:
        kind, data = "application/json", json.dumps(body, ensure_ascii=False).encode()
    head = f"HTTP/1.1 {status} Said so\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return Reply(head.encode() + data)


DONE = reply({"ok": True, "result": True})


class Receiver:
    """Everything that was said to Telegram, and what Telegram has to say.

    `behave` answers a message; `accept` does so as Telegram would.
    """

    def __init__(self) -> None:
        self.arrived: list[Request] = []
        self.copies: Counter[int] = Counter()
        self.by_sender: Counter[str] = Counter()
        self.behave: Behaviour = self.accept
        self._port = 0
        self._server: asyncio.Server | None = None
        self._lines: set[_Line] = set()
        self._updates: deque[Json] = deque()
        self._polls: deque[tuple[_Line, int]] = deque()
        self._seen: set[str] = set()

    def address(self, sender: str) -> str:
        """Return the address (`BOT_API_URL`) for one process."""
        return f"http://{HOST}:{self._port}/{sender}"

    def has_seen(self, sender: str) -> bool:
        """Whether a process has called at all."""
        return sender in self._seen

    def give(self, updates: Iterable[Json]) -> None:
        """Let whoever polls have these updates."""
        self._updates.extend(updates)
        polls, self._polls = self._polls, deque()
        for line, offset in polls:
            self._hand_out(line, offset)

    @property
    def waiting(self) -> int:
        """How many updates nobody has confirmed yet."""
        return len(self._updates)

    def forget(self) -> None:
        """Forget what has arrived."""
        self.arrived.clear()
        self.copies.clear()
        self.by_sender.clear()

    def accept(self, request: Request) -> Reply:
        """Take a message and answer as Telegram does."""
        self.note(request)
        return reply({"ok": True, "result": message(len(self.arrived), request.chat)})

    def note(self, request: Request) -> None:
        """Count a message that arrived, whatever is answered."""
        self.arrived.append(request)
        self.copies[request.chat] += 1
        self.by_sender[request.sender] += 1

    async def listen(self) -> None:
        """Answer from now on, always at the same address."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Line(self), HOST, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def refuse(self) -> None:
        """Break every connection and refuse new ones, until `listen`."""
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.hang_up()

    def made(self, line: "_Line") -> None:
        """Know a connection."""
        self._lines.add(line)

    def lost(self, line: "_Line") -> None:
        """Forget a connection, and what it polled for."""
        self._lines.discard(line)
        self._polls = deque(each for each in self._polls if each[0] is not line)

    def called(self, line: "_Line", request: Request) -> None:
        """Answer one request."""
        self._seen.add(request.sender)
        match request.method:
            case "getUpdates":
                self._poll(line, request)
            case "getMe":
                line.say(reply({"ok": True, "result": _ME}))
            case "getChatMember":
                line.say(reply({"ok": True, "result": {"status": "member", "user": _ME}}))
            case "sendMessage" | "editMessageText" | "sendPhoto":
                line.say(self.behave(request))
            case _:
                line.say(DONE)

    def _poll(self, line: "_Line", request: Request) -> None:
        offset = int(request.parameters.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        self._hand_out(line, offset)

    def _hand_out(self, line: "_Line", offset: int) -> None:
        if self._updates:
            line.say(reply({"ok": True, "result": list(islice(self._updates, 100))}))
            return
        waiting = (line, offset)
        self._polls.append(waiting)
        asyncio.get_running_loop().call_later(LONGEST_POLL_SECONDS, self._give_up, waiting)

    def _give_up(self, waiting: tuple["_Line", int]) -> None:
        if waiting in self._polls:
            self._polls.remove(waiting)
            waiting[0].say(reply({"ok": True, "result": []}))


class _Line(asyncio.Protocol):
    """One connection of a client, which waits for an answer before it asks again."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._transport: asyncio.Transport | None = None
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._receiver.made(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Be forgotten."""
        self._receiver.lost(self)

    def data_received(self, data: bytes) -> None:
        """Hand on a request that is there in full; what a dying process left half said was not said."""
        self._left += data
        head, end, body = self._left.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0) if end else 0
        if not end or len(body) < size:
            return
        self._left = b""
        _, sender, _, method = head.split(b" ", 2)[1].decode().split("/", 3)
        at = asyncio.get_running_loop().time()
        self._receiver.called(self, Request(sender, at, method, json.loads(body[:size] or b"{}")))

    def say(self, answer: Reply) -> None:
        """Send an answer."""
        assert self._transport is not None
        self._transport.write(answer.data)
        if not answer.keep:
            self._transport.close()

    def hang_up(self) -> None:
        """Break off without a goodbye."""
        if self._transport is not None:
            self._transport.abort()


def message(number: int, chat: int) -> Json:
    """Return a message as Telegram does when it is sent."""
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
        receiver.refuse()
        await asyncio.sleep(0)
