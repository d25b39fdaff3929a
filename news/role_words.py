"""What an administrator wants, read from the words after `/role` in Russian or English. Pure.

`123456 moderator until 31.12`, `@anna редактор на 7 дней`, `модератор до пятницы` (about the person who is answered).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from news.errors import UntilUnclear, WhenUnclear
from news.roles import Role
from news.schedule_words import parse_when
from news.words import fold

MAX_WORDS = 200
_NUMBER = re.compile(r"[№#]?\s*(\d{1,3}(?: \d{3}){1,5}|\d{1,18})(?!\w)")
# https://core.telegram.org/method/account.checkUsername: letters, digits and underscores.
_USERNAME = re.compile(r"(?:@|(?:https?://)?t\.me/)([A-Za-z0-9_]{4,32})(?!\w)", re.IGNORECASE)
_ROLES: dict[Role, tuple[str, ...]] = {
    Role.MEMBER: ("member", "reader", "readers", "читатель", "читатели"),
    Role.TRUSTED: ("trusted", "доверенный", "доверенные", "доверенный читатель", "доверенные читатели"),
    Role.AUTHOR: ("author", "authors", "автор", "авторы"),
    Role.MODERATOR: ("moderator", "moderators", "модератор", "модераторы"),
    Role.EDITOR: ("editor", "editors", "редактор", "редакторы"),
    Role.CHIEF: ("chief", "chief editor", "главный редактор", "главные редакторы", "главред", "выпускающий"),
    Role.ADMIN: ("admin", "administrator", "administrators", "админ", "администратор", "администраторы"),
    Role.BANNED: ("banned", "ban", "бан", "заблокирован", "заблокированный", "заблокированные"),
}
ROLE_WORDS = {word: role for role, words in _ROLES.items() for word in words}
_ROLE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, ROLE_WORDS), key=len, reverse=True))})(?!\w)")
_SPAN = re.compile(r"(?:на|for) (?P<span>.+)")
_END = re.compile(r"(?:до|по|until|till|to) (?P<end>.+)")
_MONTHS = re.compile(r"(?:(?P<count>\d{1,2}|a) )?(?:месяц(?:а|ев)?|months?)")
MONTH_DAYS = 30
# After «до» a weekday stands in the genitive.
_WEEKDAYS = {
    "понедельника": "понедельник",
    "вторника": "вторник",
    "среды": "среда",
    "четверга": "четверг",
    "пятницы": "пятница",
    "субботы": "суббота",
    "воскресенья": "воскресенье",
}


@dataclass(frozen=True, slots=True)
class RoleOrder:
    """Who shall have which role until when.

    `person` is a number, a username without @, or None if the words name nobody; `role` is None if they name none.
    `until` are the words behind the role, "" for good. `is_clear` is False if something could not be read.
    """

    person: int | str | None = None
    role: Role | None = None
    until: str = ""
    is_clear: bool = True


def parse_order(text: str) -> RoleOrder:
    """Return what the words after `/role` want."""
    words = fold(text)[:MAX_WORDS]
    person: int | str | None = None
    if found := _NUMBER.match(words):
        person, words = int(found[1].replace(" ", "")), words[found.end() :].strip()
    elif found := _USERNAME.match(words):
        person, words = found[1], words[found.end() :].strip()
    named = _ROLE.match(words)
    if named is None:
        return RoleOrder(person, is_clear=not words)
    return RoleOrder(person, ROLE_WORDS[named[0]], words[named.end() :].strip(" ,"))


def parse_until(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when a membership ends, in UTC; None for "". A day without a time ends at its last minute.

    Raises UntilUnclear, WhenPast, WhenMissing, WhenFar.
    """
    words = fold(words).rstrip(".!? ")
    if not words:
        return None
    if span := _SPAN.fullmatch(words):
        return _at_moment(f"через {_days(span['span'])}", now, zone)
    if end := _END.fullmatch(words):
        named = _WEEKDAYS.get(end["end"], end["end"])
        try:
            return parse_when(named, now, zone)
        except WhenUnclear:
            return _at_moment(f"{named} 23:59", now, zone)
    raise UntilUnclear


def _at_moment(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    for lead in (words, words.replace("через", "in", 1)):
        try:
            return parse_when(lead, now, zone)
        except WhenUnclear:
            continue
    raise UntilUnclear


def _days(span: str) -> str:
    """Return a span of months in days, and any other as it is."""
    found = _MONTHS.fullmatch(span)
    if found is None:
        return span
    count = int(found["count"]) if (found["count"] or "").isdecimal() else 1
    return f"{count * MONTH_DAYS} дней"
