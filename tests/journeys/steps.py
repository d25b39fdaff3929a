"""What journeys are made of: the fixtures of a running newspaper, and the steps its people take on their screens.

    from tests.journeys.steps import answer, newspaper, newspaper_url, nothing_fails  # noqa: F401 - fixtures

Nobody here waits for time to pass: a step ends when the emulated Telegram has changed.
"""

import logging
import re
import shutil
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import pytest

import texts.catalogs
from bot.api_session import ApiSession
from emulator import Group, Person
from news.model import NewArticle
from news.richtext import from_plain
from tests.newspaper import Newspaper, open_newspaper

Json = dict[str, Any]

PATIENCE_SECONDS = 10.0
# Headlines of the past: their times are written with the year, whatever day it is when the tests run.
LONG_AGO = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)
TLS = ssl.create_default_context()
CATALOG = lru_cache(texts.catalogs._catalog)


class Complaints(logging.Handler):
    """Keeps whatever the program logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with the error that it tells of."""
        error = record.exc_info[1] if record.exc_info else None
        self.lines.append(f"{record.name}: {record.getMessage()}" + (f" ({error!r})" if error else ""))


@pytest.fixture
def nothing_fails() -> Iterator[Complaints]:
    """Fail the test if the program logged an error meanwhile: what a person saw may have been right by chance."""
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    yield complaints
    logging.getLogger().removeHandler(complaints)
    assert complaints.lines == []


@pytest.fixture
def newspaper_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database on SQLite with empty tables."""
    path = tmp_path / "vestnik.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def newspaper(
    newspaper_url: str, nothing_fails: Complaints, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A running newspaper with nothing published and nobody subscribed."""
    make_quick(monkeypatch)
    async with open_newspaper(newspaper_url) as opened:
        await menus_are_set(opened)
        yield opened


@pytest.fixture
def vera(newspaper: Newspaper) -> Person:
    """The editor."""
    return newspaper.editor


class Answer(Protocol):
    """`answer_to` in the newspaper at hand."""

    async def __call__(self, message: Json, part: str = "") -> Json:
        """Return the bot's first message below `message`, the first that has these words."""


@pytest.fixture
def answer(newspaper: Newspaper) -> Answer:
    """What the bot answers to a message, once it is there."""
    return partial(answer_to, newspaper)


def make_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare every test what costs most of an opening and is the same each time: the keys of a TLS that nobody speaks
    here, the reading of the message files, and the wait at the end."""
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: TLS)
    monkeypatch.setattr(texts.catalogs, "_catalog", CATALOG)
    monkeypatch.setattr(ApiSession, "close", close_at_once)


async def close_at_once(wire: ApiSession) -> None:
    """Close the wire without the quarter of a second that aiogram gives TLS to close; there is none here."""
    if wire._session is not None:
        await wire._session.close()


async def menus_are_set(newspaper: Newspaper) -> None:
    """Wait for the menus that the newspaper sets when it opens; that of English groups comes last."""
    world = newspaper.emulator.world
    last = ("all_group_chats",)
    found = await world.changes.until(lambda: world.profile.menus.get(last, "en") or None, PATIENCE_SECONDS)
    assert found, "the newspaper has set no menus"


async def answer_to(newspaper: Newspaper, message: Json, part: str = "") -> Json:
    """Return the bot's first message below `message`, the first that has these words.

    Raises AssertionError when none comes in time.
    """
    chat = newspaper.emulator.world.chats[message["chat"]["id"]]
    bot = newspaper.emulator.world.bot

    def look() -> Json | None:
        below = (one for number, one in chat.messages.items() if number > message["message_id"])
        return next((one.as_json() for one in below if one.sender is bot and part in one.text), None)

    found = await newspaper.emulator.world.changes.until(look, PATIENCE_SECONDS)
    assert found is not None, f"nothing answers {message.get('text')!r}"
    return found


async def settled(newspaper: Newspaper, person: Person) -> None:
    """Wait until everything the person did before has been handled: a chat's updates are handled in order."""
    await answer_to(newspaper, await person.says("/help"), "/latest — ")


async def publish(newspaper: Newspaper, title: str, text: str = "", *, at: datetime = LONG_AGO, **fields: Any) -> int:
    """Publish an article without the chat, and return its number; nobody is pushed it unless `to_push` says so."""
    article = NewArticle(f"test:{title}:{at}", title, from_plain(text), at, published_at=at, **fields)
    return (await add(newspaper.news.storage, [article]))[0]


async def publish_many(newspaper: Newspaper, count: int, *, first: datetime = LONG_AGO, to_push: bool = False) -> None:
    """Publish «Новость 1», «Новость 2» … at once, a minute apart, the numbers following those that are there."""
    articles = []
    for index in range(count):
        at = first + timedelta(minutes=index)
        title = f"Новость {index + 1}" if first == LONG_AGO else f"Свежая новость {index + 1}"
        text = from_plain(f"Текст новости {index + 1}.")
        articles.append(NewArticle(f"many:{at}", title, text, at, published_at=at, to_push=to_push))
    await add(newspaper.news.storage, articles)


async def add(storage: Any, articles: Iterable[NewArticle]) -> list[int]:
    """Store new articles in one commit, as `import` does, and return their numbers."""
    async with storage.writing() as unit:
        added = [await unit.articles.add(article) for article in articles]
    assert all(is_new for _, is_new in added)
    return [number for number, _ in added]


async def register(newspaper: Newspaper, person: Person, name: str) -> Person:
    """Register a person without the chat."""
    reader = await newspaper.news.readers.recognise(person.id, "ru")
    await newspaper.news.readers.register(reader, name)
    return person


async def press(person: Person, screen: Json, label: str, *, chat: Group | None = None) -> Json:
    """Press a button on that very message and return the message as it is when the bot has answered."""
    answered = await person.presses(label, message=screen["message_id"], chat=chat, timeout=PATIENCE_SECONDS)
    assert answered is not None, f"nothing answers the button {label!r}"
    return now(person, screen, chat=chat)


def now(person: Person, screen: Json, *, chat: Group | None = None) -> Json:
    """Return a message as it is now."""
    messages = chat.messages if chat else person.messages
    return next(message for message in messages if message["message_id"] == screen["message_id"])


def from_bot(person: Person) -> list[Json]:
    """Return what the bot has written to a person, oldest first."""
    return [message for message in person.messages if message["from"]["is_bot"]]


def labels(screen: Json) -> list[list[str]]:
    """Return the labels of the buttons under a message, row by row."""
    return [[button["text"] for button in row] for row in keyboard(screen)]


def all_labels(screen: Json) -> list[str]:
    """Return the labels of the buttons under a message."""
    return [label for row in labels(screen) for label in row]


def keyboard(screen: Json) -> list[list[Json]]:
    """Return the buttons under a message, row by row."""
    rows: list[list[Json]] = screen.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def button(screen: Json, label: str) -> Json:
    """Return the button with that label."""
    return next(button for row in keyboard(screen) for button in row if button["text"] == label)


def numbers(screen: Json) -> list[int]:
    """Return the numbers of the headlines that a list shows, in its order."""
    return [int(number) for number in re.findall(r"^(\d+)\. ", screen["text"], re.MULTILINE)]


def styled(screen: Json, kind: str) -> list[str]:
    """Return the pieces of a message's text that an entity of that kind covers."""
    text = screen.get("text") or screen.get("caption", "")
    units = text.encode("utf-16-le")
    return [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in screen.get("entities") or screen.get("caption_entities") or []
        if entity["type"] == kind
    ]
