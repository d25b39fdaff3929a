"""The queue of updates, from the moment they happen until they are confirmed."""

from collections import OrderedDict
from dataclasses import dataclass

from emulator.pulse import Pulse
from emulator.wire import Json

FIRST_UPDATE_ID = 100_000_001
REMEMBERED = 10_000
UNASKED_ARE_HIDDEN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Waiting:
    """An update in the queue. One that comes `again` is handed out once, whatever was confirmed before."""

    update: Json
    again: bool = False


@dataclass
class Webhook:
    """Where updates go instead of being polled for, and how the last delivery went wrong, if it did."""

    url: str
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_date: int = 0

    def as_json(self) -> Json:
        """The part of a Bot API WebhookInfo that this knows."""
        body: Json = {"url": self.url, "max_connections": self.max_connections}
        if self.error:
            body |= {"last_error_date": self.error_date, "last_error_message": self.error}
        return body


class Updates:
    """Every update gets the next number; those of kinds the bot did not ask for never enter the queue."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._queue: list[Waiting] = []
        self._past: OrderedDict[int, Json] = OrderedDict()
        self._last_id = FIRST_UPDATE_ID - 1
        self.allowed: list[str] = []
        self.turn = 0
        self.webhook: Webhook | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, update: Json) -> int:
        """Queues an update and returns its number. One that brings a number keeps it, even one of the past."""
        update_id: int = update.get("update_id", self._last_id + 1)
        again = update_id <= self._last_id
        self._last_id = max(self._last_id, update_id)
        numbered = {"update_id": update_id} | update
        self._remember(numbered)
        if self._is_allowed(numbered):
            self._enter(Waiting(numbered, again))
        return update_id

    def again(self, update_id: int) -> None:
        """The same update once more, as Telegram may send it. Raises KeyError for one that never was."""
        self._enter(Waiting(self._past[update_id], again=True))

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Sends the updates there from now on, or nowhere: then they wait to be polled for."""
        self.webhook = webhook
        self.next_turn()

    def next_turn(self) -> int:
        """Whoever takes a turn is the only one to be given updates, until another takes the next."""
        self.turn += 1
        self._pulse.beat()
        return self.turn

    def confirm_before(self, offset: int) -> None:
        """Forgets the updates with smaller numbers."""
        self._queue = [one for one in self._queue if one.again or one.update["update_id"] >= offset]

    def keep_last(self, count: int) -> None:
        """Forgets all but the last so many."""
        self._queue = self._queue[-count:]

    def drop(self) -> None:
        """Forgets all that wait."""
        self._queue.clear()

    def take(self, limit: int) -> list[Json]:
        """The oldest updates, to be confirmed later."""
        batch = self._queue[:limit]
        self._queue = [one for one in batch if not one.again] + self._queue[limit:]
        return [one.update for one in batch]

    def first(self) -> Waiting | None:
        """The oldest one waiting."""
        return self._queue[0] if self._queue else None

    def done(self, waiting: Waiting) -> None:
        """Forgets this one."""
        self._queue = [one for one in self._queue if one is not waiting]

    def _enter(self, waiting: Waiting) -> None:
        self._queue.append(waiting)
        self._pulse.beat()

    def _remember(self, update: Json) -> None:
        self._past[update["update_id"]] = update
        if len(self._past) > REMEMBERED:
            self._past.popitem(last=False)

    def _is_allowed(self, update: Json) -> bool:
        kinds = update.keys() - {"update_id"}
        return bool(kinds & set(self.allowed)) if self.allowed else not kinds & UNASKED_ARE_HIDDEN
