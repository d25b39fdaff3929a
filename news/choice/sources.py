"""The source of an article: the host of its address, by which readers mute it. Pure."""

from urllib.parse import urlsplit


def source_host(url: str) -> str:
    """Return the host of an address in lower case, without `www.`; "" if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").rstrip(".")
