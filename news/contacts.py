"""Ways to reach a person outside of the newspaper, in a text: telephone and card numbers, names in a messenger."""

import re

from news.disguises import uncovered

# +7 (912) 345-67-89, 8 912 345 67 89, +380 44 123 45 67: a country, and groups of digits as people write them.
_GAP = r"[\s().-]{0,3}"
_TELEPHONE = re.compile(
    rf"(?<![\d.,])(?:\+\d{{1,3}}|[78]){_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)(?![.,]\d)"
    rf"|(?<!\d)\+\d{_GAP}(?:\d{_GAP}){{8,13}}\d(?!\d)"
)
_CARD = re.compile(r"(?<![\d.,])[2-6]\d{3}(?:[ -]?\d{4}){3}(?!\d)")
_WORDED_DIGITS = {
    "ноль": "0", "один": "1", "два": "2", "три": "3", "четыре": "4", "пять": "5", "шесть": "6", "семь": "7",
    "восемь": "8", "девять": "9",
}  # fmt: skip
_WORDED = re.compile(rf"\b(?:{'|'.join(_WORDED_DIGITS)})\b")
_MESSENGER = (
    r"(?:телег\w{0,6}|телеграм\w{0,3}|тг|тлг|ватс?ап\w?|вотс?ап\w?|вацап\w?|вайбер\w?|скайп\w?|дискорд\w?|"
    r"telegram|tg|whats\s?app|viber|skype|discord|insta(?:gram)?|инст[ау]|инстаграм\w?)"
)
# A name behind the messenger is marked as one: by a sign between them, or by a digit or underscore in it.
_ACCOUNT = re.compile(
    rf"(?<!\w){_MESSENGER}\s?[:=—–-]{{1,2}}>?\s?@?[a-z][a-z0-9_.]{{3,}}"
    rf"|(?<!\w){_MESSENGER}\s(?=\w*[\d_])[a-z][a-z0-9_]{{3,}}",
    re.IGNORECASE,
)
_ICON_ACCOUNT = re.compile(r"[✈📲📩✉☎📞📱💬📨]\ufe0f?\s*[:—–-]?\s*@?[a-z][a-z0-9_]{4,}", re.IGNORECASE)


# Letters that are typed for digits: `8 9I2 ЗЧ5`.
_AS_DIGITS = str.maketrans("OoОоIlІіЗзБбЧч", "00001111336644")


def has_contact(text: str) -> bool:
    """Whether the text has a telephone or card number, or the name of an account in a messenger."""
    plain = uncovered(text)
    if _ACCOUNT.search(plain) or _ICON_ACCOUNT.search(text):
        return True
    spoken = _WORDED.sub(lambda match: _WORDED_DIGITS[match.group()], plain.casefold())
    numbers = {plain, spoken, plain.translate(_AS_DIGITS)}
    return any(_TELEPHONE.search(each) or _CARD.search(each) for each in numbers)
