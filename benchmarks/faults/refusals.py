"""A tenth of all sends fail, in every way a send can: nobody is lost, and a pause that was asked for is kept.

The receiver decides beforehand whom a failure befalls, once; from then on it treats that chat as Telegram would: one
that blocked the bot stays blocked, one that was too fast is served when the pause is over.
"""

import asyncio
import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.databases import empty_databases
from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery
from benchmarks.faults.receiver import HANG_UP, SILENCE, Receiver, Reply, Request, message, open_receiver, reply
from benchmarks.faults.town import FIRST_CHAT, publish, rows, subscribe, unknowns, until
from bot.timings import HttpTimeouts, Timings
from storage import Database, open_storage

TITLE = "A tenth of the sends fail, in every way, SQLite"
PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
PAUSE_SECONDS = 1
# What left before the answer could be read is inside the pause and nobody's fault.
ON_THE_WAY_SECONDS = 0.25
REFUSING_SECONDS = 0.3
PATIENCE_SECONDS = 900.0
# Each of these holds up everything: few are enough.
FEW = {"429": 20, "429 without retry_after": 1, "refused": 3, "400 on the message": 4}
FINAL = {
    "403 blocked": (403, "Forbidden: bot was blocked by the user"),
    "403 deactivated": (403, "Forbidden: user is deactivated"),
    "403 kicked": (403, "Forbidden: bot was kicked from the supergroup chat"),
    "403 no initiative": (403, "Forbidden: bot can't initiate conversation with a user"),
    "400 chat not found": (400, "Bad Request: chat not found"),
    "400 no rights": (400, "Bad Request: not enough rights to send text messages to the chat"),
    "400 on the message": (400, "Bad Request: message is too long"),
}
LATER = {
    "401": (401, "Unauthorized"),
    "409": (409, "Conflict: terminated by other getUpdates request"),
    "429 without retry_after": (429, "Too Many Requests"),
}
UNCERTAIN = ("502 with a page", "dropped", "timed out", "200 with a page")
SENT = ("unknown fields", "another result", "broken off", "broken off early")
WAYS = (*FINAL, *LATER, *UNCERTAIN, *SENT, "429", "refused", "migrated")
# Groups are migrated, people are not.
MOVED = 10**12


@dataclass(frozen=True, slots=True)
class Plan:
    """A push to so many, `failing` of which fail; `few` holds back what takes long."""

    subscribers: int
    failing: int
    rate: int = 1000
    seed: int = 2
    few: dict[str, int] = field(default_factory=lambda: FEW)
    timings: Timings = Timings()
    hasten: dict[str, float] = field(default_factory=dict)


FULL = Plan(10_000, 1_000)
QUICK = Plan(
    400,
    60,
    few={"429": 1, "429 without retry_after": 1, "refused": 1, "400 on the message": 2},
    timings=Timings(http=HttpTimeouts(response_seconds=1.5)),
    hasten={
        "news.outcomes.FIRST_PAUSE_SECONDS": 0.5,
        "news.outcomes.PAUSE_WITHOUT_ADVICE_SECONDS": 1,
    },
)


def chosen(plan: Plan, dice: random.Random) -> dict[int, str]:
    """Return whom which failure befalls; groups have negative ids."""
    rare = [way for way, count in plan.few.items() for _ in range(count)]
    common = [way for way in WAYS if way not in plan.few]
    ways = rare + [common[number % len(common)] for number in range(plan.failing - len(rare))]
    chats = dice.sample(range(FIRST_CHAT, FIRST_CHAT + plan.subscribers), plan.failing)
    return {-chat if way == "migrated" else chat: way for chat, way in zip(chats, ways, strict=True)}


