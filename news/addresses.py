"""Addresses in a text, in the spellings by which people hide them: of sites, of chats in Telegram, and e-mail.

Found are what a Telegram client would make a link of (https://core.telegram.org/api/entities), and what a person reads
as an address: `т.ме/имя`, `casino точка ру`, `site[.]com`, `hxxps://`, letters of another script, invisible characters.
Not found are abbreviations («т.е.», «руб./кв. м») and a missing space between sentences, unless Telegram itself would
make a link of it.
"""

import re

from news.disguises import joined, uncovered
from news.lookalikes import folded

# Endings of names of sites. Two Latin letters may be any country; of the longer ones these are in use. Full list:
# https://data.iana.org/TLD/tlds-alpha-by-domain.txt
_LATIN_ENDINGS = (
    "com|net|org|info|biz|pro|name|mobi|tel|edu|gov|int|asia|academy|agency|app|art|auto|band|bar|bet|bid|bike|blog|"
    "bond|boutique|business|buzz|cafe|capital|cards|care|cash|casino|center|chat|cheap|city|click|cloud|club|coach|"
    "codes|coffee|community|company|cool|coupons|credit|date|deals|dev|digital|direct|download|email|events|exchange|"
    "expert|express|fans|farm|finance|fit|forum|fun|fund|fyi|gallery|game|games|gift|gifts|gives|global|gold|group|"
    "guide|guru|help|host|hosting|house|icu|ink|investments|is|jobs|kim|land|lat|legal|life|link|live|loan|loans|lol|"
    "lotto|love|ltd|market|marketing|media|men|money|monster|music|network|news|ninja|one|online|ooo|page|party|pics|"
    "place|plus|poker|porn|press|promo|pub|quest|racing|red|rent|rest|review|reviews|rip|rocks|run|sale|sbs|school|"
    "science|services|sex|sexy|shop|show|site|space|sport|store|stream|studio|style|support|surf|systems|team|tech|"
    "tips|today|tools|top|town|trade|trading|tube|uno|vegas|video|vin|vip|wang|web|webcam|website|wiki|win|wine|work|"
    "works|world|wtf|xxx|xyz|yoga|zone|su"
)
_CYRILLIC_ENDINGS = "рф|рус|москва|онлайн|сайт|дети|орг|ком|бел|укр|срб|мкд|қаз|мон|бг|ею"
# Endings that are no words: an address with one of them is read with spaces around its dot, too. The second group are
# the same endings as they sound.
_PLAIN_ENDINGS = r"ru|рф|com|net|org|su|biz|xyz|info|ua|kz"
_SPOKEN_ENDINGS = rf"{_PLAIN_ENDINGS}|io|me|cc|gg|bet|ру|су|ком|нет|орг|ми|ме|инфо|онлайн|сайт|шоп|биз"

_DOTS = str.maketrans(dict.fromkeys("。․﹒．｡·•‧∙⋅ㆍ", "."))
_BRACKETED_DOT = re.compile(r"\s?[(\[{<]\s?(?:\.|,|точка|тчк|dot)\s?[)\]}>]\s?", re.IGNORECASE)
_WRITTEN = (
    r"(?:https?|hxxps?|tg|ftp)\s*:\s*/\s*/|\bwww\s?\.\s?\w"
    r"|[\w.+-]@[\w-]+\.\w{2,}"  # e-mail
    rf"|(?<![\w.@])[a-z0-9][a-z0-9-]*[a-z0-9]\.(?:[a-z0-9-]+\.)*(?:[a-z]{{2}}|{_LATIN_ENDINGS})(?![\w-])(?!\.\w)"
    rf"|(?<![\w.@])[a-z0-9]\.(?:com|net|org|ru|co|cc|me|io|gg)(?![\w-])(?!\.\w)"
    rf"|[а-яё]{{2,}}\.(?:{_LATIN_ENDINGS})(?![\w-])|\w{{2,}}\.(?:{_CYRILLIC_ENDINGS})(?![\w-])|\bxn--\w"
    rf"|(?<![a-z0-9-])[a-z0-9-]{{3,}}(?:\s+\.\s*|\s*\.\s+)(?:{_PLAIN_ENDINGS})(?![\w-])"
    r"|(?<![a-z0-9-])[a-z0-9-]{2,}\s?[.,]\s?[a-z]{2,}\s?/\s?\w"  # a path behind the dot
)
_WRITTEN_ADDRESS = re.compile(_WRITTEN, re.IGNORECASE)
_SPOKEN_ADDRESS = re.compile(
    rf"\w\s*\b(?:точка|тчк|dot)\s+(?:{_SPOKEN_ENDINGS})\b|\b[тt]\s+(?:точка|dot)\s+(?:ме|me|ми)\b", re.IGNORECASE
)
_NUMERIC_ADDRESS = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])")
# t.me and telegram.me in look-alike letters, as `folded` writes them.
_TELEGRAM = re.compile(
    r"\bт\s?[.,]\s?ме\b|\bт\s?ме\s?/\s?\w|\bтеіеgгам\s?[.,]\s?(?:ме|dоg|огg)\b|\bн[тх][тх]рs?\s?:\s?/"
)
_MIXED_NAME = re.compile(r"(?<![\w.-])[\w-]{2,}\.(?:[\w-]+\.)*\w{2,}(?!\w)")
_CYRILLIC, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)


def has_address(text: str) -> bool:
    """Whether a person or a client finds an address in the text."""
    plain = _BRACKETED_DOT.sub(".", uncovered(text.translate(_DOTS)).translate(_DOTS))
    return any(map(_is_written, {plain, joined(plain)}))


def _is_written(text: str) -> bool:
    return bool(
        _WRITTEN_ADDRESS.search(text)
        or _SPOKEN_ADDRESS.search(text)
        or _NUMERIC_ADDRESS.search(text)
        or _TELEGRAM.search(folded(text))
        or any(_is_disguised(match.group()) for match in _MIXED_NAME.finditer(text))
    )


def _is_disguised(name: str) -> bool:
    """Whether a name with dots has letters of both scripts, and in one script ends like an address.

    Only the ending is compared: in `саsino.сом` the last letters are Cyrillic.
    """
    *labels, ending = name.split(".")
    if not _is_mixed(name) or folded(ending) not in _FOLDED_ENDINGS:
        return False
    return bool(_LATIN.search("".join(labels))) or _is_mixed(ending)


def _is_mixed(word: str) -> bool:
    return bool(_CYRILLIC.search(word) and _LATIN.search(word))


_FOLDED_ENDINGS = frozenset(folded(ending) for ending in (*_LATIN_ENDINGS.split("|"), "ru", "me", "io", "cc", "gg"))
