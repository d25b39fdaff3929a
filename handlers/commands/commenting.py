"""Commenting: «Добавьте комментарий», the reply to the bot's question, `/comment N text`, and reading comments."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.commenting import AskComment, ShowComments
from handlers.cards import comments
from handlers.filters import in_private
from handlers.marks import commented_number
from handlers.messages import argument, split_number, typed
from handlers.positions import Position
from news.model import Reader
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
    return router


async def show(message: Message, news: Newsroom, t: Texts) -> None:
    """Show the newest comments of an article."""
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, comments.comments_usage_card(t))
        return
    await screens.answer(message, comments.comments_card(await news.comments.page(number), t))


async def show_page(query: CallbackQuery, callback_data: ShowComments, news: Newsroom, t: Texts) -> None:
    """Show another page of comments."""
    page = await news.comments.page(
        callback_data.number, before=callback_data.before or None, after=callback_data.after or None
    )
    await screens.replace(query, comments.comments_card(page, t))


async def ask(
    query: CallbackQuery, callback_data: AskComment, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask a registered reader for a comment. A guest gets the notice and a button to register."""
    article = await news.comments.may_open(reader, callback_data.number)
    address = await screens.deep_link(bot, f"c_{article.number}")
    await screens.send_below(query, comments.question_card(article, t, address))


async def comment_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the comment that follows the command."""
    number, text = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, comments.usage_card(t))
        return
    await _add(message, number, text, news, reader, t)


async def comment_by_reply(message: Message, number: int, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the reply to the question as a comment."""
    await _add(message, number, typed(message).text, news, reader, t)


async def edit_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the message with the command."""
    number, text = split_number(argument(message).text)
    if number is not None:
        await _revise(message, number, text, news, reader, t)


async def edit_by_reply(message: Message, number: int, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment when its author edits the reply."""
    await _revise(message, number, typed(message).text, news, reader, t)


async def _add(message: Message, number: int, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    comment = await news.comments.add(reader, number, text, message.chat.id, message.message_id)
    await screens.answer(message, comments.comment_published_card(comment, t))


async def _revise(message: Message, number: int, text: str, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the comment. If the original message was refused, its edit is stored as a new comment."""
    comment = await news.comments.revise(reader, text, message.chat.id, message.message_id)
    if comment is None:
        await _add(message, number, text, news, reader, t)
    else:
        await screens.answer(message, comments.comment_changed_card(comment, t))
