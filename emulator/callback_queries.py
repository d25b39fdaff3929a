"""Callback queries: pressed buttons, which show progress until the bot answers."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from emulator.errors import ApiError, bad_request

ANSWER_WITHIN = timedelta(seconds=15)
MAX_QUERIES = 10_000


@dataclass(frozen=True)
class CallbackAnswer:
    """The bot's answer: the client shows a toast, an alert, or nothing if `text` is empty."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


@dataclass
class _Query:
    asked_at: datetime
    answer: CallbackAnswer | None = None


class CallbackQueries:
    """The last 10,000 callback queries and answers. The first answer counts; later ones are accepted and ignored."""

    def __init__(self) -> None:
        self._queries: OrderedDict[str, _Query] = OrderedDict()
        self._ids = count(4_000_000_000_001)

    def ask(self, now: datetime) -> str:
        """Adds a query; returns its id, which no other query has."""
        query_id = str(next(self._ids))
        self._queries[query_id] = _Query(now)
        if len(self._queries) > MAX_QUERIES:
            self._queries.popitem(last=False)
        return query_id

    def answer(self, query_id: str, answer: CallbackAnswer, now: datetime) -> None:
        """Stores the bot's answer. Raises a 400 for an unknown query, or one older than 15 seconds."""
        if not self.is_fresh(query_id, now):
            raise too_old()
        query = self._queries[query_id]
        query.answer = query.answer or answer

    def is_fresh(self, query_id: str, now: datetime) -> bool:
        """Whether the query is known and not older than 15 seconds."""
        query = self._queries.get(query_id)
        return query is not None and now - query.asked_at <= ANSWER_WITHIN

    def answer_to(self, query_id: str) -> CallbackAnswer | None:
        """The bot's answer, None before it has come."""
        return self._queries[query_id].answer


def too_old() -> ApiError:
    """The error for a query that is too old or unknown."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
