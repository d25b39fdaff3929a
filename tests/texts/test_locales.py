"""Every message in every language: none is missing, fuzzy, empty or unused, and the placeholders agree."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from texts.catalogs import DOMAIN, LANGUAGES, LOCALES

ROOT = Path(__file__).parent.parent.parent
HANDLERS, TEXTS = ROOT / "handlers", ROOT / "texts"
SOURCE_LANGUAGE = "en"
SAYING = {"t", "say", "self"}
# The files of `handlers` that may contain sentences (law 5).
WORDY = {HANDLERS / "menus.py", HANDLERS / "profile.py", *(HANDLERS / "cards").glob("*.py")}


def called(node: ast.Call) -> str:
    """Return the name of the called function, without its object."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def words(node: ast.expr) -> str | None:
    """Return the value of a string literal; None for any other expression."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def messages_in(file: Path) -> Iterator[str]:
    """Yield the messages that a file shows; f-strings are searched too, which gettext's own tools skip."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call):
            continue
        wanted = 2 if called(node) == "many" else 1 if called(node) in SAYING else 0
        for argument in node.args[:wanted]:
            message = words(argument)
            if message is not None:
                yield message
                break  # the singular of a plural is the id of the message


USED = {message for room in (HANDLERS, TEXTS) for file in sorted(room.rglob("*.py")) for message in messages_in(file)}


def catalog(language: str) -> Catalog:
    """Return a language's message file."""
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def name_of(message: Message) -> str:
    """Return the id of the message: the English sentence, the singular of a plural."""
    return message.id if isinstance(message.id, str) else message.id[0]


def written(message: Message) -> tuple[str, ...]:
    """Return the translation in all plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
MESSAGES = [(language, message) for language in TRANSLATED for message in catalog(language) if message.id]


def test_messages_are_found() -> None:
    assert "Latest news" in USED
    assert "{count} subscriber" in USED
    assert len(USED) > 150


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_unused(language: str) -> None:
    assert {name_of(message) for message in catalog(language) if message.id} == USED


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_obsolete_message_is_kept(language: str) -> None:
    assert not catalog(language).obsolete


@pytest.mark.parametrize(("language", "message"), MESSAGES, ids=[name_of(message)[:30] for _, message in MESSAGES])
def test_a_message_is_whole(language: str, message: Message) -> None:
    assert not message.fuzzy
    assert all(form.strip() for form in written(message))
    if not isinstance(message.id, str):
        assert len(written(message)) == catalog(language).num_plurals
    assert all(placeholders(form) == placeholders(name_of(message)) for form in written(message))


@pytest.mark.parametrize("file", sorted(set(HANDLERS.rglob("*.py")) - WORDY), ids=lambda file: file.stem)
def test_no_sentence_stands_outside_cards_texts_and_menus(file: Path) -> None:
    tree = ast.parse(file.read_text())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    logged = {id(node) for call in ast.walk(tree) if isinstance(call, ast.Call) and is_log(call) for node in call.args}
    sentences = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose | logged
        if node.value.count(" ") >= 3
    ]
    assert sentences == []


@pytest.mark.parametrize("file", sorted(set(HANDLERS.rglob("*.py")) - WORDY), ids=lambda file: file.stem)
def test_no_russian_word_stands_outside_cards_texts_and_menus(file: Path) -> None:
    tree = ast.parse(file.read_text())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [node.value for node in strings if id(node) not in prose and re.search("[а-яё]", node.value, re.I)] == []


def is_log(call: ast.Call) -> bool:
    """Return whether a call writes to the log, whose text is for the operator."""
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "logger"
