"""The composition root: it alone knows all parts. It opens them, runs them, and closes them in reverse order."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from aiogram import Bot, Dispatcher

from bot.answer_pace import AnswerPace
from bot.answers import Answers
from bot.api_session import ApiSession
from bot.beats import beat, keep_beating
from bot.clock import SystemClock
from bot.courier import MAX_KNOWN_FILES, Courier
from bot.database_clock import DatabaseClock
from bot.feed_reader import open_feed_reader
from bot.file_source import TelegramFiles
from bot.flood import FloodGuard
from bot.fsm import FsmStorage
from bot.group_office import GroupWorker
from bot.intake import Intake
from bot.intake_ports import Source
from bot.jobs import serve_jobs
from bot.leases import new_holder
from bot.live_queue import LiveQueue
from bot.metrics import Metrics
from bot.moderation_hook import open_hook
from bot.polling import Polling
from bot.privacy import privacy_rules
from bot.proxy import Proxy, proxy_for
from bot.publishing import Publisher
from bot.settings import Settings
from bot.source_file import SourceFile
from bot.startup import check_bot, identify_bot, open_database, open_named_site, set_menus, show_menu
from bot.timers import Timers
from bot.timings import Timings
from bot.transport import Transport, open_transport
from bot.visiting import SourceVisitor
from bot.web import HealthSite
from bot.webhook import Webhook
from handlers.fast_path import FastPath
from handlers.middlewares import ReaderMiddleware
from handlers.root import make_dispatcher
from news.discussions import GroupComments
from news.ledger import Address, SentFile
from news.newcomers import Registration
from news.newsroom import Newsroom, make_newsroom
from news.ports import Clock
from news.ports.feeds import FeedReader
from news.ports.hooks import Hook
from news.rate_limits import RateLimiter
from storage import Database
from texts import Catalogs

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """The running parts, made by `open_app`."""

    settings: Settings
    clock: DatabaseClock
    catalogs: Catalogs
    bot: Bot
    answers: Answers
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
    publisher: Publisher
    groups: GroupWorker
    visitor: SourceVisitor
    source_file: SourceFile | None

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping` is set; then accept nothing new, finish running work, and record its results."""
        async with asyncio.TaskGroup() as group:
            admins, language = self.settings.admin_ids, self.settings.default_language
            menus_set = group.create_task(set_menus(self.bot, self.catalogs, self.clock, self.news, admins, language))
            intake = group.create_task(self.intake.run(self.source))
            delivery = group.create_task(self.news.delivery.run())
            jobs = (
                self.clock.run(),
                self.timers.watch(),
                self.answers.run(),
                self.live_queue.run(),
                self.publisher.run(),
                self.groups.run(),
                self.guard.run(),
                self.metrics.measure_loop_lag(),
                serve_jobs(self.settings.database_url, self.database, self.clock, self.news.source_trials),
                keep_beating(self.database),
                self.visitor.run(),
                *([self.source_file.run()] if self.source_file is not None else []),
            )
            endless = [group.create_task(job) for job in jobs]
            self.timers.start()
            self.health.mark_open(self.database, self.source.is_leased if isinstance(self.source, Polling) else None)
            logger.info("the newspaper is open")
            await stopping.wait()
            logger.info("stopping: running handlers, sends and ticks are finished first")
            self.health.open = False
            menus_set.cancel()
            self.intake.stop()
            self.news.delivery.stop()
            await self.timers.stop()
            await asyncio.wait([intake, delivery])
            for task in endless:
                task.cancel()
        await self.news.articles.save_reads()
        await beat(self.database)


