"""Unpacking of bodies that came packed (Content-Encoding), up to a limit: a few bytes may unpack to gigabytes."""

import zlib

from feeds.parsing.errors import LargeError, UnreadableError

_MAX_CODINGS = 2
_GZIP_MAGIC = b"\x1f\x8b"
_EITHER = zlib.MAX_WBITS | 32  # a zlib or gzip header
_RAW = -zlib.MAX_WBITS  # deflate without a header, which some servers send


def unpacked(content: bytes, encoding: str, most_bytes: int) -> bytes:
    """Return the body as it was before the codings of `Content-Encoding` were applied.

    A body that broke off is unpacked as far as it goes. A file that is packed itself (`feed.xml.gz`) is unpacked once.
    Raises LargeError if the body, packed or not, is longer than `most_bytes`, and UnreadableError for codings
    other than gzip and deflate.
    """
    codings = [name.strip() for name in encoding.lower().split(",") if name.strip() not in {"", "identity"}]
    if len(codings) > _MAX_CODINGS or not {"gzip", "x-gzip", "deflate"}.issuperset(codings):
        raise UnreadableError(f"packed as {encoding[:40]}")
    for _ in codings:
        content = _inflated(content, most_bytes) if content else content
    if content.startswith(_GZIP_MAGIC):
        content = _inflated(content, most_bytes)
    if len(content) > most_bytes:
        raise LargeError
    return content


def _inflated(content: bytes, most_bytes: int) -> bytes:
    unpacked = b""
    while content:
        window = _EITHER if content[:1] in {b"\x1f", b"\x78"} else _RAW
        piece, content = _member(content, window, most_bytes - len(unpacked))
        unpacked += piece
        if not content.startswith(_GZIP_MAGIC):  # zeros or rubbish behind the last member
            break
    return unpacked


def _member(content: bytes, window: int, room: int) -> tuple[bytes, bytes]:
    """Return what the first member unpacks to, and the bytes behind it."""
    member = zlib.decompressobj(window)
    try:
        piece = member.decompress(content, room + 1)
    except zlib.error as error:
        raise UnreadableError("not packed as it says") from error
    if len(piece) > room:
        raise LargeError
    return piece, member.unused_data
