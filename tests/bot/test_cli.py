"""The command line, as processes: output, exit codes, and modules that `--help` must not import."""

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from emulator import Emulator
from tests.bot.cli_processes import Result, run, start_python, wait_for_end
from tests.newspaper import TOKEN

VERBS = {
    command.name or command.callback.__name__.rstrip("_") for command in app.registered_commands if command.callback
}
SLOW = {"aiogram", "aiohttp", "sqlalchemy", "alembic", "apscheduler", "asyncpg", "aiosqlite", "babel"}


def keep(path: str, text: str) -> None:
    """Write a file into the current folder."""
    Path(path).write_text(text, "utf-8")


def names_here() -> set[str]:
    """Return the names in the current folder, without those of the processes' own files."""
    return {path.name for path in Path.cwd().iterdir() if not path.name.startswith("process-")}


def query(path: str, sql: str) -> list[tuple[object, ...]]:
    """Run SQL on a file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


def one_sentence(ended: Result, starts: str) -> None:
    """Check that a failure is exit code 1 and one sentence on standard error."""
    assert ended.code == 1, ended
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert re.fullmatch(rf"{re.escape(starts)}[^\n]*\.\n", ended.err), ended.err


async def test_help_imports_no_slow_module() -> None:
    """Importing aiogram alone takes seconds; `--help` should be there within one."""
    code = (
        "import runpy, sys\n"
        "sys.argv = ['bot', '--help']\n"
        "try:\n    runpy.run_module('bot', run_name='__main__')\n"
        "except SystemExit as end:\n    print(end.code, *{name.partition('.')[0] for name in sys.modules})\n"
    )
    async with start_python("-c", code) as running:
        ended = await wait_for_end(running)
    *page, last = ended.out.splitlines()
    status, *modules = last.split()
    assert status == "0"
    assert not SLOW & set(modules)
    for verb in VERBS:
        assert re.search(rf"\b{verb}\b", "\n".join(page)), verb


async def test_wrong_usage_is_2() -> None:
    wrong = (("unheard-of",), ("run", "--fast"), ("import",), ("demo", "--port", "70000"))
    for ended in await asyncio.gather(*(run(*arguments) for arguments in wrong)):
        assert ended.code == 2, ended
        assert "Usage" in ended.err
        assert "Traceback" not in ended.err


async def test_running_without_a_token_is_one_sentence() -> None:
    one_sentence(await run("run"), "BOT_TOKEN is missing: ")


async def test_a_malformed_setting_is_one_sentence_for_every_verb() -> None:
    settings = {"BOT_TOKEN": TOKEN, "DATABASE_URL": "mysql://vestnik:hunter2@localhost/db"}
    verbs = (("run",), ("migrate",), ("doctor",), ("import", "-"))
    for ended in await asyncio.gather(*(run(*verb, **settings) for verb in verbs)):
        one_sentence(ended, "DATABASE_URL is malformed: ")
        assert "hunter2" not in ended.err


async def test_a_database_that_cannot_be_right_is_one_sentence_without_a_secret_for_every_verb() -> None:
    urls = (
        "postgresql://vestnik:12?hunter2@127.0.0.1/db",
        "postgresql://vestnik:hunter2@127.0.0.1/db?sslmode=bogus",
        "sqlite:///a.db?mode=ro",
    )
    for url in urls:
        verbs = (("migrate",), ("reindex",), ("import", "-"))
        for ended in await asyncio.gather(*(run(*verb, DATABASE_URL=url) for verb in verbs)):
            one_sentence(ended, "DATABASE_URL ")
            assert "hunter2" not in ended.err
    assert not any(name.startswith("a.db") for name in names_here())


async def test_the_home_may_be_written_short() -> None:
    home = Path.cwd() / "home"
    assert (await run("migrate", DATABASE_URL="sqlite:///~/v.db", HOME=str(home))).code == 0
    assert query("home/v.db", "SELECT COUNT(*) FROM articles") == [(0,)]
    assert "~" not in names_here()


async def test_the_doctor_makes_nothing_in_an_empty_folder() -> None:
    before = names_here()
    ended = await run("doctor")
    assert ended.code == 1
    assert "There is no database at data/vestnik.db yet" in ended.out
    assert names_here() == before


async def test_the_file_in_the_current_folder_is_read() -> None:
    keep(".env", "DATABASE_URL=sqlite:///here.db\n")
    assert (await run("migrate")).code == 0
    assert query("here.db", "SELECT COUNT(*) FROM articles") == [(0,)]


async def test_migrating_twice_finds_nothing_to_do_the_second_time() -> None:
    first = await run("migrate")
    assert (first.code, first.err) == (0, "")
    assert re.fullmatch(r"The database went from schema none to \d{4}\.\n", first.out)
    second = await run("migrate")
    assert (second.code, second.err) == (0, "")
    assert re.fullmatch(r"The database is up to date \(schema \d{4}\)\.\n", second.out)


async def test_a_newer_database_is_refused_and_left_alone(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    query(path, "UPDATE alembic_version SET version_num = '9999'")
    for ended in await asyncio.gather(
        *(run(*verb, DATABASE_URL=sqlite_url) for verb in (("migrate",), ("import", "-")))
    ):
        one_sentence(ended, "The database is at schema 9999, ")
    assert query(path, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_file_that_is_no_database_is_one_sentence() -> None:
    keep("notes.txt", "Это не база данных, а просто заметки.\n" * 100)
    one_sentence(await run("migrate", DATABASE_URL="sqlite:///notes.txt"), "The database notes.txt cannot serve: ")


@pytest.mark.parametrize(("reachable", "code"), [(True, 0), (False, 1)])
async def test_the_doctors_verdict_is_the_exit_code(
    emulator: Emulator, sqlite_url: str, reachable: bool, code: int
) -> None:
    """In a thread of this process: the emulator answers from here, and aiogram is imported already."""
    url = emulator.url if reachable else "http://127.0.0.1:9"
    settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "DATABASE_URL": sqlite_url}
    ended = await asyncio.to_thread(CliRunner().invoke, app, ["doctor"], env=settings)
    assert (ended.exit_code, ended.stderr) == (code, "")
    assert {line[:5] for line in ended.stdout.splitlines()} <= {"ok   ", "BAD  ", "note "}
    assert ("BAD" in ended.stdout) == bool(code)
    assert TOKEN not in ended.stdout


def article(**fields: str) -> str:
    return json.dumps({"title": "Мост открыт", "text": "Движение пошло."} | fields, ensure_ascii=False)


async def test_importing_a_file_prints_the_counts_and_names_bad_lines(sqlite_url: str) -> None:
    keep("news.jsonl", "\n".join([article(), "{", article(title="Второе"), article()]))
    ended = await run("import", "news.jsonl", "--publish", DATABASE_URL=sqlite_url)
    assert ended.code == 1
    assert ended.out == "Imported: 2. Known already: 1. Refused: 1.\n"
    assert re.search(r"^line 2: the line is not JSON", ended.err, re.MULTILINE)
    assert ended.err.endswith("The refused lines are named above; all others are in.\n")
    assert "Traceback" not in ended.err


async def test_importing_from_standard_input_makes_the_database_first() -> None:
    ended = await run("import", "-", given=f"{article()}\n".encode(), DATABASE_URL="sqlite:///new/vestnik.db")
    assert (ended.code, ended.out) == (0, "Imported: 1. Known already: 0. Refused: 0.\n")
    assert query("new/vestnik.db", "SELECT title, status, to_push FROM articles") == [("Мост открыт", "draft", 0)]


async def test_a_file_that_cannot_be_read_is_one_sentence(sqlite_url: str) -> None:
    paths = ("nowhere.jsonl", ".")
    ended = await asyncio.gather(*(run("import", path, DATABASE_URL=sqlite_url) for path in paths))
    for path, one in zip(paths, ended, strict=True):
        one_sentence(one, f"{path} cannot be read: ")


async def test_reindexing_prints_how_many_articles_are_indexed() -> None:
    lines = "\n".join(article(title=title) for title in ("Мост", "Река", "Ёлка"))
    assert (await run("import", "-", "--publish", given=lines.encode())).code == 0
    ended = await run("reindex")
    assert (ended.code, ended.out) == (0, "Indexed: 3. Everything published can be found by /search.\n")
