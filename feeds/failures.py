"""How the errors of a fetch are told: each becomes a VisitFailedError whose detail has no secrets of an address."""

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientHttpProxyError,
    ClientPayloadError,
    ClientProxyConnectionError,
    ClientResponseError,
    ClientSSLError,
    InvalidURL,
    ServerDisconnectedError,
)

from feeds.guard import ForbiddenAddressError, UnusableProxyError
from news.sources.found import Trouble, VisitFailedError


def failure_of(error: Exception, total_seconds: float) -> VisitFailedError:
    """Return how an error of aiohttp, of the socket or of the address is told; `total_seconds` was the time limit."""
    if isinstance(error, TimeoutError):
        return VisitFailedError(Trouble.SLOW, f"no complete answer within {total_seconds:g} s")
    if isinstance(error, ForbiddenAddressError):
        return VisitFailedError(Trouble.FORBIDDEN, error.strerror or "")
    return VisitFailedError(Trouble.UNREACHABLE, _reason(error))


def _reason(error: Exception) -> str:
    """Return why there is no answer. The order matters: some of these errors are kinds of others below them."""
    match error:
        case UnusableProxyError():
            return str(error)
        case ClientHttpProxyError():
            return f"the proxy answered with status {error.status}"
        case ClientProxyConnectionError():
            return f"no connection to the proxy: {error.os_error.strerror}"
        case ClientConnectorCertificateError():
            return "the certificate of the site is not valid"
        case ClientSSLError():
            return "no TLS connection"
        case ClientConnectorError():
            return error.os_error.strerror or "no connection"
        case ServerDisconnectedError() | ClientPayloadError() | ConnectionError():
            return "the answer broke off"
        case ClientResponseError():
            return "the answer is not HTTP"
        case InvalidURL() | ValueError():
            return "the address is malformed"
        case OSError():
            return error.strerror or "no connection"
        case _:
            return "no connection"
