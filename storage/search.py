"""The search index of published articles: FTS5 on SQLite, a GIN index on PostgreSQL, with the same tokens."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from news.indexing import shortest
from news.model import Article, Keyset
from news.ports.search import Entry, IndexQuery, IndexState, TopicCount
from storage.articles import article_of
from storage.numbers import MAX_INT64
from storage.times import to_micros


class Search:
    """Implements `news.ports.Search`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["search"]

    async def store(self, entries: Sequence[Entry]) -> None:
        """Insert or replace the entries of articles, and add their words to the vocabulary."""
        if not entries:
            return
        rows = [[entry.doc_id, " ".join(entry.tokens)] for entry in entries]
        await self._queries.store(self._connection, rows=json.dumps(rows, ensure_ascii=False))
        forms = shortest(chain.from_iterable(entry.forms.items() for entry in entries))
        # Sorted, so that two processes that add the same words cannot deadlock.
        await self._queries.add_words(
            self._connection, forms=json.dumps(dict(sorted(forms.items())), ensure_ascii=False)
        )

    async def delete(self, doc_ids: Collection[int]) -> None:
        """Delete the entries of articles."""
        await self._queries.delete(self._connection, [{"doc_id": doc_id} for doc_id in doc_ids])

    async def find(self, index_query: IndexQuery, limit: int, *, oldest: bool = False) -> Sequence[int]:
        """Return up to `limit` doc_ids that match the query, newest first (or `oldest` first)."""
        find = self._queries.find_oldest if oldest else self._queries.find_newest
        rows = find(self._connection, limit=limit, **_parameters(index_query))
        return [row["doc_id"] async for row in rows]

    async def find_prefix(self, index_query: IndexQuery, beginning: str, among: int, limit: int) -> Sequence[int]:
        """Return up to `limit` of the newest `among` doc_ids that match the query, those with a stem that begins so."""
        rows = self._queries.find_prefix(
            self._connection, prefix=beginning, max_candidates=among, limit=limit, **_parameters(index_query)
        )
        return [row["doc_id"] async for row in rows]

    async def tokens(self, doc_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the indexed tokens of these doc_ids."""
        rows = self._queries.tokens(self._connection, doc_ids=json.dumps(list(doc_ids)))
        return {row["doc_id"]: row["tokens"].split(" ") async for row in rows}

    async def articles(self, numbers: Collection[int]) -> Mapping[int, Article]:
        """Return those of these articles that are published."""
        rows = self._queries.articles(self._connection, numbers=json.dumps(list(numbers)))
        return {row["number"]: await article_of(row) async for row in rows}

    async def topics(self, numbers: Collection[int]) -> Sequence[TopicCount]:
        """Return the topics of these articles, the most frequent first, then by name."""
        rows = self._queries.topics(self._connection, numbers=json.dumps(list(numbers)))
        counts = [TopicCount(row["topic"], row["number"], row["count"]) async for row in rows]
        return sorted(counts, key=lambda each: (-each.count, each.topic))

    async def vocabulary(self, prefix: str, shortest: int, longest: int, limit: int) -> Mapping[str, str]:
        """Return known stems that begin with the prefix, of `shortest` to `longest` characters, each with a word."""
        known = await self._queries.vocabulary(
            self._connection,
            prefix=prefix,
            # The last character of Unicode: every stem with the prefix sorts below.
            end=f"{prefix}\U0010ffff",
            shortest=shortest,
            longest=longest,
            limit=limit,
        )
        return dict(json.loads(known))

    async def lock_articles(self, numbers: Collection[int]) -> None:
        """Lock these articles against changes until the end of the writing unit."""
        await self._queries.lock_articles(self._connection, numbers=json.dumps(sorted(numbers)))

    async def count_from(self, start: Keyset | None) -> int:
        """Return how many articles the archive has from `start` on, itself included; None counts all."""
        at, number = (MAX_INT64, MAX_INT64) if start is None else (to_micros(start.at), start.number)
        count: int = await self._queries.count_from(self._connection, at=at, number=number)
        return count

    async def count_since(self, since: datetime) -> int:
        """Return how many published articles are not older than `since`."""
        count: int = await self._queries.count_since(self._connection, since=to_micros(since))
        return count

    async def state(self) -> IndexState:
        """Return the version of the index, and the position of a rebuild."""
        row = await self._queries.state(self._connection)
        return IndexState(row["version"], row["cursor"])

    async def set_state(self, state: IndexState) -> None:
        """Store the version of the index, and the position of a rebuild."""
        await self._queries.set_state(self._connection, version=state.version, cursor=state.cursor)


def _parameters(index_query: IndexQuery) -> dict[str, Any]:
    return {
        "tokens": json.dumps(index_query.tokens),
        "phrases": json.dumps([" ".join(phrase) for phrase in index_query.phrases]),
        "start": index_query.start,
        "end": index_query.end,
    }
