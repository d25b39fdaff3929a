"""The program's HTTP sites: how an application is served on a port, and the site with health and metrics."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.connections import Connections, listen
from bot.leases import POLLING_LEASE
from bot.metrics import Metrics
from bot.timings import SiteTimes
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

# After a request was refused before its body was read, the rest is discarded for this long: the client can read the
# response.
LINGERING_SECONDS = 1.0
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def open_site(app: web.Application, host: str, port: int, times: SiteTimes = SiteTimes()) -> AsyncIterator[int]:
    """Serve an application until the block's end; yield the port. Raises OSError if the port cannot be opened.

    Requests are not logged: the webhook's path is confidential.
    """
    connections = Connections(times.max_connections, times.header_seconds)
    app.middlewares.append(connections.watch)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=times.closing_seconds,
        lingering_time=LINGERING_SECONDS,
        keepalive_timeout=times.idle_seconds,
    )
    sockets = await listen(host, port)
    try:
        await runner.setup()
        server = runner.server
        if server is None:
            raise RuntimeError("a runner that is set up has a server")
        loop = asyncio.get_running_loop()
        accepting = [loop.create_task(connections.accept(each, server)) for each in sockets]
        try:
            yield sockets[0].getsockname()[1]
        finally:
            for task in accepting:
                task.cancel()
            await asyncio.wait(accepting)
    finally:
        for each in sockets:
            each.close()
        await runner.cleanup()


class HealthSite:
    """The operator's site: `/healthz`, `/readyz` and `/metrics`. It opens first and closes last.

    `open` is True while the program serves; set it to False when it stops.
    """

    def __init__(self, metrics: Metrics, clock: Clock, times: SiteTimes = SiteTimes()) -> None:
        self._metrics = metrics
        self._clock = clock
        self._times = times
        self._database: Database | None = None
        self._querying = asyncio.Lock()
        self._queried_at = -times.cache_seconds
        self._database_answers = self._is_polled = False
        self._polls: Callable[[], bool] | None = None
        self.open = False

    def app(self) -> web.Application:
        """Return the application with the three pages."""
        app = web.Application()
        app.router.add_get("/healthz", self.health)
        app.router.add_get("/readyz", self.readiness)
        app.router.add_get("/metrics", self.metrics)
        return app

    def mark_open(self, database: Database, polls: Callable[[], bool] | None = None) -> None:
        """Report ready from now on; call it when the database is open and Telegram has given the bot's name.

        `polls` tells whether this process polls for updates; None if Telegram posts them.
        """
        self._database = database
        self._polls = polls
        self.open = True

    async def health(self, _request: web.Request) -> web.Response:
        """Return 200: the process and its event loop are alive."""
        return web.Response(text="ok\n")

    async def readiness(self, _request: web.Request) -> web.Response:
        """Return 200 if everything serves, else 503 with the reason."""
        await self._refresh()
        if not self.open:
            reason = "starting or stopping"
        elif not self._database_answers:
            reason = "the database does not answer"
        elif self._database is not None and self._database.damage is not None:
            reason = "the database is damaged"
        elif self._polls is not None and not self._is_polled and not self._polls():
            reason = "no process polls for updates"
        else:
            return web.Response(text="ready\n")
        return web.Response(status=503, text=f"{reason}\n")

    async def metrics(self, _request: web.Request) -> web.Response:
        """Return all metrics in Prometheus' format."""
        await self._refresh()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": _METRICS_TYPE})

    async def _refresh(self) -> None:
        """Read the figures from the database, unless they were read within `cache_seconds`."""
        async with self._querying:
            now = asyncio.get_running_loop().time()
            if self._database is None or now < self._queried_at + self._times.cache_seconds:
                return
            self._queried_at = now
            try:
                async with (
                    asyncio.timeout(self._times.database_timeout_seconds),
                    self._database.reading() as unit,
                ):
                    wall_time = self._clock.now()
                    readings = await unit.metrics.read(wall_time)
                    lease = await unit.leases.get(POLLING_LEASE)
                    self._is_polled = lease is not None and lease[1] > wall_time
            except (StorageError, TimeoutError) as error:
                logger.warning(
                    "the metrics could not be read from the database; /metrics shows the last ones: %s",
                    str(error) or "it does not answer",
                )
                readings = None
            self._database_answers = readings is not None
            self._metrics.set_readings(readings, self._clock.now())
