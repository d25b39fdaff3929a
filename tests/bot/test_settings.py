"""The settings: their sources, the sentence for a wrong one, and that secrets are not shown."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.settings import TELEGRAM, Settings, SettingsError, load_settings

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
PASSWORD = "hunter2"
NAMES = [name.upper() for name in Settings.model_fields]


def test_names_and_defaults_are_as_documented() -> None:
    assert load_settings(_env_file=None).model_dump() == {
        "bot_token": None,
        "bot_api_url": TELEGRAM,
        "admin_ids": frozenset(),
        "database_url": "sqlite:///data/vestnik.db",
        "push_interval": 60,
        "paid_broadcast": False,
        "send_rate": 29,
        "on_unknown": "resend",
        "undo_seconds": 10,
        "moderation_chat": "",
        "breaking_per_day": 5,
        "group_comments": "open",
        "registration": "open",
        "comment_edit_minutes": 15,
        "comment_gap_seconds": 15,
        "comment_slow_seconds": 0,
        "newcomer_hourly": 5,
        "comment_days": 30,
        "comment_night": "",
        "quiet_hours": "",
        "source_interval": 10,
        "source_pushed": 3,
        "source_allow": "",
        "sources_file": "",
        "comment_pictures": "off",
        "hold_first": 1,
        "hold_new_hours": 0,
        "moderation_hook": "",
        "delivery_lifetime": 86_400,
        "ledger_days": 7,
        "removed_days": 30,
        "cases_days": 180,
        "privacy_file": "",
        "webhook_url": "",
        "webhook_secret": None,
        "web_host": "127.0.0.1",
        "web_port": 8081,
        "metrics_host": "127.0.0.1",
        "metrics_port": 0,
        "default_language": "ru",
        "timezone": "Europe/Moscow",
        "log_level": "INFO",
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("bot_api_url", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("admin_ids", "12, 34,,56 ", frozenset({12, 34, 56})),
        ("admin_ids", "", frozenset()),
        ("admin_ids", "7", frozenset({7})),
        ("database_url", "postgresql://u:p@h/db", "postgresql://u:p@h/db"),
        ("push_interval", "2.5", 2.5),
        ("send_rate", "30", 30),
        ("paid_broadcast", "true", True),
        ("on_unknown", "skip", "skip"),
        ("undo_seconds", "0", 0),
        ("moderation_chat", "-1001234567890:5", "-1001234567890:5"),
        ("hold_first", "0", 0),
        ("hold_new_hours", "24", 24),
        ("moderation_hook", "https://example.org/judge", "https://example.org/judge"),
        ("moderation_hook", "private+http://judge:9000/", "private+http://judge:9000/"),
        ("breaking_per_day", "0", 0),
        ("registration", "approval", "approval"),
        ("comment_edit_minutes", "0", 0),
        ("comment_gap_seconds", "0", 0),
        ("comment_slow_seconds", "300", 300),
        ("newcomer_hourly", "0", 0),
        ("comment_days", "0", 0),
        ("comment_night", " 23 – 7 ", "23-7"),
        ("quiet_hours", " 22:30–7 ", "22:30–7"),
        ("source_interval", "30", 30),
        ("source_pushed", "0", 0),
        ("source_allow", " 10.0.0.5:80, [::1]:8080 ", "10.0.0.5:80, [::1]:8080"),
        ("sources_file", " sources.toml ", "sources.toml"),
        ("comment_pictures", "trusted", "trusted"),
        ("delivery_lifetime", "3600", 3600),
        ("ledger_days", "365", 365),
        ("removed_days", "90", 90),
        ("cases_days", "365", 365),
        ("privacy_file", " privacy.{language}.txt ", "privacy.{language}.txt"),
        ("webhook_secret", "", None),
        ("metrics_port", "9100", 9100),
        ("default_language", "en", "en"),
        ("timezone", "Asia/Vladivostok", "Asia/Vladivostok"),
        ("log_level", "debug", "DEBUG"),
    ],
)
def test_a_setting_is_read_from_the_environment(
    name: str, text: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name.upper(), text)
    assert getattr(load_settings(), name) == value


@pytest.mark.parametrize("text", ["", "  ", "\t"])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_setting_is_the_default(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = load_settings()
    monkeypatch.setenv(name, text)
    assert load_settings() == defaults


def test_the_example_with_every_value_emptied_is_the_defaults() -> None:
    defaults = load_settings()
    Path(".env").write_text("".join(f"{name}=\n" for name in NAMES), "utf-8")
    assert load_settings() == defaults


def test_an_empty_setting_in_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("METRICS_PORT=9100\nLOG_LEVEL=' debug '\n", "utf-8")
    monkeypatch.setenv("METRICS_PORT", "")
    settings = load_settings()
    assert (settings.metrics_port, settings.log_level) == (0, "DEBUG")


def test_a_setting_is_read_from_the_file_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"# Вестник\nBOT_TOKEN={TOKEN}\nSEND_RATE=5\nTIMEZONE=UTC\nUNHEARD_OF=1\n", "utf-8")
    monkeypatch.setenv("SEND_RATE", "7")
    settings = load_settings()
    assert (settings.token, settings.send_rate, settings.timezone) == (TOKEN, 7, "UTC")


def test_a_file_that_is_not_utf8_is_one_sentence() -> None:
    Path(".env").write_bytes(f"# Вестник\nBOT_TOKEN={TOKEN}\n".encode("cp1251"))
    with pytest.raises(SettingsError, match=r"^\.env [^\n]*UTF-8[^\n]*\.$"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BOT_TOKEN", "not-a-token"),
        ("GROUP_COMMENTS", "closed"),
        ("BOT_TOKEN", "123456:ABC DEF"),
        ("BOT_TOKEN", f"{TOKEN}/getMe?"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://example.org"),
        ("BOT_API_URL", "http://"),
        ("BOT_API_URL", "http://vera:hunter2@127.0.0.1"),
        ("BOT_API_URL", "http://127.0.0.1?a=b"),
        ("BOT_API_URL", "http://127.0.0.1:99999"),
        ("BOT_API_URL", "http://127.0.0.1:-1"),
        ("BOT_API_URL", "http://127.0.0.1:0"),
        ("BOT_API_URL", "http://[::1"),
        ("BOT_API_URL", f"http://{'a' * 64}.example"),
        ("UNDO_SECONDS", "61"),
        ("COMMENT_EDIT_MINUTES", "1441"),
        ("COMMENT_GAP_SECONDS", "3601"),
        ("COMMENT_SLOW_SECONDS", "-1"),
        ("NEWCOMER_HOURLY", "many"),
        ("COMMENT_DAYS", "3651"),
        ("COMMENT_NIGHT", "23"),
        ("COMMENT_PICTURES", "all"),
        ("HOLD_FIRST", "-1"),
        ("HOLD_NEW_HOURS", "8761"),
        ("MODERATION_HOOK", "example.org/judge"),
        ("MODERATION_HOOK", "private+ftp://127.0.0.1"),
        ("MODERATION_HOOK", "http://vera:hunter2@example.org"),
        ("MODERATION_CHAT", "12345"),
        ("COMMENT_NIGHT", "7"),
        ("QUIET_HOURS", "8-8"),
        ("QUIET_HOURS", "night"),
        ("SOURCE_INTERVAL", "0"),
        ("SOURCE_PUSHED", "-1"),
        ("SOURCE_ALLOW", "10.0.0.5"),
        ("SOURCE_ALLOW", "cms.local:80"),
        ("SOURCE_ALLOW", "10.0.0.5:0"),
        ("SOURCE_ALLOW", "10.0.0.5:99999"),
        ("SOURCES_FILE", "sources\u200b.toml"),
        ("COMMENT_DAYS", "-1"),
        ("COMMENT_GAP_SECONDS", "-1"),
        ("COMMENT_SLOW_SECONDS", "86401"),
        ("NEWCOMER_HOURLY", "часто"),
        ("MODERATION_CHAT", "-100500:0"),
        ("MODERATION_CHAT", "@moderators"),
        ("BREAKING_PER_DAY", "-1"),
        ("ADMIN_IDS", "12;34"),
        ("ADMIN_IDS", "@vera"),
        ("ADMIN_IDS", "-100500"),
        ("ADMIN_IDS", "[1, 2]"),
        ("ADMIN_IDS", "1" * 30),
        ("ADMIN_IDS", "0"),
        ("ADMIN_IDS", str(2**52)),
        ("ADMIN_IDS", "\u0663"),
        ("DATABASE_URL", "mysql://u:hunter2@h/db"),
        ("DATABASE_URL", "/var/lib/vestnik.db"),
        ("DATABASE_URL", "sqlite://data/vestnik.db"),
        ("DATABASE_URL", "postgresql://u:hunter2\udcff@h/db"),
        ("PUSH_INTERVAL", "soon"),
        ("PUSH_INTERVAL", "0"),
        ("PUSH_INTERVAL", "-60"),
        ("PUSH_INTERVAL", "nan"),
        ("PUSH_INTERVAL", "inf"),
        ("SEND_RATE", "0"),
        ("SEND_RATE", "1001"),
        ("SEND_RATE", "fast"),
        ("SEND_RATE", "nan"),
        ("SEND_RATE", "1e-7"),
        ("SEND_RATE", "-1"),
        ("SEND_RATE", "9" * 5000),
        ("REGISTRATION", "closed"),
        ("DELIVERY_LIFETIME", "59"),
        ("DELIVERY_LIFETIME", "a day"),
        ("LEDGER_DAYS", "0"),
        ("LEDGER_DAYS", "0.5"),
        ("REMOVED_DAYS", "0"),
        ("CASES_DAYS", "for ever"),
        ("PRIVACY_FILE", "privacy\u200b.txt"),
        ("SEND_RATE", "31"),
        ("PAID_BROADCAST", "perhaps"),
        ("ON_UNKNOWN", "guess"),
        ("WEBHOOK_URL", "example.org/updates"),
        ("WEBHOOK_URL", "https://example.org/updates?x=1"),
        ("WEBHOOK_URL", "https://vera:hunter2@example.org/updates"),
        ("WEBHOOK_URL", "https://example.org/{token}"),
        ("WEBHOOK_SECRET", "s" * 31),
        ("WEBHOOK_SECRET", "s" * 257),
        ("WEBHOOK_SECRET", "hunter2 hunter2 hunter2 hunter2 hunter2"),
        ("WEBHOOK_SECRET", "ы" * 32),
        ("WEBHOOK_URL", "https://example.org:99999/updates"),
        ("WEBHOOK_URL", "https://[::::1"),
        ("WEBHOOK_URL", "https://example..org/updates"),
        ("WEB_HOST", "a" * 64),
        ("WEB_HOST", "http://127.0.0.1"),
        ("WEB_PORT", "0"),
        ("WEB_PORT", "65536"),
        ("WEB_PORT", "1e400"),
        ("WEB_PORT", "9" * 5000),
        ("METRICS_HOST", "127.0.0.1 0.0.0.0"),
        ("METRICS_PORT", "-1"),
        ("METRICS_PORT", "http"),
        ("DEFAULT_LANGUAGE", "de"),
        ("TIMEZONE", "Moscow"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "/etc/localtime"),
        ("TIMEZONE", "Europe/Mos\udccfow"),
        ("TIMEZONE", "Europe"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_malformed_setting_is_one_sentence_with_its_name_and_without_its_value(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    sentence = str(refused.value)
    assert re.fullmatch(rf"{name} is malformed: [^\n]+[^.\n]\.", sentence)
    assert PASSWORD not in sentence
    assert TOKEN not in sentence
    assert refused.value.__suppress_context__, "a traceback would show the value"


def test_every_setting_has_a_malformed_example_above() -> None:
    (mark,) = test_a_malformed_setting_is_one_sentence_with_its_name_and_without_its_value.pytestmark  # type: ignore[attr-defined]
    assert {name for name, _ in mark.args[1]} == set(NAMES)


def test_only_paid_broadcast_or_another_bot_api_server_may_exceed_the_free_rate() -> None:
    sentence = r"^SEND_RATE is malformed: more than 30 a second is for PAID_BROADCAST=true\.$"
    for address in (TELEGRAM, f"{TELEGRAM}/", "https://API.telegram.org:443"):
        with pytest.raises(SettingsError, match=sentence):
            load_settings(_env_file=None, bot_api_url=address, send_rate=30.1)
    assert load_settings(_env_file=None, send_rate=1000, paid_broadcast=True).send_rate == 1000
    assert load_settings(_env_file=None, send_rate=1000, bot_api_url="http://127.0.0.1:8081").send_rate == 1000


@pytest.mark.parametrize("text", [None, "", "   "])
def test_a_missing_token_is_a_sentence_only_where_it_is_needed(
    text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text is not None:
        monkeypatch.setenv("BOT_TOKEN", text)
    settings = load_settings()
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN is missing: [^\n]+\.$"):
        _ = settings.token


def test_white_space_around_a_token_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f"  {TOKEN}\n")
    assert load_settings().token == TOKEN


def test_neither_the_token_nor_the_databases_password_is_shown() -> None:
    settings = load_settings(
        _env_file=None, bot_token=TOKEN, database_url=f"postgresql://vestnik:{PASSWORD}@localhost/vestnik"
    )
    for shown in (repr(settings), str(settings), f"{settings}", repr(settings.model_dump()["bot_token"])):
        assert TOKEN not in shown
        assert TOKEN.partition(":")[2] not in shown
        assert PASSWORD not in shown


def test_settings_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValidationError):
        load_settings(_env_file=None).send_rate = 1000  # type: ignore[misc]


@pytest.mark.parametrize(("default", "languages"), [("ru", ("ru", "en")), ("en", ("en", "ru"))])
def test_the_default_language_comes_first(default: str, languages: tuple[str, str]) -> None:
    assert load_settings(_env_file=None, default_language=default).languages == languages


def test_the_zone_is_that_of_the_setting() -> None:
    assert load_settings(_env_file=None, timezone="Asia/Tokyo").zone == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize("secret", [None, "", "  "])
def test_a_webhook_needs_a_secret(secret: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/updates")
    if secret is not None:
        monkeypatch.setenv("WEBHOOK_SECRET", secret)
    with pytest.raises(
        SettingsError, match=r"^WEBHOOK_SECRET is malformed: it is needed with WEBHOOK_URL, 32 to 256 [^\n]+\.$"
    ):
        load_settings()


def test_the_token_may_not_stand_in_the_webhooks_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", "s" * 32)
    monkeypatch.setenv("WEBHOOK_URL", f"https://example.org/{TOKEN.partition(':')[2]}")
    with pytest.raises(
        SettingsError, match="WEBHOOK_URL is malformed: the bot's token must not stand in it"
    ) as refused:
        load_settings()
    assert TOKEN.partition(":")[2] not in str(refused.value)


def test_the_webhooks_secret_is_not_shown() -> None:
    settings = load_settings(_env_file=None, webhook_url="https://example.org/", webhook_secret="hidden" * 6)
    assert settings.webhook_secret is not None
    assert "hidden" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_the_moderators_place_is_a_chat_and_a_topic() -> None:
    places = [Settings(moderation_chat=chat).moderation_place for chat in ("", "-1005", "-1005:7")]
    assert places == [None, (-1005, 0), (-1005, 7)]


def test_allowed_sources_are_addresses_with_ports_and_visits_keep_within_the_operators_interval() -> None:
    settings = load_settings(_env_file=None, source_allow="10.0.0.5:80,, [fd00::5]:8080", source_interval=120)
    assert settings.allowed_sources == {("10.0.0.5", 80), ("fd00::5", 8080)}
    rhythm = settings.visit_rules.rhythm
    assert (rhythm.usual, rhythm.longest) == (timedelta(hours=2), timedelta(hours=2))
    fast = load_settings(_env_file=None, source_interval=1).visit_rules.rhythm
    assert (fast.usual, fast.shortest) == (timedelta(minutes=1), timedelta(minutes=1))
