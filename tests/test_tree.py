"""The tests stand in the same tree as the source: a module's tests are found by its name.

`news/delivery/claiming.py` is tested by `test_claiming.py` and `test_claiming_<theme>.py` in `tests/news/delivery`.
A package is a name too: `tests/news/test_richtext_<theme>.py`. The journeys go through the whole program; a journey
that is named like a module of `handlers/commands` is one of its tests.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("benchmarks", "bot", "emulator", "feeds", "handlers", "news", "storage", "texts")
# A module of this many lines or fewer may be tested by the tests of the modules that use it.
MAX_LINES_WITHOUT_TESTS = 60

# Folders of tests that are no rooms of the program.
FOLDERS = {
    "faults": "the faults of `make bench-faults`, in small",
    "journeys": "whole stories in the chat",
}

# Test files that name no module, and what they test instead.
THEMES = {
    "tests/bot/test_laws.py": "all of the program: which modules may send a message",
    "tests/bot/test_log_contexts.py": "all log lines: each carries the number of its update or edition",
    "tests/feeds/test_hostile.py": "all of feeds: hostile feeds, pages, lists, pictures and OPML files",
    "tests/feeds/test_peer_feedparser.py": "feeds/parsing/feeds.py, beside feedparser on its own test feeds",
    "tests/handlers/test_fuzz.py": "all handlers, with mutated updates",
    "tests/handlers/test_laws.py": "all handlers: what they may ask for, and their length",
    "tests/handlers/test_overridden_roles.py": "all handlers, with changed tables of roles",
    "tests/handlers/test_roles.py": "all handlers, with every role",
}

# Modules, or folders of modules, without a test file of their name, and the tests that cover them.
COVERED = {
    "handlers/states.py": "tests/handlers/test_roles.py: every state has a case",
    "benchmarks/": "`make bench` runs them; tests/faults runs the faults in small",
    "feeds/child.py": "tests/feeds/test_parser_process.py",
    "feeds/parsing/jobs.py": "tests/feeds/test_reader.py: every job",
    "bot/group_rights.py": "tests/bot/test_doctor.py",
    "bot/timings.py": "declarations",
    "news/sources/found.py": "declarations",
    "news/choosing.py": "tests/news/test_choice_desk.py",
    "storage/edition_counts.py": "tests/storage/test_editions_folding.py, test_editions.py",
    "storage/edition_rows.py": "tests/storage/test_editions.py",
    "storage/edition_stops.py": "tests/storage/test_editions_pausing.py, test_editions_corrections.py",
    "emulator/chats.py": "tests/emulator/test_people.py, test_groups.py",
    "emulator/client.py": "tests/emulator/test_people.py",
    "emulator/destinations.py": "tests/emulator/methods/test_sending.py, test_ephemeral.py",
    "emulator/emulator.py": "every test of the emulator opens one",
    "emulator/panels.py": "tests/emulator/test_page_http.py, test_page.py",
    "bot/live_queue.py": "tests/journeys/test_queue.py",
    "emulator/photos.py": "tests/emulator/methods/test_sending.py: photos by upload, address and file id",
    "emulator/world.py": "every test of the emulator changes it",
    "handlers/answers.py": "declarations; tests/bot/test_answers.py",
    "handlers/cards/": "tests/handlers/cards/test_cards.py draws every card; the journeys read them word for word",
    "handlers/commands/complaining.py": "tests/journeys/test_reporting.py",
    "news/reversals.py": "tests/news/test_appeal_desk.py",
    "news/undoing.py": "tests/news/test_verdicts.py, test_complaint_desk.py: taking a verdict back",
    "news/judgements.py": "tests/news/test_moderation.py, test_complaint_desk.py",
    "handlers/commands/attending.py": "tests/journeys/test_discussions.py",
    "handlers/commands/pushes.py": "tests/journeys/test_queue.py",
    "handlers/commands/relating.py": "tests/journeys/test_related.py",
    "handlers/commands/starting.py": "tests/journeys/test_reading.py",
    "handlers/drafting.py": "tests/journeys/test_parts.py, test_offering.py",
    "handlers/errors.py": "tests/handlers/test_roles.py, test_fuzz.py, and the journeys' refusals",
    "handlers/menus.py": "tests/handlers/test_roles.py, tests/test_documentation.py",
    "handlers/middlewares.py": "tests/journeys/test_languages.py, tests/handlers/test_roles.py",
    "handlers/screens.py": "every journey; tests/handlers/test_fast_path.py",
    "news/ignore_desk.py": "tests/news/test_ignores.py",
    "news/newcomers.py": "tests/news/test_registration.py",
    "handlers/callbacks/choosing.py": "declarations; tests/handlers/test_roles.py presses every button",
    "handlers/callbacks/sources.py": "declarations; tests/handlers/test_roles.py presses every button",
    "handlers/callbacks/silencing.py": "declarations; tests/handlers/test_roles.py presses every button",
    "handlers/settings.py": "tests/journeys/test_choosing.py, test_silencing.py",
    "handlers/callbacks/commenting.py": "declarations; tests/handlers/test_roles.py presses every button",
    "handlers/callbacks/reading.py": "declarations; tests/handlers/test_roles.py presses every button",
    "news/delivery/": "tests/news/delivery/test_desk_*.py: the loops work together, and are tested so",
    "news/discussion.py": "declarations; tests/news/test_threads.py",
    "news/errors.py": "declarations; the tests of each desk raise its errors",
    "news/ledger.py": "declarations",
    "news/model.py": "declarations",
    "news/ports/": "declarations",
    "storage/migrations/": "tests/storage/test_migrate.py",
    "storage/planning.py": "tests/storage/test_editions.py, test_deliveries_corrections.py",
    "storage/related.py": "tests/news/test_related.py, on both engines",
    "texts/sentences.py": "the journeys' refusals, word for word; tests/texts/test_locales.py: in every language",
}


def sources() -> list[Path]:
    """Return the modules of the program, relative to the root."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found if path.name not in ("__init__.py", "__main__.py"))


