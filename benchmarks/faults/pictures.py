"""Telegram refuses the picture of a push, while the bot is killed: every subscriber gets the text, once.

A refused message was not sent. The process that hears of it draws the edition without its files, and tries again at
once; one that starts afterwards has to hear of it itself.
"""

from dataclasses import dataclass

from benchmarks.databases import empty_databases
from benchmarks.faults.databases import FIRST_CHAT, rows, subscribe, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Reply, Request, open_receiver
from benchmarks.faults.refusals import refusal
from bot.clock import SystemClock
from bot.timings import Timings
from news.ledger import MessageKind, SentFile
from news.model import Attachment, NewArticle
from news.richtext import from_plain
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Telegram refuses the picture of a push, and the process is killed, SQLite"
REFUSALS = ("Bad Request: wrong file identifier/HTTP URL specified", "Bad Request: PHOTO_INVALID_DIMENSIONS")
TIMEOUT_SECONDS = 120.0
PICTURE = SentFile("tg:one", MessageKind.PHOTO, "AgACAgIAAxkBAAI")


@dataclass(frozen=True, slots=True)
class Plan:
    """A push to `subscribers` for each refusal, at `rate` messages a second, with this many `kills`.

    `refused` is how many photos a process may send before it has drawn the edition anew: what was in flight. `doubled`
    is how many texts may arrive twice because of one kill.
    """

    subscribers: int
    kills: int
    rate: int = 500
    refused: int = 250
    doubled: int = 12


FULL = Plan(5_000, 10)
QUICK = Plan(300, 2, 200, doubled=40)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push once for each way in which Telegram refuses a picture."""
    found = []
    for words in REFUSALS:
        found += await _push(processes, plan, words)
    return found


async def _push(processes: ProcessFactory, plan: Plan, words: str) -> list[Measurement]:
    photos = 0
    async with (
        empty_databases("sqlite", 1) as (url,),
        open_receiver() as receiver,
        open_storage(url) as database,
        temporary_folder() as folder,
    ):

        def respond(request: Request) -> Reply:
            nonlocal photos
            if request.method != "sendPhoto":
                return receiver.accept(request)
            photos += 1
            return refusal(400, words)

        receiver.respond = respond
        chats = range(FIRST_CHAT, FIRST_CHAT + plan.subscribers)
        await subscribe(database, chats)
        await _publish_picture(database)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        for kill in range(plan.kills + 1):
            process = await processes.start(settings, Timings(), folder / f"log-{kill}")
            wanted = plan.subscribers * (kill + 1) // (plan.kills + 1)
            await until(lambda wanted=wanted: len(receiver.copies) >= wanted, TIMEOUT_SECONDS)  # type: ignore[misc]
            if kill < plan.kills:
                await process.kill()
        await until(lambda: _is_finished(database), TIMEOUT_SECONDS, 0.05)
        code, _ = await process.stop()
        assert code == 0, code
    texts = receiver.copies
    return [
        Measurement(f"{words}: subscribers without the news", sum(chat not in texts for chat in chats), 0),
        Measurement(f"{words}: photos sent a process", photos / (plan.kills + 1), plan.refused),
        Measurement(
            f"{words}, {plan.kills} × kill -9: texts sent twice a kill",
            (texts.total() - len(texts)) / plan.kills,
            plan.doubled,
        ),
    ]


async def _publish_picture(database: Database) -> None:
    """Publish an article with a picture that Telegram once had."""
    now = SystemClock().now()
    attachments = (Attachment(PICTURE.kind, PICTURE.source),)
    article = NewArticle(
        "picture", "Мост открыт", from_plain("Текст."), now, published_at=now, to_push=True, attachments=attachments
    )
    async with database.writing() as unit:
        await unit.articles.add(article)
        await unit.files.keep([PICTURE], now)


async def _is_finished(database: Database) -> bool:
    return (1,) in await rows(database, "SELECT finished FROM editions WHERE kind = 'headlines'")
