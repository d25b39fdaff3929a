"""Posting: `/post`, the article as one message, its preview as readers will see it, and the drafts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.posting import DecideStory, DraftAct, DraftAction, ShowDrafts
from handlers.cards import editing, lists, stories
from handlers.filters import in_private
from handlers.messages import Command, argument, article_key, attachments, typed
from handlers.positions import Position
from news.errors import ArticleChanged
from news.model import Reader, Status
from news.newsroom import Newsroom
from news.richtext import RichText, from_entities, split_title
from texts import Texts

POSITION = Position.TYPED_TEXT


class Posting(StatesGroup):
    """Waiting for an article."""

    waiting = State()


def router() -> Router:
    """Bind the commands, the buttons of drafts, and the awaited article."""
    router = Router(name="posting")
    router.message.register(begin, Command("post"), in_private)
    router.message.register(show_drafts, Command("drafts"), in_private)
    router.callback_query.register(turn_drafts, ShowDrafts.filter())
    router.callback_query.register(show_draft, DraftAction.filter(F.act == DraftAct.SHOW))
    router.callback_query.register(publish, DraftAction.filter(F.act == DraftAct.PUBLISH))
    router.callback_query.register(publish_decided, DecideStory.filter())
    router.callback_query.register(keep, DraftAction.filter(F.act == DraftAct.KEEP))
    router.callback_query.register(discard, DraftAction.filter(F.act == DraftAct.DISCARD))
    not_a_command = ~F.text.startswith("/")
    router.message.register(take_article, StateFilter(Posting.waiting), in_private, F.text | F.caption, not_a_command)
    router.message.register(refuse_message, StateFilter(Posting.waiting), in_private, not_a_command)
    return router


async def begin(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for the article, or take the one that follows the command."""
    news.editing.may_write(reader)
    written = argument(message)
    if written:
        await _draft(message, written, state, news, reader, t)
        return
    await state.set_state(Posting.waiting)
    await screens.answer(message, editing.ask_article_card(t))


async def take_article(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the message as a draft and show it as readers will see it."""
    await _draft(message, typed(message), state, news, reader, t)


async def refuse_message(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Say which messages can be an article. The bot keeps waiting for one."""
    news.editing.may_write(reader)
    await screens.answer(message, editing.article_only_card(t))


async def show_drafts(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the drafts."""
    await screens.answer(message, lists.drafts_card(*await news.editing.drafts(reader), t))


async def turn_drafts(
    query: CallbackQuery, callback_data: ShowDrafts, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show another page of drafts."""
    found = await news.editing.drafts(reader, callback_data.before or None)
    await screens.replace(query, lists.drafts_card(*found, t))


async def show_draft(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of a draft. An article that is no longer a draft is shown with its own actions."""
    article = await news.editing.open(reader, callback_data.number)
    await screens.replace(query, editing.edit_card(article, t, callback_data.page))


async def publish(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Publish the draft that the message shows. If its story is out already, or it has changed since, show that."""
    found = await news.stories.same(reader, callback_data.number)
    if found is not None:
        card = stories.same_story_card(callback_data.number, callback_data.version, found, t)
        await screens.replace(query, card)
        return
    async with _present_draft(query, callback_data, news, reader, t):
        article = await news.editing.publish(reader, callback_data.number, version=callback_data.version or None)
        await screens.replace(query, editing.published_card(article, t))


async def publish_decided(
    query: CallbackQuery, callback_data: DecideStory, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Publish the draft although its story is out already: as a follow-up, or on its own."""
    await news.stories.decide(reader, callback_data.number, callback_data.follows)
    action = DraftAction(number=callback_data.number, act=DraftAct.PUBLISH, version=callback_data.version)
    await publish(query, action, news, reader, t)


async def keep(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Leave the draft for later. An article that is no longer a draft is shown with its own actions."""
    article = await news.editing.open(reader, callback_data.number)
    is_draft = article.status is Status.DRAFT
    await screens.replace(query, editing.kept_draft_card(article, t) if is_draft else editing.edit_card(article, t))


async def discard(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Discard the draft that the message shows. If it has changed since, show it as it is now."""
    async with _present_draft(query, callback_data, news, reader, t):
        await news.editing.discard(reader, callback_data.number, version=callback_data.version or None)
        await screens.replace(query, editing.discarded_card(callback_data.number, t))


@asynccontextmanager
async def _present_draft(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> AsyncIterator[None]:
    """If the block finds the article changed, show it as it is now; the error then tells who changed it and when."""
    try:
        yield
    except ArticleChanged:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, callback_data.number), t))
        raise


async def _draft(
    message: Message, written: RichText, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    title, rest = split_title(written.text, written.entities)
    article = await news.editing.draft(
        reader,
        title,
        from_entities(rest.text, rest.entities),
        key=article_key(message),
        attachments=attachments(message),
    )
    await state.clear()
    await screens.answer(message, editing.draft_card(article, t))
