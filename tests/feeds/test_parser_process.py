"""The child process as its parent uses it: real processes, and their limits."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.frames import Job
from feeds.parser_process import ParserProcess, ProcessLimits
from news.sources.found import Trouble, VisitFailedError
from tests.feeds.parsing.written_feeds import ADDRESS, rss

FEED = rss("<title>Мост</title>").encode()
# feedparser's search for an address of mail takes longer than any limit.
COSTLY = rss(f"<author>{'a' * 60_000}</author>").encode()

pytestmark = pytest.mark.slow


@pytest.fixture
async def parser() -> AsyncIterator[ParserProcess]:
    async with ParserProcess(ProcessLimits(cpu_seconds=1)) as parser:
        yield parser


async def read(parser: ParserProcess, content: bytes = FEED) -> bytes:
    return (await parser.do(Job.FEED, content, encoding="", address=ADDRESS, charset="")).content


async def trouble(parser: ParserProcess, content: bytes) -> VisitFailedError:
    with pytest.raises(VisitFailedError) as caught:
        await read(parser, content)
    return caught.value


def told_of(pid: int | None, name: str) -> str:
    """Return what the kernel tells of a process, "" of one that is gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except FileNotFoundError:
        return ""


def is_running(pid: int) -> bool:
    status = told_of(pid, "status")
    return bool(status) and "\nState:\tZ" not in status


async def has_ended(pid: int) -> None:
    """Wait at most ten seconds for the end of a process."""
    async with asyncio.timeout(10):
        while is_running(pid):  # noqa: ASYNC110 (another process has no event)
            await asyncio.sleep(0.01)


async def test_one_process_does_all_jobs(parser: ParserProcess) -> None:
    assert parser.pid is None
    assert "Мост".encode() in await read(parser)
    first = parser.pid
    await asyncio.gather(*(read(parser) for _ in range(5)))
    assert parser.pid == first


async def test_what_is_unreadable_is_told_and_the_process_stays(parser: ParserProcess) -> None:
    assert (await trouble(parser, b"<html>")).trouble is Trouble.UNREADABLE
    first = parser.pid
    assert first is not None
    await read(parser)
    assert parser.pid == first


async def test_a_job_that_takes_too_much_cpu_ends_the_process_and_the_next_has_another(parser: ParserProcess) -> None:
    await read(parser)
    first = parser.pid
    assert (await trouble(parser, COSTLY)).trouble is Trouble.COSTLY
    assert parser.pid is None
    await read(parser)
    assert parser.pid not in (None, first)


async def test_cpu_is_counted_for_each_job_anew(parser: ParserProcess) -> None:
    feed = rss(
        *(f"<title>{n}</title><description>&lt;p&gt;Текст {n}&lt;/p&gt;</description>" for n in range(100))
    ).encode()
    await read(parser)
    first = parser.pid
    assert first is not None
    used = 0.0
    while used < 2.5:
        await read(parser, feed)
        fields = told_of(first, "stat").rpartition(")")[2].split()
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    assert parser.pid == first


async def test_a_job_that_takes_too_long_ends_the_process() -> None:
    async with ParserProcess(ProcessLimits(wall_seconds=0.2)) as parser:
        error = await trouble(parser, COSTLY)
        assert (error.trouble, error.detail) == (Trouble.COSTLY, "no reply within 0.2 s")
        assert parser.pid is None


async def test_the_process_has_its_limits(parser: ParserProcess) -> None:
    await read(parser)
    pid = parser.pid
    assert pid is not None
    limits = told_of(pid, "limits")
    assert f"Max address space         {1024**3}" in limits
    assert "Max core file size        0 " in limits
    assert "Max file size             0 " in limits
    assert os.getpriority(os.PRIO_PROCESS, pid) >= 10


async def test_a_process_that_was_killed_is_replaced(parser: ParserProcess) -> None:
    await read(parser)
    first = parser.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await has_ended(first)
    try:
        await read(parser)
    except VisitFailedError as error:  # its end was not known yet when the job began
        assert error.trouble is Trouble.COSTLY  # noqa: PT017
        await read(parser)
    assert parser.pid not in (None, first)


async def test_a_cancelled_job_kills_the_process_and_the_next_has_another(parser: ParserProcess) -> None:
    await read(parser)
    first = parser.pid
    assert first is not None
    async with asyncio.TaskGroup() as group:
        job = group.create_task(read(parser, COSTLY))
        await asyncio.sleep(0.1)
        job.cancel()
    assert not is_running(first)
    assert "Мост".encode() in await read(parser)


async def test_a_job_that_waits_for_its_turn_can_be_cancelled(parser: ParserProcess) -> None:
    await read(parser)
    first = parser.pid
    async with asyncio.TaskGroup() as group:
        jobs = [group.create_task(read(parser)) for _ in range(3)]
        await asyncio.sleep(0)
        jobs[2].cancel()
    assert parser.pid == first
    assert all(jobs[number].result() for number in (0, 1))


async def test_the_process_is_replaced_after_its_jobs_and_when_it_has_grown() -> None:
    for limits in (ProcessLimits(most_jobs=2), ProcessLimits(most_memory_bytes=1)):
        async with ParserProcess(limits) as parser:
            pids = set()
            for _ in range(4):
                await read(parser)
                pids.add(parser.pid)
            assert None in pids


async def test_the_process_knows_no_secret_of_its_parent(
    parser: ParserProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    await read(parser)
    names = {line.partition("=")[0] for line in told_of(parser.pid, "environ").split("\0")}
    assert names == {"PATH", "LANG", ""}


async def test_a_process_that_does_not_start_is_an_error_that_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    async with ParserProcess() as parser:
        assert (await trouble(parser, FEED)).trouble is Trouble.COSTLY
    assert "did not start" in caplog.text


async def test_closing_ends_the_process() -> None:
    parser = ParserProcess()
    await read(parser)
    pid = parser.pid
    assert pid is not None
    await parser.close()
    assert not is_running(pid)
    await parser.close()


async def test_the_process_ends_by_itself_when_its_parent_is_killed() -> None:
    program = (
        "import asyncio\nfrom feeds.parser_process import ParserProcess\n"
        "from tests.feeds.test_parser_process import read\n"
        "async def main():\n    parser = ParserProcess()\n    await read(parser)\n    print(parser.pid, flush=True)\n"
        "    await asyncio.sleep(60)\nasyncio.run(main())"
    )
    root = Path(__file__).parents[2]
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=root
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    await parent.wait()
    await has_ended(child)
