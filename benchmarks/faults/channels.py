"""Posts to channels while the bot is killed, and a channel that removes it: no post doubled, none lost unseen.

Everybody sees a post twice, so one that may have arrived is never sent again: the staff is told instead. A channel that
has removed the bot is lost once, is told once, and holds up no other.
"""

from collections import Counter
from dataclasses import dataclass

from benchmarks.databases import empty_databases
from benchmarks.faults.databases import rows, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Reply, Request, open_receiver
from benchmarks.faults.refusals import refusal
from bot.clock import SystemClock
from bot.timings import Timings
from news.editing import EditingDesk
from news.ledger import Address, PlaceKind
from news.model import NewArticle
from news.posts import OutletChat, OutletState
from news.richtext import from_plain
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Posts to channels, killed and removed, SQLite"
ADMIN = 900
FIRST_CHANNEL = -1_001_000_000_000
TIMEOUT_SECONDS = 180.0
_OPEN = "SELECT COUNT(*) FROM editions WHERE audience = 'outlets' AND finished = 0"
_FAILED = (
    "SELECT p.chat_id, a.title FROM deliveries AS d JOIN editions AS e ON e.id = d.edition_id "
    "JOIN edition_articles AS s ON s.edition_id = e.id JOIN articles AS a ON a.number = s.article "
    "JOIN places AS p ON p.id = d.place_id WHERE e.audience = 'outlets' AND d.state = 'failed'"
)
_NOTICES = "SELECT COUNT(*) FROM editions WHERE kind = 'notice' AND notice LIKE '%{kind}%'"


@dataclass(frozen=True, slots=True)
class Plan:
    """These `articles` in each of the `channels`, at `rate` posts a second, with `kills`; one channel is removed."""

    channels: int
    kills: int
    articles: int = 12
    rate: int = 50


FULL = Plan(100, 20)
QUICK = Plan(4, 1, articles=3)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Post everything, with kills on the way."""
    posts = Counter[tuple[int, str]]()
    removed = FIRST_CHANNEL - plan.channels
    async with (
        empty_databases("sqlite", 1) as (url,),
        open_receiver() as receiver,
        open_storage(url) as database,
        temporary_folder() as folder,
    ):

        def respond(request: Request) -> Reply:
            if request.chat == removed:
                return refusal(403, "Forbidden: bot was kicked from the channel chat")
            if request.chat < 0:
                posts[request.chat, request.parameters["text"].split("\n")[0]] += 1
            return receiver.accept(request)

        receiver.respond = respond
        await _connect(database, plan.channels + 1)
        await _publish(database, plan.articles)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "ADMIN_IDS": str(ADMIN),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        for kill in range(plan.kills + 1):
            process = await processes.start(settings, Timings(), folder / f"log-{kill}")
            # Half of the posts: those in doubt do not arrive.
            wanted = plan.channels * plan.articles * (kill + 1) // (2 * (plan.kills + 1))
            if kill < plan.kills:
                await until(lambda wanted=wanted: posts.total() >= wanted, TIMEOUT_SECONDS)  # type: ignore[misc]
                await process.kill()
        await until(lambda: _is_done(database), TIMEOUT_SECONDS, 0.05)
        code, _ = await process.stop()
        assert code == 0, code
        failed = set(await rows(database, _FAILED))
        lost, told = [await _count(database, _NOTICES.format(kind=kind)) for kind in ("outlet lost", "post unknown")]
    wanted_posts = {
        (FIRST_CHANNEL - channel, f"Новость {article}")
        for channel in range(plan.channels)
        for article in range(plan.articles)
    }
    how = f"{plan.kills} × kill -9"
    return [
        Measurement(f"{how}: posts sent twice", sum(count > 1 for count in posts.values()), 0),
        Measurement(
            f"{how}: posts that did not arrive and are not marked", len(wanted_posts - posts.keys() - failed), 0
        ),
        Measurement(f"{how}: posts in doubt", len(failed)),
        Measurement(f"{how}: posts in doubt that the staff was not told of", len(failed) - told, 0),
        Measurement("a channel that removed the bot: notices beyond one", lost - 1, 0),
    ]


async def _connect(database: Database, channels: int) -> None:
    async with database.writing() as unit:
        for number in range(channels):
            place = await unit.places.obtain(Address(FIRST_CHANNEL - number), kind=PlaceKind.CHANNEL)
            await unit.outlets.ask(place, OutletChat(f"Канал {number}"))
            await unit.outlets.arrange(place, state=OutletState.ACTIVE)


async def _publish(database: Database, count: int) -> None:
    now = SystemClock().now()
    articles = [
        NewArticle(f"k{number}", f"Новость {number}", from_plain("Текст."), now, published_at=now, to_push=True)
        for number in range(count)
    ]
    await EditingDesk(database, SystemClock()).take_in(articles)


async def _is_done(database: Database) -> bool:
    return (0,) in await rows(database, _OPEN)


async def _count(database: Database, sql: str) -> int:
    return int((await rows(database, sql))[0][0])
