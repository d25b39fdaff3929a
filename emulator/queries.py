"""Callback queries: a button was pressed and the client shows progress until the bot answers."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from emulator.wire import ApiError, bad_request

ANSWER_WITHIN = timedelta(seconds=15)
REMEMBERED = 10_000


@dataclass(frozen=True)
class CallbackAnswer:
    """What the person sees after pressing: a toast, an alert with a button, or nothing."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


@dataclass
class _Query:
    asked_at: datetime
    answer: CallbackAnswer | None = None


class Queries:
    """Remembers the presses and their answers. The first answer counts; a second one is taken and changes nothing."""

    def __init__(self) -> None:
        self._queries: OrderedDict[str, _Query] = OrderedDict()
        self._ids = count(4_000_000_000_001)

    def ask(self, now: datetime) -> str:
        """A new query's identifier, unlike any other of this world."""
        query_id = str(next(self._ids))
        self._queries[query_id] = _Query(now)
        if len(self._queries) > REMEMBERED:
            self._queries.popitem(last=False)
        return query_id

    def answer(self, query_id: str, answer: CallbackAnswer, now: datetime) -> None:
        """Takes the bot's answer. Raises a 400 when it comes late or to a query nobody asked."""
        query = self._queries.get(query_id)
        if query is None or now - query.asked_at > ANSWER_WITHIN:
            raise too_old()
        query.answer = query.answer or answer

    def answer_to(self, query_id: str) -> CallbackAnswer | None:
        """The bot's answer, once it came."""
        return self._queries[query_id].answer


def too_old() -> ApiError:
    """The query was asked too long ago, or never."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
