"""Clients that disconnect before they have the whole answer: a closed browser tab, a killed bot."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def ignore_disconnects(request: web.Request, handler: Handler) -> web.StreamResponse:
    """End the request quietly if reading or writing failed because the client has disconnected.

    Without this middleware aiohttp logs such a failure as an error, with a traceback.
    """
    try:
        return await handler(request)
    except (ConnectionError, web.RequestPayloadError):
        if not has_disconnected(request):
            raise
        return web.Response()


def has_disconnected(request: web.Request) -> bool:
    """Whether the client's connection is closed or closing."""
    return request.transport is None or request.transport.is_closing()
