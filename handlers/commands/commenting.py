"""Commenting: «Добавьте комментарий», the reply to the bot's question, `/comment N text`, and reading comments."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.asides import aside_of
from handlers.callbacks.commenting import AskComment, ShowComments
from handlers.cards import comments
from handlers.filters import in_private
from handlers.marks import commented_number
from handlers.messages import Command, argument, split_number, typed
from handlers.positions import Position
from news.model import Comment, Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.REPLIES


class AnswersQuestionFilter(Filter):
    """Accepts a reply to the bot's question for a comment, and passes on the `number` of the article."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Read the number from the mark in the question. So it works after a restart, too."""
        question = message.reply_to_message
        if question is None or question.from_user is None or question.from_user.id != bot.id:
            return False
        number = commented_number(question, (await bot.me()).username or "")
        return False if number is None else {"number": number}


class HoldsCommentFilter(Filter):
    """Accepts a message that a comment of its sender came in, and passes on the `comment`."""

    async def __call__(self, message: Message, news: Newsroom, reader: Reader) -> bool | dict[str, Any]:
        """Ask the database: the edited text no longer tells."""
        comment = await news.comments.of_message(reader, message.chat.id, message.message_id)
        return comment is not None and {"comment": comment}


def router() -> Router:
    """Bind the commands, buttons and replies of comments."""
    router = Router(name="commenting")
    router.callback_query.register(show_page, ShowComments.filter(), F.message.chat.type == "private")
    router.callback_query.register(ask, AskComment.filter(), F.message.chat.type == "private")
    router.message.register(show, Command("comments"), in_private)
    router.message.register(comment_by_command, Command("comment"), in_private)
    router.message.register(comment_by_reply, AnswersQuestionFilter(), in_private)
    router.edited_message.register(edit_by_command, Command("comment"), in_private)
    router.edited_message.register(edit_by_reply, AnswersQuestionFilter(), in_private)
    router.edited_message.register(keep, HoldsCommentFilter(), in_private)
    return router


async def show(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the newest comments of an article."""
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, comments.comments_usage_card(t))
        return
    await screens.answer(message, comments.comments_card(await news.comments.page(number), t, reader))


async def show_page(
    query: CallbackQuery, callback_data: ShowComments, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show another page of comments."""
    page = await news.comments.page(
        callback_data.number, before=callback_data.before or None, after=callback_data.after or None
    )
    await screens.replace(query, comments.comments_card(page, t, reader))


async def ask(
    query: CallbackQuery, callback_data: AskComment, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask a registered reader for a comment. A guest gets the notice and a button to register."""
    article = await news.comments.may_open(reader, callback_data.number)
    address = await screens.deep_link(bot, f"c_{article.number}")
    await screens.send_below(query, comments.question_card(article, t, address))


async def comment_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the comment that follows the command."""
    number, text = split_number(argument(message).text, needs_text=True)
    if number is None:
        await screens.answer(message, comments.usage_card(t))
        return
    await _add(message, number, text, news, reader, t)


async def comment_by_reply(message: Message, number: int, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the reply to the question as a comment."""
    await _add(message, number, typed(message).text, news, reader, t)


async def edit_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the message with the command; another number moves the comment."""
    number, text = split_number(argument(message).text, needs_text=True)
    if number is not None:
        await _revise(message, number, text, news, reader, t)
    elif comment := await news.comments.of_message(reader, message.chat.id, message.message_id):
        await keep(message, comment, t)


async def edit_by_reply(message: Message, number: int, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the reply."""
    await _revise(message, number, typed(message).text, news, reader, t)


async def keep(message: Message, comment: Comment, t: Texts) -> None:
    """Say that the comment stays as it was when its message becomes something else."""
    await screens.answer(message, comments.comment_kept_card(comment, t))


async def _add(message: Message, number: int, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    chat_id, message_id = message.chat.id, message.message_id
    comment = await news.comments.add(reader, number, text, chat_id, message_id, aside=aside_of(message))
    await screens.answer(message, comments.comment_added_card(comment, t))


async def _revise(message: Message, number: int, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment. If the original message was refused, its edit is stored as a new comment."""
    chat_id, message_id = message.chat.id, message.message_id
    before = await news.comments.of_message(reader, chat_id, message_id)
    aside = aside_of(message)
    comment = await news.comments.revise(reader, text, chat_id, message_id, number=number, aside=aside)
    if comment is None or before is None:
        await _add(message, number, text, news, reader, t)
    elif comment.article != before.article:
        await screens.answer(message, comments.comment_moved_card(comment, t))
    else:
        await screens.answer(message, comments.comment_changed_card(comment, t))