def files_of_tests() -> list[Path]:
    """Return the test files in the rooms' folders, relative to the root."""
    found = (path for room in ROOMS for path in (ROOT / "tests" / room).rglob("test_*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def names(folder: Path) -> set[str]:
    """Return the names of the modules and packages in a folder."""
    inside = list((ROOT / folder).iterdir()) if (ROOT / folder).is_dir() else []
    return {path.stem for path in inside if path.suffix == ".py" or path.is_dir()}


def is_test_of(test: Path, name: str) -> bool:
    """Whether a test file is `test_<name>.py` or `test_<name>_<theme>.py`."""
    return test.stem == f"test_{name}" or test.stem.startswith(f"test_{name}_")


def folders_of_tests(module: Path) -> list[Path]:
    """Return the folders in which the tests of a module may stand."""
    return [Path("tests") / module.parent] + [Path("tests/journeys")] * (module.parent.name == "commands")


def has_tests(module: Path) -> bool:
    """Whether there is a test file of the module's name."""
    beside = (test for folder in folders_of_tests(module) for test in (ROOT / folder).glob("test_*.py"))
    return any(is_test_of(test, module.stem) for test in beside)


def entry_for(module: Path) -> str | None:
    """Return the key of `COVERED` that stands for a module: its path, or a folder above it."""
    candidates = [module.as_posix(), *(f"{folder.as_posix()}/" for folder in module.parents)]
    return next((candidate for candidate in candidates if candidate in COVERED), None)


def test_every_folder_of_tests_is_a_room_or_says_what_it_is() -> None:
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("*/test_*.py")}
    assert folders - set(ROOMS) == set(FOLDERS)


@pytest.mark.parametrize("test", files_of_tests(), ids=str)
def test_a_test_file_names_the_module_that_it_tests(test: Path) -> None:
    """It may also name its package, or a module of the tests as `tests/emulator/browser.py`."""
    if test.as_posix() in THEMES:
        return
    folder = test.parent.relative_to("tests")
    known = names(folder) | names(test.parent) | {folder.name}
    assert any(is_test_of(test, name) for name in known), f"{folder} has no module that {test.name} names"


@pytest.mark.parametrize("module", sources(), ids=str)
def test_a_module_has_tests_of_its_name(module: Path) -> None:
    lines = len((ROOT / module).read_text().splitlines())
    if lines > MAX_LINES_WITHOUT_TESTS and entry_for(module) is None:
        folders = " or ".join(folder.as_posix() for folder in folders_of_tests(module))
        assert has_tests(module), f"{lines} lines and no test_{module.stem}*.py in {folders}"


def test_no_exception_has_outlived_its_reason() -> None:
    assert [test for test in THEMES if not (ROOT / test).exists()] == []
    untested = [module for module in sources() if not has_tests(module)]
    used = {entry_for(module) for module in untested}
    assert [entry for entry in COVERED if entry not in used] == []
