"""The README, the guides, the decisions, `.env.example`, the Makefile and the code say the same."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from aiogram.filters import Command
from aiogram.fsm.storage.memory import MemoryStorage
from dotenv import dotenv_values

from bot.cli import app
from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web import HealthSite
from handlers.menus import ENTRIES
from handlers.middlewares import ReaderMiddleware
from handlers.root import make_dispatcher

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
OPERATING = (ROOT / "docs" / "guides" / "operating.md").read_text()
EXAMPLE = ROOT / ".env.example"
MAKEFILE = (ROOT / "Makefile").read_text()
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
FOLDERS = "bot|handlers|texts|storage|news|emulator|benchmarks|tests"
SOURCES = sorted(
    path
    for folder in FOLDERS.split("|")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".sql", ".js", ".css", ".html"}
)
MAX_GUIDE_LINES = 149

# Code in Markdown: a fenced block, an indented line, or words between backticks.
CODE = re.compile(r"^```.*?^```|^ {4}\S.*?$|`[^`\n]+`", flags=re.MULTILINE | re.DOTALL)

COMMANDS = {entry.name for entry in ENTRIES}
SETTINGS = {name.upper() for name in Settings.model_fields}
VERBS = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback} | {
    group.name for group in app.registered_groups if group.name
}
TARGETS = re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, flags=re.MULTILINE)
HELPED_TARGETS = re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, flags=re.MULTILINE)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def settings_named_in(text: str) -> set[str]:
    """Return the capital names between backticks; a proxy's are the environment's own."""
    return {name for name in re.findall(r"`([A-Z][A-Z_]+)(?:=\w+)?`", text) if not name.endswith("_PROXY")}


def targets_named_in(document: Path) -> set[str]:
    code = " ".join(CODE.findall(document.read_text()))
    return set(re.findall(r"\bmake ([a-z-]+)", code))


def test_the_readme_and_the_guides_name_every_command_and_no_other() -> None:
    site = HealthSite(Metrics(), SystemClock()).app()
    paths = {resource.canonical.removeprefix("/") for resource in site.router.resources()}
    text = README + "".join(guide.read_text() for guide in GUIDES)
    named = set(re.findall(r"`/([a-z]+)", text))
    assert paths <= named
    assert named - paths == COMMANDS


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


def test_the_operating_guide_names_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (\S*) ?\|", OPERATING, flags=re.MULTILINE))
    assert rows == dotenv_values(EXAMPLE)


@pytest.mark.parametrize("document", [ROOT / "README.md", *GUIDES], ids=relative)
def test_a_document_names_only_settings_that_exist(document: Path) -> None:
    assert settings_named_in(document.read_text()) <= SETTINGS


def test_the_operating_guide_names_every_metric_and_no_other() -> None:
    shown = set(re.findall(r"^# TYPE (vestnik_\w+)", Metrics().text().decode(), flags=re.MULTILINE))
    assert set(re.findall(r"`(vestnik_\w+)", OPERATING)) == shown


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_readme_and_the_operating_guide_name_every_verb_of_the_command_line(verb: str) -> None:
    assert re.search(rf"`(vestnik )?{verb}\b", README), verb
    assert re.search(rf"`vestnik {verb}\b", OPERATING), verb


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_a_document_names_only_verbs_of_the_command_line_that_exist(document: Path) -> None:
    assert set(re.findall(r"`vestnik ([a-z]+)", document.read_text())) <= VERBS


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_a_document_names_only_targets_that_exist(document: Path) -> None:
    assert targets_named_in(document) <= set(TARGETS)


def test_every_target_stands_in_a_document() -> None:
    named = {target for document in DOCUMENTS for target in targets_named_in(document)}
    assert set(HELPED_TARGETS) - {"help"} <= named


def test_every_target_has_its_line_of_help() -> None:
    assert len(TARGETS) > 10
    assert TARGETS == HELPED_TARGETS


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


def anchors_of(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_link_of_a_document_leads_to_an_existing_file(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors_of(target), link


def test_every_decision_that_is_referred_to_exists() -> None:
    numbers = {decision.name[:4] for decision in DECISIONS}
    for source in (*SOURCES, *DOCUMENTS, ROOT / "Makefile", ROOT / "pyproject.toml"):
        assert set(re.findall(r"docs/decisions/(\d{4})", source.read_text())) <= numbers, relative(source)


@pytest.mark.parametrize("decision", DECISIONS, ids=relative)
def test_a_decision_begins_with_its_number(decision: Path) -> None:
    assert decision.read_text().startswith(f"# {int(decision.name[:4])}. ")


def test_no_two_decisions_have_one_number() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("document", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES], ids=relative)
def test_a_document_names_only_files_that_exist(document: Path) -> None:
    for path in re.findall(rf"`((?:{FOLDERS}|docs)/[^`\s{{}}]*)`", document.read_text()):
        assert list(ROOT.glob(path.rstrip("/"))), path


@pytest.mark.parametrize("guide", GUIDES, ids=relative)
def test_a_guide_names_only_modules_that_exist_as_sources_of_log_lines(guide: Path) -> None:
    for module in re.findall(rf"\[((?:{FOLDERS})\.[a-z_.]+)\]", guide.read_text()):
        path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        assert "logger = logging.getLogger(__name__)" in path.read_text(), module


@pytest.mark.parametrize("guide", GUIDES, ids=relative)
def test_a_guide_is_short(guide: Path) -> None:
    assert len(guide.read_text().splitlines()) <= MAX_GUIDE_LINES


@pytest.mark.parametrize(
    ("target", "lock", "other"),
    [
        ("run", "requirements.lock", "requirements-dev.lock"),
        ("install", "requirements.lock", "requirements-dev.lock"),
        ("test", "requirements-dev.lock", "requirements.lock"),
        ("demo", "requirements-dev.lock", "requirements.lock"),
    ],
)
def test_running_installs_no_tools_of_developers(tmp_path: Path, target: str, lock: str, other: str) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    said = subprocess.check_output(["make", "--dry-run", target], cwd=tmp_path, text=True)  # noqa: S603, S607
    assert f"--require-hashes -r {lock}\n" in said
    assert f"-r {other}\n" not in said
