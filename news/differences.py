"""Two versions of a text side by side: each from the first difference on."""

from news.words import reach, whole

# How much of a long line is shown before the difference, in characters.
_CONTEXT = 100
_ELLIPSIS = "…"


def differing(one: str, other: str, most: int) -> tuple[str, str]:
    """Return both texts from the line on in which they differ first, each shortened to `most` UTF-16 units."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))
    start, cut = one.rfind("\n", 0, same) + 1, ""
    if same - start > _CONTEXT:
        start, cut = one.find(" ", same - _CONTEXT, same) + 1 or same, _ELLIPSIS
    return _cut(cut + one[start:], most), _cut(cut + other[start:], most)


def _cut(text: str, most: int) -> str:
    if reach(text, 0, most) == len(text):
        return text
    return text[: whole(text, 0, reach(text, 0, most - len(_ELLIPSIS)))] + _ELLIPSIS
