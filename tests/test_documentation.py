"""The README, `.env.example`, the command menu, the Makefile and the code say the same."""

import re
from pathlib import Path

import pytest
from aiogram.filters import Command
from aiogram.fsm.storage.memory import MemoryStorage
from dotenv import dotenv_values

from bot.cli import app
from bot.settings import Settings
from handlers.menus import ENTRIES
from handlers.middlewares import ReaderMiddleware
from handlers.root import make_dispatcher

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLE = ROOT / ".env.example"
MAKEFILE = (ROOT / "Makefile").read_text()

COMMANDS = {entry.name for entry in ENTRIES}
SETTINGS = {name.upper() for name in Settings.model_fields}
VERBS = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`/([a-z]+)", README))
    assert named == COMMANDS


def test_the_code_answers_every_command_of_the_menu_and_no_other() -> None:
    dispatcher = make_dispatcher(ReaderMiddleware(None, None, None, "ru"), MemoryStorage())  # type: ignore[arg-type]
    answered = {
        command
        for router in dispatcher.sub_routers
        if router.name != "helping"  # binds every command of the menu, to refuse it in a group
        for handler in router.message.handlers
        for filter_ in handler.filters or ()
        if isinstance(filter_.callback, Command)
        for command in filter_.callback.commands
    }
    assert answered == COMMANDS


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    written = dotenv_values(EXAMPLE)
    assert set(written) == SETTINGS
    defaults = Settings(_env_file=None)  # type: ignore[call-arg]
    from_example = Settings(_env_file=EXAMPLE)  # type: ignore[call-arg]
    assert from_example == defaults


def test_every_setting_has_a_line_of_prose_in_the_example() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for number, line in enumerate(lines):
        if re.match(r"[A-Z_]+=", line):
            assert lines[number - 1].startswith("# "), line


def test_the_readme_names_every_setting() -> None:
    assert set(re.findall(r"`([A-Z][A-Z_]+)`", README)) == SETTINGS


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_readme_names_every_verb_of_the_command_line(verb: str) -> None:
    assert re.search(rf"`(vestnik )?{verb}\b", README), verb


def test_the_readme_and_contributing_name_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    documents = README + (ROOT / "CONTRIBUTING.md").read_text()
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", documents, flags=re.MULTILINE))
    assert named
    assert named <= targets


def test_every_target_has_its_line_of_help() -> None:
    targets = re.findall(r"^([a-z]+):.*", MAKEFILE, flags=re.MULTILINE)
    explained = re.findall(r"^([a-z]+):.*## \S", MAKEFILE, flags=re.MULTILINE)
    assert targets == explained


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_by_hash_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9_.-]+==", text, flags=re.MULTILINE)
    assert pins
    assert all(re.search(rf"^{re.escape(pin)}.*\n    --hash=sha256:", text, flags=re.MULTILINE) for pin in pins)


def test_what_runs_is_locked_the_same_for_developers() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9_.-]+==\S+", (ROOT / lock).read_text(), flags=re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for link in re.findall(r"\]\(([^)]+)\)", document.read_text()):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name}: {link}"
