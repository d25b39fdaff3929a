"""The settings, from the environment or `.env`; `.env.example` lists each with its default and one line."""

import re
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from news.choice.errors import HoursUnclear
from news.choice.hours import parse_quiet
from news.choice.preferences import QuietHours
from news.comment_rules import CommentRules, parse_night
from news.sources.timing import DEFAULT_RHYTHM, Rhythm, VisitRules

TELEGRAM = "https://api.telegram.org"
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
FREE_RATE = 30
# https://core.telegram.org/bots/api#authorizing-your-bot shows the form; the emulator accepts shorter ones.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_REAL_SECRET_LENGTH = 20
# https://core.telegram.org/bots/api#user: ids have at most 52 significant bits.
_END_OF_IDS = 2**52
# A group, and a topic in it: https://core.telegram.org/bots/api#forumtopic
_CHAT = re.compile(r"-[1-9]\d{0,15}(:[1-9]\d{0,9})?")
# Telegram accepts 1 to 256 characters (https://core.telegram.org/bots/api#setwebhook); fewer than 32 could be guessed.
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
# No user, no query, no fragment.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+(/[^?#@\s]*)?")
# As above, and in the path no characters that a proxy might encode differently.
_WEBHOOK = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")


class SettingsError(Exception):
    """A setting is missing or malformed; the message is one sentence that names it."""


