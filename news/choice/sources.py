"""The number that stands for a source, the host of its articles, in a button. Pure."""

from hashlib import blake2s

_KEY_BITS = 30


def source_key(host: str) -> int:
    """Return a number below 2^30 that stands for a source in a button."""
    return int.from_bytes(blake2s(host.encode(), digest_size=4).digest()) % (1 << _KEY_BITS)
