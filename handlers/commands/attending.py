"""Attending: what is written under a post in a channel's discussion group, and requests to join such a group."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Filter
from aiogram.types import ChatJoinRequest, Message, MessageOriginChannel

from handlers import screens
from handlers.cards import discussion_groups
from handlers.filters import in_group
from handlers.marks import posted_article, shown_comment
from handlers.messages import typed
from handlers.positions import Position
from news.discussed import PostCopy, Utterance
from news.discussions import Answering, Hearing
from news.errors import GuestCannotComment
from news.model import Reader
from news.newsroom import Newsroom
from news.words import clean, collapse
from texts import Texts

POSITION = Position.FIRST  # a copy is forwarded, and a comment may quote: in a group that is taken for nothing else

# The account of Telegram's that forwards the posts of channels to their discussion groups.
TELEGRAM_ID = 777000


class PostCopyFilter(Filter):
    """Accepts the copy that Telegram makes of a channel's post in the group that discusses it, and passes it on."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Read which post it is the copy of. What people forward has another sender."""
        username = (await bot.me()).username or ""
        copy = copy_of(message, username)
        return copy is not None and {"copy": copy}


class UtteranceFilter(Filter):
    """Accepts what a person or a channel writes in the thread of a post, and passes on what was `said`.

    Anonymous administrators have no name that a comment could bear, and bots are no readers. A command is no comment.
    """

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Read who has said what, and what it answers."""
        sender, thread = message.sender_chat, message.message_thread_id
        is_own = sender is not None and sender.id == message.chat.id
        if thread is None or message.is_topic_message or message.is_automatic_forward or is_own:
            return False
        if (message.text or "").startswith("/"):
            return False
        if message.from_user is None or (sender is None and message.from_user.is_bot):
            return False
        name = (sender.title or "") if sender is not None else message.from_user.full_name
        answered = message.reply_to_message
        username = (await bot.me()).username or ""
        return {
            "said": Utterance(
                message.chat.id,
                message.message_id,
                thread,
                typed(message).text,
                collapse(clean(name)),
                sender=sender.id if sender is not None else 0,
                reply_to=answered.message_id if answered is not None else None,
                answers=None if answered is None else _shown_by(bot, answered, username),
                quote=clean(message.quote.text) if message.quote is not None else None,
                copy=None if answered is None else copy_of(answered, username),
            )
        }


def router() -> Router:
    """Bind copies of posts, messages in their threads, and join requests."""
    router = Router(name="attending")
    router.message.register(keep_copy, in_group, F.is_automatic_forward, PostCopyFilter())
    router.message.register(hear, in_group, UtteranceFilter())
    router.edited_message.register(hear_again, in_group, UtteranceFilter())
    router.chat_join_request.register(answer_request)
    return router


async def keep_copy(_: Message, copy: PostCopy, news: Newsroom) -> None:
    """Keep which post the copy is of."""
    await news.discussions.keep_copy(copy)


async def hear(message: Message, said: Utterance, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take a message as a comment. Its author alone is told why it is none, and how to register."""
    await _tell(message, await news.discussions.hear(reader, said), bot, reader, t)


async def hear_again(message: Message, said: Utterance, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Follow the edit of a message."""
    await _tell(message, await news.discussions.hear_again(reader, said), bot, reader, t)


async def answer_request(request: ChatJoinRequest, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Admit a registered reader. Tell others in private how to register: Telegram allows it for five minutes."""
    answer = await news.discussions.ask_to_join(reader, request.chat.id, request.query_id or "")
    if answer is Answering.MUST_REGISTER:
        card = discussion_groups.join_request_card(request.chat.title or "", t)
        await screens.send(bot, request.user_chat_id, card, fleeting=True)


def copy_of(message: Message, username: str) -> PostCopy | None:
    """Return the copy of a post that a message is, None if it is none."""
    origin, sender = message.forward_origin, message.from_user
    if not message.is_automatic_forward or not isinstance(origin, MessageOriginChannel):
        return None
    if sender is None or sender.id != TELEGRAM_ID:
        return None
    title, article = message.chat.title or "", posted_article(message, username)
    return PostCopy(message.chat.id, message.message_id, origin.chat.id, origin.message_id, title, article)


async def _tell(message: Message, hearing: Hearing, bot: Bot, reader: Reader, t: Texts) -> None:
    if hearing.refusal is None:
        return
    words = t.refusal(hearing.refusal)
    card = discussion_groups.refused_in_group_card(words)
    if isinstance(hearing.refusal, GuestCannotComment):
        address = await screens.deep_link(bot, f"{discussion_groups.REGISTER}_{hearing.number}")
        card = discussion_groups.guest_in_group_card(words, address, t)
    await screens.whisper(message, reader.id, card)


def _shown_by(bot: Bot, message: Message, username: str) -> int | None:
    is_own = message.from_user is not None and message.from_user.id == bot.id
    return shown_comment(message, username) if is_own else None
