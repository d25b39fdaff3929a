"""Decoding what strangers have written, in the encoding they claim or in the one they hide.

Valid UTF-8 is UTF-8, whatever the claim. Otherwise a claim is believed unless it makes nonsense of a text that another
encoding of Cyrillic reads as a language: Russian sites claim ISO-8859-1 or UTF-8 and send windows-1251.
"""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.I
)
_DECLARATION_WITHIN_BYTES = 8192
# As browsers read these claims: https://encoding.spec.whatwg.org/#names-and-labels
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "euc_kr": "cp949", "shift_jis": "cp932", "tis-620": "cp874",
}  # fmt: skip
# Codecs of Python that are no encodings of pages; decoding punycode takes quadratic time.
_NO_CLAIMS = frozenset(
    {"utf-7", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "koi8-u")
_OTHERWISE = "cp1252"
# How often letters are in Russian: an encoding of Cyrillic read as another gives letters too, but rare ones.
_POINTS = dict.fromkeys("оеаинтсрвлкмдпу", 1.0) | dict.fromkeys("яыьгзбчй", 0.6) | dict.fromkeys("жшхюцщэфъё", 0.0)
_SIGNS = "«»—–№…„“”’\u00a0іїєґў"
# Greek, Armenian to Arabic, kana, Hangul: no encoding of Cyrillic read as one of theirs gives mostly such letters.
_OTHER_SCRIPTS = (("\u0370", "\u03ff"), ("\u0530", "\u06ff"), ("\u3040", "\u30ff"), ("\uac00", "\ud7a3"))
_SAMPLE_BYTES = 65_536
_SAMPLE_CHARACTERS = 4000
_FOREIGN = re.compile(r"[^\x00-\x7f]")
# A Russian text scores 0.8 to 0.95; nonsense rarely above 0.5, and often below 0.
_IS_LANGUAGE = 0.55
_CLEARLY_BETTER = 0.1
_FEW_DAMAGED = 0.02


def decoded(content: bytes, charset: str) -> str:
    """Return the text of a body; `charset` is what the Content-Type claims, or "". Never raises.

    Bytes that the encoding does not know become U+FFFD.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    wide = _wide(content[:_SAMPLE_BYTES])
    if wide:
        return content.decode(wide, "replace")
    claims = list(_claims(content, charset))
    if content.isascii():
        return content.decode(next((claim for claim in claims if claim.startswith("iso2022")), "ascii"), "replace")
    text = content.decode("utf-8", "replace")
    if _damage(text) <= _FEW_DAMAGED:
        return text
    return content.decode(_best(content, [claim for claim in claims if claim != "utf-8"]), "replace")


def _wide(sample: bytes) -> str:
    """Return UTF-16 without a mark, by the zero bytes of its markup."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample) // 2 or not sample:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _claims(content: bytes, charset: str) -> Iterator[str]:
    declared = _DECLARED.search(content[:_DECLARATION_WITHIN_BYTES])
    for claim in (charset, declared[1].decode("ascii", "replace") if declared else ""):
        try:
            name = codecs.lookup(claim.strip(" \"'")).name
            b"a".decode(name)  # base64 and its like are no text encodings
        except (LookupError, ValueError):
            continue
        if name not in _NO_CLAIMS and not name.startswith(("utf-16", "utf-32")):
            yield _READ_AS.get(name, name)


def _damage(text: str) -> float:
    """Return the share of the non-ASCII characters that are damaged; one at the end is cut off, not damaged."""
    foreign = len(_FOREIGN.findall(text))
    damaged = text[:-1].count("\ufffd")
    return damaged / foreign if foreign else 0.0


def _best(content: bytes, claims: list[str]) -> str:
    sample = _sample(content)
    scores = {name: _score(sample.decode(name, "replace")) for name in (*claims, *_CYRILLIC)}
    best = max(scores, key=lambda name: scores[name])
    for claim in claims:
        if scores[best] < _IS_LANGUAGE or scores[best] - scores[claim] < _CLEARLY_BETTER:
            return claim
    if scores[best] >= _IS_LANGUAGE:
        return best
    guess = from_bytes(sample[:8192]).best()
    return guess.encoding if guess else _OTHERWISE


def _sample(content: bytes) -> bytes:
    """Return a part that begins shortly before the first byte above ASCII."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", content)), 0)
    return content[max(0, first - 16) : first + _SAMPLE_BYTES]


def _score(text: str) -> float:
    """Return how much the non-ASCII characters of a text look like Russian words, at most 1."""
    total, count = 0.0, 0
    for match in _FOREIGN.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        total += _points(match[0], before)
        count += 1
        if count == _SAMPLE_CHARACTERS:
            break
    return total / count if count else 0.0


def _points(char: str, before: str) -> float:
    letter = char.lower()
    if "a" <= before.lower() <= "z" or (letter != char and before.islower()):  # inside a Latin word; «пРИВЕТ»
        return -1
    if letter in _POINTS:
        return _POINTS[letter]
    return 1 if letter in _SIGNS or any(first <= letter <= last for first, last in _OTHER_SCRIPTS) else -1
