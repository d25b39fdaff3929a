"""Join requests that a bot is asked to answer at once, as the one named for them in the chat."""

from datetime import datetime, timedelta
from itertools import count

from emulator.errors import bad_request

ANSWER_WITHIN = timedelta(seconds=10)


class JoinQueries:
    """The queries that were asked, by id; each is answered once."""

    def __init__(self) -> None:
        self._queries: dict[str, tuple[int, int, datetime]] = {}
        self._ids = count(7_000_000_000_001)

    def ask(self, chat_id: int, user_id: int, now: datetime) -> str:
        """Adds a query; returns its id."""
        query_id = str(next(self._ids))
        self._queries[query_id] = (chat_id, user_id, now)
        return query_id

    def take(self, query_id: str, now: datetime) -> tuple[int, int]:
        """The chat and the user of a query, which is then answered. Raises a 400 if it is unknown or too old."""
        chat_id, user_id, asked_at = self._queries.pop(query_id, (0, 0, datetime.min.replace(tzinfo=now.tzinfo)))
        if now - asked_at > ANSWER_WITHIN:
            raise bad_request("QUERY_ID_INVALID")
        return chat_id, user_id
