"""Law 10 with a changed table: all that can be taken is taken, and all that can be given is given.

Every command, button and awaited text of `test_roles` is tried again. So a command that asks for a role and not for a
deed fails here.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product

import pytest
from aiogram.fsm.state import State

from bot.timings import FloodLimits, Timings
from news.roles import DEFAULT_PERMISSIONS, Deed, Role, is_fixed
from tests.handlers.button_cases.every import PARTS
from tests.handlers.cases import COMMANDS, NOTICE, Case
from tests.handlers.changed_tables import changed, snapshot
from tests.handlers.stage import Changes, set_stage
from tests.handlers.walks import judge, spoken, walk
from tests.handlers.who import COMMENTERS, WHO, Who
from tests.handlers.word_cases import WORDS
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly
from tests.support.scripted_feeds import ScriptedFeeds

pytestmark = pytest.mark.slow

CELLS = [(role, deed) for role, deed in product(Role, Deed) if not is_fixed(role, deed)]
TAKEN: Changes = [(role, deed, False) for role, deed in CELLS if deed in DEFAULT_PERMISSIONS.of(role)]
GIVEN: Changes = [(role, deed, True) for role, deed in CELLS if deed not in DEFAULT_PERMISSIONS.of(role)]
REGISTERED = frozenset(Role) - {Role.GUEST, Role.BANNED}
# With each table, those whose rights differ most from the usual ones, and those who must gain nothing.
WALKERS = [("taken", who) for who in (Role.ADMIN, Role.CHIEF, Role.MEMBER)] + [
    ("given", who) for who in (Role.MEMBER, Role.BANNED, Role.GUEST)
]


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose timer does not tick: every change comes from a person."""
    open_quickly(monkeypatch)
    timings = Timings(
        flood=FloodLimits(person_burst=10**9, chat_burst=10**9, search_burst=10**9), announce_seconds=86_400
    )
    async with open_newspaper(newspaper_url, timings, feeds=ScriptedFeeds(), push_interval=86_400) as opened:
        await opened.wait_for_menus()
        yield opened


def overridden(case: Case, table: str, who: Who) -> Case:
    """The case as it is with a changed table. What is open to guests or the banned needs no deed that can be taken."""
    if case.fixed or not case.may or case.may & {Role.GUEST, Role.BANNED}:
        return case
    if table == "taken":
        refusals = {} if case.refusal != NOTICE else dict.fromkeys(WHO, "не могут оставлять комментарии")
        return replace(case, may=frozenset(), refusals=refusals)
    return replace(case, may=REGISTERED)


def walked(case: Case, who: Who, table: str) -> bool:
    """Whether the case has one outcome. A guest may be given some deeds of readers and not others: journeys tell."""
    return not (table == "given" and who is Role.GUEST and case.may == COMMENTERS)


@pytest.mark.parametrize(("table", "who"), WALKERS)
async def test_every_command_follows_the_changed_table(newspaper: Newspaper, table: str, who: Who) -> None:
    for name, usual in COMMANDS.items():
        if walked(usual, who, table):
            await tried(newspaper, table, who, name, usual)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("table", "who"), WALKERS)
async def test_every_button_follows_the_changed_table(newspaper: Newspaper, table: str, who: Who, part: str) -> None:
    buttons = [(button, overridden(usual, table, who)) for button, usual in PARTS[part] if walked(usual, who, table)]
    await walk(newspaper, who, buttons, TAKEN if table == "taken" else GIVEN)


@pytest.mark.parametrize(("table", "who"), WALKERS)
async def test_every_awaited_text_follows_the_changed_table(newspaper: Newspaper, table: str, who: Who) -> None:
    for state, usual in WORDS.items():
        if usual.may:
            await tried(newspaper, table, who, state, usual)


async def tried(newspaper: Newspaper, table: str, who: Who, name: str | State, usual: Case) -> None:
    """Send the text of a case, and judge what happened."""
    case = overridden(usual, table, who)
    stage = await set_stage(newspaper, who, case, TAKEN if table == "taken" else GIVEN)
    before = snapshot(newspaper)
    shown = await spoken(newspaper, stage, case, "" if isinstance(name, State) else f"/{name}")
    judge(stage, case, name, shown, changed(before, snapshot(newspaper)))
