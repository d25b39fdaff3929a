"""The desk of what a reader chooses under a push: to follow its story, less of its kind, and quiet for some time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from news.choice.changes import with_quiet_for_an_hour, with_quiet_until_morning
from news.choice.deciding import zone_of
from news.choice.errors import WordMeaningless, WordTooLong
from news.choice.preferences import ChosenWord, Preferences
from news.choice.story_changes import (
    drop_story,
    follow_story,
    follows_story,
    mute_source,
    mute_story,
    mute_topic,
)
from news.choice.word_changes import known, mute_words
from news.choice.words import chosen_word, distinct, word_key
from news.errors import ButtonStale
from news.hosts import source_host
from news.ledger import Address
from news.lifecycle import require_readable
from news.model import Article
from news.ports import Clock, Storage
from news.ports.choices import Changing, Getting
from news.stems import words

MAX_TOPICS = 3
MAX_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class PushChoices:
    """What a place can choose about an article: less of its `topics` (id, name), `words` and `source` ("" for none).

    What it has muted already is not offered again. `follows` says whether it follows the story.
    """

    number: int
    follows: bool
    topics: tuple[tuple[int, str], ...] = ()
    words: tuple[ChosenWord, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """Quiet for once, `until` a moment; `zone` is the one that the place lives in."""

    until: datetime
    zone: ZoneInfo


class TuningDesk:
    """Choices under a push in a private chat. `get` and `change` are the choice desk's; `zone` is the newspaper's.

    Each verb that names an article raises ArticleUnknown or ArticleRetracted; a change may raise what
    `news.choice.story_changes` says. Each can be taken back by the choice desk.
    """

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo, get: Getting, change: Changing) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._get = get
        self._change = change

    async def choices(self, address: Address, number: int) -> PushChoices:
        """Return what a place can choose about an article."""
        article = await self._article(number)
        preferences = (await self._get(address)).preferences
        topics = zip(article.topic_ids, article.topics, strict=True)
        host = source_host(article.source_url)
        return PushChoices(
            number,
            follows_story(preferences, number),
            tuple((topic, name) for topic, name in topics if preferences.topics.has(topic))[:MAX_TOPICS],
            _candidates(article, preferences),
            "" if host in preferences.sources else host,
        )

    async def follow_story(self, address: Address, language: str, number: int, message: int | None) -> None:
        """Follow the story of an article, whose follow-ups reply to the message that shows it."""
        await self._article(number)
        await self._change(address, language, lambda preferences: follow_story(preferences, number, message))

    async def unfollow_story(self, address: Address, language: str, number: int) -> None:
        """Follow the story of an article no more, also if the article was withdrawn."""
        await self._change(address, language, lambda preferences: drop_story(preferences, number))

    async def mute_story(self, address: Address, language: str, number: int) -> None:
        """Send no follow-ups of an article."""
        await self._article(number)
        await self._change(address, language, lambda preferences: mute_story(preferences, number))

    async def mute_topic(self, address: Address, language: str, number: int, topic: int) -> str:
        """Turn a topic of an article off, and return its name. Raises ButtonStale if the article has it no more."""
        article = await self._article(number)
        name = dict(zip(article.topic_ids, article.topics, strict=True)).get(topic)
        if name is None:
            raise ButtonStale
        await self._change(address, language, lambda preferences: mute_topic(preferences, topic))
        return name

    async def mute_word(self, address: Address, language: str, number: int, key: int) -> ChosenWord:
        """Mute a word of an article's headline, and return it. Raises ButtonStale if the headline has it no more."""
        article = await self._article(number)
        word = next((each for each in _headline_words(article) if word_key(each) == key), None)
        if word is None:
            raise ButtonStale
        await self._change(address, language, lambda preferences: mute_words(preferences, [word]))
        return word

    async def mute_source(self, address: Address, language: str, number: int) -> str:
        """Mute the source of an article, and return its host. Raises ButtonStale if the article has none."""
        host = source_host((await self._article(number)).source_url)
        if not host:
            raise ButtonStale
        await self._change(address, language, lambda preferences: mute_source(preferences, host))
        return host

    async def rest(self, address: Address, language: str, *, until_morning: bool) -> Rest:
        """Send nothing for an hour, or until the place's next morning: what is published meanwhile comes then."""
        now, found = self._clock.now(), list[Rest]()

        def change(preferences: Preferences) -> Preferences:
            zone = zone_of(preferences, self._zone)
            if until_morning:
                quiet = with_quiet_until_morning(preferences, zone, now)
            else:
                quiet = with_quiet_for_an_hour(preferences, now)
            found.append(Rest(quiet.quiet_until or now, zone))
            return quiet

        await self._change(address, language, change)
        return found[-1]

    async def _article(self, number: int) -> Article:
        async with self._storage.reading() as unit:
            return require_readable(number, await unit.articles.get(number))


def _candidates(article: Article, preferences: Preferences) -> tuple[ChosenWord, ...]:
    """Return the words of a headline that may be muted: names first, then the longest, which say most."""
    found = _headline_words(article)
    muted = known(found, preferences.muted)
    first = found[0] if found else None
    telling = sorted(
        (word for word in found if word not in muted),
        key=lambda word: (word is first or not word.text[:1].isupper(), -len(word.text)),
    )
    return tuple(telling[:MAX_CANDIDATES])


def _headline_words(article: Article) -> Sequence[ChosenWord]:
    """Return the words of a headline that can mean something, as they stand there."""
    title, found = article.title, list[ChosenWord]()
    for word in words(title):
        try:
            found.append(chosen_word(title[word.start : word.end]))
        except (WordMeaningless, WordTooLong):
            continue
    return distinct(found)
