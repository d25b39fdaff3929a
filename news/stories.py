"""The desk of stories: before a draft is published, the published article that tells the same story."""

from collections.abc import Iterable
from datetime import timedelta

from news.boilerplate import known_boilerplate, source_of
from news.errors import ArticleUnknown
from news.lifecycle import is_readable, require_known, require_publication
from news.model import Article, Headline, Reader
from news.ports import Clock, Storage, Unit
from news.relating import STRONGEST
from news.roles import Deed, require
from news.similarity import SAME_STORY, Profile, traits_of, weigh
from news.stems import stems

RECENT = timedelta(days=7)


class StoryDesk:
    """Finds the same story among the published ones of the last days, and keeps what the editor decided."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def same(self, editor: Reader, number: int) -> Headline | None:
        """Return the published article that tells the story of a draft; None also once an editor has decided.

        Raises NotAllowed, ArticleUnknown.
        """
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            draft = require_publication(editor, require_known(number, await unit.articles.get(number)))
            if draft.follows is not None or is_readable(draft.status):
                return None
            profile = await _profile_of(unit, draft)
            candidates = await _candidates(unit, profile)
            recent = await unit.articles.recent(candidates - {number}, self._clock.now() - RECENT)
            return await _closest(unit, profile, recent)

    async def decide(self, editor: Reader, number: int, follows: int) -> None:
        """Let a draft follow up a published article, whose copies its push replies to, or with 0 stand alone.

        Raises NotAllowed, ArticleUnknown.
        """
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            earlier = await unit.articles.get(follows) if follows else None
            if follows and (earlier is None or not is_readable(earlier.status)):
                raise ArticleUnknown(number=follows)
            require_publication(editor, require_known(number, await unit.articles.get(number)))
            await unit.articles.set_follows(number, follows)


async def _profile_of(unit: Unit, draft: Article) -> Profile:
    """Return the profile that the draft would have as an article."""
    source = source_of(draft)
    left = source.without(await known_boilerplate(unit, source))
    traits = traits_of(stems(left.title), stems(left.text), left.text)
    state = await unit.related.state()
    return weigh(traits, await unit.related.frequencies(traits.strengths.keys()), state.articles)


async def _candidates(unit: Unit, profile: Profile) -> set[int]:
    """Return the newest articles in which one of the draft's strongest terms weighs much."""
    postings = await unit.related.postings(list(profile.weights)[:STRONGEST])
    return {number for posted in postings.values() for number in posted}


async def _closest(unit: Unit, profile: Profile, recent: Iterable[Headline]) -> Headline | None:
    by_number = {headline.number: headline for headline in recent}
    entries = await unit.related.entries(by_number)
    similar = [(profile.similarity(entry.profile), number) for number, entry in entries.items()]
    best, number = max(similar, default=(0.0, 0))
    return by_number[number] if best >= SAME_STORY else None
