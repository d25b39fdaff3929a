"""Names of readers: their length, what they may not contain, and the names that only the staff may bear."""

import re
import unicodedata
from collections.abc import Iterable

from news.errors import NameHidden, NameMarked, NameOfStaff, NameTooLong, NameTooShort, NameWithLink
from news.lookalikes import folded, skeleton
from news.visible import is_seen
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


# A name of several words is compared by its words if they have this many letters together: «А. И.» is in many names.
MIN_LETTERS_OF_WORDS = 6
_DIGITS_AT_EDGES = re.compile(r"\d+(?!\w)|(?<!\w)\d+")

# Characters without width that a script needs: ZWNJ and ZWJ inside a word of Arabic letters or of an Indic script
# (https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters), and ZWJ inside an emoji.
_JOINED = re.compile(
    "(?<=[\u0600-\u06ff\u0750-\u077f\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0750-\u077f\u0900-\u0dff])"
    "|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)


def checked_name(name: str, *, staff: bool = False, reserved: Iterable[str] = ()) -> str:
    """Return a name on one line, if a reader may bear it; it may still be taken.

    `staff`: the names of the staff are allowed. `reserved` are more names that nobody else may bear, nor one like them.
    Raises NameTooShort, NameTooLong, NameMarked, NameWithLink, NameOfStaff, NameHidden.
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
    if not staff and _is_of_staff(name):
        raise NameOfStaff(name=name)
    if not staff:
        refuse_resemblance(name, reserved)
    if has_hidden(name):
        raise NameHidden
    return name


def refuse_resemblance(name: str, others: Iterable[str]) -> None:
    """Raise NameOfStaff if a person could take the name for one of the others."""
    if any(resembles(name, other) for other in others):
        raise NameOfStaff(name=name)


def resembles(name: str, other: str) -> bool:
    """Whether a person could take the name for the other: it looks the same, or has the same words and more.

    A name of one word is compared as a whole, because «Вера Иванова» is not «Вера». Digits at the ends of words do not
    matter if the other has none: «Вера 1» is taken for «Вера», but not for «Вера 2».
    """
    whole = skeleton(other)
    if whole and skeleton(name) == whole:
        return True
    has_digits = _DIGITS_AT_EDGES.search(other) is not None
    own, theirs = _words(name, has_digits), _words(other, has_digits)
    if not theirs:
        return False
    if len(theirs) == 1 or sum(map(len, theirs)) < MIN_LETTERS_OF_WORDS:
        return own == theirs
    return theirs <= own or (not has_digits and whole in skeleton(name))


def has_hidden(text: str) -> bool:
    """Whether the text has characters that nobody sees and that no script needs, such as a zero-width space."""
    return without_hidden(text) != text


def without_hidden(text: str) -> str:
    """Return the text without the characters that nobody sees and that no script needs; blank glyphs are spaces."""
    text = text.translate(_BLANKS)
    needed = {found.start() for found in _JOINED.finditer(text)}
    return "".join(char for index, char in enumerate(text) if index in needed or not _is_hidden(char))


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


def _is_hidden(char: str) -> bool:
    return not is_seen(char) and unicodedata.category(char) not in {"Mn", "Mc", "Me", "Zs"}


def _words(name: str, with_digits: bool) -> frozenset[str]:
    """Return the skeletons of the words of a name, with or without the digits at their ends."""
    plain = _HUMP.sub(" ", name).replace("_", " ")
    if not with_digits:
        plain = _DIGITS_AT_EDGES.sub(" ", plain)
    return frozenset(filter(None, map(skeleton, _GAPS.split(folded(plain)))))


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
