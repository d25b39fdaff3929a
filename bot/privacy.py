"""The rules of privacy as the settings have them, with the operator's own statement if there is one."""

import hashlib
import string
from datetime import timedelta
from pathlib import Path

from bot.settings import Settings, SettingsError
from news.privacy import days_of
from news.privacy_rules import MARK_RETENTION, PrivacyRules
from news.richtext import units
from texts import LANGUAGES

# A message holds 4,096 UTF-16 units.
MOST_UNITS = 4000
_LANGUAGE = "{language}"


def privacy_rules(settings: Settings) -> PrivacyRules:
    """Return the rules. Raises SettingsError if PRIVACY_FILE cannot be used."""
    return PrivacyRules(
        removed=timedelta(days=settings.removed_days),
        cases=timedelta(days=settings.cases_days),
        ledger=timedelta(days=settings.ledger_days),
        texts=_statements(settings),
        secret=hashlib.sha256(settings.token.encode()).digest(),
    )


def _statements(settings: Settings) -> dict[str, str]:
    """Return the statement by language: of one file for all, or one for each if the name holds `{language}`."""
    name = settings.privacy_file
    if not name:
        return {}
    days = {
        "removed_days": settings.removed_days,
        "cases_days": settings.cases_days,
        "ledger_days": settings.ledger_days,
        "mark_days": days_of(MARK_RETENTION),
    }
    files = {language: Path(name.replace(_LANGUAGE, language)) for language in LANGUAGES}
    found = {language: file for language, file in files.items() if _LANGUAGE not in name or file.exists()}
    if not found:
        raise SettingsError(f"PRIVACY_FILE is malformed: there is no file {name} for any language.")
    return {language: _read(file, days) for language, file in found.items()}


def _read(file: Path, days: dict[str, int]) -> str:
    try:
        written = file.read_text("utf-8").strip()
        known = {field for _, field, _, _ in string.Formatter().parse(written) if field is not None} <= days.keys()
        text = written.format(**days) if known else ""
    except UnicodeDecodeError:
        raise SettingsError(f"PRIVACY_FILE is malformed: {file} is not UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"PRIVACY_FILE cannot be read: {file}: {error.strerror}.") from None
    except ValueError:
        text = ""
    if not text or units(text) > MOST_UNITS:
        names = ", ".join(f"{{{name}}}" for name in days)
        raise SettingsError(
            f"PRIVACY_FILE is malformed: {file} should hold a text of up to {MOST_UNITS} characters, "
            f"with no other words in braces than {names}."
        )
    return text
