"""Spelling suggestions: known words one or two edits away, and words typed in the other keyboard layout."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# An edit is a wrong, missing or additional letter, or two adjacent letters swapped (Damerau, 1964).
MAX_EDITS = 2
_SHORT_LENGTH = 4  # in a word of up to this length, a second edit makes a different word

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = str.maketrans(_LATIN_KEYS + _CYRILLIC_KEYS, _CYRILLIC_KEYS + _LATIN_KEYS)


def other_layout(word: str) -> str:
    """Return the word that the same keys write in the other keyboard layout: `ghbdtn` is `привет`."""
    return word.casefold().translate(_OTHER_LAYOUT)


def max_edits(stem: str) -> int:
    """Return how many edits a suggested stem may be away from this one."""
    return 1 if len(stem) <= _SHORT_LENGTH else MAX_EDITS


def closest_words(stem: str, known: Mapping[str, str]) -> list[str]:
    """Return the words of known stems within `max_edits`, fewest edits first; `known` has a word for each stem."""
    limit = max_edits(stem)
    found = process.extract(stem, known.keys(), scorer=OSA.distance, score_cutoff=limit, limit=len(known))
    distances = sorted((distance, abs(len(other) - len(stem)), other) for other, distance, _ in found if other != stem)
    return [known[other] for *_, other in distances]


def edit_distance(one: str, other: str, limit: int) -> int:
    """Return the number of edits between two words, or `limit + 1` if there are more edits."""
    return int(OSA.distance(one, other, score_cutoff=limit))
