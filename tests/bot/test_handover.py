"""Commands without a newspaper that takes their work: alone they do it, and nobody else writes meanwhile."""

import pytest

from bot import handover
from bot.handover import find_newspaper
from bot.job_socket import socket_path, unix_socket
from bot.reindexing import run_reindex
from bot.settings import Settings
from news.errors import StorageError
from storage.locks import serving_lock
from storage.sqlite import lock_path
from tests.bot.job_commands import file_of, lines, take


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for a newspaper that starts."""
    monkeypatch.setattr(handover, "PATIENCE_SECONDS", 0.5)


@pytest.mark.usefixtures("impatient")
async def test_a_newspaper_that_takes_no_jobs_is_not_written_beside(alone: Settings) -> None:
    path = file_of(alone)
    with serving_lock(lock_path(path)) as lock:
        lock.share()
        with pytest.raises(StorageError, match="Another program writes to"):
            await take(alone, lines(3))
    assert (await take(alone, lines(3))).stored == 3


@pytest.mark.usefixtures("impatient")
async def test_two_commands_do_not_write_at_once_and_no_newspaper_begins_meanwhile(alone: Settings) -> None:
    async with find_newspaper(alone.database_url) as newspaper:
        assert newspaper is None
        with pytest.raises(StorageError, match="Another program writes to"):
            await run_reindex(alone)
        with serving_lock(lock_path(file_of(alone))) as lock:
            assert not lock.try_exclusive()


async def test_the_socket_of_a_program_that_was_killed_is_no_newspaper(alone: Settings) -> None:
    with unix_socket(socket_path(file_of(alone))) as (left, address):
        left.bind(address)
    assert (await take(alone, lines(3))).stored == 3
