"""A tenth of all sends fail, in 21 ways: no reachable subscriber is lost, and every `retry_after` is respected.

Each failure is assigned to a chat before the push. From then on the receiver treats that chat as Telegram would: a chat
that blocked the bot stays blocked, and a chat with a 429 accepts the message after the pause.
"""

import asyncio
import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.databases import empty_databases
from benchmarks.faults.databases import FIRST_CHAT, publish, rows, subscribe, unknowns, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import CLOSE, NO_ANSWER, Receiver, Reply, Request, message, open_receiver, reply
from bot.timings import HttpTimeouts, Timings
from news.outcomes import RetryPolicy
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "A tenth of the sends fail in 21 ways, SQLite"
HTML_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
PAUSE_SECONDS = 1
# Messages that were in flight when the 429 was sent do not count as sent during the pause.
IN_FLIGHT_SECONDS = 0.25
REFUSING_SECONDS = 0.3
TIMEOUT_SECONDS = 900.0
# Each of these stops the whole push for a while, so their number is limited.
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
FAILURES = (*FINAL, *LATER, *UNCERTAIN, *SENT, "429", "refused", "migrated")
UNKNOWN_FIELDS: dict[str, object] = {"a_field_of_tomorrow": {"type": "unheard of"}}
# Only groups migrate to a new id, which is lower by this number.
MOVED = 10**12


@dataclass(frozen=True, slots=True)
class Plan:
    """A push to `subscribers`, of whom `failing` meet a failure; `few` limits the slow kinds of failures."""

    subscribers: int
    failing: int
    rate: int = 1000
    seed: int = 2
    few: dict[str, int] = field(default_factory=lambda: FEW)
    timings: Timings = Timings()


FULL = Plan(10_000, 1_000)
QUICK = Plan(
    400,
    60,
    few={"429": 1, "429 without retry_after": 1, "refused": 1, "400 on the message": 2},
    timings=Timings(
        http=HttpTimeouts(response_seconds=1.5),
        retries=RetryPolicy(first_pause=timedelta(seconds=0.5), default_pause=timedelta(seconds=1)),
    ),
)


def assign_failures(plan: Plan, rng: random.Random) -> dict[int, str]:
    """Return the failure of each chat that meets one. Groups have negative ids."""
    rare = [failure for failure, count in plan.few.items() for _ in range(count)]
    common = [failure for failure in FAILURES if failure not in plan.few]
    failures = rare + [common[number % len(common)] for number in range(plan.failing - len(rare))]
    chats = rng.sample(range(FIRST_CHAT, FIRST_CHAT + plan.subscribers), plan.failing)
    return {-chat if failure == "migrated" else chat: failure for chat, failure in zip(chats, failures, strict=True)}


