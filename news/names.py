"""Names of readers: their length, what they may not contain, and the names that only the staff may bear."""

import re
import unicodedata
from collections.abc import Iterable

from news.errors import NameMarked, NameOfStaff, NameTooLong, NameTooShort, NameWithLink
from news.lookalikes import folded, skeleton
from news.words import collapse, visible_length

MIN_NAME_LENGTH = 2
MAX_NAME_LENGTH = 32
# On one letter. Vietnamese needs two accents; signs of a script of its own (Hebrew, Thai, Burmese) may be more.
MAX_ACCENTS = 2
MAX_MARKS = 5

# A word that begins like one of these is a word for the staff, also behind one of the prefixes («главредактор»).
_STAFF_STEMS = (
    "админ", "адмін", "модератор", "модерац", "редактор", "редакц", "редколлег", "главред", "поддержк", "техподдерж",
    "підтримк", "телеграм", "официальн", "admin", "moderator", "editor", "newsroom", "support", "helpdesk", "telegram",
    "official", "security",
)  # fmt: skip
_PREFIXES = ("глав", "гл", "супер", "зам", "тех", "super", "head", "chief", "tech")
# Whole words: «Вестников» is a family name.
_STAFF_WORDS = (
    "вестник", "вестника", "вестнику", "вестником", "вестнике", "вісник", "vestnik", "модер", "moder", "mod", "бот",
    "bot", "staff", "система", "system",
)  # fmt: skip
_STAFF_PHRASES = ("служба безопасности", "служба заботы", "служба помощи", "шеф ред", "customer service", "help desk")

_BEGINNINGS = tuple(f"{skeleton(prefix)}{skeleton(stem)}" for prefix in ("", *_PREFIXES) for stem in _STAFF_STEMS)
_WHOLE = frozenset(skeleton(word) for word in _STAFF_WORDS)
_PHRASES = tuple(skeleton(phrase) for phrase in _STAFF_PHRASES)

# Latin letters as they are read: the d of «Аdмин» looks like no Cyrillic letter.
_LATIN, _READ = "abdԁefgiklmnoprstuvz", "абддефгиклмнопрстувз"
_READ_ALOUD = str.maketrans(_LATIN + _LATIN.upper(), _READ + _READ.upper())

_GAPS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")  # ИванАдмин
_BLANKS = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " "))
_DOTS = str.maketrans(dict.fromkeys("。․﹒．｡·", "."))
# What a client makes a link of, or a command: an @name, a /command, an address with a known ending or with a path.
_ENDINGS = (
    "com|net|org|info|biz|pro|name|online|site|shop|store|club|top|xyz|app|bet|casino|link|live|news|vip|fun|win|bid|"
    "ru|su|рф|ua|укр|by|бел|kz|uz|ge|am|me|io|co|cc|tv|gg|ly|to|ai|dev|de|uk|eu|us|cn"
)
_LINK = re.compile(rf"://|\bwww\.|(?<!\w)[@/]\w|\w@\w|[\w-]\.(?:{_ENDINGS})(?!\w)|\w\.\w{{2,}}/", re.IGNORECASE)
_TELEGRAM = re.compile(r"\bт\s*\.\s*ме\b")  # t.me in any look-alike letters, as `folded` writes it


def checked_name(name: str, *, staff: bool = False, reserved: Iterable[str] = ()) -> str:
    """Return a name on one line, if a reader may bear it; it may still be taken.

    `staff`: the names of the staff are allowed. `reserved` are more names that nobody else may bear as a whole.
    Raises NameTooShort, NameTooLong, NameMarked, NameWithLink, NameOfStaff.
    """
    name = collapse(name.translate(_BLANKS))
    length = visible_length(name)
    if length < MIN_NAME_LENGTH or not skeleton(name):
        raise NameTooShort(least=MIN_NAME_LENGTH)
    if length > MAX_NAME_LENGTH or len(name) > 4 * MAX_NAME_LENGTH:
        raise NameTooLong(most=MAX_NAME_LENGTH)
    if has_piled_marks(name):
        raise NameMarked(most=MAX_ACCENTS)
    if _has_link(name):
        raise NameWithLink
    if not staff and (_is_of_staff(name) or skeleton(name) in map(skeleton, reserved)):
        raise NameOfStaff(name=name)
    return name


def has_piled_marks(text: str) -> bool:
    """Whether a letter bears more marks than any language writes. Such marks cover the lines above and below."""
    accents = marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            marks += 1
            accents += category == "Me" or unicodedata.combining(char) >= 200 or unicodedata.combining(char) == 1
        elif category != "Cf":  # a character without width does not begin another letter
            accents = marks = 0
        if accents > MAX_ACCENTS or marks > MAX_MARKS:
            return True
    return False


def _has_link(name: str) -> bool:
    seen = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return bool(_LINK.search(seen.translate(_DOTS)) or _TELEGRAM.search(folded(name.translate(_DOTS))))


def _is_of_staff(name: str) -> bool:
    return any(map(_has_staff_word, (name, name.translate(_READ_ALOUD))))


def _has_staff_word(name: str) -> bool:
    words = [skeleton(word) for word in _GAPS.split(folded(_HUMP.sub(" ", name)))]
    whole = skeleton(name)
    return any(word in _WHOLE or word.startswith(_BEGINNINGS) for word in (*words, whole)) or any(
        phrase in whole for phrase in _PHRASES
    )
