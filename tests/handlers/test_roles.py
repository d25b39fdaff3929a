"""Law 10: every command, every button and every answer the bot may wait for, against every role.

A command, a kind of button or a state that the tables in `cases` do not know makes the walk fail: say there who may
use it.
"""

import inspect
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from benchmarks.faults.storm import BUTTONS as KINDS_OF_BUTTONS
from bot.clock import SystemClock
from emulator import Person
from handlers import menus
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.starting import ChooseLanguage
from handlers.root import command_modules
from news.model import NewArticle
from news.richtext import from_plain
from news.roles import Role
from tests.handlers.cases import (
    ANONYMOUS_ADMIN_ID,
    BUTTONS,
    CHANNEL,
    COLUMNS,
    COMMAND_CASES,
    COMMANDS,
    EVERYBODY,
    NOBODY,
    PRIVATE,
    REFUSALS,
    SENDER_CHAT,
    SPEAKERS,
    UNWATCHED,
    WHO,
    WORDS,
    Case,
    Who,
)
from tests.journeys.steps import (
    LONG_AGO,
    Complaints,
    add,
    answer_to,
    from_bot,
    make_quick,
    menus_are_set,
    now,
    publish,
    settled,
)
from tests.newspaper import Newspaper, open_newspaper

UNWATCHED |= {"vocabulary", "search", *(f"search_{part}" for part in ("data", "idx", "content", "config"))}
UNWATCHED |= {"related", *(f"related_{part}" for part in ("terms", "postings", "state"))}


@dataclass(frozen=True)
class Stage:
    """A person with a role, an article, a draft and an edition of their own, and a message to press buttons on."""

    who: Who
    person: Person
    screen: dict[str, Any]
    words: dict[str, Any]

    def fill(self, template: str) -> str:
        return template.format(**self.words)


@pytest.fixture
async def newspaper(
    newspaper_url: str, nothing_fails: Complaints, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose timer does not tick meanwhile: what changes is a person's doing."""
    make_quick(monkeypatch)
    async with open_newspaper(newspaper_url, push_interval=86_400) as opened:
        await menus_are_set(opened)
        yield opened


async def set_stage(newspaper: Newspaper, who: Who, case: Case) -> Stage:
    """Bring a new person on stage, or the anonymous admin, with everything that the case needs."""
    photo = newspaper.emulator.world.photos.add().sizes()[-1]["file_id"]
    article = await publish(newspaper, "Статья", "Текст.", at=SystemClock().now(), cover=photo)
    draft = NewArticle(f"draft:{article}", "Черновик", from_plain("Текст."), LONG_AGO)
    (draft_number,) = await add(newspaper.news.storage, [draft])
    neighbour = await person_of(newspaper, Role.MEMBER)
    person = await person_of(newspaper, who)
    person.chat.started = True
    # The link is what tells the buttons of a search which words are looked for.
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://t.me/vestnik_bot?start=s"}
    shown = {"text": "Экран", "entities": [link]}
    screen = newspaper.emulator.world.add_message(person.chat, newspaper.emulator.world.bot, shown)
    words = {"article": article, "draft": draft_number, "neighbour": neighbour.id, "unique": f"Слово{article}"}
    words["edition"] = await edition_under_way(newspaper, neighbour, held=case.held)
    stage = Stage(who, person, screen.as_json(), words)
    subscriptions = newspaper.news.subscriptions
    await (subscriptions.start(person.id, "ru") if case.subscribed else subscriptions.end(person.id))
    if case.talk is not None:
        state, data = case.talk
        filled = {name: article if value == "{article}" else value for name, value in data.items()}
        async with newspaper.news.storage.writing() as unit:
            await unit.fsm.put(person.id, person.id, state, filled, SystemClock().now())
    return stage


async def edition_under_way(newspaper: Newspaper, to: Person, *, held: bool) -> int:
    """An edition of which something is left to carry, but not for a long time."""
    async with newspaper.news.storage.writing() as unit:
        edition: int = await unit.editions.notify([to.id], "{}", SystemClock().now() + timedelta(days=1))
        await unit.editions.pause(edition, paused=held)
    return edition


async def person_of(newspaper: Newspaper, who: Who) -> Person:
    """A new person with that role; everybody but a guest has registered once."""
    if who == NOBODY:
        known = newspaper.emulator.world.users.get(ANONYMOUS_ADMIN_ID)
        if known is not None:
            return Person(newspaper.emulator.world, known)
        return newspaper.emulator.person("Group", id=ANONYMOUS_ADMIN_ID)
    person = newspaper.emulator.person("Некто")
    if who is not Role.GUEST:
        reader = await newspaper.news.readers.recognise(person.id, "ru")
        await newspaper.news.readers.register(reader, f"Читатель {person.id}")
        async with newspaper.news.storage.writing() as unit:
            await unit.readers.set_role(person.id, Role.ADMIN if who == CHANNEL else Role(who))
    return person


def snapshot(newspaper: Newspaper) -> dict[str, list[Any]]:
    """Everything that is remembered, table by table, as a second connection sees it."""
    path = newspaper.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT {COLUMNS.get(name, '*')} FROM {name}").fetchall(), key=repr)  # noqa: S608 - own names
            for name in names
            if name not in UNWATCHED
        }


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    return {name for name in after if before[name] != after[name]}