class FailureInjector:
    """Answers messages with failures. `injected` counts them; `during_pause` counts the sends during a 429 pause."""

    def __init__(self, receiver: Receiver, failures: dict[int, str], rng: random.Random) -> None:
        self._receiver = receiver
        self._failures = dict(failures)
        self._rng = rng
        self._paused_at = self._paused_until = -math.inf
        self.injected: Counter[str] = Counter()
        self.during_pause = 0
        self._effects: dict[str, Callable[[Request], Reply]] = {
            "429": self._pause,
            "refused": self._refuse,
            "migrated": self._migrate,
            "502 with a page": lambda request: self._maybe_record(request, reply(HTML_PAGE, 502)),
            "200 with a page": lambda request: self._maybe_record(request, reply(HTML_PAGE)),
            "dropped": lambda request: self._maybe_record(request, CLOSE),
            "timed out": lambda request: self._maybe_record(request, NO_ANSWER),
            "unknown fields": lambda request: self._unexpected_result(
                request, {"a_field_of_tomorrow": {"type": "unheard of"}}
            ),
            "another result": lambda request: self._unexpected_result(request, None),
            "broken off": lambda request: self._truncated(request, 0.9),
            "broken off early": lambda request: self._truncated(request, 0.1),
        }

    def __call__(self, request: Request) -> Reply:
        """Answer a message."""
        if request.at < self._paused_until:
            self.during_pause += request.at > self._paused_at + IN_FLIGHT_SECONDS
            return self._too_many_requests(request)
        failure = self._failures.get(request.chat)
        if failure is None:
            return self._receiver.accept(request)
        self.injected[failure] += 1
        if failure in FINAL:
            return refusal(*FINAL[failure])
        if failure == "migrated":
            return self._migrate(request)
        del self._failures[request.chat]
        return refusal(*LATER[failure]) if failure in LATER else self._effects[failure](request)

    def _pause(self, request: Request) -> Reply:
        self._paused_at, self._paused_until = request.at, request.at + PAUSE_SECONDS
        return self._too_many_requests(request)

    def _too_many_requests(self, request: Request) -> Reply:
        seconds = math.ceil(self._paused_until - request.at)
        return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _refuse(self, _request: Request) -> Reply:
        loop = asyncio.get_running_loop()
        self._receiver.stop_listening()
        loop.call_later(REFUSING_SECONDS, lambda: loop.create_task(self._receiver.listen()))
        return CLOSE

    def _migrate(self, request: Request) -> Reply:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        return refusal(400, words, migrate_to_chat_id=request.chat - MOVED)

    def _maybe_record(self, request: Request, answer: Reply) -> Reply:
        """Record the message with a probability of one half; the answer is the same in both cases."""
        if self._rng.random() < 0.5:
            self._receiver.record(request)
        return answer

    def _unexpected_result(self, request: Request, fields: dict[str, object] | None) -> Reply:
        self._receiver.record(request)
        result = "sent" if fields is None else message(1, request.chat) | fields
        return reply({"ok": True, "result": result})

    def _truncated(self, request: Request, share: float) -> Reply:
        data = self._receiver.accept(request).data
        return Reply(data[: round(len(data) * share)], keep=False)


def refusal(code: int, description: str, **parameters: int) -> Reply:
    """Return a Bot API error."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return reply(body | ({"parameters": parameters} if parameters else {}), code)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push once with failures."""
    rng = random.Random(plan.seed)
    failures = assign_failures(plan, rng)
    chats = set(range(FIRST_CHAT, FIRST_CHAT + plan.subscribers)) - {-chat for chat in failures} | set(failures)
    async with empty_databases("sqlite", 1) as (url,), open_receiver() as receiver, open_storage(url) as database:
        await subscribe(database, chats)
        await publish(database, "Мост открыт")
        receiver.respond = injector = FailureInjector(receiver, failures, rng)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        process = await processes.start(settings, plan.timings)
        await until(lambda: _finished(database), TIMEOUT_SECONDS, 0.2)
        code, _ = await process.stop()
        assert code == 0, code
        assert set(injector.injected) == set(FAILURES), set(FAILURES) - set(injector.injected)
        return await _measurements(database, receiver, injector, failures, chats)


async def _measurements(
    database: Database, receiver: Receiver, injector: FailureInjector, failures: dict[int, str], chats: set[int]
) -> list[Measurement]:
    unreachable = {chat for chat, failure in failures.items() if failure in FINAL}
    meant = {chat - MOVED if failures.get(chat) == "migrated" else chat for chat in chats - unreachable}
    found = dict(await rows(database, "SELECT chat_id, state FROM deliveries JOIN places ON id = place_id"))
    misjudged = [chat for chat in meant if found.get(chat) != "sent"]
    misjudged += [chat for chat in unreachable if found[chat] not in ("gone", "failed")]
    again = sum(count - 1 for count in receiver.copies.values())
    return [
        Measurement("failures of all kinds", injector.injected.total()),
        Measurement(f"lost of {len(meant):,} reachable", len(meant - set(receiver.copies)), 0),
        Measurement("sent to unreachable chats", len(set(receiver.copies) - meant), 0),
        Measurement("recorded with the wrong outcome", len(misjudged), 0),
        Measurement("sent during a retry_after", injector.during_pause, 0),
        Measurement("duplicates, at most the unknowns", again, await unknowns(database)),
    ]


async def _finished(database: Database) -> bool:
    return (1,) in await rows(database, "SELECT finished FROM editions WHERE kind = 'headlines'")
