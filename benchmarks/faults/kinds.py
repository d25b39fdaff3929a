"""Kill the bot during one push of texts, photos and albums of three: no album is sent twice, however it is killed.

Telegram sends an album message by message, so one that was claimed when the process was killed may be there by half: it
is recorded as failed, as every message is with ON_UNKNOWN=skip. Texts and photos that were in flight are sent again.
"""

from dataclasses import dataclass

from benchmarks.faults.databases import FIRST_CHAT
from benchmarks.faults.kills import Push, interrupt
from benchmarks.faults.measurements import Measurement
from tests.support.processes import ProcessFactory
from tests.support.variants import ALBUM, PHOTO

TITLE = "Killed in the middle of a push of texts, photos and albums, SQLite"


@dataclass(frozen=True, slots=True)
class Plan:
    """A push in which a third of the subscribers gets each kind.

    `worst` and `mean` are the maximum numbers of duplicates, as in `kills`.
    """

    push: Push
    worst: int = 12
    mean: int = 8


FULL = Plan(Push(6_000, 100, 1000))
QUICK = Plan(Push(900, 5, 500))


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push with kill -9."""
    chats = range(FIRST_CHAT, FIRST_CHAT + plan.push.subscribers)
    albums, photos = set(chats[::3]), set(chats[1::3])
    variants = dict.fromkeys(albums, ALBUM) | dict.fromkeys(photos, PHOTO)
    found = await interrupt(processes, plan.push, variants=variants)
    how = f"{plan.push.runs} × kill -9"
    return [
        Measurement(f"{how}: texts and photos lost", len(found.lost - albums), 0),
        Measurement(f"{how}: texts and photos recorded as failed", len(found.failed - albums), 0),
        Measurement(f"{how}: albums lost and not recorded as failed", len(found.lost & albums - found.failed), 0),
        Measurement(f"{how}: albums sent twice", sum(found.copies[chat] > 1 for chat in albums), 0),
        Measurement(f"{how}: albums recorded as failed, mean", len(found.failed) / plan.push.runs),
        Measurement(f"{how}: duplicates, worst kill", max(found.duplicates.values(), default=0), plan.worst),
        Measurement(f"{how}: duplicates, mean", found.duplicates.total() / plan.push.runs, plan.mean),
    ]
