"""Posting: `/post`, the article as one message, its preview as readers will see it, and the drafts."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import drafting, screens
from handlers.acts import attachments, parts_of, unusable_kind
from handlers.callbacks.posting import DraftAct, DraftAction, ShowDraftList, ShowDrafts
from handlers.cards import drafts, editing, offering
from handlers.filters import in_private
from handlers.messages import Command, argument, typed
from handlers.positions import Position
from handlers.states import Posting, Reviewing, Scheduling, end_question
from news.errors import ArticleChanged
from news.lifecycle import is_unpublished
from news.model import Reader
from news.newsroom import Newsroom
from news.richtext import RichText
from texts import Texts

POSITION = Position.TYPED_TEXT

# What the buttons of the panel's second step choose.
CHOICES = {
    DraftAct.SILENT: {"silent": True},
    DraftAct.SOUND: {"silent": False},
}


def router() -> Router:
    """Bind the commands, the buttons of drafts, and the awaited article."""
    router = Router(name="posting")
    router.message.register(begin, Command("post"), in_private)
    router.message.register(show_drafts, Command("drafts"), in_private)
    router.callback_query.register(turn_drafts, ShowDrafts.filter())
    router.callback_query.register(show_draft, DraftAction.filter(F.act == DraftAct.SHOW))
    router.callback_query.register(go_back, DraftAction.filter(F.act == DraftAct.BACK))
    router.callback_query.register(turn_list, ShowDraftList.filter())
    router.callback_query.register(show_more, DraftAction.filter(F.act == DraftAct.MORE))
    router.callback_query.register(choose, DraftAction.filter(F.act.in_(CHOICES)))
    router.callback_query.register(keep, DraftAction.filter(F.act == DraftAct.KEEP))
    router.callback_query.register(discard, DraftAction.filter(F.act == DraftAct.DISCARD))
    not_a_command = ~F.text.startswith("/")
    waiting = (StateFilter(Posting.waiting), in_private, not_a_command)
    router.message.register(take_article, *waiting, F.text | F.caption)
    router.message.register(take_files, *waiting, attachments)
    router.message.register(refuse_message, *waiting)
    return router


async def begin(message: Message, state: FSMContext, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for the article, or take the one that follows the command."""
    news.editing.may_write(reader)
    written = argument(message)
    if written:
        await _draft(message, written, state, bot, news, reader, t)
        return
    await state.set_state(Posting.waiting)
    await screens.answer(message, editing.ask_article_card(t))


async def take_article(message: Message, state: FSMContext, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the message as a draft and show it as readers will see it."""
    await _draft(message, typed(message), state, bot, news, reader, t)


async def take_files(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Keep files that came without a text, and ask for it."""
    await news.parts.keep(reader, parts_of(message))
    await drafting.wait_for_words(message, state, Posting.waiting)
    files = len(attachments(message))
    await screens.answer(message, offering.ask_words_card(files, drafting.left_out(message, t), t))


async def refuse_message(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Say which messages can be an article. The bot keeps waiting for one."""
    news.editing.may_write(reader)
    await screens.answer(message, offering.unusable_card(unusable_kind(message), t))


async def show_drafts(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the drafts: an author's own, or all."""
    await screens.answer(message, drafts.drafts_card(await news.drafts.page(reader), t))


async def turn_drafts(
    query: CallbackQuery, callback_data: ShowDrafts, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the drafts. Earlier versions had one list only, and its pages."""
    page = await news.drafts.page(reader, before=callback_data.before)
    await screens.replace(query, drafts.drafts_card(page, t))


async def turn_list(
    query: CallbackQuery, callback_data: ShowDraftList, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of one of the lists."""
    page = await news.drafts.page(reader, callback_data.which, callback_data.before)
    await screens.replace(query, drafts.drafts_card(page, t))


async def show_draft(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of a draft, and who else is in it. A published article is shown with its own actions."""
    article, visitors = await news.drafts.enter(reader, callback_data.number)
    await screens.replace(query, editing.edit_card(article, reader, t, callback_data.page))
    if visitors:
        await screens.send_below(query, drafts.visitors_card(article.number, visitors, t))


async def go_back(
    query: CallbackQuery, callback_data: DraftAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a draft; a question for its time, or why it goes back, is over."""
    await show_draft(query, callback_data, news, reader, t)
    await end_question(state, Scheduling.when, Reviewing.reason)


async def show_more(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the second step of the panel. An article that is no longer a draft is shown with its own actions."""
    article = await news.editing.open(reader, callback_data.number)
    if is_unpublished(article.status):
        await screens.replace(query, drafts.draft_card(article, reader, t, more=True))
    else:
        await screens.replace(query, editing.edit_card(article, reader, t))


async def choose(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Choose the sound of the push; show the panel's second step again."""
    article = await news.editing.choose(reader, callback_data.number, **CHOICES[callback_data.act])
    await screens.replace(query, drafts.draft_card(article, reader, t, more=True))


async def keep(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Leave the draft for later. An article that is no longer a draft is shown with its own actions."""
    article = await news.editing.open(reader, callback_data.number)
    kept = is_unpublished(article.status)
    await screens.replace(query, drafts.kept_draft_card(article, t) if kept else editing.edit_card(article, reader, t))


async def discard(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Discard the draft that the message shows. If it has changed since, show it as it is now."""
    number = callback_data.number
    try:
        await news.editing.discard(reader, number, version=callback_data.version or None)
    except ArticleChanged:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, number), reader, t))
        raise
    await screens.replace(query, drafts.discarded_card(number, t))


async def _draft(
    message: Message, written: RichText, state: FSMContext, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    before = await drafting.files_before(message.chat.id, state, bot, news, reader)
    article = await drafting.draft(message, written, news, reader, before)
    await state.clear()
    if left_out := drafting.left_out(message, t):
        await screens.answer(message, offering.left_out_card(left_out, t))
    await screens.answer(message, await drafting.card(article, message, news, reader, t))
