"""Computing related articles: every change of an article updates its neighbours in the same transaction.

The work is bounded, however large the archive is. For each term the newest articles with a high weight are stored
(postings). The strongest terms of an article give its candidates, and only the likeliest candidates are compared in
full. Similarity is symmetric, so a new article becomes a neighbour of older ones in the same step. What stands letter
for letter in many articles (`news.boilerplate`) is left out; the articles stored before it was in many are compared
again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from heapq import nlargest

from news.boilerplate import Source, find_boilerplate, source_of
from news.indexing import entry_of, stems_of
from news.model import Article
from news.ports import Unit
from news.ports.related import SCALE, Neighbour, RelatedEntry, RelatedState
from news.ports.search import Entry
from news.similarity import VERSION, Profile, Traits, traits_of, weigh
from news.stems import stems

# Of 10,000. Two articles below this share a word rather than a subject: so do 199 of 200 unrelated pairs.
MIN_SIMILARITY = 1_000
SHOWN = 5
# More than are shown, so that enough are left after a retraction. A newer article joins if it belongs among the shown.
NEIGHBOURS = 8
MAX_SAME_TEXT = 2

# The terms by which candidates are found, the articles stored for each, and the candidates compared in full.
STRONGEST = 12
MAX_POSTINGS = 32
CANDIDATES = 8

# In a young archive the terms of every article are counted, later those of each sixteenth, times sixteen.
COUNTED_ALL = 4096
COUNTED_EVERY = 16

BLOCK = 50
MAX_NUMBER = 2**62


async def relate(unit: Unit, articles: Iterable[Article], entries: Mapping[int, Entry]) -> None:
    """Compute the neighbours of articles in the unit of work that changed them; `entries` has the readable ones."""
    sources = {article.number: source_of(article) for article in articles if article.number in entries}
    if not sources:
        return
    state = await unit.related.lock_state()
    boilerplate, earlier = await find_boilerplate(unit, sources)
    if earlier:
        sources |= {number: source_of(article) for number, article in (await unit.search.articles(earlier)).items()}
    traits_by_number = {number: _traits(source, boilerplate, entries.get(number)) for number, source in sources.items()}
    old = await unit.related.entries(traits_by_number)
    state = await _count(
        unit, state, {number: traits for number, traits in traits_by_number.items() if number not in old}
    )
    profiles = await _profiles(unit, traits_by_number, state.articles)
    candidates = await _candidates(unit, profiles)
    for number, entry in old.items():
        candidates[number] |= {neighbour.number for neighbour in entry.neighbours}
    await _compare(unit, profiles, candidates)


def _traits(source: Source, boilerplate: Set[int], entry: Entry | None) -> Traits:
    """Return the traits of an article without boilerplate; `entry` saves stemming a text that has none."""
    left = source.without(boilerplate)
    if left is source and entry is not None:
        return traits_of(*stems_of(entry), source.text)
    return traits_of(stems(left.title), stems(left.text), left.text)


def is_behind(state: RelatedState) -> bool:
    """Whether articles are to be recomputed."""
    return state.cursor is not None or state.version not in {"", VERSION}


async def recompute_related(unit: Unit, block: int = BLOCK) -> bool:
    """Recompute a block of articles after the rules changed or a young archive has grown; False if none is left.

    Articles are recomputed from the newest to the oldest. An interrupted run continues at the stored cursor.
    """
    state = await unit.related.lock_state()
    if state.version not in {"", VERSION}:
        await unit.related.delete_all()
        state = RelatedState(VERSION, 0, MAX_NUMBER)
    if state.cursor is None:
        return False
    articles = await unit.related.articles(state.cursor, block)
    following = articles[-1].number - 1 if len(articles) == block else None
    await unit.related.set_state(replace(state, cursor=following))
    await relate(unit, articles, {article.number: entry for article in articles if (entry := entry_of(article))})
    after = await unit.related.state()
    if _has_doubled(state.articles, after.articles):  # this block counted articles that were not counted before
        await unit.related.set_state(replace(after, cursor=MAX_NUMBER))
    return True


async def _count(unit: Unit, state: RelatedState, traits_by_number: Mapping[int, Traits]) -> RelatedState:
    """Count the terms of new articles. If they double a young archive, all older articles become due."""
    terms: Counter[int] = Counter()
    counted = state.articles
    for number, traits in traits_by_number.items():
        if counted < COUNTED_ALL:
            counted += 1
            terms.update(traits.strengths.keys())
        elif number % COUNTED_EVERY == 0:
            counted += COUNTED_EVERY
            terms.update(dict.fromkeys(traits.strengths, COUNTED_EVERY))
    if not terms:
        return state
    await unit.related.add_frequencies(terms)
    cursor = state.cursor
    if _has_doubled(state.articles, counted):
        cursor = max(min(traits_by_number) - 1, cursor or 0) or None
    state = RelatedState(state.version or VERSION, counted, cursor)
    await unit.related.set_state(state)
    return state


def _has_doubled(before: int, after: int) -> bool:
    """Whether a young archive has passed a power of two."""
    return before < COUNTED_ALL and after.bit_length() > before.bit_length()


async def _profiles(unit: Unit, traits_by_number: Mapping[int, Traits], articles: int) -> dict[int, Profile]:
    terms = {term for traits in traits_by_number.values() for term in traits.strengths}
    frequencies = await unit.related.frequencies(terms)
    return {number: weigh(traits, frequencies, articles) for number, traits in traits_by_number.items()}


async def _candidates(unit: Unit, profiles: Mapping[int, Profile]) -> dict[int, set[int]]:
    """Return the likeliest neighbours of each article, and store the articles as postings of their strongest terms."""
    strongest = {number: list(profile.weights)[:STRONGEST] for number, profile in profiles.items()}
    postings = dict(await unit.related.postings({term for terms in strongest.values() for term in terms}))
    candidates = {}
    for number, terms in strongest.items():
        weights, scores = profiles[number].weights, dict[int, int]()
        for term in terms:
            weight, posted = weights[term], postings.setdefault(term, {})
            for other, other_weight in posted.items():
                scores[other] = scores.get(other, 0) + weight * other_weight
            posted[number] = weight
            if len(posted) > MAX_POSTINGS:
                del posted[min(posted)]
        scores.pop(number, None)
        candidates[number] = set(nlargest(CANDIDATES, scores, key=scores.__getitem__))
    await unit.related.store_postings(postings)
    return candidates


async def _compare(unit: Unit, profiles: Mapping[int, Profile], candidates: Mapping[int, set[int]]) -> None:
    """Compare each article with its candidates, and store similar ones as neighbours of each other."""
    others = dict(await unit.related.entries(set().union(*candidates.values()) - profiles.keys()))
    compared = {number: entry.profile for number, entry in others.items()} | dict(profiles)
    matches: dict[int, list[Neighbour]] = {number: [] for number in compared}
    for number, profile in profiles.items():
        for other in candidates[number]:
            other_profile = compared.get(other)
            if other_profile is not None:
                similarity = round(profile.similarity(other_profile) * SCALE)
                matches[number].append(Neighbour(similarity, other, other_profile.text_hash))
                matches[other].append(Neighbour(similarity, number, profile.text_hash))
    neighbours = {number: rank_neighbours(matches[number], profile) for number, profile in profiles.items()}
    await unit.related.store(
        {number: RelatedEntry(profile, neighbours[number]) for number, profile in profiles.items()}
    )
    changed = {}
    for number, entry in others.items():
        if not all(is_weaker(match, entry.neighbours) for match in matches[number]):
            changed[number] = rank_neighbours([*matches[number], *entry.neighbours], entry.profile)
    await unit.related.store_neighbours(changed)


def is_weaker(new: Neighbour, neighbours: Sequence[Neighbour]) -> bool:
    """Whether a new match changes none of the shown neighbours, and is not among the neighbours already."""
    weaker = new.similarity < MIN_SIMILARITY or (len(neighbours) == NEIGHBOURS and new < neighbours[SHOWN - 1])
    return weaker and all(each.number != new.number for each in neighbours)


def rank_neighbours(matches: Iterable[Neighbour], profile: Profile) -> tuple[Neighbour, ...]:
    """Return the neighbours of an article, most similar first; of two matches with one number the first counts.

    An article with the same text is no neighbour. Of others that share a text, two are kept, in case one is retracted.
    """
    by_number: dict[int, Neighbour] = {}
    for match in matches:
        by_number.setdefault(match.number, match)
    neighbours: list[Neighbour] = []
    texts = [profile.text_hash] * MAX_SAME_TEXT
    for match in sorted(by_number.values(), reverse=True):
        if match.similarity < MIN_SIMILARITY or len(neighbours) == NEIGHBOURS:
            break
        if texts.count(match.text_hash) < MAX_SAME_TEXT:
            neighbours.append(match)
            texts.append(match.text_hash)
    return tuple(neighbours)
