"""Look-alikes: the form in which two names are equal if a person takes one for the other."""

import re
import unicodedata
from string import ascii_lowercase

# The letter that stands for a group of letters which look alike in lower or in upper case, or as small capitals. A
# group holds Latin, Cyrillic, Greek, Cherokee, Lisu and Armenian letters, and digits.
_GROUPS = {
    "а": "aαɑᴀᎪꓮ", "б": "6ƃ", "в": "bβʙᏼꓐ", "с": "cϲᴄᏟꓚ", "е": "eεɛєҽᴇᎬꓰ", "н": "hηһʜᎻꓧհħ",
    "і": "il1ιıɩӏɪɨłʟǀᏆᏞꓲꓡ", "к": "kκᴋᏦꓗ", "м": "mμᴍᎷꓟ", "о": "oο0ᴏꓳօøɵөθ", "р": "pρᴘᴩᏢꓑ", "т": "tτᴛᎢꓔŧ",
    "х": "xχꓫ", "у": "yυүұʏᎩꓬ", "з": "3ʒɜᴣ", "и": "uᴜꓴս", "п": "nπᴨɴꓠոռ", "г": "rγᴦʀᏒꓣ", "д": "∂δ", "л": "λᴧᴫ",
    "ф": "φɸ", "d": "ԁᴅᎠꓓđɗ", "f": "ꜰꓝƒ", "g": "ɡɢᏀꓖԍց", "j": "јᴊᎫꓙȷϳ", "q": "ԛꞯզ", "s": "ѕꜱᏚꓢ", "v": "νѵᴠᏙꓦ",
    "w": "ωԝᴡᎳꓪ", "z": "ζᴢᏃꓜ", "ае": "æӕ", "ое": "œ",
}  # fmt: skip
_TABLE = str.maketrans({other: letter for letter, others in _GROUPS.items() for other in others})
# Before the case is folded: the capital of ν looks like N. White letters on black have no compatible form in Unicode.
_CAPITALS = str.maketrans(
    {"Ν": "n"}
    | {chr(start + index): letter for start in (0x1F150, 0x1F170) for index, letter in enumerate(ascii_lowercase)}
)
# Signs that stand for a letter inside a word, and pairs of letters that look like one: rn and m, vv and w.
_SIGNS = re.compile(r"(?<=\w)[!|¡](?=\w)")
_PAIRS = (("гп", "м"), ("vv", "w"))
_BLANK_GLYPHS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters that look like spaces
_INDIC = ("\u0900", "\u109f")  # scripts whose vowel signs are marks


def folded(text: str) -> str:
    """Return the text with one letter for each group of look-alikes, without accents and invisible characters.

    Spaces and signs stay, so that words and addresses can be found in it.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_CAPITALS)).translate(_CAPITALS).casefold()
    seen = "".join(_digit(char) for char in unicodedata.normalize("NFKD", plain) if not _is_unseen(char))
    return _SIGNS.sub("i", seen.replace("$", "s")).translate(_TABLE)


def skeleton(name: str) -> str:
    """Return the letters and digits of `folded`, with pairs that look like one letter as that letter.

    Two names with the same skeleton look alike. A name of signs and emoji has the skeleton "". It is only for
    comparing: it is no word.
    """
    letters = "".join(char for char in folded(name) if char.isalnum() or _is_vowel_sign(char))
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters


def _digit(char: str) -> str:
    """Return a digit of any script as an ASCII digit."""
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def _is_unseen(char: str) -> bool:
    """Whether a character is an accent, has no width or is a blank glyph. Blank glyphs are shown as spaces."""
    if char in _BLANK_GLYPHS:
        return True
    return unicodedata.category(char) in {"Mn", "Me", "Cf"} and not _is_vowel_sign(char)


def _is_vowel_sign(char: str) -> bool:
    return _INDIC[0] <= char <= _INDIC[1] and unicodedata.category(char).startswith("M")
