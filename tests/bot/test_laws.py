"""Law 1: outside the handlers, which answer an update, messages are sent by the courier from the ledger only."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from handlers import screens

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "news", "storage", "texts")
# Modules that may send outside a handler and outside the ledger, each with its reason.
EXCEPTIONS = {
    "bot/flood.py": "a warning in reply to messages that the sender has just written; worthless later",
    "bot/live_queue.py": "edits of the message that answered an admin's /queue; each edit replaces the one before",
}
# Modules that may name a sending method of the Bot API.
TRANSPORTS = {
    "bot/answer_pace.py": "counts the messages that are sent, by their method",
}
# Modules of the chat that may make an answer: all others call the functions of `handlers.screens`.
ANSWERING = {"handlers/answers.py", "handlers/fast_path.py", "handlers/screens.py"}

_PREFIXES = ("send_", "edit_", "copy_", "forward_", "answer", "reply")
SENDING = {name for kind in (Bot, Message, CallbackQuery) for name in dir(kind) if name.startswith(_PREFIXES)}
SCREENS = {name for name, found in inspect.getmembers(screens, inspect.iscoroutinefunction)}
_API_METHOD = re.compile(r"(send|edit|copy|forward)[A-Z]\w*")


def sources(folders: tuple[str, ...] = FOLDERS) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def sends(source: str) -> bool:
    """Return whether a module calls a sending method of aiogram's, or a function of `handlers.screens` that sends."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "handlers.screens"
        for alias in node.names
        if alias.name in SCREENS
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in imported:
            return True
        if isinstance(called, ast.Attribute):
            of_screens = isinstance(called.value, ast.Name) and called.value.id == "screens"
            if called.attr in (SCREENS if of_screens else SENDING):
                return True
    return False


def names_sending_method(source: str) -> bool:
    """Return whether a module names a sending method of the Bot API in a string, as `sendMessage`."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return any(isinstance(value, str) and _API_METHOD.fullmatch(value) for value in constants)


def test_only_the_listed_modules_send_outside_the_ledger() -> None:
    assert {name for name, source in sources() if sends(source)} == set(EXCEPTIONS)


def test_only_the_listed_modules_name_a_sending_method_of_the_bot_api() -> None:
    assert {name for name, source in sources() if names_sending_method(source)} == set(TRANSPORTS)


def test_in_the_chat_only_the_encoder_names_a_sending_method() -> None:
    chat = sources(("handlers",))
    assert {name for name, source in chat if names_sending_method(source)} == {"handlers/encoding.py"}


def test_in_the_chat_every_answer_goes_by_the_one_road() -> None:
    """No module calls a sending method of aiogram's, and few make an `Answer`."""
    for name, source in sources(("handlers",)):
        calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        sending = {
            called.attr
            for called in calls
            if isinstance(called, ast.Attribute) and called.attr in SENDING and not is_module(called.value)
        }
        assert not sending, f"{name} sends by {sending}, not by handlers.screens"
        assert name in ANSWERING or not any(isinstance(c, ast.Name) and c.id in {"Answer", "carry"} for c in calls)


def is_module(value: ast.expr) -> bool:
    """Whether a call is `screens.answer(…)` or another module's function of such a name."""
    return isinstance(value, ast.Name) and value.id in {"screens", "editing"}


def test_the_law_in_the_table_and_the_modules_themselves_name_each_exception() -> None:
    law = next(line for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines() if line.startswith("| 1 |"))
    for name in EXCEPTIONS:
        assert f"`{name}`" in law
        assert "law 1" in (ast.get_docstring(ast.parse((ROOT / name).read_text("utf-8"))) or "")


@pytest.mark.parametrize(
    "source",
    [
        "async def f(bot): await bot.send_message(7, 'x')",
        "async def f(self): await self._bot.edit_message_text('x', chat_id=7)",
        "async def f(message): await message.answer('x')",
        "from handlers import screens\nasync def f(bot, card): await screens.send(bot, 7, card)",
        "from handlers.screens import send as say\nasync def f(bot, card): await say(bot, 7, card)",
    ],
)
def test_every_way_to_send_is_found(source: str) -> None:
    assert sends(source)
    assert not sends("async def f(connection): connection.send(b'x')")
    assert names_sending_method("session.call('sendMessage', {})")
    assert not names_sending_method("session.call('getMe', {})")
