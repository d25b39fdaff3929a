"""Import and reindex beside a running newspaper on SQLite: it does the work, and nobody else writes to its file."""

import asyncio
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot import importing, reindexing
from bot.importing import Import, run_import
from bot.job_socket import socket_path, unix_socket
from bot.reindexing import run_reindex
from bot.settings import Settings
from news.errors import StorageError
from tests.bot.cli_processes import run
from tests.bot.job_commands import GOOD, file_of, lines, take
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
def handed_over_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command open no database."""

    def refuse(url: str) -> Any:
        raise AssertionError(f"the command opens {url} itself")

    for module in (importing, reindexing):
        monkeypatch.setattr(module, "open_storage", refuse)
        monkeypatch.setattr(module, "migrate", refuse)


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
        await run_import(newspaper.settings, Endless(), None, Path(), publish=False, push=None)


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
