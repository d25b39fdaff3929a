"""The selection: which of some articles a place gets, for thousands of places a second. Pure.

Each article is one bit. For each stem, topic, story and source there is a mask of the articles that have it, made once;
what a place gets then is a few operations on whole numbers. `news.choice.deciding.chooses` decides the same, one
article at a time, and a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from news.choice.deciding import Candidate, holds
from news.choice.preferences import ChosenWord, Pace, Preferences, Topics

# Phrases are compared word by word, and digests begin behind different pushes: so many masks of each are kept.
MAX_KEPT = 10_000


class Selection:
    """Selects among some articles, in their order. `merged` maps the ids of topics to those that took their place.

    `earlier` are articles that are not selected themselves: the first tellings of stories that are told again.
    """

    def __init__(
        self,
        articles: Sequence[Candidate],
        merged: Mapping[int, int] | None = None,
        earlier: Sequence[Candidate] = (),
    ) -> None:
        self.articles = articles
        self.all = (1 << len(articles)) - 1
        self._known = (*articles, *earlier)
        self._everything = (1 << len(self._known)) - 1
        self._stems: dict[str, int] = defaultdict(int)
        self._topics: dict[int, int] = defaultdict(int)
        self._stories: dict[int, int] = defaultdict(int)
        self._sources: dict[str, int] = defaultdict(int)
        self._phrases: dict[tuple[str, ...], int] = {}
        self._after: dict[tuple[int, frozenset[int]], int] = {}
        self._merged = merged or {}
        self._without_topic = self._breaking = 0
        for position, article in enumerate(self._known):
            self._add(article, 1 << position)
        bits = {article.number: 1 << position for position, article in enumerate(self._known)}
        self._repeats = [
            (bits[article.number], bits[article.repeats]) for article in articles if article.repeats in bits
        ]

    def _add(self, article: Candidate, bit: int) -> None:
        for stem in set(article.tokens):
            self._stems[stem] |= bit
        for topic in article.topics:
            self._topics[topic] |= bit
        for number in article.story:
            self._stories[number] |= bit
        if article.source:
            self._sources[article.source] |= bit
        self._without_topic |= 0 if article.topics else bit
        self._breaking |= bit if article.breaking else 0

    def of(self, preferences: Preferences, among: int) -> int:
        """Return which of the articles `among` a place gets."""
        if preferences.topics.but or not preferences.topics.others:
            selected = self._of_topics(preferences.topics)
        else:
            selected = self._everything
        for word in preferences.followed:
            selected |= self._having(word)
        for story in preferences.stories:
            selected |= self._stories.get(story.article, 0)
        if preferences.timetable.pace is Pace.BREAKING:
            selected &= self._breaking
        if not selected & among:
            return 0
        selected &= ~self._muted(preferences)
        repeated = sum(second for second, first in self._repeats if selected & first)
        return selected & among & ~repeated

    def numbers(self, mask: int) -> list[int]:
        """Return the numbers of the articles in a mask."""
        return [article.number for position, article in enumerate(self.articles) if mask >> position & 1]

    def after(self, upto: int, beyond: frozenset[int]) -> int:
        """Return the articles of the editions behind `upto` that are not in `beyond`."""
        found = self._after.get((upto, beyond))
        if found is None:
            chosen = (article.edition > upto and article.edition not in beyond for article in self.articles)
            found = sum(1 << position for position, is_chosen in enumerate(chosen) if is_chosen)
            if len(self._after) >= MAX_KEPT:
                self._after.clear()
            self._after[upto, beyond] = found
        return found

    def _of_topics(self, topics: Topics) -> int:
        selected = self._without_topic if topics.others else 0
        but = topics.but
        if not topics.others and self._merged:  # a topic that was on stays on as a part of another one
            but = but | {self._merged[topic] for topic in but if topic in self._merged}
        for topic, mask in self._topics.items():
            if (topic in but) is not topics.others:
                selected |= mask
        return selected

    def _muted(self, preferences: Preferences) -> int:
        muted = 0
        for word in preferences.muted:
            muted |= self._having(word)
        for number in preferences.muted_stories:
            muted |= self._stories.get(number, 0)
        for source in preferences.sources:
            muted |= self._sources.get(source, 0)
        return muted

    def _having(self, word: ChosenWord) -> int:
        """Return the articles that have a word or phrase."""
        mask = self._everything
        for stem in word.stems:
            mask &= self._stems.get(stem, 0)
        if not mask or len(word.stems) == 1:
            return mask
        if word.stems not in self._phrases:
            if len(self._phrases) >= MAX_KEPT:
                self._phrases.clear()
            found = (bool(mask >> position & 1) and holds(word, one.tokens) for position, one in enumerate(self._known))
            self._phrases[word.stems] = sum(1 << position for position, is_found in enumerate(found) if is_found)
        return self._phrases[word.stems]
