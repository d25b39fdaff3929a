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
from news.ports.related import Neighbour, Place, RelatedState, Shown, Verdict
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

    async def begin(self) -> RelatedState:
        """Return the state; until the writing unit's end nobody else begins."""
        return RelatedState(**await self._queries.begin(self._connection))

    async def state(self) -> RelatedState:
        """Return the state."""
        return RelatedState(**await self._queries.state(self._connection))

    async def set_state(self, state: RelatedState) -> None:
        """Write the state down."""
        await self._queries.set_state(
            self._connection, version=state.version, articles=state.articles, cursor=state.cursor
        )

    async def places(self, numbers: Collection[int]) -> Mapping[int, Place]:
        """Return the places of these articles, as far as they have one and are published."""
        rows = self._queries.places(self._connection, numbers=json.dumps(list(numbers)))
        return {row["number"]: _place(row) async for row in rows}

    async def keep(self, places: Mapping[int, Place]) -> None:
        """Store places, in place of those that were."""
        rows = [
            {
                "number": number,
                "letters": place.profile.letters,
                "profile": _packed(place.profile),
                "neighbours": json.dumps(place.neighbours),
            }
            for number, place in places.items()
        ]
        await self._queries.keep(self._connection, rows)

    async def keep_neighbours(self, neighbours: Mapping[int, Sequence[Neighbour]]) -> None:
        """Change the neighbours of articles that have a place."""
        rows = [{"number": number, "neighbours": json.dumps(near)} for number, near in neighbours.items()]
        await self._queries.keep_neighbours(self._connection, rows)

    async def seen(self, terms: Collection[int]) -> Mapping[int, int]:
        """Return in how many articles these terms were counted, those never counted left out."""
        rows = self._queries.seen(self._connection, terms=json.dumps(list(terms)))
        return {term: articles async for term, articles in rows}

    async def count(self, terms: Mapping[int, int]) -> None:
        """Count terms in so many more articles."""
        await self._queries.count(self._connection, [{"term": term, "articles": more} for term, more in terms.items()])

    async def holders(self, terms: Collection[int]) -> Mapping[int, dict[int, int]]:
        """Return the articles that were kept for each of these terms, with its weight there."""
        rows = self._queries.holders(self._connection, terms=json.dumps(list(terms)))
        return {term: _holders(packed) async for term, packed in rows}

    async def keep_holders(self, holders: Mapping[int, Mapping[int, int]]) -> None:
        """Store the articles for each of these terms, in place of those that were."""
        rows = [
            {"term": term, "holders": struct.pack(f"<{len(held)}q{len(held)}H", *held, *held.values())}
            for term, held in holders.items()
        ]
        await self._queries.keep_holders(self._connection, rows)

    async def articles(self, number: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` published articles with this number or smaller ones, the largest first."""
        rows = self._queries.articles(self._connection, number=fit(number), limit=limit)
        return [article_of(row) async for row in rows]

    async def forget(self) -> None:
        """Drop everything but the verdicts."""
        for forget in (self._queries.forget_places, self._queries.forget_terms, self._queries.forget_holders):
            await forget(self._connection)

    async def shown(self, number: int, limit: int) -> Sequence[Shown]:
        """Return up to `limit` published articles near this one, the pinned one first, forbidden ones left out.

        Of those with the same text only the first. This is one keyed read.
        """
        rows = [row async for row in self._queries.shown(self._connection, number=fit(number))]
        rows.sort(key=itemgetter("similarity", "number"), reverse=True)
        first = {row["letters"]: row for row in reversed(rows)}
        return [_shown(row) for row in islice((row for row in rows if first[row["letters"]] is row), limit)]

    async def judge(self, number: int, other: int, verdict: Verdict, editor_id: int, at: datetime) -> None:
        """Keep an editor's verdict: a pin in place of the article's other pin, a ban for both of the pair."""
        pairs = [(number, other)]
        if verdict is Verdict.PINNED:
            await self._queries.unpin(self._connection, number=number)
        else:
            pairs.append((other, number))
        said = {"verdict": verdict.value, "editor_id": editor_id, "at": to_micros(at)}
        await self._queries.judge(
            self._connection, [{"number": one, "other": another, **said} for one, another in pairs]
        )

    async def drop(self, number: int, other: int) -> None:
        """Drop the verdict on `other` under `number`; a ban for both of the pair."""
        await self._queries.drop(self._connection, number=fit(number), other=fit(other))

    async def verdicts(self, number: int) -> Sequence[Shown]:
        """Return the articles under this one that there is a verdict on, the newest verdict first."""
        rows = [row async for row in self._queries.verdicts(self._connection, number=fit(number))]
        rows.sort(key=lambda row: (-row["at"], -row["number"]))
        return [Shown(headline_of(row), Verdict(row["verdict"])) for row in rows]


def _shown(row: Any) -> Shown:
    verdict = row["verdict"]
    return Shown(headline_of(row), None if verdict is None else Verdict(verdict))


def _packed(profile: Profile) -> bytes:
    weights, headline, days = profile.weights, profile.headline, profile.days
    shape = len(weights), len(headline), len(days)
    return _HEAD.pack(*shape, profile.russian) + struct.pack(
        _body(*shape), *weights, *weights.values(), *headline, *headline.values(), *days
    )


def _place(row: Any) -> Place:
    packed = row["profile"]
    terms, headline, days, russian = _HEAD.unpack_from(packed)
    body = struct.unpack_from(_body(terms, headline, days), packed, _HEAD.size)
    ends = tuple(accumulate((terms, terms, headline, headline)))
    profile = Profile(
        weights=dict(zip(body, body[terms : ends[1]], strict=False)),
        headline=dict(zip(body[ends[1] : ends[2]], body[ends[2] : ends[3]], strict=True)),
        days=body[ends[3] :],
        russian=bool(russian),
        letters=row["letters"],
    )
    return Place(profile, tuple(map(_neighbour, json.loads(row["neighbours"]))))


def _body(terms: int, headline: int, days: int) -> str:
    return f"<{terms}I{terms}H{headline}I{headline}H{days}I"


def _holders(packed: bytes) -> dict[int, int]:
    count = len(packed) // _HOLDER_BYTES
    numbers_and_weights = struct.unpack(f"<{count}q{count}H", packed)
    return dict(zip(numbers_and_weights, numbers_and_weights[count:], strict=False))
