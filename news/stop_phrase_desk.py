"""The desk of the stop phrases: the staff adds and removes words that hold a comment, and sees what they would hold."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from news.audit import record
from news.errors import (
    StopPhraseCommon,
    StopPhraseMissing,
    StopPhraseTooLong,
    StopPhraseTooShort,
    StopPhraseUnknown,
    TooManyStopPhrases,
)
from news.model import Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.stop_phrases import StopPhrase
from news.roles import Deed, require
from news.stop_phrases import StopPhrases, Weakness, key_of, split, weakness
from news.words import collapse

MOST_PHRASES = 500
PHRASE_LIMIT = 64  # characters
PAGE_SIZE = 20
# What a phrase would have held is counted among so many of the newest comments, and so many are shown.
TRIAL_COMMENTS = 1000
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """What phrases would have held: `held` of the `total` newest comments, and excerpts of the newest ones."""

    total: int
    held: int
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedPhrases:
    """The phrases that were added, those that were there already, and what the added ones would have held."""

    added: tuple[StopPhrase, ...]
    known: tuple[str, ...]
    trial: Trial


@dataclass(frozen=True, slots=True)
class StopPhrasePage:
    """A page of the phrases by alphabet, the first page being 0; `pages` is how many there are, at least 1."""

    phrases: tuple[StopPhrase, ...]
    total: int
    page: int
    pages: int


class StopPhraseDesk:
    """Verbs on the stop phrases. Every verb raises NotAllowed unless the person may do MANAGE_STOP_WORDS."""

    def __init__(self, storage: Storage, clock: Clock, on_change: Callable[[], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._on_change = on_change

    def may_manage(self, chief: Reader) -> None:
        """Raise NotAllowed unless the person may manage the stop phrases."""
        require(chief, Deed.MANAGE_STOP_WORDS)

    async def list(self, chief: Reader, page: int = 0) -> StopPhrasePage:
        """Return a page of the phrases; the last one if there are fewer pages."""
        self.may_manage(chief)
        async with self._storage.reading() as unit:
            every = sorted(await unit.stop_phrases.every(), key=lambda phrase: (phrase.text.casefold(), phrase.id))
        pages = max(1, -(-len(every) // PAGE_SIZE))
        page = min(max(page, 0), pages - 1)
        return StopPhrasePage(tuple(every[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]), len(every), page, pages)

    async def add(self, chief: Reader, text: str) -> AddedPhrases:
        """Add the phrases of a text: each word, and each phrase in quotes. If one of them is refused, none is added.

        Raises StopPhraseMissing, StopPhraseTooShort, StopPhraseCommon, StopPhraseTooLong, TooManyStopPhrases.
        """
        self.may_manage(chief)
        phrases = _checked(text)
        added, known, now = [], [], self._clock.now()
        async with self._storage.writing() as unit:
            for phrase in phrases:
                phrase_id = await unit.stop_phrases.add(phrase, key_of(phrase), chief.id, now)
                if phrase_id is None:
                    known.append(phrase)
                    continue
                added.append(StopPhrase(phrase_id, phrase, chief.id, now))
                await record(unit, chief.id, AuditAct.STOP_PHRASE_ADDED, now, note=phrase)
            if len(await unit.stop_phrases.every()) > MOST_PHRASES:
                raise TooManyStopPhrases(most=MOST_PHRASES)
            texts = await unit.comments.newest_texts(TRIAL_COMMENTS)
        self._on_change()
        return AddedPhrases(tuple(added), tuple(known), await _trial(added, texts))

    async def show(self, chief: Reader, phrase_id: int) -> tuple[StopPhrase, Trial]:
        """Return a phrase and what it would have held. Raises StopPhraseUnknown."""
        self.may_manage(chief)
        async with self._storage.reading() as unit:
            phrase = await _get(unit, phrase_id)
            texts = await unit.comments.newest_texts(TRIAL_COMMENTS)
        return phrase, await _trial([phrase], texts)

    async def remove(self, chief: Reader, phrase_id: int) -> StopPhrase:
        """Remove a phrase and return it; comments that it holds go on waiting. Raises StopPhraseUnknown."""
        self.may_manage(chief)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            phrase = await _get(unit, phrase_id)
            if await unit.stop_phrases.remove(phrase_id) is None:
                raise StopPhraseUnknown
            await record(unit, chief.id, AuditAct.STOP_PHRASE_REMOVED, now, note=phrase.text)
        self._on_change()
        return phrase


def _checked(text: str) -> Sequence[str]:
    phrases = list(dict.fromkeys(map(collapse, split(text))))
    if not phrases:
        raise StopPhraseMissing
    for phrase in phrases:
        if len(phrase) > PHRASE_LIMIT:
            raise StopPhraseTooLong(phrase=phrase[:PHRASE_LIMIT], length=len(phrase), most=PHRASE_LIMIT)
        found = weakness(phrase)
        if found is Weakness.SHORT:
            raise StopPhraseTooShort(phrase=phrase)
        if found is Weakness.COMMON:
            raise StopPhraseCommon(phrase=phrase)
    return phrases


async def _trial(phrases: Sequence[StopPhrase], texts: Sequence[str]) -> Trial:
    """Count what phrases hold, in a thread: a thousand long comments take a second."""
    return await asyncio.to_thread(trial_of, [phrase.text for phrase in phrases], texts)


def trial_of(phrases: Sequence[str], texts: Sequence[str]) -> Trial:
    """Return what phrases would have held of these texts, the newest text first."""
    compiled = StopPhrases(phrases)
    hits = [hit for hit in map(compiled.find, texts) if hit is not None]
    return Trial(len(texts), len(hits), tuple(hit.excerpt for hit in hits[:SAMPLES]))


async def _get(unit: Unit, phrase_id: int) -> StopPhrase:
    phrase = await unit.stop_phrases.get(phrase_id)
    if phrase is None:
        raise StopPhraseUnknown
    return phrase
