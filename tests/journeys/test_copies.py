"""A database that was copied while it ran, or restored: nobody gets again what the original sent meanwhile."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.timings import PollingTimes, Timings
from emulator import Person
from news.ledger import Address
from storage import back_up, restore
from storage.engines import is_postgres
from tests.databases import create_database, drop_database, emptied, url_of
from tests.journeys.steps import answer_to, count_messages, labels, let_pass, press, publish, wait_for_text
from tests.newspaper import Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

SUBSCRIBERS = 3
# A copy of a PostgreSQL database holds the polling lease of the original until that has expired.
QUICK = Timings(polling=PollingTimes(lease=timedelta(seconds=2), renew_seconds=0.5))
WAYS = ("backup", "folder", "plain file", "put back", "pg_dump")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How the database is copied."""
    found: str = request.param
    return found


@pytest.fixture
async def original(
    way: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose timer does not tick after the start."""
    open_quickly(monkeypatch)
    url = request.getfixturevalue("newspaper_url")
    if way == "pg_dump":
        url = await asyncio.to_thread(emptied, request.getfixturevalue("postgres_url"))
    async with open_newspaper(url, QUICK, push_interval=3600) as opened:
        await opened.wait_for_menus()
        yield opened


@pytest.fixture
async def empty_postgres(way: str) -> AsyncIterator[str]:
    """An empty database on PostgreSQL, where one is needed."""
    if way != "pg_dump":
        yield ""
        return
    name = await create_database()
    yield url_of(name)
    await drop_database(name)


async def copy(way: str, url: str, folder: Path, empty: str) -> str:
    """Copy the database of a running newspaper; return the URL of the copy."""
    if is_postgres(url):
        source, target = urlsplit(url).path[1:], urlsplit(empty).path[1:]
        pipe = f"pg_dump {address(url)} {source} | psql {address(empty)} --quiet --set=ON_ERROR_STOP=1 {target}"
        process = await asyncio.create_subprocess_shell(pipe, stdout=asyncio.subprocess.DEVNULL)
        assert await process.wait() == 0
        return empty
    return copy_file(way, url, folder)


def copy_file(way: str, url: str, folder: Path) -> str:
    """Copy an SQLite database that is being served; return the URL of the copy."""
    path = Path(url.removeprefix("sqlite:///"))
    folder.mkdir()
    if way == "folder":
        for each in sorted(path.parent.glob("vestnik.db*")):
            if not each.is_socket():
                shutil.copy(each, folder)
    elif way == "plain file":
        shutil.copy(path, folder)
    else:
        back_up(url, folder / "backup.db")
    if way == "backup":
        restore(f"sqlite:///{folder}/vestnik.db", folder / "backup.db")
    return f"sqlite:///{folder}/vestnik.db"


def put_back(url: str, older: Path) -> str:
    """Overwrite the file of a database with an older copy; return its URL."""
    Path(url.removeprefix("sqlite:///")).write_bytes(older.read_bytes())
    return url


def address(url: str) -> str:
    """Return the options of PostgreSQL's programs for a server."""
    parts = urlsplit(url)
    return f"--host={parts.hostname} --port={parts.port or 5432} --username={parts.username}"


async def subscribe(newspaper: Newspaper) -> list[Person]:
    people = [newspaper.emulator.person(f"Читатель {number}") for number in range(SUBSCRIBERS)]
    for person in people:
        person.chat.started = True
        await newspaper.news.subscriptions.start(Address(person.id), "ru")
    return people


def received(people: list[Person], title: str) -> list[int]:
    return [count_messages(person, title) for person in people]


async def wait_for_all(newspaper: Newspaper, people: list[Person], title: str, count: int) -> None:
    await newspaper.emulator.world.changes.until(lambda: received(people, title) == [count] * SUBSCRIBERS or None, 10.0)
    assert received(people, title) == [count] * SUBSCRIBERS


async def test_what_the_original_sent_after_the_copy_is_sent_again_only_if_the_staff_says_so(
    way: str, original: Newspaper, empty_postgres: str, tmp_path: Path
) -> None:
    people, url = await subscribe(original), original.settings.database_url
    await publish(original, "Мост открыт", to_push=True)
    await original.news.storage.beat()
    copied = await copy(way, url, tmp_path / "copies", empty_postgres)
    await original.news.delivery.tick()
    await wait_for_all(original, people, "Мост открыт", 1)
    await original.stop()
    if way == "put back":
        copied = put_back(url, tmp_path / "copies" / "backup.db")

    settings = original.settings.model_copy(update={"database_url": copied})
    later = Newspaper(original.emulator, original.editor, settings, QUICK)
    await later.start()
    try:
        await let_pass(later, 0.5)
        assert received(people, "Мост открыт") == [1] * SUBSCRIBERS
        if way == "plain file":
            return  # it has neither the article nor the subscribers, which were in the log
        screen = await answer_to(later, await later.editor.says("/queue"))
        assert "на паузе; осталось: 3" in screen["text"]
        assert labels(screen)[0] == ["1: Продолжить", "1: Прекратить"]
        screen = await press(later.editor, screen, "1: Продолжить")
        await wait_for_text(later, later.editor, screen, "разослано")
        assert received(people, "Мост открыт") == [2] * SUBSCRIBERS
    finally:
        await later.stop()
        await original.start()
