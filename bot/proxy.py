"""The HTTP proxy to the Bot API and to other sites, from the machine's environment and not from the settings.

`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are read as Python's own urllib reads them
(https://docs.python.org/3/library/urllib.request.html#urllib.request.getproxies), in either case of letters.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from bot.settings import SettingsError
from feeds.guard import UnusableProxyError

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: `url` may contain a name and a password, `shown` never does."""

    url: str = field(repr=False)
    shown: str


def proxy_for(address: str) -> Proxy | None:
    """Return the proxy for an http:// or https:// address, None if there is none.

    Addresses of this machine never use a proxy. Raises SettingsError for a proxy that cannot be used.
    """
    parts = urlsplit(address)
    found = getproxies()
    url = found.get(parts.scheme) or found.get("all")
    if not url or _is_local(parts.hostname or "") or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    url = url if "://" in url else f"http://{url}"
    return Proxy(url, _shown_address(urlsplit(url), parts))


def proxy_url(address: str) -> str | None:
    """Return the proxy for an address as `feeds.guard` takes it; the URL may contain a name and a password.

    Raises UnusableProxyError.
    """
    try:
        proxy = proxy_for(address)
    except SettingsError as error:
        raise UnusableProxyError(str(error)) from error
    return None if proxy is None else proxy.url


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _shown_address(proxy: SplitResult, target: SplitResult) -> str:
    """Return scheme, host and port. Raises SettingsError; its message never contains the password."""
    try:
        port = proxy.port
    except ValueError:
        port = -1
    if proxy.scheme not in _SCHEMES:
        raise SettingsError(
            f"The environment names a {proxy.scheme}:// proxy, but only http:// proxies can be used: name one in "
            f"{target.scheme.upper()}_PROXY, or add {target.hostname} to NO_PROXY."
        )
    if port == -1 or not proxy.hostname:
        raise SettingsError(
            f"The proxy address in the environment is malformed: write {target.scheme.upper()}_PROXY as "
            "http://user:password@host:3128, with special characters of the password encoded, as %23 for #."
        )
    host = f"[{proxy.hostname}]" if ":" in proxy.hostname else proxy.hostname
    return f"{proxy.scheme}://{host}" + (f":{port}" if port else "")