@asynccontextmanager
async def open_app(
    settings: Settings, timings: Timings = Timings(), wall: Clock | None = None, feeds: FeedReader | None = None
) -> AsyncIterator[App]:
    """Open the database and the session to Telegram, and connect the parts; `timings` are their times and limits.

    On SQLite `wall` is the time of the newspaper in place of the machine's; the timers tick by the machine's all the
    same. `feeds` reads the sources, in place of the reader that the settings open.

    Raises SettingsError for a wrong token or an unusable proxy, StorageError if the database is unavailable.
    """
    proxy = proxy_for(settings.bot_api_url)
    machine, metrics = SystemClock(), Metrics()
    clock = DatabaseClock(wall or machine, timings.clock)
    catalogs, limiter = Catalogs(settings.zone), RateLimiter(settings.send_rate)
    health = HealthSite(metrics, clock, timings.site)
    async with AsyncExitStack() as opened:
        database = await _open_database(opened, settings, timings, health, clock)
        transport, session = _open_session(opened, settings, timings, proxy)
        answers = Answers(transport, AnswerPace(limiter, clock, metrics), timings.answers)
        session.middleware(answers)
        bot = Bot(settings.token, session=session)
        me = await identify_bot(bot, timings.identify_retry_seconds)
        await check_bot(database, me)
        courier = Courier(
            transport,
            catalogs,
            clock,
            me.username or "",
            paid=settings.paid_broadcast,
            files=await _known_files(database),
            on_pause=answers.close,
        )
        hook = await opened.enter_async_context(open_hook(settings.moderation_hook, clock))
        if feeds is None:
            feeds = await opened.enter_async_context(open_feed_reader(settings, clock))
        news = _newsroom(settings, timings, database, courier, limiter, clock, metrics, hook, feeds)
        answers.on_files = news.files.keep
        metrics.observe_backoff(limiter, clock)
        live_queue = LiveQueue(news, bot, catalogs, clock, settings.default_language, timings.live_queue_seconds)
        readers = ReaderMiddleware(news, catalogs, clock, settings.default_language)
        dispatcher = make_dispatcher(readers, FsmStorage(database, clock))
        guard = FloodGuard(bot, news, catalogs, clock, metrics, timings.flood)
        fast_path = FastPath(news, catalogs, clock, bot, answers.carry)
        files = TelegramFiles(session, settings.token)
        yield App(
            settings=settings,
            clock=clock,
            catalogs=catalogs,
            bot=bot,
            answers=answers,
            dispatcher=dispatcher,
            database=database,
            news=news,
            intake=Intake(bot, dispatcher, database, clock, guard, metrics, fast_path, timings.intake),
            source=await _open_source(opened, settings, timings, database, clock, session, dispatcher),
            guard=guard,
            metrics=metrics,
            health=health,
            timers=Timers(
                news,
                database,
                clock,
                machine,
                settings.push_interval,
                files,
                partial(show_menu, bot, catalogs, clock, news),
                announce_seconds=timings.announce_seconds,
            ),
            live_queue=live_queue,
            publisher=Publisher(news, live_queue.wake),
            groups=GroupWorker(news, session),
            visitor=SourceVisitor(news, new_holder()),
            source_file=SourceFile(Path(settings.sources_file), news) if settings.sources_file else None,
        )


async def _open_database(
    opened: AsyncExitStack, settings: Settings, timings: Timings, health: HealthSite, clock: DatabaseClock
) -> Database:
    """Open the site of health and metrics, then the database, whose clock `clock` follows from then on."""
    if settings.metrics_port:
        address = ("METRICS", settings.metrics_host, settings.metrics_port)
        await opened.enter_async_context(open_named_site(health.app(), *address, timings.site))
    database = await opened.enter_async_context(open_database(settings.database_url, clock))
    await clock.follow(database)
    return database


def _open_session(
    opened: AsyncExitStack, settings: Settings, timings: Timings, proxy: Proxy | None
) -> tuple[Transport, ApiSession]:
    """Open the transport and the session to Telegram, through the proxy if there is one."""
    if proxy is not None:
        logger.info("requests to Telegram go through the proxy %s", proxy.shown)
    transport = open_transport(settings.bot_api_url, settings.token, proxy, timings.http)
    opened.push_async_callback(transport.close)
    session = ApiSession(settings.bot_api_url, settings.token, transport, http_proxy=proxy)
    opened.push_async_callback(session.close)
    return transport, session


async def _known_files(database: Database) -> tuple[SentFile, ...]:
    async with database.reading() as unit:
        return tuple(await unit.files.newest(MAX_KNOWN_FILES))


def _newsroom(
    settings: Settings,
    timings: Timings,
    database: Database,
    courier: Courier,
    limiter: RateLimiter,
    clock: Clock,
    metrics: Metrics,
    hook: Hook,
    feeds: FeedReader,
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
        undo=timedelta(seconds=settings.undo_seconds),
        breaking_per_day=settings.breaking_per_day,
        privacy=privacy_rules(settings),
        hold_first=settings.hold_first,
        hold_new=timedelta(hours=settings.hold_new_hours),
        hook=hook,
        feeds=feeds,
        visit_rules=timings.visits or settings.visit_rules,
        moderation_chat=None if settings.moderation_place is None else Address(*settings.moderation_place),
        registration=Registration(settings.registration),
        comment_rules=settings.comment_rules,
        group_comments=GroupComments(settings.group_comments),
        quiet_hours=settings.default_quiet,
        times=timings.delivery,
        retries=timings.retries,
        observer=metrics,
    )


async def _open_source(
    opened: AsyncExitStack,
    settings: Settings,
    timings: Timings,
    database: Database,
    clock: Clock,
    session: ApiSession,
    dispatcher: Dispatcher,
) -> Source:
    """Serve the webhook and return it, if the settings name one; else return the long polling."""
    kinds = dispatcher.resolve_used_update_types()
    if not settings.webhook_url or settings.webhook_secret is None:
        return Polling(session, database, clock, kinds, timings.polling)
    secret = settings.webhook_secret.get_secret_value()
    webhook = Webhook(session, settings.webhook_url, secret, kinds, timings.webhook)
    address = ("WEB", settings.web_host, settings.web_port)
    await opened.enter_async_context(open_named_site(webhook.app(), *address, timings.site))
    return webhook
