"""Commenting: «Добавьте комментарий», «Ответить», «Изменить», replies to the bot's messages, and `/comment N text`."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.acts import attachments
from handlers.asides import aside_of
from handlers.callbacks.commenting import AskComment, CommentAct, CommentAction
from handlers.cards import comment_screens
from handlers.filters import in_private
from handlers.marks import Mark, Wanted, shown_comment, wanted_of
from handlers.messages import Command, argument, split_number, typed
from handlers.positions import Position
from news.model import Comment, Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.REPLIES


class RepliesFilter(Filter):
    """Accepts a reply to the bot's question, or to a comment that the bot shows, and passes on what is `wanted`."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Read the mark in the bot's message. So it works after a restart, too."""
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != bot.id:
            return False
        username = (await bot.me()).username or ""
        wanted = wanted_of(replied, username)
        if wanted is None:
            comment = shown_comment(replied, username, message.quote.position if message.quote else None)
            wanted = None if comment is None else Mark(Wanted.ANSWER, comment)
        return wanted is not None and {"wanted": wanted}


class HoldsCommentFilter(Filter):
    """Accepts a message that a comment of its sender came in, and passes on the `comment`."""

    async def __call__(self, message: Message, news: Newsroom, reader: Reader) -> bool | dict[str, Any]:
        """Ask the database: the edited text no longer tells."""
        comment = await news.comments.of_message(reader, message.chat.id, message.message_id)
        return comment is not None and {"comment": comment}


def router() -> Router:
    """Bind the command, the buttons, the replies and the edits."""
    router = Router(name="commenting")
    on_button, in_private_message = router.callback_query.register, F.message.chat.type == "private"
    on_button(ask, AskComment.filter(), in_private_message)
    on_button(ask_answer, CommentAction.filter(F.act == CommentAct.ANSWER), in_private_message)
    on_button(ask_edit, CommentAction.filter(F.act == CommentAct.EDIT), in_private_message)
    router.message.register(comment_by_command, Command("comment"), in_private)
    router.message.register(comment_by_reply, RepliesFilter(), in_private)
    router.edited_message.register(edit_by_command, Command("comment"), in_private)
    router.edited_message.register(edit_by_reply, RepliesFilter(), in_private)
    router.edited_message.register(keep, HoldsCommentFilter(), in_private)
    return router


async def ask(
    query: CallbackQuery, callback_data: AskComment, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask a registered reader for a comment. A guest gets the notice and a button to register."""
    article = await news.comments.may_open(reader, callback_data.number)
    address = await screens.deep_link(bot, f"{Wanted.COMMENT}_{article.number}")
    await screens.send_below(query, comment_screens.question_card(article, t, address))


async def ask_answer(
    query: CallbackQuery, callback_data: CommentAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for an answer to a comment."""
    comment = await news.comments.may_answer(reader, callback_data.comment)
    address = await screens.deep_link(bot, f"{Wanted.ANSWER}_{comment.id}")
    await screens.send_below(query, comment_screens.answer_question_card(comment, t, address))


async def ask_edit(
    query: CallbackQuery, callback_data: CommentAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask the author for the new words of a comment."""
    comment = await news.comments.may_edit(reader, callback_data.comment)
    address = await screens.deep_link(bot, f"{Wanted.EDIT}_{comment.id}")
    await screens.send_below(query, comment_screens.edit_question_card(comment, t, address))


async def comment_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the comment that follows the command."""
    number, text = split_number(argument(message).text, needs_text=True)
    if number is None:
        await screens.answer(message, comment_screens.usage_card(t))
        return
    await _add(message, Mark(Wanted.COMMENT, number), text, news, reader, t)


async def comment_by_reply(message: Message, wanted: Mark, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the reply as a comment or an answer, or as the new words of a comment."""
    if wanted.wanted is Wanted.EDIT:
        await _edit(message, wanted.number, news, reader, t)
    else:
        await _add(message, wanted, typed(message).text, news, reader, t)


async def edit_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the message with the command; another number moves the comment."""
    number, text = split_number(argument(message).text, needs_text=True)
    if number is not None:
        await _revise(message, Mark(Wanted.COMMENT, number), text, news, reader, t)
    elif comment := await news.comments.of_message(reader, message.chat.id, message.message_id):
        await keep(message, comment, t)


async def edit_by_reply(message: Message, wanted: Mark, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the reply."""
    if wanted.wanted is Wanted.EDIT:
        await _edit(message, wanted.number, news, reader, t)
    else:
        await _revise(message, wanted, typed(message).text, news, reader, t)


async def keep(message: Message, comment: Comment, t: Texts) -> None:
    """Say that the comment stays as it was when its message becomes something else."""
    await screens.answer(message, comment_screens.comment_kept_card(comment, t))


async def _add(message: Message, wanted: Mark, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    chat_id, message_id, pictures = message.chat.id, message.message_id, attachments(message)
    aside = aside_of(message)
    if wanted.wanted is Wanted.ANSWER:
        quote = message.quote.text if message.quote else None
        comment = await news.comments.respond(
            reader, wanted.number, text, chat_id, message_id, quote=quote, pictures=pictures, aside=aside
        )
    else:
        comment = await news.comments.add(
            reader, wanted.number, text, chat_id, message_id, pictures=pictures, aside=aside
        )
    await screens.answer(message, comment_screens.comment_added_card(comment, t))


async def _edit(message: Message, number: int, news: Newsroom, reader: Reader, t: Texts) -> None:
    comment = await news.comments.edit(reader, number, typed(message).text, aside=aside_of(message))
    await screens.answer(message, comment_screens.comment_changed_card(comment, t))


async def _revise(message: Message, wanted: Mark, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment. If the original message was refused, its edit is stored as a new comment."""
    chat_id, message_id = message.chat.id, message.message_id
    before = await news.comments.of_message(reader, chat_id, message_id)
    number = wanted.number if wanted.wanted is Wanted.COMMENT else None
    aside = aside_of(message)
    comment = await news.comments.revise(reader, text, chat_id, message_id, number=number, aside=aside)
    if comment is None or before is None:
        await _add(message, wanted, text, news, reader, t)
    elif comment.article != before.article:
        await screens.answer(message, comment_screens.comment_moved_card(comment, t))
    else:
        await screens.answer(message, comment_screens.comment_changed_card(comment, t))
