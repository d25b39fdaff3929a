"""The child process from inside: what it answers, and what it gives up."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from feeds.frames import LENGTHS, MAX_RECORDS_BYTES, Job, frame, load_item
from feeds.parsing import worker
from feeds.parsing.errors import EmptyError, LargeError, UnreadableError
from feeds.parsing.worker import answer
from news.sources.found import Trouble
from tests.feeds.parsing.written_feeds import ADDRESS, rss

FEED = rss("<title>Мост</title>").encode()
REQUEST = {"job": Job.FEED, "encoding": "", "address": ADDRESS, "charset": "", "now": "2022-01-18T12:00:00+00:00"}
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.slow


async def process(program: str, stdin: bytes = b"") -> tuple[int | None, bytes]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await child.communicate(stdin)
    return child.returncode, out


def frames(content: bytes) -> list[tuple[dict[str, Any], bytes]]:
    found = []
    while content:
        header, body = LENGTHS.unpack(content[: LENGTHS.size])
        content = content[LENGTHS.size :]
        found.append((json.loads(content[:header]), content[header : header + body]))
        content = content[header + body :]
    return found


def test_a_feed_is_answered_with_its_records() -> None:
    header, content = answer(REQUEST, FEED)
    assert header == {}
    first, line = content.split(b"\n")
    assert json.loads(first)["title"] == "Вестник"
    assert load_item(line).title == "Мост"


@pytest.mark.parametrize(
    ("error", "expected"),
    [(UnreadableError("x"), Trouble.UNREADABLE), (LargeError(), Trouble.LARGE), (EmptyError(), Trouble.EMPTY),
     (MemoryError(), Trouble.COSTLY), (RecursionError(), Trouble.COSTLY), (KeyError("x"), Trouble.UNREADABLE)],
)  # fmt: skip
def test_what_goes_wrong_is_told(error: Exception, expected: Trouble, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker, "do", fail)
    header, content = answer(REQUEST, FEED)
    assert (header["trouble"], content) == (expected, b"")


def test_a_reply_that_is_too_large_is_costly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "do", lambda *_: ({}, b"x" * (MAX_RECORDS_BYTES + 1)))
    assert answer(REQUEST, FEED)[0]["trouble"] == Trouble.COSTLY
    assert "trouble" not in answer(REQUEST | {"job": Job.PICTURE}, FEED)[0]


async def test_the_process_answers_until_its_input_ends() -> None:
    request = frame(REQUEST, FEED)
    program = "import sys; sys.argv = ['worker', '5']; from feeds.parsing.worker import main; main()"
    code, out = await process(program, request * 2 + request[:-1])
    ready, first, second = frames(out)
    assert (code, ready[0]) == (0, {"ready": True})
    assert first[1] == second[1]
    assert first[0]["memory_bytes"] > 10_000_000


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:1/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open(__file__, 'a').write('x' * 100_000)",
        "x = bytearray(2 * 1024 ** 3)",
        "files = [open('/dev/null') for _ in range(50)]",
    ],
)
async def test_the_process_cannot_reach_out(deed: str, tmp_path: Path) -> None:
    program = (
        f"from feeds.parsing.worker import confine\nconfine()\ntry:\n    {deed}\n"
        "except (OSError, MemoryError, RuntimeError):\n    print('refused')\nelse:\n    print('done')"
    )
    (tmp_path / "program.py").write_text(program)
    _, out = await process(f"import runpy; runpy.run_path({str(tmp_path / 'program.py')!r})")
    assert out.split() == [b"refused"]
