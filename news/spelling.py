"""Words that somebody may have meant: a slip or two away, or typed with the keyboard in the other language."""

from collections.abc import Mapping

# Slips that are forgiven: a letter wrong, missing, too many, or two that changed places (Damerau, 1964).
MOST_SLIPS = 2
_SHORT = 4  # in a word of up to so many letters one slip is enough to make another word

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = str.maketrans(_LATIN_KEYS + _CYRILLIC_KEYS, _CYRILLIC_KEYS + _LATIN_KEYS)


def other_layout(word: str) -> str:
    """The word as the same keys write it with the keyboard in the other language: `ghbdtn` is `привет`."""
    return word.casefold().translate(_OTHER_LAYOUT)


def slips_allowed(stem: str) -> int:
    """How many slips away a stem may be to be offered for this one."""
    return 1 if len(stem) <= _SHORT else MOST_SLIPS


def closest_words(stem: str, known: Mapping[str, str]) -> list[str]:
    """The words of those known stems that are few enough slips away, the nearest first; `known` has a word a stem."""
    most, letters = slips_allowed(stem), frozenset(stem)
    # One slip changes at most two of the letters there are: this sorts out nearly all at a fiftieth of the price.
    close = (other for other in known if len(letters.symmetric_difference(other)) <= 2 * most)
    found = ((slips(stem, other, most), abs(len(other) - len(stem)), other) for other in close if other != stem)
    return [known[other] for count, _, other in sorted(found) if count <= most]


def slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two words, or more than `most` where that is all there is to know."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, last, row = row, before, [index]
        for place, wanted in enumerate(other, 1):
            count = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if index > 1 and place > 1 and letter == other[place - 2] and one[index - 2] == wanted:
                count = min(count, last[place - 2] + 1)
            row.append(count)
        if min(row) > most:
            return most + 1
    return row[-1]
