"""The steps that people take in journeys, and what they then see on their screens.

A step waits until the emulated Telegram has changed; it does not sleep.
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from emulator import Group, Person
from news.model import NewArticle, Reader
from news.richtext import from_plain
from tests.newspaper import TIMEOUT_SECONDS, Newspaper

Json = dict[str, Any]
T = TypeVar("T")

# Articles of the past: their times are shown with the year on whatever day the tests run.
LONG_AGO = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)


class Answer(Protocol):
    """`answer_to` in the newspaper of the test."""

    async def __call__(self, message: Json, part: str = "") -> Json:
        """Return the bot's first message below `message`, or the first one that contains `part`."""


async def answer_to(newspaper: Newspaper, message: Json, part: str = "") -> Json:
    """Return the bot's first message below `message`, or the first one that contains `part`.

    Raises AssertionError when none arrives within TIMEOUT_SECONDS.
    """
    chat = newspaper.emulator.world.chats[message["chat"]["id"]]
    bot = newspaper.emulator.world.bot

    def look() -> Json | None:
        below = (one for number, one in chat.messages.items() if number > message["message_id"])
        return next((one.as_json() for one in below if one.sender is bot and part in one.text), None)

    return await wait_for(newspaper, look, f"no answer to {message.get('text')!r}")


async def press(person: Person, screen: Json, label: str, *, chat: Group | None = None) -> Json:
    """Press a button of this message; return the message as it is once the bot has answered the press."""
    answered = await person.presses(label, message=screen["message_id"], chat=chat, timeout=TIMEOUT_SECONDS)
    assert answered is not None, f"the bot does not answer the button {label!r}"
    return current(person, screen, chat=chat)


async def wait_until_handled(newspaper: Newspaper, person: Person) -> None:
    """Wait until everything the person did before has been handled: a chat's updates are handled in order."""
    await answer_to(newspaper, await person.says("/help"), "/latest — ")


async def wait_for_text(
    newspaper: Newspaper, person: Person, message: Json, text: str, *, chat: Group | None = None
) -> Json:
    """Wait until this message contains the text; return the message as it is then."""

    def look() -> Json | None:
        seen = current(person, message, chat=chat)
        return seen if text in seen["text"] else None

    return await wait_for(newspaper, look, f"the message of {person.user.first_name} does not come to say {text!r}")


async def wait_for(newspaper: Newspaper, look: Callable[[], T | None], complaint: str) -> T:
    """Call `look` after every change of the emulated Telegram until it returns something, and return that.

    Raises AssertionError with the complaint after TIMEOUT_SECONDS.
    """
    found = await newspaper.emulator.world.changes.until(look, TIMEOUT_SECONDS)
    assert found is not None, complaint
    return found


async def crash_and_restart(newspaper: Newspaper) -> None:
    """Cancel the program in the middle of its work, and start it again."""
    running = newspaper._running
    assert running is not None
    assert newspaper.app is not None
    newspaper.app.timers._scheduler.shutdown(wait=False)  # the timer of a cancelled task would go on ticking
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await newspaper.start()


async def let_pass(newspaper: Newspaper, seconds: float) -> None:
    """Let time pass, for a journey about something that must not happen meanwhile."""
    await newspaper.emulator.world.changes.until(lambda: None, seconds)


async def publish(newspaper: Newspaper, title: str, text: str = "", *, at: datetime = LONG_AGO, **fields: Any) -> int:
    """Store a published article without the chat; return its number. It is pushed with `to_push=True` only."""
    article = NewArticle(f"test:{title}:{at}", title, from_plain(text), at, published_at=at, **fields)
    return (await store(newspaper.news.storage, [article]))[0]


async def publish_many(newspaper: Newspaper, count: int, *, first: datetime = LONG_AGO, to_push: bool = False) -> None:
    """Store «Новость 1», «Новость 2» … in one commit, a minute apart, numbered after the articles already stored."""
    articles = []
    for index in range(count):
        at = first + timedelta(minutes=index)
        title = f"Новость {index + 1}" if first == LONG_AGO else f"Свежая новость {index + 1}"
        text = from_plain(f"Текст новости {index + 1}.")
        articles.append(NewArticle(f"many:{at}", title, text, at, published_at=at, to_push=to_push))
    await store(newspaper.news.storage, articles)


async def publish_indexed(
    newspaper: Newspaper, *titles: str, text: str = "Подробности.", topic: str | None = None
) -> None:
    """Import published articles, a minute apart, numbered in order; the search finds them."""
    articles = [
        NewArticle(
            f"test:{index}:{title}", title, from_plain(text), LONG_AGO, topic=topic,
            published_at=LONG_AGO + timedelta(minutes=index),
        )
        for index, title in enumerate(titles)
    ]  # fmt: skip
    assert await newspaper.news.editing.take_in(articles) == len(articles)


async def store(storage: Any, articles: Iterable[NewArticle]) -> list[int]:
    """Store new articles in one commit and return their numbers."""
    async with storage.writing() as unit:
        added = [await unit.articles.add(article) for article in articles]
    assert all(is_new for _, is_new in added)
    return [number for number, _ in added]


async def register(newspaper: Newspaper, person: Person, name: str) -> Person:
    """Register a person without the chat."""
    await newspaper.news.readers.register(await reader_of(newspaper, person), name)
    return person


async def reader_of(newspaper: Newspaper, person: Person) -> Reader:
    """Return the newspaper's record of a person."""
    reader: Reader = await newspaper.news.readers.recognise(person.id, "ru")
    return reader


async def give_role(newspaper: Newspaper, person: Person, role: str) -> Json:
    """Let the editor give a person a role: by the command and the second press. Return the confirmation."""
    asked = await answer_to(newspaper, await newspaper.editor.says(f"/role {person.id} {role}"))
    return await press(newspaper.editor, asked, "Подтвердить")


def current(person: Person, screen: Json, *, chat: Group | None = None) -> Json:
    """Return a message as it is now."""
    messages = chat.messages if chat else person.messages
    return next(message for message in messages if message["message_id"] == screen["message_id"])


def from_bot(person: Person) -> list[Json]:
    """Return the bot's messages to a person, oldest first."""
    return [message for message in person.messages if message["from"]["is_bot"]]


def count_messages(person: Person, text: str) -> int:
    """Return how many of the bot's messages to a person contain the text."""
    return sum(text in message.get("text", "") for message in from_bot(person))


def menu(person: Person) -> set[str]:
    """Return the commands in a person's menu."""
    return {entry["command"] for entry in person.commands()}


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
    """Return the numbers of the headlines in a list, in the list's order."""
    return [int(number) for number in re.findall(r"^(\d+)\. ", screen["text"], re.MULTILINE)]


def styled(screen: Json, kind: str) -> list[str]:
    """Return the pieces of a message's text that entities of this kind cover."""
    text = screen.get("text") or screen.get("caption", "")
    units = text.encode("utf-16-le")
    return [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in screen.get("entities") or screen.get("caption_entities") or []
        if entity["type"] == kind
    ]
