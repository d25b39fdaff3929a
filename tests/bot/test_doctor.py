"""The doctor: its findings about the settings, the database and Telegram; no secret is shown."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.doctor import Finding, examine
from bot.reindexing import ADVICE
from bot.settings import load_settings
from emulator import Broken, Emulator, Fault
from emulator.updates import Webhook
from news.ledger import Address, PlaceKind
from news.model import NewArticle
from news.posts import OutletChat, OutletState
from storage import Database, open_storage
from tests.clocks import RunningClock
from tests.newspaper import TOKEN
from tests.storage.samples import raw

NOWHERE = "http://127.0.0.1:9"
PASSWORD = "hunter2"


async def findings(**given: Any) -> list[Finding]:
    settings = load_settings(_env_file=None, **{"bot_token": TOKEN, "admin_ids": "7", **given})
    return [finding async for finding in examine(settings)]


def bad(found: list[Finding]) -> list[str]:
    return [finding.text for finding in found if finding.ok is False]


async def test_a_healthy_newspaper_is_sound(emulator: Emulator, database: Database, database_url: str) -> None:
    found = await findings(bot_api_url=emulator.url, database_url=database_url)
    assert bad(found) == []
    described = await database.describe()
    assert Finding(True, f"database: {described.engine} {described.version}, schema {described.schema}") in found
    assert [finding.text for finding in found if finding.ok is None] == [
        f"database: {warning}" for warning in described.warnings
    ]
    assert found[-1] == Finding(True, "Telegram: reachable, the bot is @vestnik_bot (Вестник)")


async def test_inline_mode_is_shown_with_the_way_to_enable_it(emulator: Emulator, sqlite_url: str) -> None:
    here = {"bot_api_url": emulator.url, "database_url": sqlite_url}
    on = Finding(True, "inline mode: on, `@vestnik_bot words` in any chat offers publications to share")
    assert on in await findings(**here)
    emulator.world.profile.inline_mode = False
    (off,) = [finding for finding in await findings(**here) if finding.text.startswith("inline mode")]
    assert off.ok is None
    assert "send /setinline to @BotFather, choose @vestnik_bot" in off.text


async def test_an_incomplete_index_is_a_note_with_the_way_out(emulator: Emulator, sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as database, database.writing() as unit:
        at = SystemClock().now()
        await unit.articles.add(NewArticle("key", "Мост", (), at, published_at=at))
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url)
    assert f"search: {ADVICE}" in [finding.text for finding in found if finding.ok is None]


async def test_every_setting_is_shown_and_no_secret(emulator: Emulator, sqlite_url: str) -> None:
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url, send_rate=7)
    texts = [finding.text for finding in found]
    assert {"BOT_TOKEN: set", "ADMIN_IDS: 7", "SEND_RATE: 7.0", f"BOT_API_URL: {emulator.url}"} <= set(texts)
    assert TOKEN not in "\n".join(texts)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://vestnik:{PASSWORD}@127.0.0.1:9/vestnik",
        f"postgresql://vestnik:{PASSWORD}/@:x@127.0.0.1:9/vestnik",
        f"postgresql://vestnik@127.0.0.1:9/vestnik?password={PASSWORD}",
        f"postgresql://vestnik:12?{PASSWORD}@127.0.0.1:9/vestnik",
        f"postgresql://vestnik:{PASSWORD}@127.0.0.1:9/vestnik?sslmode=bogus",
    ],
)
async def test_the_databases_password_is_never_shown(url: str) -> None:
    found = await findings(bot_api_url=NOWHERE, database_url=url)
    assert len(bad(found)) == 2
    assert PASSWORD not in "\n".join(finding.text for finding in found)


async def test_for_a_database_without_tables_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    found = await findings(bot_api_url=NOWHERE, database_url=f"sqlite:///{tmp_path}/data/none.db")
    assert os.listdir(tmp_path) == [], "the doctor makes nothing"
    database, telegram = bad(found)
    assert "python -m bot migrate" in database
    assert telegram.startswith(f"Telegram: {NOWHERE} is not reachable (ClientConnectorError")


async def test_a_missing_and_a_wrong_token_give_different_findings(emulator: Emulator, sqlite_url: str) -> None:
    here = {"bot_api_url": emulator.url, "database_url": sqlite_url}
    (missing,) = bad(await findings(bot_token="", **here))
    assert missing.startswith("Telegram: BOT_TOKEN is missing: ")
    assert bad(await findings(bot_token="1:wrong", **here)) == ["Telegram: 401 Unauthorized"]


async def test_a_gateways_error_in_telegrams_place_is_a_failure(emulator: Emulator, sqlite_url: str) -> None:
    emulator.faults.add(Fault(Broken(), method="getMe"))
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url)
    assert bad(found) == ["Telegram: 502 HTTP 502"]


async def test_an_empty_list_of_admins_is_a_note(emulator: Emulator, sqlite_url: str) -> None:
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url, admin_ids="")
    assert any(finding.ok is None and finding.text.startswith("ADMIN_IDS: empty") for finding in found)


async def test_dead_letters_are_a_note(emulator: Emulator, database: Database, database_url: str) -> None:
    now = SystemClock().now()
    async with database.writing() as unit:
        await unit.inbox.store([(1, 7, "{}"), (2, 7, "{}")], now)
        await unit.inbox.mark_dead(1, "unreadable", now)
    found = await findings(bot_api_url=emulator.url, database_url=database_url)
    assert any("inbox: 1 updates could not be handled" in finding.text for finding in found)


async def test_pending_updates_and_the_polling_process_are_shown(
    emulator: Emulator, database: Database, database_url: str
) -> None:
    here = {"bot_api_url": emulator.url, "database_url": database_url}
    texts = [finding.text for finding in await findings(**here)]
    assert {"inbox: 0 updates are pending, 0 are dead letters", "polling: no process polls now"} <= set(texts)
    assert "webhook: none, 0 updates are pending at Telegram" in texts
    now = SystemClock().now()
    async with database.writing() as unit:
        await unit.inbox.store([(1, 7, "{}"), (2, 7, "{}"), (3, 7, "{}")], now)
        await unit.inbox.mark_dead(1, "unreadable", now)
        await unit.leases.acquire("polling", "machine:12:abc", now, timedelta(seconds=60))
    texts = [finding.text for finding in await findings(**here)]
    assert "inbox: 2 updates are pending, 1 are dead letters" in texts
    assert any(re.fullmatch(r"polling: by machine:12:abc, its lease expires in [56]\d s", text) for text in texts)


async def test_a_machine_whose_clock_is_not_the_databases_is_told(
    emulator: Emulator, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"bot_api_url": emulator.url, "database_url": postgres_url}
    assert not any(finding.text.startswith("clock:") for finding in await findings(**here))
    ahead = RunningClock(SystemClock().now() + timedelta(minutes=10))
    monkeypatch.setattr("bot.doctor.SystemClock", lambda: ahead)
    texts = [finding.text for finding in await findings(**here)]
    assert any(text.startswith("clock: this machine's is +600 s off the database's") for text in texts)


@pytest.mark.slow
async def test_a_webhook_its_last_error_and_no_secret_are_shown(emulator: Emulator, sqlite_url: str) -> None:
    secret = "s" * 40
    webhook = Webhook("http://127.0.0.1:9/updates", secret, error="Connection refused", error_date=1_700_000_000)
    emulator.world.updates.set_webhook(webhook)
    here = {"bot_api_url": emulator.url, "database_url": sqlite_url}
    found = await findings(**here)
    assert [finding.text for finding in found if finding.text.startswith("webhook: ")] == [
        "webhook: http://127.0.0.1:9/updates, 0 updates are pending at Telegram",
        "webhook: it differs from WEBHOOK_URL in these settings; `vestnik run` changes it",
        "webhook: last error at 2023-11-14 22:13:20 UTC: Connection refused",
    ]
    found = await findings(webhook_url="http://127.0.0.1:9/updates", webhook_secret=secret, **here)
    texts = "\n".join(finding.text for finding in found)
    assert "it differs from WEBHOOK_URL" not in texts
    assert "WEBHOOK_SECRET: set" in texts
    assert secret not in texts


async def test_a_damaged_text_is_named_with_the_way_out(emulator: Emulator, sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as database, database.writing() as unit:
        at = SystemClock().now()
        number, _ = await unit.articles.add(NewArticle("key", "Мост", (), at, published_at=at))
        await raw(unit, f"UPDATE article_bodies SET body = '[7]' WHERE number = {number}")  # noqa: S608 - an int
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url)
    (named,) = [text for text in bad(found) if text.startswith("articles")]
    assert f"No. {number}" in named
    assert f"/edit {number}" in named


@pytest.mark.parametrize(
    ("status", "without", "ok", "words"),
    [
        ("member", (), None, "the bot is no administrator of the group that discusses “Вестник”"),
        ("administrator", ("can_delete_messages",), None, "the bot may not delete messages"),
        ("administrator", (), True, "the bot has the rights that it needs"),
    ],
)
async def test_the_rights_in_a_discussion_group_are_examined(
    emulator: Emulator, sqlite_url: str, status: str, without: tuple[str, ...], ok: bool | None, words: str
) -> None:
    vera = emulator.person("Вера")
    channel, lonely = emulator.channel("Вестник", admins=[vera]), emulator.channel("Спорт", admins=[vera])
    group = emulator.group("Обсуждение", admins=[vera])
    group.adds(emulator.world.bot, status, without=without)
    group.links(channel)
    async with open_storage(sqlite_url) as database, database.writing() as unit:
        for chat in (channel, lonely):
            place = await unit.places.obtain(Address(chat.id), kind=PlaceKind.CHANNEL)
            await unit.outlets.ask(place, OutletChat(str(chat.chat.title)))
            await unit.outlets.arrange(place, state=OutletState.ACTIVE)
    found = await findings(bot_api_url=emulator.url, database_url=sqlite_url)
    (finding,) = [each for each in found if each.text.startswith("discussion:")]
    assert (finding.ok, words in finding.text) == (ok, True)
