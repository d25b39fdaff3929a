"""The demo: the newspaper in the browser, on an emulated Telegram, with four people, a channel and some articles."""

import asyncio
import logging
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import typer
from tzlocal import get_localzone_name

from bot.app import App
from bot.clock import SystemClock
from bot.demo_night import Nights, begin_by_day, prefer
from bot.demo_site import DemoSite
from bot.importing import import_lines
from bot.logs import set_up
from bot.movable_clock import MovableClock
from bot.serving import serve
from bot.settings import load_settings
from emulator import Emulator, Group, Person
from news.cases import open_case
from news.importing import ImportRules, RisingTimestamps
from news.ledger import Address
from news.model import Cause, NewComment, Reader
from news.roles import Role

logger = logging.getLogger(__name__)

ARTICLES = Path(__file__).with_suffix(".jsonl")
PICTURES = Path(__file__).with_name("demo_pictures")
# Where some articles have their pictures. There is no such site: the emulator is given what would stand there.
SITE = "https://vestnik.example/"
TOKEN = "1:demo"  # noqa: S105 - the emulator's, not a secret
PUSH_SECONDS = 10
# Long enough to see «Отменить», short enough to wait for.
UNDO_SECONDS = 3
# The ages of the first articles at the start; others are published while the demo runs, and the rest in its nights.
AGES = tuple(
    timedelta(hours=hours) for hours in (24 * 95, 24 * 64, 24 * 61, 24 * 33, 24 * 9, 24 * 3, 27, 5, 2)
)  # fmt: skip
# Comments that wait for the moderator: who wrote what, on which article.
HELD = (
    ("Олег Н.", 9, "А мёд с крыши библиотеки можно попробовать? Дети спрашивают каждый вечер."),
    ("Кристина", 8, "Заработок от 5000 в день, без вложений! Пишите мне, расскажу всё."),
    ("Пётр С.", 4, "Липы посадили, а поливать кто будет? В прошлый раз засохла половина."),
)
# When the others are published, in seconds after the start.
PUBLISH_AFTER_SECONDS = (15, 45, 90)
BY_DAY = len(AGES) + len(PUBLISH_AFTER_SECONDS)
IN_A_NIGHT = 4


class _PastMoments:
    """The publication times of the first articles."""

    def __init__(self, start: datetime) -> None:
        self._moments = iter([start - age for age in AGES])

    def next(self) -> datetime:
        """Return the time of the next article."""
        return next(self._moments)


async def run_demo(port: int) -> None:
    """Run until SIGINT or SIGTERM. The database is deleted at the end."""
    set_up("WARNING")
    _expect_moves()
    # The browser shows the machine's time zone: the newspaper uses the same.
    zone, clock = ZoneInfo(get_localzone_name() or "UTC"), MovableClock(SystemClock())
    begin_by_day(clock, zone)
    with tempfile.TemporaryDirectory(prefix="vestnik-demo-") as folder:
        telegram = Emulator(TOKEN, port, name="Вестник", clock=clock.now)
        async with telegram as emulator, asyncio.TaskGroup() as group:
            guest = emulator.person("Глеб")
            member = emulator.person("Мария")
            editor = emulator.person("Вера")
            moderator = emulator.person("Нина")
            for picture in PICTURES.glob("*.jpg"):
                emulator.publish(SITE + picture.name, picture.read_bytes())
            channel, discussion = await _open_channel(emulator, editor, (guest, member))
            for person, role in ((guest, "Гость"), (member, "Читатель · тихо с 23 до 8"), (editor, "Редактор")):
                emulator.show(person, role, (channel, discussion))
            emulator.show(moderator, "Модератор")
            settings = load_settings(
                _env_file=None,
                bot_token=TOKEN,
                bot_api_url=emulator.url,
                admin_ids=str(editor.id),
                database_url=f"sqlite:///{folder}/vestnik.db",
                push_interval=PUSH_SECONDS,
                undo_seconds=UNDO_SECONDS,
                timezone=zone.key,
                # The city site is on this machine; what it has at the start is no news.
                source_allow=urlsplit(emulator.url).netloc,
                source_pushed=0,
                source_interval=1,
            )

            async def prepare(app: App) -> None:
                lines = ARTICLES.read_bytes().splitlines(keepends=True)
                await _import_past(app, lines[: len(AGES)])
                await _enter_chat(app, (guest, member, editor))
                await _bring_cases(app, emulator, moderator)
                await channel.adds_bot(admin=True, by=editor.user)
                opened.append(group.create_task(_publish_slowly(app, lines[len(AGES) : BY_DAY])))
                nights = [lines[first : first + IN_A_NIGHT] for first in range(BY_DAY, len(lines), IN_A_NIGHT)]
                Nights(app, emulator, clock, nights, partial(_publish, app)).offer()
                await DemoSite(app, emulator, Reader(editor.id, Role.ADMIN, "ru")).open()
                typer.echo(f"Vestnik is open at {emulator.url} (Ctrl-C closes it).")

            opened: list[asyncio.Task[None]] = []
            await serve(settings, prepare, wall=clock)
            for task in opened:
                task.cancel()


