"""Screening: which comments wait for a moderator before readers see them, and why.

A comment is held for what it says whatever its author has earned, but for the deeds of the roles table. With
COMMENT_UNCHECKED nothing is held because its author is new; with POST_LINKS no links and contacts are; with MODERATE
nothing is. The text of an edit passes the same rules.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news import trust
from news.addresses import has_address
from news.appointing import as_of
from news.contacts import has_contact
from news.disguises import has_hidden_characters
from news.lures import LURES
from news.mentions import mentioned_names
from news.model import Cause, Comment, CommentStatus, NewComment, Reader
from news.ports import Clock, Unit
from news.ports.hooks import Hook, HookQuestion, NoHook
from news.roles import Deed, Role, may
from news.stop_phrases import StopPhrases
from news.substance import fingerprint, is_correction

FRESH_SECONDS = 0.5
# A shorter text of capitals is a cheer, or a list of abbreviations.
SHOUT_LETTERS = 20
# More mentions are not looked up: the comment is held.
MAX_MENTIONS = 5
# As many edits of a newcomer's only comment may correct a word, before it is held again.
MAX_CORRECTIONS = 2


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """The first `hold_first` comments of a reader wait, and those of an account known for less than `hold_new`."""

    hold_first: int = 0
    hold_new: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Aside:
    """What a message says besides its text: quotes, replies to other chats, addresses behind words.

    `mentions`: it names a person by a link to the account, without an @.
    """

    text: str = ""
    mentions: bool = False


NO_ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a comment when it is decided. The author's `deeds` are those of the present role."""

    deeds: Set[Deed]
    text: str
    aside: Aside = NO_ASIDE
    is_first: bool = False
    is_new: bool = False
    is_copy: bool = False
    has_stop_phrase: bool = False
    names_stranger: bool = False
    hook_holds: bool = False


def decide(facts: Facts) -> tuple[Cause, ...]:
    """Return why a comment has to wait, () if readers may see it at once."""
    if Deed.MODERATE in facts.deeds:
        return ()
    whole = f"{facts.text}\n{facts.aside.text}"
    is_unknown = Deed.COMMENT_UNCHECKED not in facts.deeds
    has_no_links = Deed.POST_LINKS not in facts.deeds
    found = {
        Cause.FIRST: is_unknown and facts.is_first,
        Cause.NEW_ACCOUNT: is_unknown and facts.is_new,
        Cause.COPY: is_unknown and facts.is_copy,
        Cause.LURE: is_unknown and LURES.find(whole) is not None,
        Cause.LINKS: has_no_links and has_address(whole),
        Cause.CONTACT: has_no_links and has_contact(whole),
        Cause.STOP_WORD: facts.has_stop_phrase,
        Cause.CAPITALS: shouts(facts.text),
        Cause.MENTIONS: facts.names_stranger or facts.aside.mentions,
        Cause.INVISIBLE: has_hidden_characters(whole),
        Cause.HOOK: facts.hook_holds,
    }
    return tuple(cause for cause, holds in found.items() if holds)


def shouts(text: str) -> bool:
    """Whether more than half of a text's letters are capitals; letters of scripts without capitals do not count."""
    capitals = sum(char.isupper() for char in text)
    letters = capitals + sum(char.islower() for char in text)
    return letters >= SHOUT_LETTERS and 2 * capitals > letters


