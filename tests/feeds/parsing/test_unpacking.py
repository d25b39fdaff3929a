"""Unpacking of packed bodies."""

import gzip
import zlib

import pytest

from feeds.parsing.errors import LargeError, UnreadableError
from feeds.parsing.unpacking import unpacked

BODY = b"<rss>" + b"x" * 1000


def pack(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (BODY, ""),
        (BODY, "identity"),
        (pack(BODY), "gzip"),
        (pack(BODY), "x-gzip"),
        (zlib.compress(BODY), "deflate"),
        (raw_deflate(BODY), "deflate"),
        (pack(pack(BODY)), "gzip, gzip"),
        (pack(zlib.compress(BODY)), "deflate, GZIP"),
        (pack(BODY), ""),  # feed.xml.gz
        (pack(BODY[:500]) + pack(BODY[500:]), "gzip"),
        (pack(BODY) + b"\0" * 100, "gzip"),
    ],
    ids=range(11),
)
def test_a_body_is_as_it_was_before_it_was_packed(content: bytes, encoding: str) -> None:
    assert unpacked(content, encoding, len(BODY)) == BODY


def test_a_body_that_broke_off_is_unpacked_as_far_as_it_goes() -> None:
    content = bytes(range(256)) * 100
    part = unpacked(pack(content)[:-20], "gzip", len(content))
    assert part
    assert content.startswith(part)


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_a_body_above_the_limit_is_too_large_packed_or_not(encoding: str) -> None:
    packed = {"": BODY, "gzip": pack(BODY), "deflate": zlib.compress(BODY)}[encoding]
    with pytest.raises(LargeError):
        unpacked(packed, encoding, len(BODY) - 1)


@pytest.mark.parametrize(
    ("content", "encoding"), [(BODY, "gzip"), (BODY, "br"), (pack(BODY), "gzip," * 3)], ids=range(3)
)
def test_other_codings_are_refused(content: bytes, encoding: str) -> None:
    with pytest.raises(UnreadableError):
        unpacked(content, encoding, 10_000)
