"""Spelling suggestions: known words one or two edits away, and words typed in the other keyboard layout."""

from collections.abc import Mapping

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
    limit, letters = max_edits(stem), frozenset(stem)
    # One edit changes at most two elements of the set of letters. This excludes nearly all at a fiftieth of the cost.
    candidates = (other for other in known if len(letters.symmetric_difference(other)) <= 2 * limit)
    distances = (
        (edit_distance(stem, other, limit), abs(len(other) - len(stem)), other) for other in candidates if other != stem
    )
    return [known[other] for distance, _, other in sorted(distances) if distance <= limit]


def edit_distance(one: str, other: str, limit: int) -> int:
    """Return the number of edits between two words, or some number above `limit` if there are more edits."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, last, row = row, before, [index]
        for column, other_letter in enumerate(other, 1):
            count = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other_letter))
            if index > 1 and column > 1 and letter == other[column - 2] and one[index - 2] == other_letter:
                count = min(count, last[column - 2] + 1)
            row.append(count)
        if min(row) > limit:
            return limit + 1
    return row[-1]
