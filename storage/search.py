"""The index of published articles: FTS5 on SQLite, an inverted index on PostgreSQL, the same tokens in both."""

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from news.indexing import shortest
from news.model import Article, Keyset
from news.ports.search import Entry, IndexQuery, IndexState, TopicCount
from storage.articles import article_of
from storage.numbers import LARGEST
from storage.times import to_micros


class Search:
    """Keeps the laws of `news.ports.Search`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["search"]

    async def store(self, entries: Sequence[Entry]) -> None:
        """Store what is indexed of articles, and learn their words."""
        if not entries:
            return
        rows = [[entry.doc_id, " ".join(entry.tokens)] for entry in entries]
        await self._queries.store(self._connection, rows=json.dumps(rows, ensure_ascii=False))
        forms = shortest(chain.from_iterable(entry.forms.items() for entry in entries))
        # In order, so that two processes that learn the same words cannot deadlock.
        await self._queries.add_words(
            self._connection, forms=json.dumps(dict(sorted(forms.items())), ensure_ascii=False)
        )

    async def delete(self, doc_ids: Collection[int]) -> None:
        """Forget articles."""
        await self._queries.delete(self._connection, [{"doc_id": doc_id} for doc_id in doc_ids])

    async def find(self, index_query: IndexQuery, limit: int, *, oldest: bool = False) -> Sequence[int]:
        """Return up to `limit` places that hold what is wanted, the newest first (or the `oldest` first)."""
        find = self._queries.find_oldest if oldest else self._queries.find_newest
        rows = find(self._connection, limit=limit, **_asked(index_query))
        return [row["doc_id"] async for row in rows]

    async def find_prefix(self, index_query: IndexQuery, beginning: str, among: int, limit: int) -> Sequence[int]:
        """Return those of the newest `among` places that hold what is wanted where a stem begins so, up to `limit`."""
        rows = self._queries.find_prefix(
            self._connection, beginning=beginning, among=among, limit=limit, **_asked(index_query)
        )
        return [row["doc_id"] async for row in rows]

    async def tokens(self, doc_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the tokens of these places."""
        rows = self._queries.tokens(self._connection, doc_ids=json.dumps(list(doc_ids)))
        return {row["doc_id"]: row["tokens"].split(" ") async for row in rows}

    async def articles(self, numbers: Collection[int]) -> Mapping[int, Article]:
        """Return the published ones of these articles."""
        rows = self._queries.articles(self._connection, numbers=json.dumps(list(numbers)))
        return {row["number"]: article_of(row) async for row in rows}

    async def topics(self, numbers: Collection[int]) -> Sequence[TopicCount]:
        """Return the topics of these articles, the most frequent first, then by name."""
        rows = self._queries.topics(self._connection, numbers=json.dumps(list(numbers)))
        counts = [TopicCount(row["topic"], row["number"], row["count"]) async for row in rows]
        return sorted(counts, key=lambda each: (-each.count, each.topic))

    async def vocabulary(self, prefix: str, shortest: int, longest: int, limit: int) -> Mapping[str, str]:
        """Return known stems that begin so and have so many characters, each with one of its words."""
        rows = self._queries.vocabulary(
            self._connection,
            prefix=prefix,
            # The last character there is: all that begins with the prefix sorts below.
            end=f"{prefix}\U0010ffff",
            shortest=shortest,
            longest=longest,
            limit=limit,
        )
        return {row["stem"]: row["form"] async for row in rows}

    async def lock_articles(self, numbers: Collection[int]) -> None:
        """Let nobody change these articles before the writing unit's end."""
        await self._queries.lock_articles(self._connection, numbers=json.dumps(sorted(numbers)))

    async def count_from(self, start: Keyset | None) -> int:
        """Return how many published articles there are from a place in the archive on, itself included."""
        at, number = (LARGEST, LARGEST) if start is None else (to_micros(start.at), start.number)
        count: int = await self._queries.count_from(self._connection, at=at, number=number)
        return count

    async def state(self) -> IndexState:
        """Return what the index was made by."""
        row = await self._queries.state(self._connection)
        return IndexState(row["version"], row["cursor"])

    async def set_state(self, state: IndexState) -> None:
        """Write down what the index was made by."""
        await self._queries.set_state(self._connection, version=state.version, cursor=state.cursor)


def _asked(index_query: IndexQuery) -> dict[str, Any]:
    """The parameters that say what is wanted."""
    return {
        "tokens": json.dumps(index_query.tokens),
        "phrases": json.dumps([" ".join(phrase) for phrase in index_query.phrases]),
        "start": index_query.start,
        "end": index_query.end,
    }
