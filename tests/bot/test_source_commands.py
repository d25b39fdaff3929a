"""`vestnik source`, as a process: its output, exit codes and files."""

from pathlib import Path

import pytest

from emulator import Emulator
from tests.bot.cli_processes import run

pytestmark = pytest.mark.slow

FEED = b"<rss version='2.0'><channel><title>City</title><item><title>A</title></item></channel></rss>"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings of a database that does not exist yet, in the current folder, which has a file that is no OPML."""
    (tmp_path / "bad.opml").write_text("<html/>")
    monkeypatch.chdir(tmp_path)
    return {"DATABASE_URL": "sqlite:///v.db"}


async def test_sources_are_added_listed_exported_and_imported(database: dict[str, str], emulator: Emulator) -> None:
    feed = emulator.host("feed.xml", FEED, "application/rss+xml")
    settings = database | {"SOURCE_ALLOW": emulator.url.removeprefix("http://")}
    added = await run("source", "add", feed, "--topic", "Город", "--draft", **settings)
    assert (added.code, added.out) == (0, f"Added: City ({feed}).\n")
    again = await run("source", "add", feed, "--name", "Город", "--paused", **settings)
    assert (again.code, again.out) == (0, f"Known already: Город ({feed}).\n")
    listed = await run("source", "list", **settings)
    assert (listed.code, listed.out) == (0, f"1\tpaused\t0\tГород\t{feed}\n")
    exported = await run("source", "export", "feeds.opml", **settings)
    assert (exported.code, exported.out) == (0, "Written: feeds.opml.\n")
    imported = await run("source", "import", "feeds.opml", DATABASE_URL="sqlite:///other.db")
    assert (imported.code, imported.out) == (0, f"Added: Город ({feed}).\n")
    doctor = await run("doctor", **settings, BOT_TOKEN="1:x", BOT_API_URL=emulator.url)
    assert "sources: 0 of 1 are visited, 0 of them fail" in doctor.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "nothing here"), "Not added: nothing here: it is no address of a site, as https://example.org."),
        (("add", "http://127.0.0.1:1/"), "Not added: http://127.0.0.1:1/: its address may not be visited"),
        (("import", "missing.opml"), "missing.opml cannot be read: No such file or directory."),
        (("import", "bad.opml"), "bad.opml is no OPML file, or names no feed."),
    ],
)
async def test_a_failure_is_one_sentence_and_exit_code_1(
    database: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    ended = await run("source", *arguments, **database)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(said)