async def spoken(newspaper: Newspaper, stage: Stage, case: Case, default: str) -> str:
    """The person says it; what the bot answers."""
    words = stage.fill(case.says or default)
    if stage.who == CHANNEL:
        sent = await stage.person.sends(text=words, sender_chat=SENDER_CHAT)
    else:
        sent = await stage.person.says(words)
    shown = await answer_to(newspaper, sent)
    await settled(newspaper, stage.person)
    return str(shown["text"])


async def pressed(stage: Stage, button: CallbackData) -> str:
    """The person presses it; whatever the bot shows for it, in an alert, in place or below."""
    number = {1: stage.words["article"], 2: stage.words["draft"], 3: stage.words["edition"]}.get(
        getattr(button, "number", 0), 0
    )
    data = button.model_copy(update={"number": number}) if "number" in type(button).model_fields else button
    known = len(from_bot(stage.person))
    answer = await stage.person.presses(message=stage.screen["message_id"], data=data.pack())
    assert answer is not None, "the client would show progress for ever"
    in_place = now(stage.person, stage.screen)["text"]
    below = [message.get("text") or message["caption"] for message in from_bot(stage.person)[known:]]
    return "\n".join([answer.text or "", in_place if in_place != "Экран" else "", *below]).strip()


def judge(stage: Stage, case: Case, name: object, shown: str, tables: set[str]) -> None:
    """Hold what happened against the table."""
    happened = f"{stage.who} · {name}: {shown!r} changed {tables or 'nothing'}"
    if stage.who in case.may:
        assert not any(refusal in shown for refusal in REFUSALS), happened
        assert tables == case.changes, happened
        assert shown, happened
    else:
        assert not tables, happened
        assert case.refusal_for(stage.who) in shown, happened


