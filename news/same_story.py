"""The published articles that tell the story of a draft, or of an item from a source: found by their similarity."""

from datetime import datetime, timedelta

from news.boilerplate import known_boilerplate, source_of
from news.model import Article, Headline
from news.ports import Unit
from news.relating import STRONGEST
from news.similarity import SAME_STORY, Profile, traits_of, weigh
from news.stems import stems

RECENT = timedelta(days=7)


async def same_stories(unit: Unit, article: Article, now: datetime) -> list[Headline]:
    """Return the published articles of the last days that tell the story of an article, the most similar one first."""
    profile = await _profile_of(unit, article)
    recent = await unit.articles.recent(await _candidates(unit, profile) - {article.number}, now - RECENT)
    by_number = {headline.number: headline for headline in recent}
    entries = await unit.related.entries(by_number)
    similar = sorted(((profile.similarity(entry.profile), number) for number, entry in entries.items()), reverse=True)
    return [by_number[number] for similarity, number in similar if similarity >= SAME_STORY]


async def _profile_of(unit: Unit, article: Article) -> Profile:
    """Return the profile that an unpublished article would have."""
    source = source_of(article)
    left = source.without(await known_boilerplate(unit, source))
    traits = traits_of(stems(left.title), stems(left.text), left.text)
    state = await unit.related.state()
    return weigh(traits, await unit.related.frequencies(traits.strengths.keys()), state.articles)


async def _candidates(unit: Unit, profile: Profile) -> set[int]:
    """Return the newest articles in which one of the strongest terms weighs much."""
    postings = await unit.related.postings(list(profile.weights)[:STRONGEST])
    return {number for posted in postings.values() for number in posted}
