"""The discussions' desk: what is written under a post in a discussion group is a comment on the post's article."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from news.admission import as_in_group
from news.discussed import NOBODY, DeedKind, DiscussedPost, GroupDeed, PostCopy, Utterance
from news.errors import GuestCannotComment, Refusal
from news.group_deeds import Effect, restrain
from news.lookalikes import skeleton
from news.model import Article, Comment, CommentsFor, Reader
from news.names import checked_name
from news.ports import Clock, Storage, Unit
from news.roles import Deed, Role, may
from news.visible import has_visible

# How often a guest hears in a group how to register, and anybody why a message is no comment.
NOTICE_PAUSE = timedelta(minutes=10)
REFUSAL_PAUSE = timedelta(minutes=1)


class GroupComments(StrEnum):
    """Who may comment in a discussion group: everybody, or the registered only."""

    OPEN = "open"
    REGISTERED = "registered"


class Heard(StrEnum):
    """What became of a message in a group: no comment on an article, or taken, or its author has to be told why not."""

    IGNORED = "ignored"
    TAKEN = "taken"
    REFUSED = "refused"


class Hearing(NamedTuple):
    """The result for one message; its author is told of a `refusal`, if there is one, and not too often."""

    heard: Heard
    refusal: Refusal | None = None
    number: int = 0


class Answering(StrEnum):
    """What is answered to a person who asks to join a group."""

    NONE = "none"
    ADMITTED = "admitted"
    DECLINED = "declined"
    MUST_REGISTER = "must register"


class Responding(Protocol):
    """Stores an answer to a comment: `CommentDesk.respond`."""

    async def __call__(
        self, reader: Reader, comment_id: int, text: str, chat_id: int, message_id: int, *, quote: str | None = None
    ) -> Comment:
        """Return the stored comment. Raises what it refuses."""


class Commenting(Protocol):
    """The verbs of the comments' desk that a message in a group needs; they raise what they refuse."""

    async def add(self, reader: Reader, number: int, text: str, chat_id: int, message_id: int) -> Comment:
        """Store a comment on an article."""

    async def revise(self, reader: Reader, text: str, chat_id: int, message_id: int) -> Comment | None:
        """Change the comment that came in a message; None if there is none."""


