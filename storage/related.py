"""Related articles: profiles and neighbours of articles, and the postings of terms.

A packed profile has a head of 4 bytes (the number of terms, of terms of the headline, of days, and whether it is
Russian), 6 bytes for each term and its weight, and 4 for each day. Packed postings have 10 bytes for each article and
its weight. All numbers are little-endian.
"""

import json
import struct
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import accumulate, islice
from operator import itemgetter
from typing import Any

from news.model import Article, LastChange
from news.ports.related import GivenVerdict, Neighbour, RelatedArticle, RelatedEntry, RelatedState, Verdict
from news.similarity import Profile
from storage.articles import article_of
from storage.headlines import headline_of
from storage.numbers import clamp
from storage.times import from_micros, to_micros

# The same as `Neighbour._make`, but without Python code in between: storing an article makes fifty of them.
_neighbour = partial(tuple.__new__, Neighbour)
_HEAD = struct.Struct("<BBBB")
_POSTING_BYTES = struct.calcsize("<qH")


class Related:
    """Implements `news.ports.related.Related`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["related"]

    async def lock_state(self) -> RelatedState:
        """Return the state and lock it until the end of the writing unit."""
        return RelatedState(**await self._queries.lock_state(self._connection))

    async def state(self) -> RelatedState:
        """Return the state."""
        return RelatedState(**await self._queries.state(self._connection))

    async def set_state(self, state: RelatedState) -> None:
        """Store the state."""
        await self._queries.set_state(
            self._connection, version=state.version, articles=state.articles, cursor=state.cursor
        )

    async def entries(self, numbers: Collection[int]) -> Mapping[int, RelatedEntry]:
        """Return the entries of these articles, of those that have one and are published."""
        rows = self._queries.entries(self._connection, numbers=json.dumps(list(numbers)))
        return {row["number"]: _entry(row) async for row in rows}

    async def store(self, entries: Mapping[int, RelatedEntry]) -> None:
        """Insert or replace entries."""
        rows = [
            {
                "number": number,
                "text_hash": entry.profile.text_hash,
                "profile": _packed(entry.profile),
                "neighbours": json.dumps(entry.neighbours),
            }
            for number, entry in entries.items()
        ]
        await self._queries.store(self._connection, rows)

    async def store_neighbours(self, neighbours: Mapping[int, Sequence[Neighbour]]) -> None:
        """Change the neighbours of articles that have an entry."""
        rows = [{"number": number, "neighbours": json.dumps(near)} for number, near in neighbours.items()]
        await self._queries.store_neighbours(self._connection, rows)

    async def frequencies(self, terms: Collection[int]) -> Mapping[int, int]:
        """Return how many articles have each of these terms; terms that no article has are left out."""
        rows = self._queries.frequencies(self._connection, terms=json.dumps(list(terms)))
        return {term: articles async for term, articles in rows}

    async def add_frequencies(self, terms: Mapping[int, int]) -> None:
        """Add to the numbers of articles that have these terms."""
        await self._queries.add_frequencies(
            self._connection, [{"term": term, "articles": more} for term, more in terms.items()]
        )

    async def postings(self, terms: Collection[int]) -> Mapping[int, dict[int, int]]:
        """Return the stored articles of each of these terms, with the term's weight there."""
        rows = self._queries.postings(self._connection, terms=json.dumps(list(terms)))
        return {term: _postings(packed) async for term, packed in rows}

    async def store_postings(self, postings: Mapping[int, Mapping[int, int]]) -> None:
        """Insert or replace the articles of each of these terms."""
        rows = [
            {"term": term, "postings": struct.pack(f"<{len(weights)}q{len(weights)}H", *weights, *weights.values())}
            for term, weights in postings.items()
        ]
        await self._queries.store_postings(self._connection, rows)

    async def articles(self, number: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` published articles with numbers up to this one, the largest first."""
        rows = self._queries.articles(self._connection, number=clamp(number), limit=limit)
        return [await article_of(row) async for row in rows]

    async def delete_all(self) -> None:
        """Delete everything but the verdicts."""
        for delete in (self._queries.delete_entries, self._queries.delete_frequencies, self._queries.delete_postings):
            await delete(self._connection)

    async def shown(self, number: int, limit: int) -> Sequence[RelatedArticle]:
        """Return up to `limit` published articles related to this one, the pinned one first, without forbidden ones.

        Of articles with the same text only the first is returned. This is one keyed read.
        """
        rows = [row async for row in self._queries.shown(self._connection, number=clamp(number))]
        rows.sort(key=itemgetter("similarity", "number"), reverse=True)
        first = {row["text_hash"]: row for row in reversed(rows)}
        return [_shown(row) for row in islice((row for row in rows if first[row["text_hash"]] is row), limit)]

    async def set_verdict(self, number: int, other: int, verdict: Verdict, editor_id: int, at: datetime) -> None:
        """Store an editor's verdict: a pin replaces the article's other pin, a ban counts for both articles."""
        pairs = [(number, other)]
        if verdict is Verdict.PINNED:
            await self._queries.unpin(self._connection, number=number)
        else:
            pairs.append((other, number))
        values = {"verdict": verdict.value, "editor_id": editor_id, "at": to_micros(at)}
        await self._queries.set_verdict(
            self._connection, [{"number": one, "other": another, **values} for one, another in pairs]
        )

    async def delete_verdict(self, number: int, other: int) -> None:
        """Delete the verdict on `other` under `number`; a ban is deleted for both articles."""
        await self._queries.delete_verdict(self._connection, number=clamp(number), other=clamp(other))

    async def given(self, number: int) -> Sequence[GivenVerdict]:
        """Return every verdict under this article with its editor and time, the oldest first."""
        rows = self._queries.given(self._connection, number=clamp(number))
        return [
            GivenVerdict(
                headline_of(row),
                Verdict(row["verdict"]),
                LastChange(row["editor_id"], row["name"], from_micros(row["at"])),
            )
            async for row in rows
        ]

    async def verdicts(self, number: int) -> Sequence[RelatedArticle]:
        """Return the published articles with a verdict under this one, the newest verdict first."""
        rows = [row async for row in self._queries.verdicts(self._connection, number=clamp(number))]
        rows.sort(key=lambda row: (-row["at"], -row["number"]))
        return [RelatedArticle(headline_of(row), Verdict(row["verdict"])) for row in rows]


def _shown(row: Any) -> RelatedArticle:
    verdict = row["verdict"]
    return RelatedArticle(headline_of(row), None if verdict is None else Verdict(verdict))


def _packed(profile: Profile) -> bytes:
    weights, headline, days = profile.weights, profile.headline, profile.days
    shape = len(weights), len(headline), len(days)
    return _HEAD.pack(*shape, profile.russian) + struct.pack(
        _body(*shape), *weights, *weights.values(), *headline, *headline.values(), *days
    )


def _entry(row: Any) -> RelatedEntry:
    packed = row["profile"]
    terms, headline, days, russian = _HEAD.unpack_from(packed)
    body = struct.unpack_from(_body(terms, headline, days), packed, _HEAD.size)
    ends = tuple(accumulate((terms, terms, headline, headline)))
    profile = Profile(
        weights=dict(zip(body, body[terms : ends[1]], strict=False)),
        headline=dict(zip(body[ends[1] : ends[2]], body[ends[2] : ends[3]], strict=True)),
        days=body[ends[3] :],
        russian=bool(russian),
        text_hash=row["text_hash"],
    )
    return RelatedEntry(profile, tuple(map(_neighbour, json.loads(row["neighbours"]))))


def _body(terms: int, headline: int, days: int) -> str:
    return f"<{terms}I{terms}H{headline}I{headline}H{days}I"


def _postings(packed: bytes) -> dict[int, int]:
    count = len(packed) // _POSTING_BYTES
    numbers_and_weights = struct.unpack(f"<{count}q{count}H", packed)
    return dict(zip(numbers_and_weights, numbers_and_weights[count:], strict=False))