@pytest.mark.parametrize("who", SPEAKERS)
async def test_every_command_asks_the_table_who_may(newspaper: Newspaper, who: Who) -> None:
    for name, case in COMMANDS.items():
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await spoken(newspaper, stage, case, f"/{name}")
        judge(stage, case, name, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("who", WHO)
async def test_every_button_asks_the_table_who_may(newspaper: Newspaper, who: Who) -> None:
    for button, case in BUTTONS:
        if isinstance(button, ShowList) and button.listing is Listing.EDITION:
            continue  # an edition is not found by number; the next test presses it
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await pressed(stage, button)
        if button == ChooseLanguage(language="en") and who not in case.may:
            assert shown == "", "nobody has a language to choose"
        judge(stage, case, button, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("who", WHO)
async def test_the_list_of_an_edition_is_open_to_all(newspaper: Newspaper, who: Who) -> None:
    await publish(newspaper, "Первая", to_push=True)
    await publish(newspaper, "Вторая", to_push=True)
    edition = await newspaper.news.delivery.tick()
    stage = await set_stage(newspaper, who, Case(EVERYBODY))

    shown = await pressed(stage, ShowList(listing=Listing.EDITION, at=edition.id))

    assert shown.startswith("Новые публикации\n\n2. Вторая")


@pytest.mark.parametrize("who", SPEAKERS)
async def test_whatever_the_bot_waits_for_is_taken_only_from_who_may_give_it(newspaper: Newspaper, who: Who) -> None:
    for state, case in WORDS.items():
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await spoken(newspaper, stage, case, "")
        judge(stage, case, state, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("who", WHO)
async def test_inline_mode_offers_what_is_published_to_all_and_no_draft(newspaper: Newspaper, who: Who) -> None:
    stage = await set_stage(newspaper, who, Case(EVERYBODY))
    before = snapshot(newspaper)
    for words in ("", "{article}"):
        offer = await stage.person.types(stage.fill(words))
        assert offer is not None
        assert offer.titles == ["Статья"]
    draft = await stage.person.types(stage.fill("{draft}"))
    assert draft is not None
    assert draft.titles == []
    assert changed(before, snapshot(newspaper)) == set()


@pytest.mark.parametrize("role", Role)
async def test_the_menu_and_the_help_show_exactly_what_the_person_may(newspaper: Newspaper, role: Role) -> None:
    person = await person_of(newspaper, role)
    await answer_to(newspaper, await person.says("/start"))
    helped = await answer_to(newspaper, await person.says("/help"))

    menu = [command["command"] for command in person.commands()]

    assert set(menu) == {name for name, case in COMMANDS.items() if role in case.may}
    listed = [line.split()[0][1:] for line in helped["text"].split("\n") if line.startswith("/")]
    assert listed == menu


async def test_an_admin_named_in_the_settings_may_register_and_comments_only_then(newspaper: Newspaper) -> None:
    await answer_to(newspaper, await newspaper.editor.says("/start"))

    menu = {command["command"] for command in newspaper.editor.commands()}

    assert menu == {name for name, case in COMMANDS.items() if Role.ADMIN in case.may} - {"comment"} | {"register"}


@pytest.mark.parametrize("who", WHO)
async def test_in_a_group_only_what_is_meant_for_groups_happens(newspaper: Newspaper, who: Who) -> None:
    for name, case in COMMANDS.items():
        entry = next(entry for entry in menus.ENTRIES if entry.name == name)
        stage = await set_stage(newspaper, who, case)
        group = newspaper.emulator.group("Соседи", admins=[newspaper.editor], members=[stage.person])
        before = snapshot(newspaper)
        said = stage.fill(case.says or f"/{name}")

        shown = (await answer_to(newspaper, await stage.person.says(said, chat=group)))["text"]

        assert changed(before, snapshot(newspaper)) == set(), f"{who} · {name}"
        assert (shown == PRIVATE) is not entry.in_groups, f"{who} · {name}: {shown}"


def test_the_walk_has_no_case_for_a_command_that_the_menu_lacks() -> None:
    assert set(COMMAND_CASES) <= {entry.name for entry in menus.ENTRIES}


def test_the_walk_knows_every_button_with_every_act() -> None:
    walked = {(type(button), acts_of(button)) for button, _ in BUTTONS}

    assert walked == {(kind, acts) for kind in KINDS_OF_BUTTONS for acts in every_act(kind)}


def test_the_walk_knows_every_state_that_the_bot_waits_in() -> None:
    groups = [
        value
        for module in command_modules()
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, StatesGroup) and value is not StatesGroup
    ]

    assert set(WORDS) == {state for group in groups for state in group.__all_states__}
    assert groups_everywhere() == set(groups), "another module waits for words: walk it too"


def groups_everywhere() -> set[type[StatesGroup]]:
    """Every group of states that the program defines."""
    return {group for group in StatesGroup.__subclasses__() if group.__module__.startswith("handlers.")}


def every_act(kind: type[CallbackData]) -> Iterator[tuple[Any, ...]]:
    """Every combination of the fields that say what a button does; ids do not."""
    choices = [
        list(annotation) if annotation is not bool else [True, False] for annotation in act_fields(kind).values()
    ]
    yield from product(*choices)


def acts_of(button: CallbackData) -> tuple[Any, ...]:
    return tuple(getattr(button, name) for name in act_fields(type(button)))


def act_fields(kind: type[CallbackData]) -> dict[str, Any]:
    return {
        name: info.annotation
        for name, info in kind.model_fields.items()
        if info.annotation is bool or (inspect.isclass(info.annotation) and issubclass(info.annotation, StrEnum))
    }


def test_states_are_named_by_their_group() -> None:
    assert all(isinstance(state, State) and ":" in (state.state or "") for state in WORDS)
