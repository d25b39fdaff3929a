"""Held comments in journeys: a moderator, a comment that waits, and the card of its case."""

from datetime import timedelta
from itertools import count

import pytest

from bot.clock import SystemClock
from emulator import Group, Person
from news.cases import open_case
from news.model import Cause, NewComment
from news.roles import Role
from tests.journeys.steps import Json, answer_to, from_bot, register, wait_for
from tests.newspaper import Newspaper

_messages = count(10**6)


async def moderator(newspaper: Newspaper, name: str = "Борис", language: str = "ru") -> Person:
    """Return a moderator who has started the bot."""
    person = await register(newspaper, newspaper.emulator.person(name), name)
    async with newspaper.news.storage.writing() as unit:
        await unit.readers.set_role(person.id, Role.MODERATOR)
    await newspaper.news.readers.choose_language(await newspaper.news.readers.recognise(person.id, language), language)
    await answer_to(newspaper, await person.says("/start"))
    return person


async def hold(newspaper: Newspaper, author: Person, text: str, article: int = 1, *, message: int = 0) -> int:
    """Store a held comment of a registered person, with its case; return the number of the case."""
    now = SystemClock().now()
    author.chat.started = True
    async with newspaper.news.storage.writing() as unit:
        comment = NewComment(
            article, author.id, text, now, author.id, message or next(_messages), held_for=(Cause.FIRST,)
        )
        number, _ = await unit.comments.add(comment)
        case: int = await open_case(unit, await unit.comments.get(number), (Cause.FIRST,), now)
    return case


async def card_of(newspaper: Newspaper, person: Person, case: int, *, chat: Group | None = None) -> Json:
    """Wait for the card of a case with a person, or in a group, and return it."""

    def look() -> Json | None:
        shown = chat.messages if chat else from_bot(person)
        return next((one for one in shown if f"Проверка № {case}\n" in one.get("text", "")), None)

    return await wait_for(newspaper, look, f"no card of case {case}")


@pytest.fixture
def told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Authors are told of a verdict in a moment instead of half a minute."""
    monkeypatch.setattr("news.verdicts.NOTICE_DELAY", timedelta(seconds=0.1))
