"""Heads of pictures for tests: enough for their size to be read."""

import struct


def png(width: int, height: int, more: bytes = b"") -> bytes:
    """The head of a PNG of this size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + more


def jpeg(width: int, height: int) -> bytes:
    """The head of a JPEG of this size, whose frame stands behind another segment."""
    segment = b"\xff\xe0\x00\x04ab"
    return b"\xff\xd8" + segment + b"\xff\xc2\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x03"
