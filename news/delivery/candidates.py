"""The pushed articles as choices see them: read when they are needed, and kept while they do not change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from news.choice.deciding import Candidate
from news.choice.selection import Selection
from news.hosts import source_host
from news.indexing import doc_id_of
from news.ports import Clock, Unit
from news.ports.choices import PushedArticle
from news.ports.related import SCALE
from news.similarity import SAME_STORY

# The newest pushed articles that a digest can hold. A newspaper with more in a night has the others in «Все новости».
MAX_WAITING = 500
# An article's stems take 10 kB.
MAX_KEPT = 1000
# Retractions, merged topics and new neighbours are seen after this time.
TTL_SECONDS = 1.0
# A story is followed back so many steps.
MAX_STEPS = 20


class _Key(NamedTuple):
    after: int
    upto: int


class Candidates:
    """Reads selections. A selection is the same object for a second: thousands of places are decided with it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._selections: dict[_Key, tuple[float, Selection]] = {}
        self._tokens: dict[tuple[int, int], Sequence[str]] = {}

    async def of_push(self, unit: Unit, push: int) -> Selection:
        """Return the selection among the articles that one edition announced, newest first."""
        return await self._read(unit, _Key(push - 1, push))

    async def of_waiting(self, unit: Unit, newest: int) -> Selection:
        """Return the selection among the newest articles of all editions up to one, newest first."""
        return await self._read(unit, _Key(0, newest))

    async def _read(self, unit: Unit, key: _Key) -> Selection:
        now = self._clock.monotonic()
        read_at, selection = self._selections.get(key, (0.0, None))
        if selection is None or now - read_at >= TTL_SECONDS:
            pushed = await unit.choices.pushed(key.after, key.upto, MAX_WAITING)
            known = {article.number for article in pushed}
            earlier = {article.repeats for article in pushed if article.repeats} - known
            selection = await self._select(unit, pushed, await unit.choices.by_number(earlier) if earlier else ())
            self._selections = {kept: value for kept, value in self._selections.items() if now - value[0] < TTL_SECONDS}
            self._selections[key] = (now, selection)
        return selection

    async def _select(self, unit: Unit, pushed: Sequence[PushedArticle], earlier: Sequence[PushedArticle]) -> Selection:
        articles = [*pushed, *earlier]
        tokens = await self._tokens_of(unit, articles)
        stories = await _stories(unit, articles)
        found = [_candidate(article, tokens[article.number], stories[article.number]) for article in articles]
        return Selection(found[: len(pushed)], await unit.choices.merged_topics(), found[len(pushed) :])

    async def _tokens_of(self, unit: Unit, pushed: Sequence[PushedArticle]) -> Mapping[int, Sequence[str]]:
        doc_ids = {article: doc_id_of(article.published_at, article.number) for article in pushed}
        missing = [
            doc_id for article, doc_id in doc_ids.items() if (article.number, article.version) not in self._tokens
        ]
        read = await unit.search.tokens(missing) if missing else {}
        for article, doc_id in doc_ids.items():
            if doc_id in read:
                self._tokens[article.number, article.version] = read[doc_id]
        found = {article.number: self._tokens.get((article.number, article.version), ()) for article in pushed}
        while len(self._tokens) > MAX_KEPT:
            del self._tokens[next(iter(self._tokens))]
        return found


def _candidate(article: PushedArticle, tokens: Sequence[str], story: Iterable[int]) -> Candidate:
    source = source_host(article.source_url)
    return Candidate(
        article.number,
        article.push,
        article.topics,
        tokens,
        frozenset(story),
        source,
        breaking=article.breaking,
        repeats=article.repeats,
    )


async def _stories(unit: Unit, pushed: Sequence[PushedArticle]) -> Mapping[int, set[int]]:
    """Return the numbers of each article's story: itself, what it follows up step by step, and what is very similar."""
    stories = {article.number: {article.number} for article in pushed}
    ends = {article.number: article.follows for article in pushed if article.follows}
    for _ in range(MAX_STEPS):
        for number, earlier in ends.items():
            stories[number].add(earlier)
        steps = await unit.choices.follows(set(ends.values())) if ends else {}
        ends = {number: steps[end] for number, end in ends.items() if end in steps}
        if not ends:
            break
    for number, entry in (await unit.related.entries(stories)).items():
        likely = (each.number for each in entry.neighbours if each.similarity >= SAME_STORY * SCALE)
        stories[number].update(likely)
    return stories
