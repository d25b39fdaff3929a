"""The queue of updates that the bot has not confirmed."""

from collections import OrderedDict
from dataclasses import dataclass

from emulator.change_signal import ChangeSignal
from emulator.json_types import Json

FIRST_UPDATE_ID = 100_000_001
MAX_PAST_UPDATES = 10_000
HIDDEN_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class QueuedUpdate:
    """An update in the queue. A `redelivered` one is returned once, also below the confirmed offset."""

    update: Json
    redelivered: bool = False


@dataclass
class Webhook:
    """The webhook that was set, and the error of the last failed delivery."""

    url: str
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_date: int = 0

    def as_json(self) -> Json:
        """The fields of a Bot API WebhookInfo that depend on the webhook."""
        body: Json = {"url": self.url, "max_connections": self.max_connections}
        if self.error:
            body |= {"last_error_date": self.error_date, "last_error_message": self.error}
        return body


class Updates:
    """The queue. Update ids are consecutive; updates of kinds that the bot has not allowed are dropped.

    `poller` numbers the getUpdates calls and webhooks: only the newest one gets updates.
    """

    def __init__(self, changes: ChangeSignal) -> None:
        self._changes = changes
        self._queue: list[QueuedUpdate] = []
        self._past: OrderedDict[int, Json] = OrderedDict()
        self._last_id = FIRST_UPDATE_ID - 1
        self.allowed: list[str] = []
        self.poller = 0
        self.webhook: Webhook | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, update: Json) -> int:
        """Queues an update and returns its id. An `update_id` in the update is kept, also an old one."""
        update_id: int = update.get("update_id", self._last_id + 1)
        is_old = update_id <= self._last_id
        self._last_id = max(self._last_id, update_id)
        numbered = {"update_id": update_id} | update
        self._remember(numbered)
        if self._is_allowed(numbered):
            self._append(QueuedUpdate(numbered, is_old))
        return update_id

    def redeliver(self, update_id: int) -> None:
        """Queues an update again, as Telegram may do. Raises KeyError for an unknown update."""
        self._append(QueuedUpdate(self._past[update_id], redelivered=True))

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Sets the webhook; None removes it, so updates wait for getUpdates."""
        self.webhook = webhook
        self.replace_poller()

    def replace_poller(self) -> int:
        """Ends the present poller and returns the number of the new one."""
        self.poller += 1
        self._changes.notify()
        return self.poller

    def confirm_before(self, offset: int) -> None:
        """Removes the updates with smaller ids."""
        self._queue = [one for one in self._queue if one.redelivered or one.update["update_id"] >= offset]

    def keep_last(self, count: int) -> None:
        """Removes all updates but the last `count`."""
        self._queue = self._queue[-count:]

    def drop(self) -> None:
        """Removes all updates."""
        self._queue.clear()

    def take(self, limit: int) -> list[Json]:
        """The oldest updates. They stay in the queue until they are confirmed; redelivered ones are removed."""
        batch = self._queue[:limit]
        self._queue = [one for one in batch if not one.redelivered] + self._queue[limit:]
        return [one.update for one in batch]

    def first(self) -> QueuedUpdate | None:
        """The oldest update in the queue."""
        return self._queue[0] if self._queue else None

    def remove(self, queued: QueuedUpdate) -> None:
        """Removes one update."""
        self._queue = [one for one in self._queue if one is not queued]

    def _append(self, queued: QueuedUpdate) -> None:
        self._queue.append(queued)
        self._changes.notify()

    def _remember(self, update: Json) -> None:
        self._past[update["update_id"]] = update
        if len(self._past) > MAX_PAST_UPDATES:
            self._past.popitem(last=False)

    def _is_allowed(self, update: Json) -> bool:
        kinds = update.keys() - {"update_id"}
        return bool(kinds & set(self.allowed)) if self.allowed else not kinds & HIDDEN_BY_DEFAULT
