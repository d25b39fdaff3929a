"""The composition root: opens everything, runs it, and closes it in reverse. It alone knows every part."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot, Dispatcher
from aiogram.types import User
from aiohttp.web import Application

from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.courier import Courier
from bot.flood import FloodGuard
from bot.fsm import FsmStorage
from bot.intake import Intake, Source
from bot.leases import release_dead_leases
from bot.live_queue import LiveQueue
from bot.metrics import Metrics
from bot.polling import Polling
from bot.proxy import Proxy, proxy_for
from bot.reindexing import ADVICE, bring_index_up
from bot.settings import Settings, SettingsError
from bot.startup import identify_bot, set_menus
from bot.timers import Timers
from bot.transport import open_transport
from bot.web import HealthSite, open_site
from bot.webhook import Webhook
from handlers.fast_path import FastPath
from handlers.middlewares import ReaderMiddleware
from handlers.root import make_dispatcher
from news.newsroom import Newsroom, make_newsroom
from news.ports import Clock
from news.rate_limits import RateLimiter
from storage import Database, migrate, open_storage
from texts import Catalogs

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, made by `open_app`."""

    settings: Settings
    clock: Clock
    catalogs: Catalogs
    bot: Bot
    dispatcher: Dispatcher
    database: Database
    news: Newsroom
    intake: Intake
    source: Source
    guard: FloodGuard
    metrics: Metrics
    health: HealthSite
    timers: Timers
    live_queue: LiveQueue

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping`; then take nothing new, finish what runs, record what is in flight."""
        async with asyncio.TaskGroup() as group:
            menus_set = group.create_task(
                set_menus(self.bot, self.catalogs, self.clock, self.news, self.settings.admin_ids)
            )
            intake = group.create_task(self.intake.run(self.source))
            delivery = group.create_task(self.news.delivery.run())
            jobs = (self.live_queue.run(), self.guard.run(), self.metrics.watch_loop())
            live_queue = [group.create_task(job) for job in jobs]
            self.timers.start()
            self.health.opened(self.database)
            logger.info("the newspaper is open")
            await stopping.wait()
            logger.info("stopping: what runs is being finished")
            self.health.open = False
            menus_set.cancel()
            self.intake.stop()
            self.news.delivery.stop()
            await self.timers.stop()
            await asyncio.wait([intake, delivery])
            for task in live_queue:
                task.cancel()
        await self.news.articles.save_reads()


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """Open the database and the wire to Telegram and put the parts together.

    Raises SettingsError when Telegram does not know the token or a proxy cannot be used, StorageError when the database
    cannot serve.
    """
    proxy = proxy_for(settings.bot_api_url)
    if proxy is not None:
        logger.info("Telegram is spoken to through the proxy %s", proxy.shown)
    clock = SystemClock()
    catalogs = Catalogs(settings.zone)
    limiter = RateLimiter(settings.send_rate)
    metrics = Metrics()
    health = HealthSite(metrics, clock)
    async with AsyncExitStack() as opened:
        if settings.metrics_port:
            await _open_site(opened, health.app(), "METRICS", settings.metrics_host, settings.metrics_port)
        database = await _open_database(opened, settings, clock)
        session = ApiSession(
            settings.bot_api_url, settings.token, on_answer=lambda: _count_answer(limiter, metrics), through=proxy
        )
        opened.push_async_callback(session.close)
        bot = Bot(settings.token, session=session)
        me = await identify_bot(bot)
        courier = _open_courier(opened, settings, proxy, catalogs, clock, me)
        news = _newsroom(settings, database, courier, limiter, clock, metrics)
        metrics.watch_gate(limiter, clock)
        readers = ReaderMiddleware(news, catalogs, clock, settings.default_language)
        dispatcher = make_dispatcher(readers, FsmStorage(database, clock))
        guard = FloodGuard(bot, news, catalogs, clock, metrics)
        shortcut = FastPath(news, catalogs, clock, bot, session)
        intake = Intake(bot, dispatcher, database, clock, guard, metrics, shortcut)
        kinds = dispatcher.resolve_used_update_types()
        source = await _open_source(opened, settings, Polling(session, database, clock, kinds), session, kinds)
        live_queue = LiveQueue(news, bot, catalogs, clock, settings.default_language)
        timers = Timers(news, database, clock, settings.push_interval)
        yield App(
            settings=settings,
            clock=clock,
            catalogs=catalogs,
            bot=bot,
            dispatcher=dispatcher,
            database=database,
            news=news,
            intake=intake,
            source=source,
            guard=guard,
            metrics=metrics,
            health=health,
            timers=timers,
            live_queue=live_queue,
        )


async def _open_database(opened: AsyncExitStack, settings: Settings, clock: Clock) -> Database:
    await migrate(settings.database_url)
    database = await opened.enter_async_context(open_storage(settings.database_url))
    await release_dead_leases(database, clock)
    if not await bring_index_up(database):
        logger.warning(ADVICE)
    return database


def _newsroom(
    settings: Settings, database: Database, courier: Courier, limiter: RateLimiter, clock: Clock, metrics: Metrics
) -> Newsroom:
    return make_newsroom(
        database,
        courier,
        limiter,
        clock,
        admins=settings.admin_ids,
        languages=settings.languages,
        zone=settings.zone,
        lifetime=timedelta(seconds=settings.delivery_lifetime),
        retention=timedelta(days=settings.ledger_days),
        resend_unknown=settings.on_unknown == "resend",
        observer=metrics,
    )


def _open_courier(
    opened: AsyncExitStack, settings: Settings, proxy: Proxy | None, catalogs: Catalogs, clock: Clock, me: User
) -> Courier:
    address = f"{settings.bot_api_url}/bot{settings.token}"
    send, edit = (open_transport(f"{address}/{method}", proxy) for method in ("sendMessage", "editMessageText"))
    opened.push_async_callback(send.close)
    opened.push_async_callback(edit.close)
    return Courier(send, edit, catalogs, clock, me.username or "", paid=settings.paid_broadcast)


async def _open_source(
    opened: AsyncExitStack, settings: Settings, polling: Polling, session: ApiSession, kinds: Sequence[str]
) -> Source:
    """Serve the webhook if there is to be one; else updates are polled."""
    if not settings.webhook_url or settings.webhook_secret is None:
        return polling
    webhook = Webhook(session, settings.webhook_url, settings.webhook_secret.get_secret_value(), kinds)
    await _open_site(opened, webhook.app(), "WEB", settings.web_host, settings.web_port)
    return webhook


async def _open_site(opened: AsyncExitStack, app: Application, name: str, host: str, port: int) -> None:
    try:
        await opened.enter_async_context(open_site(app, host, port))
    except OSError as error:
        raise SettingsError(
            f"{name}_HOST and {name}_PORT: {host}:{port} cannot be served ({error.strerror}). Choose another port."
        ) from None


def _count_answer(limiter: RateLimiter, metrics: Metrics) -> None:
    limiter.count_answer()
    metrics.sent()
