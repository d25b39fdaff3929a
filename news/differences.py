"""Two versions of a text side by side: from the first difference on, or by the sentences added and removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from news.sentences import sentences
from news.words import reach, whole

# How much of a long line is shown before the difference, in characters.
_CONTEXT = 100
_ELLIPSIS = "…"
# More sentences on both sides are compared without their order, which would take minutes.
_MAX_ORDERED = 2_000


@dataclass(frozen=True, slots=True)
class SentenceChanges:
    """The sentences that an update added and removed, each in the order of the text."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def sentence_changes(before: str, updated: str, now: str) -> SentenceChanges:
    """Return what the update of a text `before` into `updated` changed, as it stands `now` after silent fixes.

    What a silent fix changed is no change; an added sentence is shown as the fix left it. A sentence that only moved
    is neither added nor removed.
    """
    old, new, present = sentences(before), sentences(updated), sentences(now)
    later = _followed(new, present)
    known, left = frozenset(old), frozenset(present)
    added = (later.get(index) for index in _unmatched(old, new))
    return SentenceChanges(
        tuple(sentence for sentence in added if sentence is not None and sentence not in known),
        tuple(old[index] for index in _unmatched(new, old) if old[index] not in left),
    )


def differing(one: str, other: str, most: int) -> tuple[str, str]:
    """Return both texts from the line on in which they differ first, each shortened to `most` UTF-16 units."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))
    start, cut = one.rfind("\n", 0, same) + 1, ""
    if same - start > _CONTEXT:
        start, cut = one.find(" ", same - _CONTEXT, same) + 1 or same, _ELLIPSIS
    return _cut(cut + one[start:], most), _cut(cut + other[start:], most)


def _unmatched(one: Sequence[str], other: Sequence[str]) -> Iterator[int]:
    """Iterate over the indexes of the sentences of `other` that `one` does not have."""
    known = frozenset(one)
    return (index for index, sentence in enumerate(other) if sentence not in known)


def _followed(one: Sequence[str], other: Sequence[str]) -> dict[int, str]:
    """Return what became of each sentence of `one` in `other`, by its index in `one`; removed ones are left out.

    Of a replaced part, the sentences are taken in pairs.
    """
    if one == other:
        return dict(enumerate(one))
    if min(len(one), len(other)) > _MAX_ORDERED:
        known = frozenset(other)
        return {index: sentence for index, sentence in enumerate(one) if sentence in known}
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return {
        start + step: other[to + step]
        for _, start, end, to, to_end in blocks
        for step in range(min(end - start, to_end - to))
    }


def _cut(text: str, most: int) -> str:
    if reach(text, 0, most) == len(text):
        return text
    return text[: whole(text, 0, reach(text, 0, most - len(_ELLIPSIS)))] + _ELLIPSIS
