"""The demo: the newspaper in the browser, on a Telegram of its own, with three people and a dozen articles."""

import asyncio
import logging
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import typer
from tzlocal import get_localzone_name

from bot.app import App
from bot.importing import import_lines
from bot.logs import set_up
from bot.serving import serve
from bot.settings import load_settings
from emulator import Emulator, Person
from news.importing import ImportRules, RisingTimestamps
from news.model import Reader
from news.roles import Role

logger = logging.getLogger(__name__)

ARTICLES = Path(__file__).with_suffix(".jsonl")
TOKEN = "1:demo"  # noqa: S105 - the emulator's own, nothing hides behind it
PUSH_SECONDS = 10
# When the articles were published, counted back from the start; those without an age appear while the demo runs.
AGES = tuple(
    timedelta(hours=hours) for hours in (24 * 95, 24 * 64, 24 * 61, 24 * 33, 24 * 9, 24 * 3, 27, 5, 2)
)  # fmt: skip
# How long after the start the editors' other articles appear, in seconds.
APPEARING_SECONDS = (15, 45, 90)


class _Ages:
    """The moments at which the demo's articles were published."""

    def __init__(self, start: datetime) -> None:
        self._moments = iter([start - age for age in AGES])

    def next(self) -> datetime:
        """Return the next one."""
        return next(self._moments)


async def run_demo(port: int) -> None:
    """Run until SIGINT or SIGTERM. Nothing is kept."""
    set_up("WARNING")
    with tempfile.TemporaryDirectory(prefix="vestnik-demo-") as folder:
        async with Emulator(TOKEN, port, name="Вестник") as emulator, asyncio.TaskGroup() as group:
            guest = emulator.person("Глеб")
            member = emulator.person("Мария")
            editor = emulator.person("Вера")
            emulator.show(guest, role="Гость")
            emulator.show(member, role="Читатель")
            emulator.show(editor, role="Редактор")
            settings = load_settings(
                _env_file=None,
                bot_token=TOKEN,
                bot_api_url=emulator.url,
                admin_ids=str(editor.id),
                database_url=f"sqlite:///{folder}/vestnik.db",
                push_interval=PUSH_SECONDS,
                # The browser shows the machine's time: the newspaper goes by the same here.
                timezone=get_localzone_name() or "UTC",
            )

            async def prepare(app: App) -> None:
                lines = ARTICLES.read_bytes().splitlines(keepends=True)
                await _fill(app, lines[: len(AGES)])
                await _introduce(app, (guest, member, editor))
                opened.append(group.create_task(_publish_slowly(app, editor, lines[len(AGES) :])))
                typer.echo(f"Vestnik is open at {emulator.url} (Ctrl-C closes it).")

            opened: list[asyncio.Task[None]] = []
            await serve(settings, prepare)
            for task in opened:
                task.cancel()


async def _fill(app: App, lines: Sequence[bytes]) -> None:
    """Import what was published before the demo began."""
    rules = ImportRules(True, False, app.settings.zone, app.clock, _Ages(app.clock.now()))
    await import_lines(BytesIO(b"".join(lines)), app.news.editing, rules, _refuse, lambda _: None)


async def _introduce(app: App, people: Sequence[Person]) -> None:
    """Let the reader, registered and subscribed, and the editor come in; the guest stands at the door."""
    _, member, editor = people
    reader = Reader(member.id, Role.GUEST, "ru")
    await app.news.readers.register(reader, "Мария Л.")
    await app.news.subscriptions.start(member.id, "ru")
    for person in (member, editor):
        await person.says("/start")


async def _publish_slowly(app: App, editor: Person, lines: Sequence[bytes]) -> None:
    """Publish the rest one after another, so that pushes arrive while somebody is looking."""
    waited = 0.0
    for moment, line in zip(APPEARING_SECONDS, lines, strict=True):
        await asyncio.sleep(moment - waited)
        waited = moment
        rules = ImportRules(True, True, app.settings.zone, app.clock, RisingTimestamps(app.clock))
        await import_lines(BytesIO(line), app.news.editing, rules, _refuse, lambda _: None)


def _refuse(number: int, reason: str) -> None:
    raise ValueError(f"{ARTICLES.name}, line {number}: {reason}")
