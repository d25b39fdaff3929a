"""The sink process, which stands in for Telegram: it answers every call, at once or delayed, and counts.

It has one thread and no event loop, because it must be faster than the measured programs. The answer to every message
is the same, as long as a push of five headlines, so a client that validates answers has as much work as with Telegram,
and one that reads only the message id as little. The parent writes lines of JSON to standard input: settings, answered
by an empty line, or the numbers of messages and answered taps to wait for, answered by a report.
"""

import json
import os
import re
import select
import socket
import ssl
import sys
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random
from time import monotonic, sleep

from benchmarks.certificates import server_context
from benchmarks.cpu_affinity import pin_to_core
from benchmarks.sink_counters import FIRST_CHAT, FIRST_UPDATE, Messages, SinkSettings, Taps, report

HOST = "127.0.0.1"
READ_BYTES = 1 << 16
# The sink answers an empty getUpdates after this time and ignores the client's timeout: a longer poll delays the end.
POLL_SECONDS = 1.0
STALL_SECONDS = (0.03, 0.06)

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
# In JSON and in forms alike.
_CHAT = re.compile(rb'chat_id"?[:=] ?"?(\d+)')
_PRESS = re.compile(rb'callback_query_id"?[:=] ?"?(\d+)')
_OFFSET = re.compile(rb'offset"?[:=] ?"?(\d+)')

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


def _response(body: bytes, status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
    return head + body


def _result(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":"))
    return _response(body.encode())


SENT, ME, DONE, NOTHING = _result(_MESSAGE), _result(_ME), _result(True), _result([])
DESCRIPTIONS = _result({"description": "", "short_description": ""})
REFUSED = _response(
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}',
    b"429 Too Many Requests",
)


class Connection:
    """A client's connection, and the received part of its next request. Over TLS, reading does the handshake."""

    __slots__ = ("left", "socket")

    def __init__(self, accepted: socket.socket) -> None:
        self.socket = accepted
        self.left = b""

    def requests(self) -> list[bytes] | None:
        """Read; return the complete requests, None if the client has disconnected."""
        try:
            data = self.socket.recv(READ_BYTES)
            while isinstance(self.socket, ssl.SSLSocket) and (pending := self.socket.pending()):
                data += self.socket.recv(pending)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return []
        except OSError:
            return None
        if not data:
            return None
        self.left += data
        found = []
        while (size := request_size(self.left)) is not None and len(self.left) >= size:
            found.append(self.left[:size])
            self.left = self.left[size:]
        return found

    def write(self, data: bytes) -> None:
        """Send a whole answer: a batch of updates may be larger than the socket's buffer."""
        with suppress(OSError):
            try:
                sent = self.socket.send(data)
            except ssl.SSLWantWriteError:
                sent = 0
            if sent < len(data):
                self.socket.setblocking(True)
                self.socket.sendall(data[sent:])
                self.socket.setblocking(False)


