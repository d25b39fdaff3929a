"""A generated PNG for photos that are sent without a picture."""

import struct
import zlib
from math import sin

WIDTH, HEIGHT = 300, 200

_SKIES = ((214, 222, 226), (232, 222, 208), (206, 213, 222), (222, 226, 214))
_HORIZON = (246, 243, 235)
_HILLS = ((154, 166, 160), (108, 122, 118))
_SKY_SHADES = 32


def sample_picture(number: int) -> bytes:
    """A PNG of two hills under a pale sky; `number` selects the colours and the shapes."""
    palette = _sky(_SKIES[number % len(_SKIES)]) + list(_HILLS)
    rows = b"".join(b"\0" + bytes(_shade(x, y, number) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _sky(top: tuple[int, int, int]) -> list[tuple[int, ...]]:
    steps = range(_SKY_SHADES)
    return [tuple(a + (b - a) * step // _SKY_SHADES for a, b in zip(top, _HORIZON, strict=True)) for step in steps]


def _shade(x: int, y: int, number: int) -> int:
    """The palette index of a pixel: the near hill, the far hill or the sky."""
    if y > 150 + 14 * sin(x / 47 + number * 1.3):
        return _SKY_SHADES + 1
    if y > 118 + 24 * sin(x / 71 + number * 2.1 + 2):
        return _SKY_SHADES
    return min(y * _SKY_SHADES // 130, _SKY_SHADES - 1)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
