"""Law 10: every command, every button and every text that the bot may wait for, tried by every role.

A kind of button or a state without a case in `cases` fails a test: add a case that says which roles may use it.
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

from bot.clock import SystemClock
from bot.timings import FloodLimits, Timings
from emulator import Person
from handlers import menus
from handlers.callbacks.outlets import ChooseOutlet, OutletAction
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.starting import ChooseLanguage
from handlers.root import command_modules
from news.ledger import NOTICE_RULES, Address, MessageKind, PlaceKind, SentFile
from news.model import Attachment, NewArticle, NewComment, Revision
from news.posts import OutletChat, OutletState
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
    IGNORED_TABLES,
    LOST,
    NOBODY,
    PRIVATE,
    REFUSALS,
    SENDER_CHAT,
    SPEAKERS,
    WHO,
    WORDS,
    Case,
    Who,
)
from tests.journeys.steps import LONG_AGO, answer_to, current, from_bot, publish, store, wait_until_handled
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly
from tests.support.update_fuzzer import BUTTONS as KINDS_OF_BUTTONS

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Stage:
    """A person with a role; an article, a draft and an edition for this case alone; and a message with buttons."""

    who: Who
    person: Person
    screen: dict[str, Any]
    words: dict[str, Any]

    def fill(self, template: str) -> str:
        return template.format(**self.words)


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper whose timer does not tick: every change comes from a person."""
    open_quickly(monkeypatch)
    # The anonymous sender of many cases is one.
    timings = Timings(flood=FloodLimits(person_burst=10**9, chat_burst=10**9, search_burst=10**9))
    async with open_newspaper(newspaper_url, timings, push_interval=86_400) as opened:
        await opened.wait_for_menus()
        yield opened


async def set_stage(newspaper: Newspaper, who: Who, case: Case) -> Stage:
    """Make a new person (or the anonymous admin) and everything else that the case needs."""
    photo = newspaper.emulator.world.photos.add().sizes()[-1]["file_id"]
    picture = Attachment(MessageKind.PHOTO, f"tg:{photo}", photo)
    article = await publish(newspaper, "Статья", "Текст.", at=SystemClock().now(), attachments=(picture,))
    async with newspaper.news.storage.writing() as unit:
        await unit.files.keep([SentFile(picture.source, picture.kind, photo)], LONG_AGO)
        await unit.articles.revise(article, Revision(1, LONG_AGO, reason=""))
        topics = await unit.topics.obtain(["Город", "Спорт", "Лес"])
        await unit.topics.choose(article, topics[:1])
    draft = NewArticle(f"draft:{article}", "Черновик", from_plain("Текст."), LONG_AGO)
    (draft_number,) = await store(newspaper.news.storage, [draft])
    async with newspaper.news.storage.writing() as unit:
        await unit.articles.set_follows(draft_number, 0)  # the drafts of other cases tell the same story
    if case.status == "scheduled":
        async with newspaper.news.storage.writing() as unit:
            await unit.drafts.schedule(draft_number, SystemClock().now() + timedelta(days=1), 1)
    elif case.status == "in_review":
        async with newspaper.news.storage.writing() as unit:
            await unit.drafts.submit(draft_number, 1, LONG_AGO)
    neighbour = await person_of(newspaper, Role.MEMBER)
    person = await person_of(newspaper, who)
    person.chat.started = True
    # The buttons of a search read the words from this link.
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://t.me/vestnik_bot?start=s"}
    shown = {"text": "Экран", "entities": [link]}
    screen = newspaper.emulator.world.add_message(person.chat, newspaper.emulator.world.bot, shown)
    words = {
        "article": article,
        "draft": draft_number,
        "neighbour": neighbour.id,
        "unique": f"Слово{article}",
    }
    for index, (name, author) in enumerate({"own": person, "other": neighbour}.items()):
        words[name] = await comment_of(newspaper, author, article, index)
    words["edition"] = await open_edition(newspaper, neighbour, held=case.held)
    words["outlet"] = await outlet_of(newspaper, neighbour)
    stage = Stage(who, person, screen.as_json(), words)
    subscriptions = newspaper.news.subscriptions
    await (subscriptions.start(Address(person.id), "ru") if case.subscribed else subscriptions.end(Address(person.id)))
    if case.state is not None:
        state, data = case.state
        filled = {name: words.get(str(value).strip("{}"), value) for name, value in data.items()}
        async with newspaper.news.storage.writing() as unit:
            await unit.fsm.put(person.id, person.id, state, filled, SystemClock().now())
    return stage


def text_of(screen: dict[str, Any]) -> str:
    """The text or the caption of a screen; "" for a later item of an album."""
    return str(screen.get("text") or screen.get("caption", ""))


