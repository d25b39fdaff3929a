"""Import and reindex beside a running newspaper on SQLite: it does the work, and nobody else writes to its file."""

import asyncio
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot import handover, importing, reindexing
from bot.handover import find_newspaper
from bot.importing import Import, run_import
from bot.job_socket import socket_path, unix_socket
from bot.reindexing import run_reindex
from bot.settings import Settings, load_settings
from news.errors import StorageError
from news.importing import MAX_LINE_BYTES
from storage.locks import serving_lock
from storage.sqlite import lock_path
from tests.bot.cli_processes import run
from tests.databases import copied
from tests.newspaper import TOKEN, Newspaper

pytestmark = pytest.mark.slow

GOOD = {"title": "Мост открыт", "text": "Движение пошло."}


@pytest.fixture
def alone(sqlite_template: Path, tmp_path: Path) -> Settings:
    """The settings of a database that nobody serves."""
    folder = tmp_path / "alone"
    folder.mkdir()
    return load_settings(_env_file=None, bot_token=TOKEN, database_url=copied(sqlite_template, folder))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for a newspaper that starts."""
    monkeypatch.setattr(handover, "PATIENCE_SECONDS", 0.5)


@pytest.fixture
def handed_over_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command open no database."""

    def refuse(url: str) -> Any:
        raise AssertionError(f"the command opens {url} itself")

    for module in (importing, reindexing):
        monkeypatch.setattr(module, "open_storage", refuse)
        monkeypatch.setattr(module, "migrate", refuse)


def file_of(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def lines(count: int) -> bytes:
    """Return lines of articles, a bad one, one that is too long, and one without an end."""
    good = [json.dumps(GOOD | {"url": f"https://example.org/{number}"}).encode() for number in range(count)]
    return b"\n".join([*good[:3], b"{nonsense", b'"' + b"x" * (MAX_LINE_BYTES + 70_000), b"", *good[3:], good[0]])


async def take(settings: Settings, data: bytes, *, publish: bool = True, push: bool | None = None) -> Import:
    return await run_import(settings, BytesIO(data), len(data), publish=publish, push=push)


async def test_an_import_gives_the_same_result_beside_a_newspaper_and_alone(
    newspaper: Newspaper, alone: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    by_itself, said_alone = await take(alone, lines(30)), capfd.readouterr().err
    handed_over, said = await take(newspaper.settings, lines(30)), capfd.readouterr().err
    assert by_itself == handed_over == Import(stored=30, known=1, refused=2, too_many_to_push=True)
    for text in (said_alone, said):
        assert "line 4: " in text
        assert "line 5: " in text
    assert said_alone == said
    async with newspaper.news.storage.reading() as unit:
        assert len(await unit.articles.older(None, 100)) == 30


async def test_a_small_import_is_pushed_whole_and_a_large_one_not_at_all(newspaper: Newspaper) -> None:
    for count, too_many in ((20, False), (21, True)):
        data = "\n".join(json.dumps(GOOD | {"url": f"https://{count}.example.org/{each}"}) for each in range(count))
        assert (await take(newspaper.settings, data.encode())).too_many_to_push is too_many


@pytest.mark.usefixtures("handed_over_only")
async def test_the_index_is_rebuilt_by_the_newspaper(newspaper: Newspaper) -> None:
    await take(newspaper.settings, lines(30))
    assert await run_reindex(newspaper.settings) == 30


async def test_the_command_as_a_process_hands_its_work_over(newspaper: Newspaper) -> None:
    given = {"DATABASE_URL": newspaper.settings.database_url}
    ended = await run("import", "-", "--publish", given=lines(30), **given)
    assert (ended.code, ended.out.splitlines()[0]) == (1, "Imported: 30. Known already: 1. Refused: 2.")
    assert ended.err.splitlines()[-1] == "The refused lines are named above; all others are in."
    async with newspaper.news.storage.reading() as unit:
        assert len(await unit.articles.older(None, 100)) == 30, "the newspaper sees them at once"
    assert (await run("reindex", **given)).out == "Indexed: 30. Everything published can be found by /search.\n"


@pytest.mark.usefixtures("handed_over_only")
async def test_a_newspaper_that_stops_during_an_import_is_one_sentence(newspaper: Newspaper) -> None:
    class Endless(BytesIO):
        """A file whose newspaper stops after a hundred lines."""

        read_lines = 0

        def readline(self, _limit: int | None = -1, /) -> bytes:
            self.read_lines += 1
            if self.read_lines == 100:
                newspaper._stopping.set()
            return json.dumps(GOOD | {"url": f"https://example.org/{self.read_lines}"}).encode() + b"\n"

    with pytest.raises(StorageError, match="The newspaper stopped before the work was done"):
        await run_import(newspaper.settings, Endless(), None, publish=False, push=None)


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


async def test_only_this_user_may_hand_work_over_and_a_stop_removes_the_socket(newspaper: Newspaper) -> None:
    path = socket_path(file_of(newspaper.settings))
    assert path.stat().st_mode & 0o777 == 0o600
    await newspaper.stop()
    assert not path.exists()
    await newspaper.start()


@pytest.mark.parametrize(
    "order", [b"\n", b"nonsense\n", b"[]\n", b'{"job": "format the disk"}\n', b'{"job": "import"}\n']
)
async def test_an_order_that_is_not_understood_is_refused(newspaper: Newspaper, order: bytes) -> None:
    with unix_socket(socket_path(file_of(newspaper.settings))) as (opened, address):
        await asyncio.get_running_loop().sock_connect(opened, address)
        reader, writer = await asyncio.open_unix_connection(sock=opened)
        writer.write(order)
        assert json.loads(await reader.readline())["error"].endswith("stop it first.")
        writer.close()


async def test_a_socket_may_have_a_long_path(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120) / ("y" * 120)
    folder.mkdir(parents=True)
    with unix_socket(folder / "one") as (listening, address):
        listening.bind(address)
        listening.listen()
        with unix_socket(folder / "one") as (connecting, same):
            await asyncio.get_running_loop().sock_connect(connecting, same)
