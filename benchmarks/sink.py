"""A sink in Telegram's place: answers every call at once, and notes on its own clock when a message arrived.

It runs in a process of its own, on the last core. Every answer is the same message, as long as a push of five
headlines: a client that validates answers has as much to validate as with Telegram, one that looks only for the
message's id has as little. Ask it by lines on standard input: `reset`, or `report N`, which is answered by a line of
JSON as soon as N messages have arrived.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass

from benchmarks.cores import OUTSIDE, stay_on

HOST = "127.0.0.1"
WINDOW_SECONDS = 1.0
REPORT_SECONDS = 180

_HEADLINE = "12345. Городской музей открывает большую выставку на этой неделе\n14:05 · Культура\n\n"
_KEYBOARD = [[{"text": str(number), "callback_data": f"a:{number}:0:e:1"} for number in range(12341, 12346)]]
_MESSAGE = {
    "message_id": 4711,
    "from": {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"},
    "chat": {"id": 1, "type": "private", "first_name": "Анна"},
    "date": 1767225600,
    "text": f"Новые публикации\n\n{_HEADLINE * 5}",
    "entities": [{"type": "italic", "offset": 20 + 82 * number, "length": 16} for number in range(5)],
    "reply_markup": {"inline_keyboard": _KEYBOARD},
}
_ME = {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"}


def _response(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


SENT, ME, DONE = _response(_MESSAGE), _response(_ME), _response(True)


@dataclass(frozen=True, slots=True)
class Report:
    """What arrived: how many messages, from the first to the last how long, and the fullest second of all."""

    count: int
    seconds: float
    worst: int

    @property
    def rate(self) -> float:
        """Messages a second; the first marks the beginning."""
        return (self.count - 1) / self.seconds


class Arrivals:
    """When messages arrived, in seconds of the loop's clock."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._wanted = 0
        self._complete = asyncio.Event()

    def note(self, at: float) -> None:
        """Remember one."""
        self._times.append(at)
        if len(self._times) >= self._wanted:
            self._complete.set()

    def forget(self) -> None:
        """Begin anew."""
        self._times.clear()

    async def report(self, count: int) -> Report:
        """Wait for that many, then tell about all."""
        self._wanted = count
        if len(self._times) < count:
            self._complete.clear()
            await self._complete.wait()
        seconds = self._times[-1] - self._times[0] if self._times else 0.0
        return Report(len(self._times), seconds, worst_window(self._times))


class Telegram(asyncio.Protocol):
    """One connection of a client: requests in, answers out."""

    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals
        self._left = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that has arrived in full."""
        self._left += data
        while (size := _request_size(self._left)) is not None and len(self._left) >= size:
            request, self._left = self._left[:size], self._left[size:]
            assert self._transport is not None
            self._transport.write(self._answer(request.split(b" ", 2)[1]))

    def _answer(self, path: bytes) -> bytes:
        if path.endswith(b"/sendMessage"):
            self._arrivals.note(asyncio.get_running_loop().time())
            return SENT
        return ME if path.endswith(b"/getMe") else DONE


def _request_size(data: bytes) -> int | None:
    """Return the length of the first request, headers and body; None until its headers are there."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    found = data[:end].lower().partition(b"content-length:")[2]
    return end + 4 + int(found.split(b"\r\n", 1)[0] or 0)


class Sink:
    """The sink as its parent holds it."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    async def reset(self) -> None:
        """Forget what has arrived."""
        await self._ask("reset")

    async def report(self, count: int) -> Report:
        """Wait until that many messages have arrived, then tell about them. Raises TimeoutError after 3 minutes."""
        async with asyncio.timeout(REPORT_SECONDS):
            return Report(**json.loads(await self._ask(f"report {count}")))

    async def _ask(self, words: str) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{words}\n".encode())
        return await self._process.stdout.readline()


@asynccontextmanager
async def open_sink() -> AsyncIterator[Sink]:
    """Start a sink and stop it at the end."""
    command = (sys.executable, "-m", "benchmarks.sink", str(OUTSIDE))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Sink(process, f"http://{HOST}:{port}")
    finally:
        process.stdin.close()
        await process.wait()


def worst_window(arrivals: list[float]) -> int:
    """Return the most arrivals that any window of a second holds, wherever it begins."""
    worst = first = 0
    for last, at in enumerate(arrivals):
        while at - arrivals[first] >= WINDOW_SECONDS:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


async def serve() -> None:
    """Answer until standard input is closed; the port is the first line of output."""
    loop, arrivals = asyncio.get_running_loop(), Arrivals()
    server = await loop.create_server(lambda: Telegram(arrivals), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    questions = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    while question := await questions.readline():
        if question.startswith(b"reset"):
            arrivals.forget()
            print(flush=True)
        else:
            print(json.dumps(asdict(await arrivals.report(int(question.split()[1])))), flush=True)
    server.close()


if __name__ == "__main__":
    stay_on(int(sys.argv[1]))
    with suppress(KeyboardInterrupt):  # Ctrl-C reaches the parent too, who then closes standard input
        asyncio.run(serve())
