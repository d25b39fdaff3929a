"""PRIVACY_FILE: a statement for all languages or one for each, with the numbers of the settings."""

from pathlib import Path
from typing import Any

import pytest

from bot.privacy import MOST_UNITS, privacy_rules
from bot.settings import Settings, SettingsError, load_settings


def settings(**given: Any) -> Settings:
    return load_settings(_env_file=None, bot_token="1:test", **given)


def test_without_a_file_the_newspaper_has_its_own_statement() -> None:
    assert privacy_rules(settings()).texts == {}


def test_one_file_is_for_every_language_and_tells_the_numbers(tmp_path: Path) -> None:
    file = tmp_path / "privacy.txt"
    file.write_text("Храним {removed_days}, {cases_days}, {ledger_days} и {mark_days} дней.\n")

    rules = privacy_rules(settings(privacy_file=str(file), removed_days=3, cases_days=4, ledger_days=5))

    assert rules.texts == dict.fromkeys(("ru", "en"), "Храним 3, 4, 5 и 30 дней.")
    assert (rules.removed.days, rules.cases.days, rules.ledger.days) == (3, 4, 5)


def test_a_language_without_a_file_of_its_own_has_the_newspapers_statement(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("We store little.")

    rules = privacy_rules(settings(privacy_file=str(tmp_path / "{language}.txt")))

    assert rules.texts == {"en": "We store little."}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{days}", b"{0}", b"{removed_days", b"{removed_days.real.__class__}", b"a" * (MOST_UNITS + 1)],
)
def test_a_file_that_cannot_be_shown_is_told_at_the_start(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "privacy.txt"
    file.write_bytes(content)

    with pytest.raises(SettingsError, match="PRIVACY_FILE is malformed"):
        privacy_rules(settings(privacy_file=str(file)))


@pytest.mark.parametrize("name", ["privacy.txt", "{language}.txt", "."])
def test_a_file_that_is_missing_is_told_at_the_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="PRIVACY_FILE"):
        privacy_rules(settings(privacy_file=str(tmp_path / name)))


def test_the_mark_of_a_chat_is_made_of_the_token() -> None:
    one, other = (privacy_rules(load_settings(_env_file=None, bot_token=token)) for token in ("1:one", "1:other"))

    assert one.mark_of(5) == one.mark_of(5) != one.mark_of(6)
    assert one.mark_of(5) != other.mark_of(5)
    assert 2**62 <= one.mark_of(5) < 2**63
