"""The doctor: what an operator wants to know before and after something goes wrong, and how to mend it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.clock import SystemClock
from bot.proxy import proxy_for
from bot.reindexing import ADVICE
from bot.settings import Settings, SettingsError
from news.errors import StorageError
from news.reindexing import is_complete
from storage import open_storage

if TYPE_CHECKING:
    from bot.api_session import ApiSession

# The lease's name is `bot.polling.LEASE_NAME`; importing that would import aiogram.
_POLLING = "polling"


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
    async for finding in _telegram(settings):
        yield finding


def shown(settings: Settings) -> dict[str, str]:
    """Return the settings as they may be shown: without the token, and without the database's password."""
    values = {name.upper(): str(value) for name, value in settings}
    values["BOT_TOKEN"] = "set" if settings.bot_token is not None else "missing"
    values["WEBHOOK_SECRET"] = "set" if settings.webhook_secret is not None else "none"
    values["WEBHOOK_URL"] = settings.webhook_url or "none: updates are polled"
    values["ADMIN_IDS"] = ", ".join(map(str, sorted(settings.admin_ids))) or "none"
    unnamed = re.sub(r"(?<=password=)[^&]*", "***", settings.database_url)
    values["DATABASE_URL"] = re.sub(r"(?<=://)([^:@/]*):.*@", r"\1:***@", unnamed)
    return values


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with open_storage(settings.database_url) as database:
            found = await database.describe()
            async with database.reading() as unit:
                inbox = await unit.metrics.read(SystemClock().now())
                lease = await unit.leases.get(_POLLING)
                searchable = await is_complete(unit)
    except StorageError as error:
        yield Finding(False, f"database: {error}")
        return
    yield Finding(True, f"database: {found.engine} {found.version}, schema {found.schema}")
    for warning in found.warnings:
        yield Finding(None, f"database: {warning}")
    yield Finding(True, f"inbox: {inbox.pending} updates wait to be handled, {inbox.dead} are dead letters")
    if inbox.dead:
        yield Finding(None, f"inbox: {inbox.dead} updates could not be handled and are kept as dead letters")
    yield Finding(True, f"polling: {_polling(lease)}")
    yield Finding(True, "search: the index is whole") if searchable else Finding(None, f"search: {ADVICE}")


def _polling(lease: tuple[str, datetime] | None) -> str:
    left = 0 if lease is None else round((lease[1] - SystemClock().now()).total_seconds())
    return f"by {lease[0]}, whose lease has {left} s to go" if lease is not None and left > 0 else "by nobody now"


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    # aiogram takes seconds to import: only this question needs it.
    from bot.api_session import ApiSession, NoResponseError

    try:
        proxy = proxy_for(settings.bot_api_url)
        session = ApiSession(settings.bot_api_url, settings.token, through=proxy)
    except SettingsError as error:
        yield Finding(False, f"Telegram: {error}")
        return
    way = "straight" if proxy is None else f"through the proxy {proxy.shown}"
    yield Finding(True, f"road: {settings.bot_api_url} is spoken to {way}")
    try:
        me = await _ask(session, "getMe")
        hook = await _ask(session, "getWebhookInfo")
    except NoResponseError as error:
        yield Finding(False, f"Telegram: {settings.bot_api_url} is not reachable ({error})")
        return
    except _Refused as error:
        yield Finding(False, f"Telegram: {error}")
        return
    finally:
        await session.close()
    for finding in _webhook(settings, hook):
        yield finding
    yield _inline(me)
    yield Finding(True, f"Telegram: reachable, the bot is @{me.get('username')} ({me.get('first_name')})")


class _Refused(Exception):
    """Telegram, or what stands in its place, did not answer as it should."""


async def _ask(session: "ApiSession", method: str) -> dict[str, Any]:
    answer = await session.call(method, {}, timeout=10)
    result = answer.body.get("result")
    if not answer.ok or not isinstance(result, dict):
        raise _Refused(f"{answer.code} {answer.description}")
    return result


def _inline(me: dict[str, Any]) -> Finding:
    """Tell whether people can share publications from any chat, and what opens that to them."""
    name = me.get("username")
    if me.get("supports_inline_queries"):
        return Finding(True, f"inline mode: on, `@{name} words` in any chat offers publications to share")
    return Finding(
        None,
        f"inline mode: off; send /setinline to @BotFather, choose @{name} and a placeholder (`words or a number`), "
        f"and people can share publications by typing `@{name} words` in any chat",
    )


def _webhook(settings: Settings, hook: dict[str, Any]) -> list[Finding]:
    """Return what Telegram tells of the webhook. It never tells the secret."""
    url, pending = hook.get("url") or "none", hook.get("pending_update_count")
    found = [Finding(True, f"webhook: {url}, {pending} updates wait with Telegram")]
    if hook.get("url") and hook["url"] != settings.webhook_url:
        found.append(Finding(None, "webhook: it is not the WEBHOOK_URL of these settings; `run` changes that"))
    if hook.get("last_error_message"):
        when = datetime.fromtimestamp(hook.get("last_error_date") or 0, UTC)
        found.append(
            Finding(None, f"webhook: last error at {when:%Y-%m-%d %H:%M:%S} UTC: {hook['last_error_message']}")
        )
    return found
