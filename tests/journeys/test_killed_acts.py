"""Real processes, killed by SIGKILL between any two messages of one act: the act is taken whole, and answered once."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from emulator import Emulator, Person
from emulator.sharing import shared_album
from storage import Database, open_storage
from tests.bot.intakes import QUICK
from tests.journeys.steps import from_bot
from tests.news.delivering import until
from tests.newspaper import TOKEN
from tests.support.processes import BotProcess, ProcessFactory, open_process_factory

pytestmark = pytest.mark.slow

SECONDS = 30
# Longer than a start takes after a kill, so that the act is still open when its next message comes.
TIMINGS = replace(QUICK, intake=replace(QUICK.intake, quiet_seconds=6.0))
PIECE = "Мост через реку строили четыре года, и каждую весну вода поднималась выше опор. " * 47


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessFactory]:
    with open_process_factory() as opened:
        yield opened


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(TOKEN) as running:
        yield running


async def start(
    processes: ProcessFactory, emulator: Emulator, vera: Person, url: str, tmp_path: Path, run: int
) -> BotProcess:
    log = tmp_path / f"{run}.log"
    log.touch()
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": emulator.url,
        "DATABASE_URL": url,
        "ADMIN_IDS": str(vera.id),
        "DEFAULT_LANGUAGE": "ru",
        "LOG_LEVEL": "INFO",
    }
    process = await processes.start(settings, TIMINGS, log)
    await until(lambda: "the newspaper is open" in process.output(), SECONDS)
    return process


def fields_of(kind: str, emulator: Emulator) -> list[dict[str, Any]]:
    if kind == "text":
        return [{"text": f"Мост открыт\n{PIECE}".strip()}, {"text": PIECE.strip()}, {"text": "Конец."}]
    return shared_album(emulator.world, ["photo", "video", "photo"], ["Мост открыт\nВ полдень."])


@pytest.mark.parametrize("kind", ["text", "album"])
async def test_an_act_is_one_draft_through_kills_between_any_two_of_its_messages(
    processes: ProcessFactory, emulator: Emulator, database_url: str, tmp_path: Path, kind: str
) -> None:
    vera = emulator.person("Вера")
    async with open_storage(database_url) as database:
        process = await start(processes, emulator, vera, database_url, tmp_path, 0)
        await vera.says("/post")
        await until(lambda: is_stored(database, 1, "done"), SECONDS)
        written_at = int(SystemClock().now().timestamp())  # a start takes longer than a client does between two parts
        for run, fields in enumerate(parts := fields_of(kind, emulator), 1):
            await vera.sends(**fields, date=written_at)
            await until(lambda count=run: is_stored(database, count + 1), SECONDS)
            if run < len(parts):
                await process.kill()
                process = await start(processes, emulator, vera, database_url, tmp_path, run)

        await until(lambda: len(from_bot(vera)) > 1, SECONDS)
        await until(lambda: is_stored(database, len(parts) + 1, "done"), SECONDS)
        assert await process.stop() is not None

        _question, preview = from_bot(vera)
        assert re.search(r"черновик .*№ 1", preview["text"])
        async with database.reading() as unit:
            article = await unit.articles.get(1)
            assert article is not None
            assert await unit.articles.get(2) is None
        typed = " ".join(run.text for block in article.body for run in block.runs).split()
        assert typed == ([*PIECE.split(), *PIECE.split(), "Конец."] if kind == "text" else ["В", "полдень."])
        assert [each.kind.value for each in article.attachments] == (
            [] if kind == "text" else ["photo", "video", "photo"]
        )


async def is_stored(database: Database, count: int, state: str = "%") -> bool:
    """Whether so many updates are in the inbox, in this state."""
    async with database.reading() as unit:
        connection = unit.inbox._connection
        rows = await connection.fetch(f"SELECT COUNT(*) AS n FROM inbox WHERE state LIKE '{state}'")  # noqa: S608 - ours
    return bool(rows[0]["n"] == count)