class DiscussionDesk:
    """Copies of posts, what is written under them, and requests to join."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        comments: Commenting,
        respond: Responding,
        rule: GroupComments = GroupComments.OPEN,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._comments = comments
        self._respond = respond
        self._rule = rule

    async def keep_copy(self, copy: PostCopy) -> None:
        """Keep the copy of a post of one of our channels, which may come before Telegram's answer to the post."""
        async with self._storage.writing() as unit:
            await _keep(unit, copy)

    async def hear(self, reader: Reader, said: Utterance) -> Hearing:
        """Take a message in a thread as a comment; the same message again changes nothing.

        A guest's is one if the groups are open, always by the screening; else it is taken out of the group. So is what
        the rules of comments refuse, and what a banned or a muted person writes.
        """
        article, speaker = await self._article(said), await self._speaker(reader, said)
        if article is None or speaker is None:
            return Hearing(Heard.IGNORED)
        if await self._silence(speaker, said):
            return Hearing(Heard.REFUSED)
        if not speaker.registered and not self._is_open(article):
            return await self._turn_away(speaker, said, article.number)
        if not has_visible(said.text):
            return Hearing(Heard.IGNORED)
        try:
            await self._store(await self._author(speaker, said), said, article.number)
        except Refusal as refusal:
            return await self._refused(speaker, said, refusal, article.number)
        return Hearing(Heard.TAKEN, number=article.number)

    async def hear_again(self, reader: Reader, said: Utterance) -> Hearing:
        """Change the comment of a message that its author has edited; one that was refused may be taken now."""
        async with self._storage.reading() as unit:
            known = await unit.comments.by_message(said.chat_id, said.message_id)
        if known is None or known.author_id != (said.sender or reader.id):
            return await self.hear(reader, said)
        speaker = await self._speaker(reader, said)
        if speaker is None or await self._silence(speaker, said):
            return Hearing(Heard.REFUSED)
        try:
            await self._comments.revise(await self._author(speaker, said), said.text, said.chat_id, said.message_id)
        except Refusal as refusal:
            # The group shows other words now than the bot.
            return await self._refused(speaker, said, refusal, known.article, is_edit=True)
        return Hearing(Heard.TAKEN, number=known.article)

    async def ask_to_join(self, reader: Reader, chat_id: int, query: str = "") -> Answering:
        """Answer a request to join: registered people are admitted, banned ones declined, others have to register.

        Only in the discussion groups of our channels: who may join another chat is not for the newspaper to say.
        `query` is the id of a request that must be answered within ten seconds.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            is_ours = await unit.discussions.group(chat_id) is not None or await unit.outlets.is_discussed_in(chat_id)
            answer = _answer(reader) if is_ours else Answering.NONE
            if answer is Answering.MUST_REGISTER:
                await unit.discussions.ask_to_join(reader.id, chat_id, now)
            kind = _DEEDS[answer]
            if query or kind is not DeedKind.DEFER:
                deed = GroupDeed(kind, chat_id, user_id=reader.id, query=query, actor=NOBODY)
                await unit.group_deeds.add(deed, now)
        return answer

    async def _article(self, said: Utterance) -> Article | None:
        """Return the article under whose post something is said, None if it is under no post or no longer readable."""
        async with self._storage.writing() as unit:
            post = await _post(unit, said)
            if post is None or post.article is None or post.channel_id == said.sender:
                return None
            await unit.discussions.keep_article(said.chat_id, said.thread, post.article)
            return await unit.articles.get(post.article)

    async def _speaker(self, reader: Reader, said: Utterance) -> Reader | None:
        """Return who speaks: a person, or a channel, which is a guest; None for a sender who is neither."""
        if not said.sender:
            return reader if reader.id > 0 else None
        async with self._storage.reading() as unit:
            return await unit.readers.get(said.sender) or Reader(said.sender)

    async def _store(self, author: Reader, said: Utterance, number: int) -> Comment:
        message = (said.text, said.chat_id, said.message_id)
        answered = await self._answered(said, number)
        if answered is None:
            return await self._comments.add(author, number, *message)
        return await self._respond(author, answered, *message, quote=said.quote)

    async def _answered(self, said: Utterance, number: int) -> int | None:
        """Return the visible comment that a message answers, None if it answers the post or something else."""
        async with self._storage.reading() as unit:
            if said.answers is not None:
                comment = await unit.comments.get(said.answers)
            elif said.reply_to is not None:
                comment = await unit.comments.by_message(said.chat_id, said.reply_to)
            else:
                return None
        return comment.id if comment is not None and comment.visible and comment.article == number else None

    async def _author(self, reader: Reader, said: Utterance) -> Reader:
        """Return the author as a member. A guest gets the name that Telegram tells, if no reader could be meant."""
        if reader.registered:
            return reader
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.readers.name_guest(reader.id, await _guest_name(unit, said.name), now)
        return replace(as_in_group(reader, now), name=said.name)

    def _is_open(self, article: Article) -> bool:
        by_article = article.comments_for in {CommentsFor.REGISTERED, CommentsFor.TRUSTED}
        return self._rule is GroupComments.OPEN and not by_article

    async def _silence(self, reader: Reader, said: Utterance) -> bool:
        """Take out what a banned or a muted person writes, and ask Telegram once more to keep that person silent."""
        now = self._clock.now()
        is_banned = reader.role is Role.BANNED
        until = reader.restricted_until
        if not is_banned and (until is None or until <= now):
            return False
        async with self._storage.writing() as unit:
            await _take_out(unit, said, now)
            effect = Effect.BANNED if is_banned else Effect.MUTED
            await restrain(unit, said.chat_id, reader.id, effect, now, by=NOBODY, until=None if is_banned else until)
        return True

    async def _turn_away(self, reader: Reader, said: Utterance, number: int) -> Hearing:
        """Take the message of a guest out; tell a person, but no channel, how to register."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await _take_out(unit, said, now)
            is_told = reader.id > 0 and await _may_tell(unit, reader, said, now)
        return Hearing(Heard.REFUSED, GuestCannotComment(number=number) if is_told else None, number)

    async def _refused(
        self, reader: Reader, said: Utterance, refusal: Refusal, number: int, *, is_edit: bool = False
    ) -> Hearing:
        """Tell the author why a message is no comment. Nobody has screened it: only that of a trusted person stays."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if is_edit or not may(reader, Deed.COMMENT_UNCHECKED):
                await _take_out(unit, said, now)
            is_told = reader.id > 0 and await _may_tell(unit, reader, said, now, REFUSAL_PAUSE)
        return Hearing(Heard.REFUSED, refusal if is_told else None, number)


async def _keep(unit: Unit, copy: PostCopy) -> None:
    """Store a copy, but not that of a channel which is not ours."""
    if await unit.outlets.of_chat(copy.channel_id):
        await unit.discussions.keep_copy(copy)


async def _post(unit: Unit, said: Utterance) -> DiscussedPost | None:
    """Return the post that is discussed in a thread. The bot may have come to the group after the copy."""
    known = await unit.discussions.post(said.chat_id, said.thread)
    if known is not None or said.copy is None or said.copy.message_id != said.thread:
        return known
    await _keep(unit, said.copy)
    return await unit.discussions.post(said.chat_id, said.thread)


_DEEDS = {
    Answering.NONE: DeedKind.DEFER,
    Answering.ADMITTED: DeedKind.ADMIT,
    Answering.DECLINED: DeedKind.DECLINE,
    Answering.MUST_REGISTER: DeedKind.DEFER,
}


def _answer(reader: Reader) -> Answering:
    if reader.role is Role.BANNED:
        return Answering.DECLINED
    return Answering.ADMITTED if reader.registered else Answering.MUST_REGISTER


async def _take_out(unit: Unit, said: Utterance, at: datetime) -> None:
    await unit.group_deeds.add(GroupDeed(DeedKind.DELETE, said.chat_id, said.message_id, actor=NOBODY), at)


async def _may_tell(
    unit: Unit, reader: Reader, said: Utterance, now: datetime, pause: timedelta = NOTICE_PAUSE
) -> bool:
    return await unit.discussions.take_notice(said.chat_id, reader.id, now, now - pause)


async def _guest_name(unit: Unit, name: str) -> str:
    """Return a Telegram name that may stand above a comment: "" if it could pass for the staff's or a reader's."""
    try:
        name = checked_name(name)
    except Refusal:
        return ""
    return "" if await unit.readers.is_named(skeleton(name)) else name
