"""Texts in one language: messages by gettext, numbers and dates in the usual form of the language."""

import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from news import errors
from news.errors import Refusal
from news.model import Cause, CommentsFor
from news.roles import Deed, Role
from news.sources.errors import SourceUnreadable
from news.sources.found import Trouble
from texts.cities import city_of, zones_by_city
from texts.sentences import ANOTHER_EDITOR, CAUSES, COMMENTERS, DEEDS, DENIALS, FIELDS, REFUSALS, ROLES, STATES
from texts.troubles import ADVICE, TROUBLES

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "vestnik"
# British English: the day before the month, a 24-hour clock.
_LOCALES = {"ru": Locale("ru"), "en": Locale("en", "GB")}
LANGUAGES = tuple(_LOCALES)
NO_BREAK_SPACE = "\u00a0"
# An argument before a mark that ends the sentence, and the mark that ends the argument, also inside quotation marks.
_STOPPED = re.compile(r"\{(\w+)\}([.?!])(?![.?!])")
_ENDED = re.compile(r"""([.!?…])[»”’"')\]]*\s*$""")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in a reader's language at the moment `now`. Handlers call it `t`: `t("No. {number}", number=5)`."""

    language: str
    catalogs: "Catalogs"
    now: datetime

    def in_language(self, language: str) -> "Texts":
        """Return the texts of another language at the same moment."""
        return self.catalogs.texts(language, self.now)

    @property
    def catalog(self) -> gettext.NullTranslations:
        """The message catalog of the language."""
        return self.catalogs.messages[self.language]

    @property
    def zone(self) -> ZoneInfo:
        """The newspaper's time zone."""
        return self.catalogs.zone

    def __call__(self, message: str, /, **arguments: object) -> str:
        """Return the translated message with its arguments filled in."""
        translated = self.catalog.gettext(message)
        return fill(translated, arguments) if arguments else translated

    def many(self, singular: str, plural: str, count: int, /, **arguments: object) -> str:
        """Return the plural form of the message for `count`. `{count}` is filled in, grouped by thousands."""
        return fill(self.catalog.ngettext(singular, plural, count), {"count": self.number(count), **arguments})

    def number(self, value: float) -> str:
        """Return a number grouped by thousands in the form of the language."""
        return str(format_decimal(value, locale=_LOCALES[self.language]))

    def time(self, moment: datetime, zone: ZoneInfo | None = None) -> str:
        """Return the hour and minute in a time zone; without one, in the newspaper's."""
        return f"{moment.astimezone(zone or self.zone):%H:%M}"

    def when(self, moment: datetime, zone: ZoneInfo | None = None) -> str:
        """Return the local time in a time zone (without one, in the newspaper's).

        It has the day unless that is today, and the year unless it is this year.
        """
        local, today = moment.astimezone(zone or self.zone), self.now.astimezone(zone or self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        return f"{_day(self.language, local.date(), local.year != today.year)}, {local:%H:%M}"

    def short_day(self, day: date) -> str:
        """Return the day and the month's short name, for the axis of a chart."""
        return str(format_skeleton("MMMd", day, locale=_LOCALES[self.language]))

    def in_full(self, moment: datetime) -> str:
        """Return the local time with weekday, day, month and year: `пятница, 23 ноября 2026, 18:30`."""
        local = moment.astimezone(self.zone)
        weekday = str(format_date(local.date(), "EEEE", locale=_LOCALES[self.language]))
        return f"{weekday}, {_day(self.language, local.date(), True)}, {local:%H:%M}"

    def weekday(self, day: int) -> str:
        """Return the short name of a weekday; Monday is 0."""
        return str(get_day_names("abbreviated", context="stand-alone", locale=_LOCALES[self.language])[day])

    def city(self, zone: str) -> str:
        """Return the name of the city that a time zone (an IANA name) is called by."""
        return city_of(_LOCALES[self.language], zone)

    def zones_by_city(self) -> dict[str, str]:
        """Return the time zones by the names of their cities in all languages; this one's win."""
        return {
            name: zone
            for locale in sorted(_LOCALES.values(), key=lambda locale: locale is _LOCALES[self.language])
            for name, zone in zones_by_city(locale).items()
        }

    def month(self, year: int, month: int) -> str:
        """Return a month's name with the year, as a title."""
        return f"{self.month_name(month)} {year}"

    def month_name(self, month: int) -> str:
        """Return a month's name in its stand-alone form, capitalised."""
        name = str(get_month_names("wide", context="stand-alone", locale=_LOCALES[self.language])[month])
        return name[:1].upper() + name[1:]

    def role(self, role: Role) -> str:
        """Return the name of the group of readers with that role."""
        return self(ROLES[role])

    def deed(self, deed: Deed) -> str:
        """Return what a deed is called, as a verb."""
        return self(DEEDS[deed])

    def commenters(self, rule: CommentsFor | None, *, capital: bool = False) -> str:
        """Return for whom comments are by a rule; None is the newspaper's."""
        words = self(COMMENTERS[rule])
        return words[:1].upper() + words[1:] if capital else words

    def cause(self, cause: Cause) -> str:
        """Return why a comment waits for a moderator."""
        return self(CAUSES[cause])

    def trouble(self, trouble: Trouble, detail: str) -> str:
        """Return why a source could not be read, as a part of a sentence."""
        return self(TROUBLES[trouble], detail=detail)

    def deliveries(self, counts: dict[str, int]) -> str:
        """Return how many deliveries are in each state, in the order of a delivery's life."""
        return ", ".join(
            self(words, count=self.number(counts[state])) for state, words in STATES.items() if state in counts
        )

    def refusal(self, error: Refusal) -> str:
        """Return the sentence for a refusal: the reason, and what to do next."""
        if isinstance(error, errors.GuestCannotComment | errors.GroupCannotComment):
            return self._cannot_comment(error)
        if isinstance(error, SourceUnreadable):
            return self._cannot_read(error)
        deed = error.arguments.get("deed")
        if isinstance(deed, Deed) and deed in DENIALS:
            return self(DENIALS[deed])
        arguments = {key: self._shown(value) for key, value in error.arguments.items()}
        if arguments.get("name") == "":
            arguments["name"] = self(ANOTHER_EDITOR)
        if "field" in arguments:
            field = str(arguments["field"])
            arguments["field"] = self(FIELDS.get(field, field))
        sentence = self(REFUSALS[type(error)], **arguments)
        reason = error.arguments.get("reason")
        return "\n".join((sentence, self("The reason: {reason}", reason=reason))) if reason else sentence

    def _cannot_comment(self, error: Refusal) -> str:
        """Return the notice with the person's own group, and the rule where it is not the usual one."""
        notice = self(REFUSALS[type(error)], group=self._shown(error.arguments.get("group", Role.GUEST)))
        rule = error.arguments.get("rule")
        if rule is CommentsFor.TRUSTED:
            return " ".join((notice, self("Comments here are for: {whom}.", whom=self.commenters(rule))))
        return notice

    def _cannot_read(self, error: SourceUnreadable) -> str:
        """Return why a source cannot be read, and what to do about it."""
        trouble, detail = Trouble(str(error.arguments["trouble"])), str(error.arguments.get("detail", ""))
        why = self.trouble(trouble, detail)
        notice = self(REFUSALS[SourceUnreadable], address=error.arguments["address"], trouble=why)
        return " ".join((notice, self(ADVICE[trouble])))

    def _shown(self, value: object) -> object:
        """Return an argument of a refusal as a person reads it."""
        if isinstance(value, datetime):
            return self.when(value)
        if isinstance(value, Role):
            return self.role(value)
        return self.deed(value) if isinstance(value, Deed) else value


class Catalogs:
    """The message catalogs of all languages, read from their files once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.messages = {language: _catalog(language) for language in LANGUAGES}

    def texts(self, language: str, now: datetime) -> Texts:
        """Return the texts of a language at `now`, an aware time. An unknown language gives English."""
        return Texts(language if language in self.messages else "en", self, now)


def fill(message: str, arguments: Mapping[str, object]) -> str:
    """Return the message with its arguments. After one that ends like a sentence («Анна К.») no full stop follows."""

    def single(found: re.Match[str]) -> str:
        ended = _ENDED.search(str(arguments[found[1]]))
        return found[0][:-1] if ended and found[2] in {".", ended[1]} else found[0]

    return _STOPPED.sub(single, message).format(**arguments)


# Ten years of days, in two languages.
@lru_cache(maxsize=8192)
def _day(language: str, day: date, with_year: bool) -> str:
    if not with_year:
        return str(format_skeleton("MMMMd", day, locale=_LOCALES[language]))
    return str(format_date(day, "long", locale=_LOCALES[language])).removesuffix("г.").rstrip()


def _catalog(language: str) -> gettext.NullTranslations:
    """Compile the message file in memory: there is no build step to forget. English, the source, has no file."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