class Screening:
    """Decides whether a comment is held, by the rules, the stop phrases, the author's record, and the hook."""

    def __init__(self, clock: Clock, rules: ScreeningRules = ScreeningRules(), hook: Hook = NoHook()) -> None:
        self._clock = clock
        self._rules = rules
        self._hook = hook
        self._texts: tuple[str, ...] = ()
        self._phrases = StopPhrases(())
        self._read_at: float | None = None

    async def ask_hook(self, author: Reader, comment: NewComment, aside: Aside, *, edited: bool = False) -> str | None:
        """Return the hook's reason to hold a comment, None if it may pass. Never await it inside a transaction."""
        if may(author, Deed.MODERATE) or not may(author, Deed.COMMENT):
            return None
        ids = (comment.author_id, comment.article, comment.chat_id, comment.message_id)
        return await self._hook.reason_to_hold(HookQuestion(*ids, comment.text, aside.text, edited))

    async def causes(
        self,
        unit: Unit,
        author: Reader,
        text: str,
        *,
        article: int,
        before: Comment | None = None,
        aside: Aside = NO_ASIDE,
        hook_reason: str | None = None,
        in_group: bool = False,
    ) -> tuple[Cause, ...]:
        """Return why a comment with this text has to wait; () if readers may see it at once.

        `before` is the comment that is edited. What a guest writes in the bot always waits; `in_group`, where people
        know each other, a guest is a newcomer. The author's row must be locked.
        """
        now = self._clock.now()
        author = await _present(unit, author, now)
        if may(author, Deed.MODERATE):
            return ()
        whole = f"{text}\n{aside.text}"
        is_unknown = not may(author, Deed.COMMENT_UNCHECKED)
        facts = Facts(
            deeds=author.deeds,
            text=text,
            aside=aside,
            is_first=not (author.registered or in_group)
            or (is_unknown and await self._is_first(unit, author, text, before)),
            is_new=author.known_since is not None and now - author.known_since < self._rules.hold_new,
            is_copy=is_unknown and await _is_copy(unit, author, text),
            has_stop_phrase=(await self._stop_phrases(unit)).find(whole) is not None,
            names_stranger=await _names_stranger(unit, article, whole),
            hook_holds=hook_reason is not None,
        )
        return decide(facts)

    async def keep(self, unit: Unit, comment: Comment, hook_reason: str | None = None) -> None:
        """Store what later decisions need of a comment that has just been stored or edited; its author may earn trust.

        The author's row must be locked.
        """
        await unit.trust.mark(comment.id, fingerprint(comment.text), hook_reason or "")
        if comment.visible:
            await trust.earn(unit, comment.author_id, self._clock.now())

    def forget(self) -> None:
        """Read the stop phrases anew the next time: this process has just changed them."""
        self._read_at = None

    async def _is_first(self, unit: Unit, author: Reader, text: str, before: Comment | None) -> bool:
        """Whether the reader has too few published comments beside this one. Correcting a word of it is no reason."""
        most = self._rules.hold_first
        if (
            not most
            or await unit.trust.count_published(author.id, most, but=None if before is None else before.id) >= most
        ):
            return False
        if before is None or before.status is not CommentStatus.PUBLISHED:
            return True
        return before.version > MAX_CORRECTIONS or not is_correction(before.text, text)

    async def _stop_phrases(self, unit: Unit) -> StopPhrases:
        """Return the stop phrases, which are at most half a second old."""
        now = self._clock.monotonic()
        if self._read_at is None or now - self._read_at >= FRESH_SECONDS:
            texts = tuple(phrase.text for phrase in await unit.stop_phrases.every())
            if texts != self._texts:
                self._texts, self._phrases = texts, StopPhrases(texts)
            self._read_at = now
        return self._phrases


async def _present(unit: Unit, author: Reader, at: datetime) -> Reader:
    """Return the author with the role that is stored now: trust may have been lost since the update came."""
    stored = await unit.readers.get(author.id)
    if stored is None or author.role is Role.ADMIN:
        return author
    return replace(author, role=as_of(stored, at).role)


async def _is_copy(unit: Unit, author: Reader, text: str) -> bool:
    said = fingerprint(text)
    return said is not None and await unit.trust.is_said(said, author.id)


async def _names_stranger(unit: Unit, article: int, text: str) -> bool:
    """Whether a text mentions somebody who has no visible comment under the article."""
    mentions = mentioned_names(text)
    if len(mentions) > MAX_MENTIONS:
        return True
    for names in mentions:
        if not any([await unit.comments.has_speaker(article, name) for name in names]):
            return True
    return False