class Moods:
    """How the receiver answers. `befell` counts the failures, `inside` what was sent inside a pause."""

    def __init__(self, receiver: Receiver, ways: dict[int, str], dice: random.Random) -> None:
        self._receiver = receiver
        self._ways = dict(ways)
        self._dice = dice
        self._closed_at = self._closed_until = -math.inf
        self.befell: Counter[str] = Counter()
        self.inside = 0
        self._effects: dict[str, Callable[[Request], Reply]] = {
            "429": self._pause,
            "refused": self._refuse,
            "migrated": self._migrate,
            "502 with a page": lambda request: self._perhaps(request, reply(PAGE, 502)),
            "200 with a page": lambda request: self._perhaps(request, reply(PAGE)),
            "dropped": lambda request: self._perhaps(request, HANG_UP),
            "timed out": lambda request: self._perhaps(request, SILENCE),
            "unknown fields": lambda request: self._strange(request, {"a_field_of_tomorrow": {"type": "unheard of"}}),
            "another result": lambda request: self._strange(request, None),
            "broken off": lambda request: self._broken_off(request, 0.9),
            "broken off early": lambda request: self._broken_off(request, 0.1),
        }

    def __call__(self, request: Request) -> Reply:
        """Answer a message."""
        if request.at < self._closed_until:
            self.inside += request.at > self._closed_at + ON_THE_WAY_SECONDS
            return self._too_fast(request)
        way = self._ways.get(request.chat)
        if way is None:
            return self._receiver.accept(request)
        self.befell[way] += 1
        if way in FINAL:
            return refusal(*FINAL[way])
        if way == "migrated":
            return self._migrate(request)
        del self._ways[request.chat]
        return refusal(*LATER[way]) if way in LATER else self._effects[way](request)

    def _pause(self, request: Request) -> Reply:
        self._closed_at, self._closed_until = request.at, request.at + PAUSE_SECONDS
        return self._too_fast(request)

    def _too_fast(self, request: Request) -> Reply:
        seconds = math.ceil(self._closed_until - request.at)
        return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _refuse(self, _request: Request) -> Reply:
        loop = asyncio.get_running_loop()
        self._receiver.refuse()
        loop.call_later(REFUSING_SECONDS, lambda: loop.create_task(self._receiver.listen()))
        return HANG_UP

    def _migrate(self, request: Request) -> Reply:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        return refusal(400, words, migrate_to_chat_id=request.chat - MOVED)

    def _perhaps(self, request: Request, answer: Reply) -> Reply:
        """Take the message or not, and say the same."""
        if self._dice.random() < 0.5:
            self._receiver.note(request)
        return answer

    def _strange(self, request: Request, fields: dict[str, object] | None) -> Reply:
        self._receiver.note(request)
        result = "sent" if fields is None else message(1, request.chat) | fields
        return reply({"ok": True, "result": result})

    def _broken_off(self, request: Request, share: float) -> Reply:
        data = self._receiver.accept(request).data
        return Reply(data[: round(len(data) * share)], keep=False)


def refusal(code: int, description: str, **parameters: int) -> Reply:
    """Return an error of the Bot API."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return reply(body | ({"parameters": parameters} if parameters else {}), code)


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Push once."""
    dice = random.Random(plan.seed)
    ways = chosen(plan, dice)
    chats = set(range(FIRST_CHAT, FIRST_CHAT + plan.subscribers)) - {-chat for chat in ways} | set(ways)
    async with empty_databases("sqlite", 1) as (url,), open_receiver() as receiver, open_storage(url) as database:
        await subscribe(database, chats)
        await publish(database, "Мост открыт")
        receiver.behave = moods = Moods(receiver, ways, dice)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        program = await nursery.start(settings, plan.timings, hasten=plan.hasten)
        await until(lambda: _finished(database), PATIENCE_SECONDS, 0.2)
        code, _ = await program.stop()
        assert code == 0, code
        assert set(moods.befell) == set(WAYS), set(WAYS) - set(moods.befell)
        return await _figures(database, receiver, moods, ways, chats)


async def _figures(
    database: Database, receiver: Receiver, moods: Moods, ways: dict[int, str], chats: set[int]
) -> list[Figure]:
    unreachable = {chat for chat, way in ways.items() if way in FINAL}
    meant = {chat - MOVED if ways.get(chat) == "migrated" else chat for chat in chats - unreachable}
    found = dict(await rows(database, "SELECT chat_id, state FROM deliveries"))  # type: ignore[arg-type]
    misjudged = [chat for chat in meant if found.get(chat) != "sent"]
    misjudged += [chat for chat in unreachable if found[chat] not in ("gone", "failed")]
    again = sum(count - 1 for count in receiver.copies.values())
    return [
        Figure("failures, of all kinds", moods.befell.total()),
        Figure(f"lost of {len(meant):,} who can be reached", len(meant - set(receiver.copies)), 0),
        Figure("sent to somebody who cannot be", len(set(receiver.copies) - meant), 0),
        Figure("judged otherwise than they went", len(misjudged), 0),
        Figure("sent inside a retry_after", moods.inside, 0),
        Figure("twice, unknowns at most", again, await unknowns(database)),
    ]


async def _finished(database: Database) -> bool:
    return (1,) in await rows(database, "SELECT finished FROM editions WHERE kind = 'headlines'")