class Settings(BaseSettings):
    """The operator's decisions. The token leaves its `SecretStr` only for the address of the Bot API."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True, frozen=True
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    database_url: str = Field(default="sqlite:///data/vestnik.db", repr=False)
    push_interval: float = Field(default=60, ge=1, le=86400)
    paid_broadcast: bool = False
    send_rate: float = Field(default=29, ge=0.1, le=1000)
    on_unknown: Literal["resend", "skip"] = "resend"
    undo_seconds: int = Field(default=10, ge=0, le=60)
    moderation_chat: str = ""
    breaking_per_day: int = Field(default=5, ge=0, le=100)
    group_comments: Literal["open", "registered"] = "open"
    registration: Literal["open", "check", "contact", "approval"] = "open"
    quiet_hours: str = ""
    delivery_lifetime: int = Field(default=86400, ge=60, le=30 * 86400)
    ledger_days: int = Field(default=7, ge=1, le=3650)
    removed_days: int = Field(default=30, ge=1, le=3650)
    cases_days: int = Field(default=180, ge=1, le=3650)
    privacy_file: str = ""
    hold_first: int = Field(default=1, ge=0, le=100)
    hold_new_hours: int = Field(default=0, ge=0, le=8760)
    moderation_hook: str = Field(default="", repr=False)
    source_interval: int = Field(default=10, ge=1, le=1440)
    source_pushed: int = Field(default=3, ge=0, le=50)
    source_allow: str = ""
    sources_file: str = ""
    comment_edit_minutes: int = Field(default=15, ge=0, le=1440)
    comment_gap_seconds: int = Field(default=15, ge=0, le=3600)
    comment_slow_seconds: int = Field(default=0, ge=0, le=86400)
    newcomer_hourly: int = Field(default=5, ge=0, le=1000)
    comment_days: int = Field(default=30, ge=0, le=3650)
    comment_night: str = ""
    comment_pictures: Literal["off", "trusted"] = "off"
    webhook_url: str = ""
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8081, ge=1, le=65535)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=0, ge=0, le=65535)
    default_language: Literal["ru", "en"] = "ru"
    timezone: str = "Europe/Moscow"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("bot_token", mode="before")
    @classmethod
    def _token(cls, value: Any) -> Any:
        if isinstance(value, str) and not _TOKEN.fullmatch(value):
            raise ValueError("it should look like 123456:ABC-DEF, as @BotFather gave it")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value) or not _has_host(value):
            raise ValueError("it should be an http:// or https:// address, without a user and without a query")
        return value.rstrip("/")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(re.fullmatch(r"[0-9]{1,18}", part) and 0 < int(part) < _END_OF_IDS for part in parts):
            raise ValueError("it should be Telegram ids separated by commas, as 123456,234567")
        return frozenset(int(part) for part in parts)

    @field_validator("moderation_chat")
    @classmethod
    def _chat(cls, value: str) -> str:
        if value and not _CHAT.fullmatch(value):
            raise ValueError("it should be the id of a group, as -1001234567890, or with a topic, as -1001234567890:5")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("it should begin with sqlite:/// or postgresql://")
        return value

    @field_validator("send_rate")
    @classmethod
    def _rate(cls, value: float, others: ValidationInfo) -> float:
        """Refuse a rate above Telegram's free limit, except for another Bot API server."""
        host = urlsplit(others.data.get("bot_api_url", "")).hostname
        if value > FREE_RATE and host == urlsplit(TELEGRAM).hostname and not others.data.get("paid_broadcast"):
            raise ValueError(f"more than {FREE_RATE} a second is for PAID_BROADCAST=true")
        return value

    @field_validator("moderation_hook")
    @classmethod
    def _hook(cls, value: str) -> str:
        address = value.removeprefix("private+")
        if value and not (_ADDRESS.fullmatch(address) and _has_host(address)):
            raise ValueError(
                "it should be an address as https://example.org/path or, in your own network, private+http://host/path"
            )
        return value

    @field_validator("source_allow")
    @classmethod
    def _allowed(cls, value: str) -> str:
        for part in filter(None, map(str.strip, value.split(","))):
            if not _is_endpoint(part):
                raise ValueError(
                    "it should be IP addresses with ports, separated by commas, as 10.0.0.5:80, [::1]:8080"
                )
        return value

    @field_validator("comment_night")
    @classmethod
    def _night(cls, value: str) -> str:
        return str(parse_night(value) or "")

    @field_validator("quiet_hours")
    @classmethod
    def _quiet(cls, value: str) -> str:
        try:
            if value:
                parse_quiet(value)
        except HoursUnclear:
            raise ValueError("it should be two different times of day, as 23-8 or 22:30-7:15") from None
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str, info: ValidationInfo) -> str:
        if value and not (_WEBHOOK.fullmatch(value) and _has_host(value)):
            raise ValueError("it should be an address as https://example.org/a-path, without a query")
        token: SecretStr | None = info.data.get("bot_token")
        secret = "" if token is None else token.get_secret_value().partition(":")[2]
        if len(secret) >= _REAL_SECRET_LENGTH and secret in value:
            raise ValueError("the bot's token must not stand in it: it would stand in the logs of every proxy")
        return value

    @field_validator("webhook_secret", mode="before")
    @classmethod
    def _secret(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None:
            if info.data.get("webhook_url"):
                raise ValueError("it is needed with WEBHOOK_URL, 32 to 256 characters of A-Z a-z 0-9 _ -")
            return None
        if isinstance(value, str) and not _SECRET.fullmatch(value):
            raise ValueError("it should be 32 to 256 characters of A-Z a-z 0-9 _ -")
        return value

    @field_validator("web_host", "metrics_host")
    @classmethod
    def _host(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value) or not _can_be_looked_up(value):
            raise ValueError("it should be the name or address of this machine, as 127.0.0.1 or 0.0.0.0")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("it should be the name of a time zone, as Europe/Moscow") from None
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    # Validators that run before the type's own run in reverse order: this one, the last, runs first.
    @field_validator("*", mode="before")
    @classmethod
    def _given(cls, value: Any, info: ValidationInfo) -> Any:
        """Take an empty setting for its default; white space around a value is no part of it."""
        if not isinstance(value, str):
            return value
        value = value.strip()
        if not value and info.field_name is not None:
            return cls.model_fields[info.field_name].get_default()
        if not value.isprintable():
            raise ValueError("it has a character that cannot be printed; save .env as UTF-8, or write it anew")
        return value

    @property
    def moderation_place(self) -> tuple[int, int] | None:
        """The chat and the topic (0 for none) where the moderators' cards stand; None: with each in private."""
        if not self.moderation_chat:
            return None
        chat, _, topic = self.moderation_chat.partition(":")
        return int(chat), int(topic or 0)

    @property
    def zone(self) -> ZoneInfo:
        """The newspaper's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def visit_rules(self) -> VisitRules:
        """How sources are visited."""
        usual = timedelta(minutes=self.source_interval)
        rhythm = Rhythm(usual, shortest=min(usual, DEFAULT_RHYTHM.shortest), longest=max(usual, DEFAULT_RHYTHM.longest))
        return VisitRules(rhythm, self.source_pushed)

    @property
    def allowed_sources(self) -> frozenset[tuple[str, int]]:
        """The IP addresses and ports of the operator's own network that sources may be at."""
        parts = (part.strip() for part in self.source_allow.split(","))
        return frozenset((_endpoint(part).hostname or "", _endpoint(part).port or 0) for part in parts if part)

    @property
    def default_quiet(self) -> QuietHours | None:
        """The quiet hours that a new subscriber begins with, in the newspaper's time zone."""
        return parse_quiet(self.quiet_hours) if self.quiet_hours else None

    @property
    def comment_rules(self) -> CommentRules:
        """The newspaper's rules of comments."""
        return CommentRules(
            self.zone,
            edit=timedelta(minutes=self.comment_edit_minutes),
            gap=timedelta(seconds=self.comment_gap_seconds),
            newcomer_hourly=self.newcomer_hourly,
            days=self.comment_days,
            night=parse_night(self.comment_night),
            slow=timedelta(seconds=self.comment_slow_seconds),
            pictures=self.comment_pictures == "trusted",
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, the default one first."""
        return ("ru", "en") if self.default_language == "ru" else ("en", "ru")

    @property
    def token(self) -> str:
        """The token in clear. Raises SettingsError if there is none."""
        if self.bot_token is None:
            raise SettingsError(
                "BOT_TOKEN is missing: put the token from @BotFather into .env (see .env.example), or try `make demo`."
            )
        return self.bot_token.get_secret_value()


def _endpoint(text: str) -> SplitResult:
    return urlsplit(f"//{text}")


def _is_endpoint(text: str) -> bool:
    """Return whether a text is an IP address with a port."""
    try:
        ip_address(_endpoint(text).hostname or "")
        return bool(_endpoint(text).port)
    except ValueError:
        return False


def _has_host(address: str) -> bool:
    """Return whether an HTTP address has a host that can be looked up, and a possible port if any."""
    try:
        parts = urlsplit(address)
        return parts.hostname is not None and parts.port != 0 and _can_be_looked_up(parts.hostname)
    except ValueError:
        return False


def _can_be_looked_up(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def load_settings(**overrides: Any) -> Settings:
    """Read the settings. Raises SettingsError with one sentence about the first wrong one."""
    try:
        return Settings(**overrides)
    except UnicodeDecodeError:
        raise SettingsError(".env is not UTF-8: save it anew in that encoding.") from None
    except OSError as error:
        raise SettingsError(f".env cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name} is malformed: {reason[:1].lower()}{reason[1:]}.") from None
