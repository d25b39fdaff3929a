"""Finding what belongs together: every verb that changes what readers can read keeps an article's neighbours with it.

The work is bounded whatever the archive holds. For each term the newest articles that it is strong in are kept; an
article's strongest terms name its candidates, and only the likeliest of those are compared in full. Likeness looks the
same from both sides, so a new article becomes a neighbour of the older ones in the same step.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest

from news.indexing import entry_of, stems_of
from news.model import Article
from news.ports import Unit
from news.ports.related import SCALE, Neighbour, RelatedEntry, RelatedState
from news.ports.search import Entry
from news.richtext import plain
from news.similarity import VERSION, Profile, Traits, traits_of, weigh

# Of 10,000. Below, two articles have a word in common rather than a subject: 199 of 200 strangers are.
MIN_SIMILARITY = 1_000
SHOWN = 5
# Somewhat more than are shown, so that a retraction leaves enough; a newer article joins if it belongs among the shown.
NEIGHBOURS = 8
SAME_TEXT_TWICE = 2

# The terms an article is looked for by, the articles kept for each, and how many candidates are compared in full.
STRONGEST = 12
MAX_POSTINGS = 32
CANDIDATES = 8

# Terms are counted in every article of a young archive, then in each sixteenth, for sixteen.
COUNTED_ALL = 4096
COUNTED_EVERY = 16

BLOCK = 50
LARGEST_NUMBER = 2**62


async def relate(unit: Unit, articles: Iterable[Article], entries: Mapping[int, Entry]) -> None:
    """Work out the neighbours of articles, in the unit that changed them; only published ones have an index entry."""
    traits_by_number = {
        article.number: traits_of(*stems_of(entries[article.number]), f"{article.lead}\n{plain(article.body)}")
        for article in articles
        if article.number in entries
    }
    if not traits_by_number:
        return
    state = await unit.related.lock_state()
    old = await unit.related.entries(traits_by_number)
    state = await _count(
        unit, state, {number: traits for number, traits in traits_by_number.items() if number not in old}
    )
    profiles = await _profiles(unit, traits_by_number, state.articles)
    candidates = await _candidates(unit, profiles)
    for number, entry in old.items():
        candidates[number] |= {neighbour.number for neighbour in entry.neighbours}
    await _meet(unit, profiles, candidates)


def is_behind(state: RelatedState) -> bool:
    """Whether articles are to be worked out anew."""
    return state.cursor is not None or state.version not in {"", VERSION}


async def recompute_related(unit: Unit) -> bool:
    """Work a block of articles out anew, after the rules changed or a young archive has grown; False if none is left.

    It goes from the newest to the oldest, and on from where it was when it is interrupted.
    """
    state = await unit.related.lock_state()
    if state.version not in {"", VERSION}:
        await unit.related.delete_all()
        state = RelatedState(VERSION, 0, LARGEST_NUMBER)
    if state.cursor is None:
        return False
    articles = await unit.related.articles(state.cursor, BLOCK)
    following = articles[-1].number - 1 if len(articles) == BLOCK else None
    await unit.related.set_state(replace(state, cursor=following))
    await relate(unit, articles, {article.number: entry for article in articles if (entry := entry_of(article))})
    after = await unit.related.state()
    if _has_doubled(state.articles, after.articles):  # what is not counted yet is counted on the way
        await unit.related.set_state(replace(after, cursor=LARGEST_NUMBER))
    return True


async def _count(unit: Unit, state: RelatedState, traits_by_number: Mapping[int, Traits]) -> RelatedState:
    """Count the terms of new articles; when these double a young archive, all before them are to be worked out anew."""
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
    seen = await unit.related.frequencies({term for traits in traits_by_number.values() for term in traits.strengths})
    return {number: weigh(traits, seen, articles) for number, traits in traits_by_number.items()}


async def _candidates(unit: Unit, profiles: Mapping[int, Profile]) -> dict[int, set[int]]:
    """Return the likeliest neighbours of each, older ones and others of these; keep these for whoever comes later."""
    strongest = {number: list(profile.weights)[:STRONGEST] for number, profile in profiles.items()}
    postings = dict(await unit.related.postings({term for terms in strongest.values() for term in terms}))
    candidates = {}
    for number, terms in strongest.items():
        weights, scores = profiles[number].weights, dict[int, int]()
        for term in terms:
            weight, held = weights[term], postings.setdefault(term, {})
            for other, its_weight in held.items():
                scores[other] = scores.get(other, 0) + weight * its_weight
            held[number] = weight
            if len(held) > MAX_POSTINGS:
                del held[min(held)]
        scores.pop(number, None)
        candidates[number] = set(nlargest(CANDIDATES, scores, key=scores.__getitem__))
    await unit.related.store_postings(postings)
    return candidates


async def _meet(unit: Unit, profiles: Mapping[int, Profile], candidates: Mapping[int, set[int]]) -> None:
    """Compare each with its candidates, and make those that are alike neighbours of each other."""
    around = dict(await unit.related.entries(set().union(*candidates.values()) - profiles.keys()))
    compared = {number: entry.profile for number, entry in around.items()} | dict(profiles)
    met: dict[int, list[Neighbour]] = {number: [] for number in compared}
    for number, profile in profiles.items():
        for other in candidates[number]:
            other_profile = compared.get(other)
            if other_profile is not None:
                similarity = round(profile.similarity(other_profile) * SCALE)
                met[number].append(Neighbour(similarity, other, other_profile.text_hash))
                met[other].append(Neighbour(similarity, number, profile.text_hash))
    near = {number: rank_neighbours(met[number], profile) for number, profile in profiles.items()}
    await unit.related.store({number: RelatedEntry(profile, near[number]) for number, profile in profiles.items()})
    changed = {}
    for number, entry in around.items():
        if not all(is_weaker(each, entry.neighbours) for each in met[number]):
            changed[number] = rank_neighbours([*met[number], *entry.neighbours], entry.profile)
    await unit.related.store_neighbours(changed)


def is_weaker(new: Neighbour, near: Sequence[Neighbour]) -> bool:
    """Whether the new one changes nothing for an article with these neighbours that are shown, and never did."""
    weaker = new.similarity < MIN_SIMILARITY or (len(near) == NEIGHBOURS and new < near[SHOWN - 1])
    return weaker and all(each.number != new.number for each in near)


def rank_neighbours(found: Iterable[Neighbour], profile: Profile) -> tuple[Neighbour, ...]:
    """Return the neighbours of an article among those found, the nearest first; what was found first of one holds.

    One with the same text as the article is none; of others with the same text two stay, in case one is retracted.
    """
    latest: dict[int, Neighbour] = {}
    for each in found:
        latest.setdefault(each.number, each)
    kept: list[Neighbour] = []
    texts = [profile.text_hash] * SAME_TEXT_TWICE
    for each in sorted(latest.values(), reverse=True):
        if each.similarity < MIN_SIMILARITY or len(kept) == NEIGHBOURS:
            break
        if texts.count(each.text_hash) < SAME_TEXT_TWICE:
            kept.append(each)
            texts.append(each.text_hash)
    return tuple(kept)
