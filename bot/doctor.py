"""The doctor: examines the settings, the database and Telegram, and says how to fix what is wrong."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.clock import SystemClock
from bot.database_clock import DatabaseClock
from bot.leases import POLLING_LEASE
from bot.proxy import proxy_for
from bot.reindexing import ADVICE
from bot.settings import Settings, SettingsError
from bot.source_jobs import all_sources
from news.clock_watch import TOLERANCE
from news.errors import StorageError
from news.reindexing import is_complete
from news.sources.records import Source, SourceState
from storage import open_storage
from storage.urls import masked

if TYPE_CHECKING:
    from bot.api_session import ApiSession

# The texts that are read, newest first: a hundred thousand would take a minute.
TEXTS_READ = 2_000
MAX_NAMED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; `ok` is None for a note."""

    ok: bool | None
    text: str


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Yield findings about the settings, the database and Telegram. Changes nothing."""
    for name, value in masked_settings(settings).items():
        yield Finding(True, f"{name}: {value}")
    if not settings.admin_ids:
        yield Finding(None, "ADMIN_IDS: empty, so nobody can publish from the chat; /me shows a person their id")
    async for finding in _database(settings):
        yield finding
    async for finding in _telegram(settings):
        yield finding


def masked_settings(settings: Settings) -> dict[str, str]:
    """Return the settings without the token, the webhook's secret and the database's password."""
    values = {name.upper(): str(value) for name, value in settings}
    values["BOT_TOKEN"] = "set" if settings.bot_token is not None else "missing"
    values["WEBHOOK_SECRET"] = "set" if settings.webhook_secret is not None else "none"
    values["WEBHOOK_URL"] = settings.webhook_url or "none: updates are polled"
    values["ADMIN_IDS"] = ", ".join(map(str, sorted(settings.admin_ids))) or "none"
    values["DATABASE_URL"] = masked(settings.database_url)
    return values


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with open_storage(settings.database_url, examine=True) as database:
            found = await database.describe()
            machine = SystemClock()
            clock = DatabaseClock(machine)
            await clock.follow(database)
            now, ahead = clock.now(), machine.now() - clock.now()
            async with database.reading() as unit:
                inbox = await unit.metrics.read(now)
                gate, bot_id = await unit.budget.gate(now), await unit.bot_id.get()
                lease = await unit.leases.get(POLLING_LEASE)
                index_is_complete = await is_complete(unit)
                damaged = await unit.articles.damaged(TEXTS_READ)
                sources = await all_sources(unit)
    except StorageError as error:
        yield Finding(False, f"database: {error}")
        return
    yield Finding(True, f"database: {found.engine} {found.version}, schema {found.schema}")
    if abs(ahead) >= TOLERANCE:
        yield Finding(
            None,
            f"clock: this machine's is {ahead.total_seconds():+.0f} s off the database's, which the newspaper uses; "
            "synchronise both (NTP)",
        )
    for warning in found.warnings:
        yield Finding(None, f"database: {warning}")
    yield Finding(True, f"inbox: {inbox.pending} updates are pending, {inbox.dead} are dead letters")
    if inbox.dead:
        yield Finding(
            None,
            f"inbox: {inbox.dead} updates could not be handled and are dead letters for 30 days; the log says why",
        )
    yield Finding(True, f"polling: {_polling(lease, now)}")
    yield Finding(True, f"bot: the database belongs to {bot_id or 'no bot yet'}")
    if gate is not None:
        yield Finding(
            None,
            f"pushes: Telegram asked at {gate.closed_at:%H:%M:%S} UTC for a pause until {gate.until:%d.%m. %H:%M:%S}; "
            "nothing is pushed until then. An admin can end it in /queue",
        )
    yield _texts(damaged)
    for finding in _sources(sources):
        yield finding
    yield Finding(True, "search: the index is complete") if index_is_complete else Finding(None, f"search: {ADVICE}")


def _texts(damaged: Sequence[int]) -> Finding:
    if not damaged:
        return Finding(True, f"articles: the texts of the newest {TEXTS_READ} can be read")
    named = ", ".join(f"No. {number}" for number in damaged[-MAX_NAMED:])
    return Finding(
        False,
        f"articles: of the newest {TEXTS_READ}, {len(damaged)} have a text that is damaged or of a newer version "
        f"({named}); readers cannot open them. Restore a backup, or give each a new text: /edit {damaged[-1]}",
    )


def _sources(sources: Sequence[Source]) -> list[Finding]:
    """Return how many sources are visited, and which of them fail."""
    active = [source for source in sources if source.state is SourceState.ACTIVE]
    failing = [source for source in active if source.visits.failing_since is not None]
    found = [Finding(True, f"sources: {len(active)} of {len(sources)} are visited, {len(failing)} of them fail")]
    for source in failing[:MAX_NAMED]:
        visits = source.visits
        why = f"{visits.trouble.value if visits.trouble else ''} {visits.detail}".strip()
        found.append(
            Finding(None, f"sources: {source.address} fails since {visits.failing_since:%Y-%m-%d %H:%M} UTC: {why}")
        )
    return found


def _polling(lease: tuple[str, datetime] | None, now: datetime) -> str:
    left = 0 if lease is None else round((lease[1] - now).total_seconds())
    return f"by {lease[0]}, its lease expires in {left} s" if lease is not None and left > 0 else "no process polls now"


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    # aiogram takes seconds to import: only this part needs it.
    from bot.api_session import ApiSession, NoResponseError
    from bot.group_rights import examine_groups
    from bot.transport import open_transport

    try:
        proxy = proxy_for(settings.bot_api_url)
        transport = open_transport(settings.bot_api_url, settings.token, proxy)
        session = ApiSession(settings.bot_api_url, settings.token, transport, http_proxy=proxy)
    except SettingsError as error:
        yield Finding(False, f"Telegram: {error}")
        return
    route = "directly" if proxy is None else f"through the proxy {proxy.shown}"
    yield Finding(True, f"connection: requests to {settings.bot_api_url} go {route}")
    try:
        me = await _call(session, "getMe")
        hook = await _call(session, "getWebhookInfo")
        groups = [found async for found in examine_groups(settings.database_url, session, int(me.get("id", 0)))]
    except NoResponseError as error:
        yield Finding(False, f"Telegram: {settings.bot_api_url} is not reachable ({error})")
        return
    except _RefusedError as error:
        yield Finding(False, f"Telegram: {error}")
        return
    finally:
        await session.close()
        await transport.close()
    for finding in _webhook(settings, hook):
        yield finding
    yield _inline(me)
    for ok, words in groups:
        yield Finding(ok, words)
    yield Finding(True, f"Telegram: reachable, the bot is @{me.get('username')} ({me.get('first_name')})")


class _RefusedError(Exception):
    """The server did not answer as the Bot API does."""


async def _call(session: "ApiSession", method: str) -> dict[str, Any]:
    answer = await session.call(method, {}, timeout=10)
    result = answer.body.get("result")
    if not answer.ok or not isinstance(result, dict):
        raise _RefusedError(f"{answer.code} {answer.description}")
    return result


def _inline(me: dict[str, Any]) -> Finding:
    """Return whether people can share publications from any chat, and how to enable that."""
    name = me.get("username")
    if me.get("supports_inline_queries"):
        return Finding(True, f"inline mode: on, `@{name} words` in any chat offers publications to share")
    return Finding(
        None,
        f"inline mode: off; send /setinline to @BotFather, choose @{name} and a placeholder (`words or a number`), "
        f"and people can share publications by typing `@{name} words` in any chat",
    )


def _webhook(settings: Settings, hook: dict[str, Any]) -> list[Finding]:
    """Return Telegram's information about the webhook, which never includes the secret."""
    url, pending = hook.get("url") or "none", hook.get("pending_update_count")
    found = [Finding(True, f"webhook: {url}, {pending} updates are pending at Telegram")]
    if hook.get("url") and hook["url"] != settings.webhook_url:
        found.append(Finding(None, "webhook: it differs from WEBHOOK_URL in these settings; `vestnik run` changes it"))
    if hook.get("last_error_message"):
        when = datetime.fromtimestamp(hook.get("last_error_date") or 0, UTC)
        found.append(
            Finding(None, f"webhook: last error at {when:%Y-%m-%d %H:%M:%S} UTC: {hook['last_error_message']}")
        )
    return found