async def comment_of(newspaper: Newspaper, author: Person, article: int, message: int) -> int:
    """A comment of this person."""
    async with newspaper.news.storage.writing() as unit:
        comment = NewComment(article, author.id, "Слово", LONG_AGO, author.id, 2**31 + 2 * article + message)
        number: int = (await unit.comments.add(comment))[0]
    return number


async def open_edition(newspaper: Newspaper, to: Person, *, held: bool) -> int:
    """An edition with a delivery that is not due for a day."""
    async with newspaper.news.storage.writing() as unit:
        place = await unit.places.obtain(Address(to.id))
        tomorrow = SystemClock().now() + timedelta(days=1)
        edition: int = await unit.editions.notify([place], "{}", NOTICE_RULES, tomorrow)
        if held:
            await unit.editions.pause(edition)
    return edition


async def outlet_of(newspaper: Newspaper, owner: Person) -> int:
    """A channel that is turned off as an outlet: nothing of the other cases is posted there."""
    channel = newspaper.emulator.channel("Вестник", admins=[owner])
    async with newspaper.news.storage.writing() as unit:
        place: int = await unit.places.obtain(Address(channel.id), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник"))
        await unit.outlets.arrange(place, state=OutletState.OFF)
    return place


async def person_of(newspaper: Newspaper, who: Who) -> Person:
    """A new person with that role, registered unless a guest."""
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
    """The rows of every table, as a second connection sees them."""
    path = newspaper.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT {COLUMNS.get(name, '*')} FROM {name}").fetchall(), key=repr)  # noqa: S608 - own names
            for name in names
            if name not in IGNORED_TABLES
        }


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    return {name for name in after if before[name] != after[name]}


async def spoken(newspaper: Newspaper, stage: Stage, case: Case, default: str) -> str:
    """Send the text of the case, and return the bot's answer."""
    words = stage.fill(case.says or default)
    if stage.who == CHANNEL:
        sent = await stage.person.sends(text=words, sender_chat=SENDER_CHAT)
    else:
        sent = await stage.person.says(words)
    shown = await answer_to(newspaper, sent)
    await wait_until_handled(newspaper, stage.person)
    return text_of(shown)


async def pressed(stage: Stage, button: CallbackData) -> str:
    """Press the button, and return the texts that the bot shows: in an alert, in place and below."""
    number = {1: stage.words["article"], 2: stage.words["draft"], 3: stage.words["edition"]}.get(
        getattr(button, "number", 0), 0
    )
    comment = {1: stage.words["own"], 2: stage.words["other"]}.get(getattr(button, "comment", 0), 0)
    present = {
        "number": number,
        "reader": stage.words["neighbour"],
        "comment": comment,
        "draft": stage.words["draft"],
    }
    if isinstance(button, OutletAction | ChooseOutlet):
        present["place"] = stage.words["outlet"]
    data = button.model_copy(update={name: present[name] for name in present.keys() & type(button).model_fields})
    known = len(from_bot(stage.person))
    answer = await stage.person.presses(message=stage.screen["message_id"], data=data.pack())
    assert answer is not None, "the client would show progress for ever"
    in_place = text_of(current(stage.person, stage.screen))
    below = map(text_of, from_bot(stage.person)[known:])
    return "\n".join([answer.text or "", in_place if in_place != "Экран" else "", *below]).strip()


def judge(stage: Stage, case: Case, name: object, shown: str, tables: set[str]) -> None:
    """Compare the answer and the changed tables with the case."""
    happened = f"{stage.who} · {name}: {shown!r} changed {tables or 'nothing'}"
    if stage.who in case.may:
        assert not any(refusal in shown for refusal in REFUSALS), happened
        assert tables == case.changes, happened
        assert shown, happened
    else:
        # A text that is refused for good ends the question.
        assert tables == ({"fsm"} if isinstance(name, State) and case.refusal != LOST else set()), happened
        assert case.refusal_for(stage.who) in shown, happened


@pytest.mark.parametrize("who", SPEAKERS)
async def test_every_command_is_open_to_the_roles_of_its_case_only(newspaper: Newspaper, who: Who) -> None:
    for name, case in COMMANDS.items():
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await spoken(newspaper, stage, case, f"/{name}")
        judge(stage, case, name, shown, changed(before, snapshot(newspaper)))


@pytest.mark.parametrize("who", WHO)
async def test_every_button_is_open_to_the_roles_of_its_case_only(newspaper: Newspaper, who: Who) -> None:
    for button, case in BUTTONS:
        if isinstance(button, ShowList) and button.listing is Listing.EDITION:
            continue  # an edition is not found by number; the next test presses it
        stage = await set_stage(newspaper, who, case)
        before = snapshot(newspaper)
        shown = await pressed(stage, button)
        if button == ChooseLanguage(language="en") and who not in case.may:
            assert shown == "", "only a person has a language"
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

    assert menu == {name for name, case in COMMANDS.items() if Role.ADMIN in case.may} - {"comment"} | {"register"}


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