class Telegram:
    """The server and its counters; `serve` runs until standard input is closed."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._epoll = select.epoll()
        self._connections: dict[int, Connection] = {}
        self._due: deque[tuple[float, Connection, bytes]] = deque()
        self._polls: dict[Connection, tuple[int, float]] = {}
        self._awaited: tuple[int, int] | None = None
        self._apply(SinkSettings())

    def serve(self) -> None:
        """Serve requests. The port is the first line of output."""
        with socket.create_server((HOST, 0), backlog=1024) as listener:
            listener.setblocking(False)
            print(listener.getsockname()[1], flush=True)
            self._epoll.register(listener, select.EPOLLIN)
            self._epoll.register(sys.stdin, select.EPOLLIN)
            while True:
                ready = self._epoll.poll(self._poll_timeout())
                self._stall()
                for number, _ in ready:
                    if number == listener.fileno():
                        self._accept(listener)
                    elif number != sys.stdin.fileno():
                        self._read(number)
                    elif not self._read_command():
                        return
                self._answer_late()
                self._answer_polls()
                self._report()

    def _apply(self, settings: SinkSettings) -> None:
        self._settings = settings
        self._messages = Messages(settings.limit)
        self._taps = Taps(settings.taps, settings.taps_per_second)
        self._update = _update_template(settings.press)
        self._random, self._stall_at = Random(settings.stall_every), 0.0

    def _poll_timeout(self) -> float:
        """Return the seconds until the next delayed answer, tap or empty poll; -1 if nothing is due."""
        now = monotonic()
        moments = [now + POLL_SECONDS] if self._polls else []
        if self._due:
            moments.append(self._due[0][0])
        if self._polls and (tap := self._taps.next_at(now)) is not None:
            moments.append(tap)
        return max(0.0, min(moments) - now) if moments else -1

    def _stall(self) -> None:
        """Stand still if it is time: what has arrived meanwhile is read and counted all at once."""
        if self._settings.stall_every and monotonic() >= self._stall_at:
            sleep(self._random.uniform(*STALL_SECONDS))
            self._stall_at = monotonic() + self._random.uniform(0.5, 1.5) * self._settings.stall_every

    def _accept(self, listener: socket.socket) -> None:
        with suppress(BlockingIOError):
            while True:
                accepted, _ = listener.accept()
                accepted.setblocking(False)
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                number = accepted.fileno()
                if self._tls is not None:
                    accepted = self._tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
                self._connections[number] = Connection(accepted)
                self._epoll.register(number, select.EPOLLIN)

    def _read(self, number: int) -> None:
        connection = self._connections[number]
        requests = connection.requests()
        if requests is None:
            self._epoll.unregister(number)
            self._polls.pop(connection, None)
            connection.socket.close()
            del self._connections[number]
            return
        for request in requests:
            self._answer(connection, request)

    def _answer(self, connection: Connection, request: bytes) -> None:
        now, method = monotonic(), request[: request.index(b" ", 5)].rpartition(b"/")[2]
        if method == b"getUpdates":
            self._taps.begin(now)
            self._polls[connection] = (_number(_OFFSET, request), now)
            return
        response = DONE
        if method in {b"sendMessage", b"sendPhoto"}:
            response = SENT if self._messages.take(now) else REFUSED
        elif method == b"editMessageText":
            self._taps.edited(_number(_CHAT, request), now)
            response = SENT
        elif method == b"answerCallbackQuery":
            self._taps.ended(_number(_PRESS, request), now)
        elif method == b"getMe":
            response = ME
        elif method in {b"getMyDescription", b"getMyShortDescription"}:
            response = DESCRIPTIONS
        elif method == b"getMyCommands":
            response = NOTHING
        if self._settings.latency:
            self._due.append((now + self._settings.latency, connection, response))
        else:
            connection.write(response)

    def _answer_late(self) -> None:
        now = monotonic()
        while self._due and self._due[0][0] <= now:
            _, connection, response = self._due.popleft()
            connection.write(response)

    def _answer_polls(self) -> None:
        now = monotonic()
        for connection, (offset, since) in list(self._polls.items()):
            numbers = self._taps.batch(offset, now)
            if numbers or now - since > POLL_SECONDS:
                del self._polls[connection]
                connection.write(self._updates(numbers) if numbers else NOTHING)

    def _updates(self, numbers: range) -> bytes:
        batch = [self._update % (FIRST_UPDATE + each, *[FIRST_CHAT + each] * 3) for each in numbers]
        return _response(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    def _read_command(self) -> bool:
        """Read one line of the parent; False at the end of input."""
        line = sys.stdin.readline()
        if not line:
            return False
        words = json.loads(line)
        if "messages" in words:
            self._awaited = words["messages"], words["answered"]
        else:
            self._apply(SinkSettings(**words))
            print(flush=True)
        return True

    def _report(self) -> None:
        """Write the report if the parent waits for one and its numbers are reached."""
        if self._awaited is None:
            return
        messages, answered = self._awaited
        if len(self._messages.times) >= messages and self._taps.answered >= answered:
            self._awaited = None
            print(json.dumps(asdict(report(self._messages, self._taps))), flush=True)


def request_size(data: bytes) -> int | None:
    """Return the length of the first request, headers and body; None while its headers are incomplete."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    found = _LENGTH.search(data, 0, end)
    return end + 4 + (int(found[1]) if found else 0)


def _number(pattern: re.Pattern[bytes], request: bytes) -> int:
    found = pattern.search(request)
    return int(found[1]) if found else 0


def _update_template(press: str) -> bytes:
    """Return an update as JSON with four `%d`: its id, the ids of the callback query, of the person and of the chat."""
    update = {
        "update_id": 0,
        "callback_query": {
            "id": "1",
            "from": {"id": 2, "is_bot": False, "first_name": "Анна", "language_code": "ru"},
            "message": {**_MESSAGE, "chat": {"id": 3, "type": "private", "first_name": "Анна"}},
            "chat_instance": "-4711",
            "data": press,
        },
    }
    text = json.dumps(update, ensure_ascii=False).replace("%", "%%")
    for field in ('"update_id": 0', '"id": "1"', '"id": 2', '"id": 3'):
        text = text.replace(field, field[:-2] + '%d"' if field.endswith('"') else field[:-1] + "%d", 1)
    return text.encode()


if __name__ == "__main__":
    # The arguments: the core, and the file with the certificate and its key for TLS.
    if sys.argv[1:]:
        pin_to_core(int(sys.argv[1]))
    # Ctrl-C reaches the parent too, which then closes standard input.
    with suppress(KeyboardInterrupt):
        Telegram(server_context(Path(sys.argv[2])) if sys.argv[2:] else None).serve()
    os._exit(0)