async def _open_channel(emulator: Emulator, editor: Person, readers: Sequence[Person]) -> tuple[Group, Group]:
    """Return a channel of the editor, which the bot has not joined yet, and the group that discusses it."""
    channel = emulator.channel("Вестник", admins=[editor], bot="left", username="vestnik")
    for reader in readers:
        channel.adds(reader.user)
    discussion = emulator.group("Обсуждение", admins=[editor], members=readers, bot="left")
    discussion.links(channel)
    await editor.says("Это канал «Вестника»: главное за день, и можно обсудить.", chat=channel)
    return channel, discussion


async def _import_past(app: App, lines: Sequence[bytes]) -> None:
    """Import the articles that were published before the start."""
    rules = ImportRules(True, False, app.settings.zone, app.clock, _PastMoments(app.clock.now()))
    await import_lines(BytesIO(b"".join(lines)), app.news.editing, rules, _refuse, lambda _: None, ARTICLES.parent)


async def _enter_chat(app: App, people: Sequence[Person]) -> None:
    """Register and subscribe the member; the member and the editor start the bot, the guest does not yet."""
    _, member, editor = people
    reader = Reader(member.id, Role.GUEST, "ru")
    await app.news.readers.register(reader, "Мария Л.")
    await app.news.subscriptions.start(Address(member.id), "ru")
    topics = (await app.news.topic_lists.topics()).topics
    await app.news.choice.change(Address(member.id), "ru", partial(prefer, topics))
    for person in (member, editor):
        await person.says("/start")


async def _bring_cases(app: App, emulator: Emulator, moderator: Person) -> None:
    """Register the moderator, and let strangers write comments that wait for her."""
    await app.news.readers.register(Reader(moderator.id, Role.GUEST, "ru"), "Нина П.")
    async with app.database.writing() as unit:
        await unit.readers.set_role(moderator.id, Role.MODERATOR)
    await moderator.says("/start")
    for number, (name, article, text) in enumerate(HELD):
        author = emulator.person(name)
        await app.news.readers.register(Reader(author.id, Role.GUEST, "ru"), name)
        now, causes = app.clock.now(), (Cause.FIRST,)
        async with app.database.writing() as unit:
            comment = NewComment(article, author.id, text, now, author.id, number + 1, held_for=causes)
            stored = await unit.comments.get((await unit.comments.add(comment))[0])
            if stored is not None:
                await open_case(unit, stored, causes, now)


async def _publish_slowly(app: App, lines: Sequence[bytes]) -> None:
    """Publish some articles one after another, so that pushes arrive while the demo is watched."""
    waited = 0.0
    for moment, line in zip(PUBLISH_AFTER_SECONDS, lines, strict=True):
        await asyncio.sleep(moment - waited)
        waited = moment
        await _publish(app, line)


async def _publish(app: App, line: bytes) -> None:
    """Publish an article now, to be pushed by the next tick."""
    rules = ImportRules(True, True, app.settings.zone, app.clock, RisingTimestamps(app.clock))
    await import_lines(BytesIO(line), app.news.editing, rules, _refuse, lambda _: None, ARTICLES.parent)


def _refuse(number: int, reason: str) -> None:
    raise ValueError(f"{ARTICLES.name}, line {number}: {reason}")


def _expect_moves() -> None:
    """Log no warnings that the clock was set: the demo sets it."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(lambda record: not str(record.msg).startswith("the clock was set by"))
