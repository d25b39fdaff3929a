"""The proxy that leads to the Bot API, if the environment names one: a matter of the machine, not of the newspaper.

`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are read as Python's own urllib reads them
(https://docs.python.org/3/library/urllib.request.html#urllib.request.getproxies), in either case of letters.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from bot.settings import SettingsError

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: `url` may hold a name and a password, `shown` never does."""

    url: str = field(repr=False)
    shown: str


def proxy_for(address: str) -> Proxy | None:
    """Return the proxy for an http:// or https:// address, None where there is none to be used.

    This machine itself is never looked for beyond a proxy. Raises SettingsError for one that cannot be used.
    """
    parts = urlsplit(address)
    found = getproxies()
    url = found.get(parts.scheme) or found.get("all")
    if not url or _is_here(parts.hostname or "") or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    url = url if "://" in url else f"http://{url}"
    return Proxy(url, _place(urlsplit(url), parts))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _place(proxy: SplitResult, beyond: SplitResult) -> str:
    """Return scheme, host and port. Raises SettingsError, without showing a password."""
    try:
        port = proxy.port
    except ValueError:
        port = -1
    if proxy.scheme not in _SCHEMES:
        raise SettingsError(
            f"The environment names a {proxy.scheme}:// proxy, and only http:// ones can be used: name such a one in "
            f"{beyond.scheme.upper()}_PROXY, or put {beyond.hostname} into NO_PROXY."
        )
    if port == -1 or not proxy.hostname:
        raise SettingsError(
            f"The proxy that the environment names cannot be understood: write {beyond.scheme.upper()}_PROXY as "
            "http://user:password@host:3128, what is no letter or digit in the password as %23 for #."
        )
    host = f"[{proxy.hostname}]" if ":" in proxy.hostname else proxy.hostname
    return f"{proxy.scheme}://{host}" + (f":{port}" if port else "")
