"""Substance: which comments say enough to earn trust, and when two comments say the same.

«Согласен!» says nothing about its author: accounts that advertise later begin with such words, or with copies of other
people's comments.
"""

from hashlib import blake2b

from news.lookalikes import skeleton
from news.spelling import edit_distance, max_edits
from news.stems import folded_words

# «Спасибо за статью, очень интересно» has four such words.
SUBSTANTIAL_WORDS = 5
_WORD_LENGTH = 3
_FINGERPRINT_BYTES = 8


def is_substantial(text: str) -> bool:
    """Whether a text has at least `SUBSTANTIAL_WORDS` different words, of three letters or more."""
    words = {word for word in folded_words(text) if len(word) >= _WORD_LENGTH and word.isalpha()}
    return len(words) >= SUBSTANTIAL_WORDS


def fingerprint(text: str) -> int | None:
    """Return a number (63 bits) that texts with the same words in the same order share; None if they say little.

    Case, signs, spaces and letters that look alike do not matter.
    """
    if not is_substantial(text):
        return None
    digest = blake2b(skeleton(text).encode(), digest_size=_FINGERPRINT_BYTES).digest()
    return int.from_bytes(digest) >> 1


def is_correction(before: str, after: str) -> bool:
    """Whether a new text only corrects the words of another: it has no new word, but for a wrong letter or two."""
    known = folded_words(before)
    return all(
        any(edit_distance(word, other, max_edits(word)) <= max_edits(word) for other in known)
        for word in folded_words(after)
    )
