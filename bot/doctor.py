"""The doctor: what an operator wants to know before and after something goes wrong, and how to mend it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.settings import Settings, SettingsError
from news.errors import StorageError
from storage import open_storage


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; `sound` is None for a mere remark."""

    sound: bool | None
    text: str


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Yield findings about the settings, the database and Telegram; changes nothing."""
    for name, value in shown(settings).items():
        yield Finding(True, f"{name}: {value}")
    if not settings.admin_ids:
        yield Finding(None, "ADMIN_IDS: empty, so nobody can publish from the chat; /me tells a person their id")
    async for finding in _database(settings):
        yield finding
    yield await _telegram(settings)


def shown(settings: Settings) -> dict[str, str]:
    """Return the settings as they may be shown: without the token, and without the database's password."""
    values = {name.upper(): str(value) for name, value in settings}
    values["BOT_TOKEN"] = "set" if settings.bot_token is not None else "missing"
    values["ADMIN_IDS"] = ", ".join(map(str, sorted(settings.admin_ids))) or "none"
    unnamed = re.sub(r"(?<=password=)[^&]*", "***", settings.database_url)
    values["DATABASE_URL"] = re.sub(r"(?<=://)([^:@/]*):.*@", r"\1:***@", unnamed)
    return values


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with open_storage(settings.database_url) as database:
            found = await database.describe()
            async with database.reading() as unit:
                dead = await unit.inbox.dead()
    except StorageError as error:
        yield Finding(False, f"database: {error}")
        return
    yield Finding(True, f"database: {found.engine} {found.version}, schema {found.schema}")
    for warning in found.warnings:
        yield Finding(None, f"database: {warning}")
    if dead:
        yield Finding(None, f"inbox: {dead} updates could not be handled and are kept as dead letters")


async def _telegram(settings: Settings) -> Finding:
    # aiogram takes seconds to import: only this question needs it.
    from bot.wire import NotDelivered, Wire

    try:
        wire = Wire(settings.bot_api_url, settings.token)
    except SettingsError as error:
        return Finding(False, f"Telegram: {error}")
    try:
        answer = await wire.call("getMe", {}, timeout=10)
    except NotDelivered as error:
        return Finding(False, f"Telegram: {settings.bot_api_url} is not reachable ({error})")
    finally:
        await wire.close()
    result = answer.body.get("result")
    if not answer.ok or not isinstance(result, dict):
        return Finding(False, f"Telegram: {answer.code} {answer.description}")
    return Finding(True, f"Telegram: reachable, the bot is @{result.get('username')} ({result.get('first_name')})")
