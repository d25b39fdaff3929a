"""Inline mode: the queries that people type after the bot's name, the bot's answers, and their cache."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from emulator.callback_queries import ANSWER_WITHIN, MAX_QUERIES, too_old
from emulator.json_types import Json
from emulator.keyboards import shown_keyboard
from emulator.message_content import message_text

QUERY_CHARACTERS = 256


@dataclass(frozen=True)
class InlineQuery:
    """The words after the bot's name, the offset of the page, and the person; the key of the cache."""

    person_id: int
    words: str
    offset: str = ""


@dataclass(frozen=True)
class InlineAnswer:
    """The bot's answer, which the client shows above the input line. `id` is the id of the query."""

    id: str
    results: tuple[Json, ...]
    next_offset: str = ""
    button: Json | None = None
    cache_time: int = 300
    is_personal: bool = False

    @property
    def titles(self) -> list[str]:
        """The titles of the results, in order."""
        return [result["title"] for result in self.results]

    def result(self, title: str) -> Json:
        """The first result with this title. Raises AssertionError if there is none."""
        found = next((result for result in self.results if result["title"] == title), None)
        if found is None:
            raise AssertionError(f"{title!r} is not among what is offered: {self.titles}")
        return found


@dataclass
class _Pending:
    query: InlineQuery
    at: datetime
    answer: InlineAnswer | None = None


class InlineQueries:
    """The last 10,000 inline queries and answers. The first answer counts and is cached for its `cache_time`.

    While it is cached, the same query gets the same answer without asking the bot: from everyone, or only from the same
    person if the answer is personal.
    """

    def __init__(self) -> None:
        self._queries: OrderedDict[str, _Pending] = OrderedDict()
        self._cache: OrderedDict[InlineQuery, tuple[InlineAnswer, datetime]] = OrderedDict()
        self._ids = count(6_000_000_000_001)

    def cached(self, query: InlineQuery, now: datetime) -> InlineAnswer | None:
        """The cached answer to the same query, if it has not expired."""
        for key in (query, _for_everyone(query)):
            answer, expires_at = self._cache.get(key, (None, now))
            if answer is not None and now < expires_at:
                return answer
        return None

    def ask(self, query: InlineQuery, now: datetime) -> str:
        """Adds a query; returns its id, which no other query has."""
        query_id = str(next(self._ids))
        self._queries[query_id] = _Pending(query, now)
        if len(self._queries) > MAX_QUERIES:
            self._queries.popitem(last=False)
        return query_id

    def answer(self, answer: InlineAnswer, now: datetime) -> None:
        """Stores the bot's answer. Raises a 400 for an unknown query, or one older than 15 seconds."""
        pending = self._queries.get(answer.id)
        if pending is None or now - pending.at > ANSWER_WITHIN:
            raise too_old()
        if pending.answer is not None:
            return
        pending.answer = answer
        if answer.cache_time:
            key = pending.query if answer.is_personal else _for_everyone(pending.query)
            self._cache[key] = (answer, now + timedelta(seconds=answer.cache_time))
            if len(self._cache) > MAX_QUERIES:
                self._cache.popitem(last=False)

    def answer_to(self, query_id: str) -> InlineAnswer | None:
        """The bot's answer, None before it has come."""
        pending = self._queries.get(query_id)
        return pending.answer if pending else None


def shared_content(result: Json) -> Json:
    """The content of the message that a chosen result becomes. Raises a 400 for a bad text."""
    given, keyboard = result["input_message_content"], shown_keyboard(result.get("reply_markup"))
    content = message_text(given["message_text"], given.get("entities", []))
    content |= {name: given[name] for name in given.keys() & {"link_preview_options"}}
    return content | ({"reply_markup": keyboard} if keyboard else {})


def _for_everyone(query: InlineQuery) -> InlineQuery:
    return InlineQuery(0, query.words, query.offset)
