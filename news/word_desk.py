"""The desk of words: what a place follows and mutes, with a live answer from the search index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from news.choice.errors import WordMissing
from news.choice.preferences import ChosenWord, Preferences
from news.choice.word_changes import follow_words, known, mute_words, remove_words
from news.choice.word_files import WordFile, read_words
from news.choice.words import parse_words, word_key
from news.errors import ButtonStale
from news.indexing import NEVER_AFTER, doc_id_of, number_of
from news.ledger import Address
from news.model import Headline
from news.ports import Clock, Storage, Unit
from news.ports.choices import Changing, Chosen, Getting
from news.ports.search import IndexQuery

MONTH = timedelta(days=30)
# More matches than these are not counted.
MAX_COUNTED = 1000
LATEST = 3

_WordChange = Callable[[Preferences, Sequence[ChosenWord]], Preferences]


@dataclass(frozen=True, slots=True)
class WordMatches:
    """How many of the `total` publications of the last 30 days have one of some words, and the `latest` of them.

    Matches are counted up to MAX_COUNTED; `is_more` says that there are more.
    """

    count: int
    total: int
    latest: tuple[Headline, ...] = ()
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """A change of the words: those that were `added`, those that were there, and those that left the other list.

    The `matches` are those of the first two. `chosen` is what the place has chosen now.
    """

    muted: bool
    added: tuple[ChosenWord, ...]
    known: tuple[ChosenWord, ...]
    moved: tuple[ChosenWord, ...]
    matches: WordMatches
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What came of a file: how many words are new in each list, and how the place's words are now."""

    file: WordFile
    followed: int
    muted: int
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class WordView:
    """One word of a place, followed or `muted`, with its matches."""

    word: ChosenWord
    muted: bool
    matches: WordMatches
    chosen: Chosen


class WordDesk:
    """Words that a place follows or mutes, in any form, up to MAX_WORDS. `change` and `get` are the choice desk's."""

    def __init__(self, storage: Storage, clock: Clock, get: Getting, change: Changing) -> None:
        self._storage = storage
        self._clock = clock
        self._get = get
        self._change = change

    async def follow(self, address: Address, language: str, typed: str) -> ChangedWords:
        """Follow the words of a text, and say what they would have brought. Raises as `parse_words`, TooManyWords."""
        return await self._add(address, language, parse_words(typed), follow_words, muted=False)

    async def mute(self, address: Address, language: str, typed: str) -> ChangedWords:
        """Mute the words of a text, and say what they would have kept away. Raises as `follow` does."""
        return await self._add(address, language, parse_words(typed), mute_words, muted=True)

    async def turn(self, address: Address, language: str, key: int) -> WordView:
        """Mute a word that is followed, or follow one that is muted. Raises ButtonStale if it is neither."""
        word, muted = _find(await self._get(address), key)
        turn = follow_words if muted else mute_words
        chosen = await self._change(address, language, lambda preferences: turn(preferences, [word]))
        return WordView(word, not muted, await self.matches([word]), chosen)

    async def remove(self, address: Address, language: str, key: int) -> ChosenWord:
        """Neither follow nor mute a word, and return it. Raises ButtonStale if it is neither."""
        word, _ = _find(await self._get(address), key)
        await self._change(address, language, lambda preferences: remove_words(preferences, [word]))
        return word

    async def show(self, address: Address, key: int) -> WordView:
        """Return a word with its matches (`news.choice.words.word_key`). Raises ButtonStale if it was removed."""
        chosen = await self._get(address)
        word, muted = _find(chosen, key)
        return WordView(word, muted, await self.matches([word]), chosen)

    async def take_file(self, address: Address, language: str, text: str, *, muted: bool = False) -> TakenFile:
        """Add the words of a file; with `muted`, its first lines are muted.

        Raises WordMissing for a file without a word or an error, TooManyWords: then none is added.
        """
        file, before = read_words(text, muted=muted), list[Preferences]()
        if not (file.followed or file.muted or file.bad):
            raise WordMissing

        def change(preferences: Preferences) -> Preferences:
            before.append(preferences)
            return mute_words(follow_words(preferences, file.followed), file.muted)

        chosen = await self._change(address, language, change)
        followed = len(file.followed) - len(known(file.followed, before[-1].followed))
        hidden = len(file.muted) - len(known(file.muted, before[-1].muted))
        return TakenFile(file, followed, hidden, chosen)

    async def matches(self, words: Sequence[ChosenWord]) -> WordMatches:
        """Return what the last 30 days have for any of some words."""
        since = self._clock.now() - MONTH
        async with self._storage.reading() as unit:
            found = set[int]()
            for word in words:
                found.update(await unit.search.find(_query(word, doc_id_of(since, 0)), MAX_COUNTED + 1))
            newest = sorted(found, reverse=True)
            latest = await _headlines(unit, newest[:LATEST])
            total = await unit.search.count_since(since)
        count = min(len(newest), MAX_COUNTED)
        return WordMatches(count, max(total, count), latest, is_more=len(newest) > MAX_COUNTED)

    async def _add(
        self, address: Address, language: str, words: Sequence[ChosenWord], add: _WordChange, *, muted: bool
    ) -> ChangedWords:
        before = list[Preferences]()

        def change(preferences: Preferences) -> Preferences:
            before.append(preferences)
            return add(preferences, words)

        chosen = await self._change(address, language, change)
        here, there = before[-1].followed, before[-1].muted
        if muted:
            here, there = there, here
        present = known(words, here)
        added = tuple(word for word in words if word not in present)
        return ChangedWords(muted, added, present, known(words, there), await self.matches(words), chosen)


def _query(word: ChosenWord, start: int) -> IndexQuery:
    """Return the query for the articles from a document id on that have a word, or the words of a phrase in order."""
    phrases = (word.stems,) if len(word.stems) > 1 else ()
    return IndexQuery(tuple(dict.fromkeys(word.stems)), phrases, start, NEVER_AFTER)


async def _headlines(unit: Unit, doc_ids: Sequence[int]) -> tuple[Headline, ...]:
    numbers = [number_of(doc_id) for doc_id in doc_ids]
    articles = await unit.search.articles(numbers)
    return tuple(articles[number].headline for number in numbers if number in articles)


def _find(chosen: Chosen, key: int) -> tuple[ChosenWord, bool]:
    """Return the word with this key, and whether it is muted."""
    for muted, words in ((False, chosen.preferences.followed), (True, chosen.preferences.muted)):
        for word in words:
            if word_key(word) == key:
                return word, muted
    raise ButtonStale
