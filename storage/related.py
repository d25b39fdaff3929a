"""What belongs together: profiles and neighbours of articles, and the articles that each term is strong in.

A profile is packed to 4 bytes of head (how many terms, how many of the headline, how many days, Russian or not), 6 a
term and its weight, in either, and 4 a day; holders to 10 bytes an article and its weight. All is little-endian.
"""

import json
import struct
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import accumulate, islice
from operator import itemgetter
from typing import Any

from news.model import Article
from news.ports.related import Neighbour, RelatedArticle, RelatedEntry, RelatedState, Verdict
from news.similarity import Profile
from storage.articles import article_of, headline_of
from storage.numbers import fit
from storage.times import to_micros

# What `Neighbour._make` does, without its detour through Python: each article that is stored asks for fifty.
_neighbour = partial(tuple.__new__, Neighbour)
_HEAD = struct.Struct("<BBBB")
_HOLDER_BYTES = struct.calcsize("<qH")


class Related:
    """Keeps the laws of `news.ports.related.Related`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["related"]

    async def lock_state(self) -> RelatedState:
        """Return the state; until the writing unit's end nobody else begins."""
        return RelatedState(**await self._queries.lock_state(self._connection))

    async def state(self) -> RelatedState:
        """Return the state."""
        return RelatedState(**await self._queries.state(self._connection))

    async def set_state(self, state: RelatedState) -> None:
        """Write the state down."""
        await self._queries.set_state(
            self._connection, version=state.version, articles=state.articles, cursor=state.cursor
        )

    async def entries(self, numbers: Collection[int]) -> Mapping[int, RelatedEntry]:
        """Return the places of these articles, as far as they have one and are published."""
        rows = self._queries.entries(self._connection, numbers=json.dumps(list(numbers)))
        return {row["number"]: _entry(row) async for row in rows}

    async def store(self, entries: Mapping[int, RelatedEntry]) -> None:
        """Store places, in place of those that were."""
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
        """Change the neighbours of articles that have a place."""
        rows = [{"number": number, "neighbours": json.dumps(near)} for number, near in neighbours.items()]
        await self._queries.store_neighbours(self._connection, rows)

    async def frequencies(self, terms: Collection[int]) -> Mapping[int, int]:
        """Return in how many articles these terms were counted, those never counted left out."""
        rows = self._queries.frequencies(self._connection, terms=json.dumps(list(terms)))
        return {term: articles async for term, articles in rows}

    async def add_frequencies(self, terms: Mapping[int, int]) -> None:
        """Count terms in so many more articles."""
        await self._queries.add_frequencies(
            self._connection, [{"term": term, "articles": more} for term, more in terms.items()]
        )

    async def postings(self, terms: Collection[int]) -> Mapping[int, dict[int, int]]:
        """Return the articles that were kept for each of these terms, with its weight there."""
        rows = self._queries.postings(self._connection, terms=json.dumps(list(terms)))
        return {term: _holders(packed) async for term, packed in rows}

    async def store_postings(self, postings: Mapping[int, Mapping[int, int]]) -> None:
        """Store the articles for each of these terms, in place of those that were."""
        rows = [
            {"term": term, "postings": struct.pack(f"<{len(held)}q{len(held)}H", *held, *held.values())}
            for term, held in postings.items()
        ]
        await self._queries.store_postings(self._connection, rows)

    async def articles(self, number: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` published articles with this number or smaller ones, the largest first."""
        rows = self._queries.articles(self._connection, number=fit(number), limit=limit)
        return [article_of(row) async for row in rows]

    async def delete_all(self) -> None:
        """Drop everything but the verdicts."""
        for forget in (self._queries.delete_entries, self._queries.delete_frequencies, self._queries.delete_postings):
            await forget(self._connection)

    async def shown(self, number: int, limit: int) -> Sequence[RelatedArticle]:
        """Return up to `limit` published articles near this one, the pinned one first, forbidden ones left out.

        Of those with the same text only the first. This is one keyed read.
        """
        rows = [row async for row in self._queries.shown(self._connection, number=fit(number))]
        rows.sort(key=itemgetter("similarity", "number"), reverse=True)
        first = {row["text_hash"]: row for row in reversed(rows)}
        return [_shown(row) for row in islice((row for row in rows if first[row["text_hash"]] is row), limit)]

    async def set_verdict(self, number: int, other: int, verdict: Verdict, editor_id: int, at: datetime) -> None:
        """Keep an editor's verdict: a pin in place of the article's other pin, a ban for both of the pair."""
        pairs = [(number, other)]
        if verdict is Verdict.PINNED:
            await self._queries.unpin(self._connection, number=number)
        else:
            pairs.append((other, number))
        said = {"verdict": verdict.value, "editor_id": editor_id, "at": to_micros(at)}
        await self._queries.set_verdict(
            self._connection, [{"number": one, "other": another, **said} for one, another in pairs]
        )

    async def delete_verdict(self, number: int, other: int) -> None:
        """Drop the verdict on `other` under `number`; a ban for both of the pair."""
        await self._queries.delete_verdict(self._connection, number=fit(number), other=fit(other))

    async def verdicts(self, number: int) -> Sequence[RelatedArticle]:
        """Return the articles under this one that there is a verdict on, the newest verdict first."""
        rows = [row async for row in self._queries.verdicts(self._connection, number=fit(number))]
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


def _holders(packed: bytes) -> dict[int, int]:
    count = len(packed) // _HOLDER_BYTES
    numbers_and_weights = struct.unpack(f"<{count}q{count}H", packed)
    return dict(zip(numbers_and_weights, numbers_and_weights[count:], strict=False))
