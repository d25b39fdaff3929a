"""The host of a URL, by which articles and sources are told apart. Pure."""

from urllib.parse import urlsplit

# https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
MAX_HOST = 253


def source_host(url: str | None) -> str:
    """Return the host name of an http(s) URL in lower case, without `www.`; "" if it has none."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:  # a bracket without its pair: no IPv6 address
        return ""
    host = host.rstrip(".").removeprefix("www.")
    return host if parts.scheme in {"http", "https"} and len(host) <= MAX_HOST else ""
