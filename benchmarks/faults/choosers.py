"""Kill the bot during a push to readers who have chosen something: half get it at once, half in a digest that is due.

Everybody is to get the one article once, whatever the killed process had decided, planned or sent.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from benchmarks.faults.databases import FIRST_CHAT
from benchmarks.faults.kills import Push, interrupt
from benchmarks.faults.measurements import Measurement
from bot.clock import SystemClock
from news.choice.preferences import Pace, Preferences, Timetable
from news.choice.tracking import Tracking
from news.ledger import Address
from news.ports.choices import Choice
from storage import Database
from tests.support.processes import ProcessFactory

TITLE = "Killed while it serves readers who have chosen, SQLite"


@dataclass(frozen=True, slots=True)
class Plan:
    """One push; `worst` and `mean` are the maximum numbers of duplicates: after one kill, and per kill on average."""

    push: Push
    worst: int = 12
    mean: int = 8


FULL = Plan(Push(10_000, 50, 1000))
QUICK = Plan(Push(2_000, 10, 1000))

AT_ONCE = Preferences(sound=False)
EVERY_HOUR = Preferences(timetable=Timetable(Pace.HOURLY))


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Kill with signal 9."""

    async def prepare(database: Database) -> None:
        await choose(database, plan.push.subscribers)

    result = await interrupt(processes, plan.push, prepare=prepare)
    kills = f"{plan.push.runs} × kill -9"
    return [
        Measurement(f"{kills}: lost of {plan.push.subscribers:,}", len(result.lost), 0),
        Measurement(f"{kills}: duplicates, worst kill", max(result.duplicates.values(), default=0), plan.worst),
        Measurement(f"{kills}: duplicates, mean", result.duplicates.total() / plan.push.runs, plan.mean),
    ]


async def choose(database: Database, subscribers: int) -> None:
    """Let every other subscriber wait for a digest that is due now."""
    now = SystemClock().now()
    async with database.writing() as unit:
        for chat in range(FIRST_CHAT, FIRST_CHAT + subscribers):
            place = await unit.places.obtain(Address(chat), "ru")
            choice = Choice(place, AT_ONCE, tracking=Tracking(since=now - timedelta(hours=2)))
            if chat % 2:
                choice = replace(choice, preferences=EVERY_HOUR, wakes_at=now)
            await unit.choices.store(choice)
