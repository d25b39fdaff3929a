"""The source of an article as choices name it: the host of its URL. Pure."""

from hashlib import blake2s
from urllib.parse import urlsplit

# https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
MAX_HOST = 253
_KEY_BITS = 30


def source_host(url: str | None) -> str:
    """Return the host name of an http(s) URL in lower case, without `www.`; "" if it has none."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:  # a bracket without its pair: no IPv6 address
        return ""
    host = host.rstrip(".").removeprefix("www.")
    return host if parts.scheme in {"http", "https"} and len(host) <= MAX_HOST else ""


def source_key(host: str) -> int:
    """Return a number below 2^30 that stands for a source in a button."""
    return int.from_bytes(blake2s(host.encode(), digest_size=4).digest()) % (1 << _KEY_BITS)
