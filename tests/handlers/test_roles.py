"""Law 10: every command, every button and every text that the bot may wait for, tried by every role.

A kind of button without a case in `button_cases`, or a state without one in `word_cases`, fails a test: add a case that
says which roles may use it.
"""

import inspect
from collections.abc import AsyncIterator, Iterator
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import StatesGroup

from bot.timings import FloodLimits, Timings
from handlers import menus
from handlers.callbacks.reading import Listing, ShowList
from handlers.root import command_modules
from news.roles import Role
from tests.handlers.button_cases.choosers import CHOOSERS_BUTTONS
from tests.handlers.button_cases.every import BUTTONS, PARTS
from tests.handlers.cases import COMMAND_CASES, COMMANDS, PRIVATE, STALE, Case
from tests.handlers.changed_tables import changed, snapshot
from tests.handlers.stage import person_of, set_stage
from tests.handlers.walks import judge, pressed, spoken, text_of, walk
from tests.handlers.who import EVERYBODY, SPEAKERS, WHO, Who
from tests.handlers.word_cases import WORDS
from tests.journeys.sentences import ADMINS_ONLY
from tests.journeys.steps import answer_to, current, publish
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly
from tests.support.scripted_feeds import ScriptedFeeds
from tests.support.update_fuzzer import BUTTONS as KINDS_OF_BUTTONS

pytestmark = pytest.mark.slow


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose timer does not tick: every change comes from a person."""
    open_quickly(monkeypatch)
    # The anonymous sender of many cases is one.
    timings = Timings(
        flood=FloodLimits(person_burst=10**9, chat_burst=10**9, search_burst=10**9), announce_seconds=86_400
    )
    async with open_newspaper(newspaper_url, timings, feeds=ScriptedFeeds(), push_interval=86_400) as opened:
        await opened.wait_for_menus()
        yield opened


@pytest.mark.parametrize("who", SPEAKERS)
async def test_every_command_is_open_to_the_roles_of_its_case_only(newspaper: Newspaper, who: Who) -> None:
    for name, case in COMMANDS.items():
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await spoken(newspaper, stage, case, f"/{name}")
        judge(stage, case, name, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("who", WHO)
async def test_every_button_is_open_to_the_roles_of_its_case_only(newspaper: Newspaper, who: Who, part: str) -> None:
    await walk(newspaper, who, PARTS[part])


@pytest.mark.parametrize("who", WHO)
async def test_the_list_of_an_edition_is_open_to_all(newspaper: Newspaper, who: Who) -> None:
    await publish(newspaper, "Первая", to_push=True)
    await publish(newspaper, "Вторая", to_push=True)
    edition = await newspaper.news.delivery.tick()
    stage = await set_stage(newspaper, who, Case(EVERYBODY))

    shown = await pressed(stage, ShowList(listing=Listing.EDITION, at=edition.id))

    assert shown.startswith("Новые публикации\n\n2. Вторая")


@pytest.mark.parametrize("who", SPEAKERS)
async def test_an_awaited_text_is_taken_from_the_roles_of_its_case_only(newspaper: Newspaper, who: Who) -> None:
    for state, case in WORDS.items():
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await spoken(newspaper, stage, case, "")
        judge(stage, case, state, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("who", WHO)
async def test_inline_mode_offers_published_articles_to_all_and_no_draft(newspaper: Newspaper, who: Who) -> None:
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

    assert menu == {name for name, case in COMMANDS.items() if Role.ADMIN in case.may} - {"comment", "mycomments"} | {
        "register"
    }


@pytest.mark.parametrize("who", WHO)
async def test_in_a_group_only_the_commands_for_groups_work(newspaper: Newspaper, who: Who) -> None:
    for name, case in COMMANDS.items():
        entry = next(entry for entry in menus.ENTRIES if entry.name == name)
        stage = await set_stage(newspaper, who, case)
        group = newspaper.emulator.group("Соседи", admins=[newspaper.editor], members=[stage.person])
        before = snapshot(newspaper)
        said = stage.fill(case.says or f"/{name}")

        shown = text_of(await answer_to(newspaper, await stage.person.says(said, chat=group)))

        assert changed(before, snapshot(newspaper)) == set(), f"{who} · {name}"
        assert (shown == PRIVATE) is not entry.in_groups, f"{who} · {name}: {shown}"


@pytest.mark.parametrize("who", WHO)
async def test_in_a_group_a_member_of_any_role_presses_no_button_of_the_settings(
    newspaper: Newspaper, who: Who
) -> None:
    stage = await set_stage(newspaper, who, Case(EVERYBODY))
    group = newspaper.emulator.group("Соседи", admins=[newspaper.editor], members=[stage.person])
    screen = await answer_to(newspaper, await newspaper.editor.says("/settings", chat=group))
    before = snapshot(newspaper)

    for button, _ in CHOOSERS_BUTTONS:
        answer = await stage.person.presses(message=screen["message_id"], data=button.pack(), chat=group)
        assert answer is not None
        assert answer.text == ADMINS_ONLY or answer.text.startswith(STALE), f"{who} · {button}: {answer.text}"

    assert current(stage.person, screen, chat=group) == screen
    assert changed(before, snapshot(newspaper)) == set()


def test_no_command_has_a_case_without_a_line_in_the_menu() -> None:
    assert set(COMMAND_CASES) <= {entry.name for entry in menus.ENTRIES}


def test_every_kind_of_button_has_a_case_for_each_of_its_acts() -> None:
    walked = {(type(button), acts_of(button)) for button, _ in BUTTONS}

    assert walked == {(kind, acts) for kind in KINDS_OF_BUTTONS for acts in every_act(kind)}


def test_every_state_that_the_bot_waits_in_has_a_case() -> None:
    groups = [
        value
        for module in command_modules()
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, StatesGroup) and value is not StatesGroup
    ]

    assert set(WORDS) == {state for group in groups for state in group.__all_states__}
    assert groups_everywhere() == set(groups), "a module outside handlers.commands waits for text"


def groups_everywhere() -> set[type[StatesGroup]]:
    """Every group of states that the program defines."""
    return {group for group in StatesGroup.__subclasses__() if group.__module__.startswith("handlers.")}


def every_act(kind: type[CallbackData]) -> Iterator[tuple[Any, ...]]:
    """Every combination of values of the fields that choose what a button does. Ids do not."""
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
