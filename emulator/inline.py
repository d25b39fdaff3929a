"""Inline mode: what people type after the bot's name in any chat, what it offers them, and how long that is kept."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from emulator.keyboards import shown_keyboard
from emulator.queries import ANSWER_WITHIN, REMEMBERED, too_old
from emulator.texts import message_text
from emulator.wire import Json

QUERY_CHARACTERS = 256


@dataclass(frozen=True)
class Asked:
    """What is asked: the words after the bot's name, and the offset that the page before told; and by whom."""

    person_id: int
    query: str
    offset: str = ""


@dataclass(frozen=True)
class Offer:
    """What a person sees above the input line: InlineQueryResults, perhaps more of them, and a button over them."""

    id: str
    results: tuple[Json, ...]
    next_offset: str = ""
    button: Json | None = None
    cache_time: int = 300
    is_personal: bool = False

    @property
    def titles(self) -> list[str]:
        """The results by their titles, in order."""
        return [result["title"] for result in self.results]

    def result(self, title: str) -> Json:
        """The first result with that title. Raises AssertionError where it is not offered."""
        found = next((result for result in self.results if result["title"] == title), None)
        if found is None:
            raise AssertionError(f"{title!r} is not among what is offered: {self.titles}")
        return found


@dataclass
class _Query:
    asked: Asked
    at: datetime
    offer: Offer | None = None


class InlineQueries:
    """Remembers inline queries and what was offered. The first answer counts, and is kept for its `cache_time`.

    Meanwhile whoever asks the same sees it again, or only the person who did if it is personal: the bot is not asked.
    """

    def __init__(self) -> None:
        self._queries: OrderedDict[str, _Query] = OrderedDict()
        self._kept: OrderedDict[Asked, tuple[Offer, datetime]] = OrderedDict()
        self._ids = count(6_000_000_000_001)

    def kept(self, asked: Asked, now: datetime) -> Offer | None:
        """What was offered for the same before, if that still holds."""
        for key in (asked, _for_all(asked)):
            offer, until = self._kept.get(key, (None, now))
            if offer is not None and now < until:
                return offer
        return None

    def ask(self, asked: Asked, now: datetime) -> str:
        """A new query's identifier, unlike any other of this world."""
        query_id = str(next(self._ids))
        self._queries[query_id] = _Query(asked, now)
        if len(self._queries) > REMEMBERED:
            self._queries.popitem(last=False)
        return query_id

    def answer(self, offer: Offer, now: datetime) -> None:
        """Takes what the bot offers for the query with the offer's id. Raises a 400 when it comes late or to none."""
        query = self._queries.get(offer.id)
        if query is None or now - query.at > ANSWER_WITHIN:
            raise too_old()
        if query.offer is not None:
            return
        query.offer = offer
        if offer.cache_time:
            key = query.asked if offer.is_personal else _for_all(query.asked)
            self._kept[key] = (offer, now + timedelta(seconds=offer.cache_time))
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def offer(self, query_id: str) -> Offer | None:
        """What was offered, once it came."""
        query = self._queries.get(query_id)
        return query.offer if query else None


def shared(result: Json) -> Json:
    """The content of the message that a chosen result becomes. Raises a 400 for a bad text."""
    given, keyboard = result["input_message_content"], shown_keyboard(result.get("reply_markup"))
    content = message_text(given["message_text"], given.get("entities", []))
    content |= {name: given[name] for name in given.keys() & {"link_preview_options"}}
    return content | ({"reply_markup": keyboard} if keyboard else {})


def _for_all(asked: Asked) -> Asked:
    return Asked(0, asked.query, asked.offset)
