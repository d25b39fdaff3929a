"""The newspaper's words in one language: messages by gettext, numbers and dates as people write them."""

import gettext
import io
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from news import errors
from news.errors import Refusal
from news.roles import Deed, Role
from texts.sentences import DENIALS, REFUSALS, ROLES, STATES

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "vestnik"
# English as the world writes it: the day before the month, the clock to 24.
_LOCALES = {"ru": Locale("ru"), "en": Locale("en", "GB")}
LANGUAGES = tuple(_LOCALES)
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Texts:
    """What handlers call `t`: `t("No. {number}", number=5)`, in the reader's language, on the newspaper's clock."""

    language: str
    catalogs: "Catalogs"
    now: datetime

    def in_language(self, language: str) -> "Texts":
        """Return the same words in another language."""
        return self.catalogs.texts(language, self.now)

    @property
    def catalog(self) -> gettext.NullTranslations:
        """The language's messages."""
        return self.catalogs.messages[self.language]

    @property
    def zone(self) -> ZoneInfo:
        """The newspaper's time zone."""
        return self.catalogs.zone

    def __call__(self, message: str, /, **arguments: object) -> str:
        """Return the message in the language, its arguments filled in."""
        translated = self.catalog.gettext(message)
        return translated.format(**arguments) if arguments else translated

    def many(self, singular: str, plural: str, count: int, /, **arguments: object) -> str:
        """Return the form of the message that goes with `count`, which fills `{count}`, grouped by thousands."""
        return self.catalog.ngettext(singular, plural, count).format(count=self.number(count), **arguments)

    def number(self, value: float) -> str:
        """Return a number grouped by thousands as the language does it."""
        return str(format_decimal(value, locale=_LOCALES[self.language]))

    def time(self, moment: datetime) -> str:
        """Return the hour and minute in the newspaper's time zone."""
        return f"{moment.astimezone(self.zone):%H:%M}"

    def when(self, moment: datetime) -> str:
        """Return the time, with the day before it unless that is today, and the year unless that is this one."""
        local, today = moment.astimezone(self.zone), self.now.astimezone(self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        return f"{_day(self.language, local.date(), local.year != today.year)}, {local:%H:%M}"

    def month(self, year: int, month: int) -> str:
        """Return a month's name with its year, as a title."""
        return f"{self.month_name(month)} {year}"

    def month_name(self, month: int) -> str:
        """Return a month's name as it stands alone, capitalised."""
        name = str(get_month_names("wide", context="stand-alone", locale=_LOCALES[self.language])[month])
        return name[:1].upper() + name[1:]

    def role(self, role: Role) -> str:
        """Return the name of a reader's group."""
        return self(ROLES[role])

    def deliveries(self, counts: dict[str, int]) -> str:
        """Return how many deliveries are in each state, in the order of their lives."""
        return ", ".join(
            self(words, count=self.number(counts[state])) for state, words in STATES.items() if state in counts
        )

    def refusal(self, error: Refusal) -> str:
        """Return the sentence for a refusal: what is the matter, and what to do next."""
        if isinstance(error, errors.GuestCannotComment):
            return self(REFUSALS[errors.GuestCannotComment], group=self.role(Role.GUEST))
        deed = error.arguments.get("deed")
        if isinstance(deed, Deed) and deed in DENIALS:
            return self(DENIALS[deed])
        sentence = self(REFUSALS[type(error)], **error.arguments)
        reason = error.arguments.get("reason")
        return "\n".join((sentence, self("The reason: {reason}", reason=reason))) if reason else sentence


class Catalogs:
    """All languages, read from the message files once; `texts` gives one of them at one moment."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.messages = {language: _catalog(language) for language in LANGUAGES}

    def texts(self, language: str, now: datetime) -> Texts:
        """Return the words of a language (English where it is not known) at the moment `now`, aware."""
        return Texts(language if language in self.messages else "en", self, now)


# Ten years of days, in two languages.
@lru_cache(maxsize=8192)
def _day(language: str, day: date, with_year: bool) -> str:
    if not with_year:
        return str(format_skeleton("MMMMd", day, locale=_LOCALES[language]))
    return str(format_date(day, "long", locale=_LOCALES[language])).removesuffix("г.").rstrip()


def _catalog(language: str) -> gettext.NullTranslations:
    """Compile the language's message file in memory, so that no build step can be forgotten. English is the source."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
