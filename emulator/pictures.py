"""The size of a picture, read from the head of a PNG or JPEG file, and the sizes in which Telegram keeps a photo."""

import struct

Size = tuple[int, int]

# Telegram keeps smaller copies with these longest sides, and no photo above the last.
LONGEST_SIDES = (90, 320, 1280)
MAX_SUM, MAX_RATIO = 10_000, 20
# A photo whose size nobody knows counts as one of 3:2.
UNKNOWN: Size = (1280, 853)

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Markers of a JPEG frame, which has the size: C0 to CF without the tables at C4, C8 and CC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> Size | None:
    """Width and height in pixels; None if it is neither a PNG nor a JPEG."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def kept_sizes(size: Size) -> list[Size]:
    """The sizes of a photo from small to large; it is made smaller, never larger."""
    longest = max(size)
    kept = {side for side in LONGEST_SIDES if side < longest} | {min(longest, LONGEST_SIDES[-1])}
    return [_scaled(size, side) for side in sorted(kept)]


def has_bad_dimensions(size: Size) -> bool:
    """Whether Telegram refuses a photo of this size: width and height above 10,000 together, or a ratio above 20."""
    return sum(size) > MAX_SUM or max(size) > MAX_RATIO * min(size)


def _scaled(size: Size, side: int) -> Size:
    longest = max(size)
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def _jpeg_size(content: bytes) -> Size | None:
    at = len(_JPEG)
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
