"""Converts the errors of a fetch into VisitFailedErrors, whose details contain no secret of an address."""

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientHttpProxyError,
    ClientPayloadError,
    ClientProxyConnectionError,
    ClientResponseError,
    ClientSSLError,
    ServerDisconnectedError,
)

from feeds.guard import AnswerTooLargeError, ForbiddenAddressError, UnusableProxyError
from news.sources.found import Trouble, VisitFailedError

# What is said of each kind of error. The first that fits counts: some kinds are also of another kind below them.
_REASONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((ClientConnectorCertificateError,), "the certificate of the site is not valid"),
    ((ClientSSLError,), "no TLS connection"),
    ((ClientConnectorError,), "no connection"),
    ((ServerDisconnectedError, ClientPayloadError, ConnectionError), "the answer broke off"),
    ((ClientResponseError,), "the answer is not HTTP"),
    ((ValueError,), "the address is malformed"),
)


def failure_of(error: Exception, total_seconds: float) -> VisitFailedError:
    """Return how an error of aiohttp, of the socket or of the address is told; `total_seconds` was the time limit."""
    if isinstance(error, TimeoutError):
        return VisitFailedError(Trouble.SLOW, f"no complete answer within {total_seconds:g} s")
    if isinstance(error, ForbiddenAddressError):
        return VisitFailedError(Trouble.FORBIDDEN, error.strerror or "")
    if isinstance(error, AnswerTooLargeError):
        return VisitFailedError(Trouble.LARGE, error.strerror or "")
    return VisitFailedError(Trouble.UNREACHABLE, _reason(error))


def _reason(error: Exception) -> str:
    match error:
        case UnusableProxyError():
            return str(error)
        case ClientHttpProxyError():
            return f"the proxy answered with status {error.status}"
        case ClientProxyConnectionError():
            return f"no connection to the proxy: {error.os_error.strerror}"
    reason = next((reason for kinds, reason in _REASONS if isinstance(error, kinds)), "no connection")
    system = error.strerror if isinstance(error, OSError) and reason == "no connection" else None
    return system or reason
