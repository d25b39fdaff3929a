"""What the program serves over HTTP: a site is an application on one port; the operator's site tells how it is."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.metrics import Metrics
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

# A request refused before its body was read: the rest is thrown away for so long, for a client to see the answer.
LINGERING_SECONDS = 1.0
CLOSING_SECONDS = 5.0
# The database is asked at most so often, however many ask us.
FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 3.0
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def open_site(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve an application until the block's end; yield the port. Raises OSError when it cannot be opened.

    Requests are not logged: their paths are nobody's business.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS, lingering_time=LINGERING_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


class HealthSite:
    """The operator's site: `/healthz`, `/readyz` and `/metrics`. It opens first and closes last."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        self._database: Database | None = None
        self._asking = asyncio.Lock()
        self._asked_at = -FRESH_SECONDS
        self._database_answers = False
        self.open = False

    def app(self) -> web.Application:
        """Return what is to be served."""
        app = web.Application()
        app.router.add_get("/healthz", self.health)
        app.router.add_get("/readyz", self.readiness)
        app.router.add_get("/metrics", self.metrics)
        return app

    def opened(self, database: Database) -> None:
        """Know the database, when it is open and Telegram has told who the bot is."""
        self._database = database
        self.open = True

    async def health(self, _request: web.Request) -> web.Response:
        """Answer: who can do so has a process and a loop that live."""
        return web.Response(text="ok\n")

    async def readiness(self, _request: web.Request) -> web.Response:
        """200 when everything serves, else 503 with the reason."""
        await self._ask()
        if not self.open:
            reason = "starting or stopping"
        elif not self._database_answers:
            reason = "the database does not answer"
        else:
            return web.Response(text="ready\n")
        return web.Response(status=503, text=f"{reason}\n")

    async def metrics(self, _request: web.Request) -> web.Response:
        """Return all figures in Prometheus' format."""
        await self._ask()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": _METRICS_TYPE})

    async def _ask(self) -> None:
        """Ask the database how it goes, unless that was done a moment ago."""
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if self._database is None or now < self._asked_at + FRESH_SECONDS:
                return
            self._asked_at = now
            try:
                async with asyncio.timeout(PATIENCE_SECONDS), self._database.reading() as unit:
                    readings = await unit.metrics.read(self._clock.now())
            except (StorageError, TimeoutError) as error:
                logger.warning("the figures wait for the database: %s", str(error) or "it does not answer")
                readings = None
            self._database_answers = readings is not None
            self._metrics.show(readings)
