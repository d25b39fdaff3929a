"""Correcting: `/edit N` (headline, lead or text; silently, or as an update with its reason) and `/retract N`.

A draft also follows the message from which it came.
"""

from typing import Any, TypedDict

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.acts import attachments
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.cards import drafts, editing
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import Command, argument, article_key, split_number, typed
from handlers.positions import Position
from handlers.states import Correcting
from news.attachments import load as load_attachments
from news.errors import ArticleChanged
from news.lifecycle import is_unpublished
from news.model import Attachment, Reader, Status
from news.newsroom import Newsroom
from news.richtext import Body, dump, from_entities, load, split_title
from news.visible import has_visible
from texts import Texts

POSITION = Position.TYPED_TEXT


class Change(TypedDict, total=False):
    """The fields of an article that a correction changes."""

    title: str
    lead: str
    body: Body
    attachments: tuple[Attachment, ...]


class DraftSourceFilter(Filter):
    """Accepts an edited message from which a draft came, and passes on the `number` of the article."""

    async def __call__(self, message: Message, news: Newsroom) -> bool | dict[str, Any]:
        """Look for the message in the database."""
        number = await news.editing.source_of(article_key(message))
        return False if number is None else {"number": number}


def router() -> Router:
    """Bind the commands, buttons and awaited texts of corrections."""
    router = Router(name="correcting")
    router.message.register(edit, Command("edit"), in_private)
    router.message.register(ask_retract_by_command, Command("retract"), in_private)
    on_button = router.callback_query.register
    on_button(show, EditAction.filter(F.act == EditAct.SHOW))
    on_button(ask_title, EditAction.filter(F.act == EditAct.TITLE))
    on_button(ask_lead, EditAction.filter(F.act == EditAct.LEAD))
    on_button(ask_text, EditAction.filter(F.act == EditAct.TEXT))
    on_button(fix_silently, EditAction.filter(F.act == EditAct.SILENT))
    on_button(ask_reason, EditAction.filter(F.act == EditAct.VISIBLE))
    on_button(update_without_reason, EditAction.filter(F.act == EditAct.NO_REASON))
    on_button(overwrite, EditAction.filter(F.act == EditAct.OVERWRITE))
    on_button(cancel, EditAction.filter(F.act == EditAct.CANCEL))
    on_button(ask_retract, EditAction.filter(F.act == EditAct.RETRACT))
    on_button(retract, EditAction.filter(F.act == EditAct.RETRACT_SURELY))
    router.edited_message.register(follow, in_private, F.text | F.caption, DraftSourceFilter())
    words = (in_private, F.text | F.caption, ~F.text.startswith("/"))
    router.message.register(take_title, StateFilter(Correcting.title), *words)
    router.message.register(take_lead, StateFilter(Correcting.lead), *words)
    router.message.register(take_text, StateFilter(Correcting.text), *words)
    router.message.register(take_reason, StateFilter(Correcting.reason), *words)
    return router


async def edit(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show an article with the actions of a correction."""
    news.editing.may_write(reader)
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, editing.edit_usage_card(t))
        return
    article, visitors = await news.drafts.enter(reader, number)
    await screens.answer(message, editing.edit_card(article, reader, t))
    if visitors:
        await screens.answer(message, drafts.visitors_card(number, visitors, t))


async def show(query: CallbackQuery, callback_data: EditAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show an article with the actions of a correction, by a button."""
    await screens.replace(query, editing.edit_card(await news.editing.open(reader, callback_data.number), reader, t))


async def ask_title(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a new headline."""
    article = await news.editing.open(reader, callback_data.number, to_change=True)
    await _remember(state, Correcting.title, {"number": article.number, "version": article.version})
    await screens.send_below(query, editing.ask_title_card(article, t))


async def ask_lead(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a new lead."""
    article = await news.editing.open(reader, callback_data.number, to_change=True)
    await _remember(state, Correcting.lead, {"number": article.number, "version": article.version})
    await screens.send_below(query, editing.ask_lead_card(article, t))


async def ask_text(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a new text."""
    article = await news.editing.open(reader, callback_data.number, to_change=True)
    await _remember(state, Correcting.text, {"number": article.number, "version": article.version})
    await screens.send_below(query, editing.ask_text_card(article, t))


async def take_title(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the article under its new headline."""
    await _propose(message, {"title": typed(message).text}, state, news, reader, t)


async def take_lead(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the article with its new lead."""
    await _propose(message, {"lead": typed(message).text}, state, news, reader, t)


async def take_text(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the article with its new text."""
    written = typed(message)
    await _propose(message, {"body": dump(from_entities(written.text, written.entities))}, state, news, reader, t)


async def fix_silently(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change the article without a mark of the update."""
    await screens.replace(query, await _apply(callback_data.number, None, state, news, reader, t))


async def ask_reason(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the reason of the update, which readers will see."""
    article = await news.editing.open(reader, callback_data.number)
    data = await state.get_data()
    if data.get("number") != article.number:
        await screens.replace(query, editing.edit_expired_card(article.number, t))
        return
    await _remember(state, Correcting.reason, data)
    await screens.replace(query, editing.ask_reason_card(article, t))


async def take_reason(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the article and mark it updated, with the reason. Without a visible one, ask again."""
    number = int((await state.get_data())["number"])
    reason = typed(message).text
    if has_visible(reason):
        card = await _apply(number, reason, state, news, reader, t)
    else:
        card = editing.ask_reason_card(await news.editing.open(reader, number), t)
    await screens.answer(message, card)


async def update_without_reason(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change the article and mark it updated, without a reason."""
    await screens.replace(query, await _apply(callback_data.number, "", state, news, reader, t))


async def overwrite(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change the article although another editor has changed it, as it was shown to this one."""
    reason = (await state.get_data()).get("reason")
    await screens.replace(query, await _apply(callback_data.number, reason, state, news, reader, t))


async def cancel(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Drop the correction."""
    article = await news.editing.open(reader, callback_data.number)
    await state.clear()
    await screens.replace(query, editing.edit_cancelled_card(article, t))


async def ask_retract_by_command(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for confirmation before an article is withdrawn, with the reason that follows the command."""
    news.editing.may_publish(reader)
    number, reason = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, editing.retract_usage_card(t))
        return
    article, reason = await news.editing.before_retraction(reader, number, reason)
    await _remember(state, Correcting.retracting, {"number": number, "reason": reason})
    await screens.answer(message, editing.ask_retract_card(article, reason, t))


async def ask_retract(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for confirmation before an article is withdrawn."""
    article = await news.editing.open(reader, callback_data.number)
    await _remember(state, Correcting.retracting, {"number": article.number, "reason": ""})
    await screens.replace(query, editing.ask_retract_card(article, "", t))


async def retract(
    query: CallbackQuery, callback_data: EditAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Withdraw the article for the reason that the question showed. Without that question, ask for a new one."""
    data = await state.get_data()
    article = await news.editing.open(reader, callback_data.number)
    is_asked = data.get("number") == article.number and "reason" in data
    if not is_asked and article.status is not Status.RETRACTED:
        await screens.replace(query, editing.retract_expired_card(article.number, t))
        return
    article = await news.editing.retract(reader, article.number, data.get("reason", ""))
    await state.clear()
    await screens.replace(query, editing.retracted_card(article, t))


async def follow(message: Message, number: int, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change the draft as its message was changed. If another editor has changed it, show both versions instead."""
    written = argument(message)
    title, rest = split_title(written.text, written.entities)
    body = from_entities(rest.text, rest.entities)
    try:
        article = await news.editing.follow(reader, number, title, body, attachments=attachments(message))
    except ArticleChanged as error:
        data = {"number": number, "title": title, "body": dump(body)}
        card = await _show_both(data, error, state, news, reader, t)
    else:
        card = editing.followed_card(article, t)
    await screens.answer(message, card)


async def _remember(state: FSMContext, step: State, data: dict[str, Any]) -> None:
    await state.set_state(step)
    await state.set_data(data)


async def _propose(
    message: Message, change: dict[str, str], state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the changed article for a decision. Nothing is changed before, so a stray message does no harm."""
    data = await state.get_data()
    article = await news.editing.open(reader, int(data["number"]), **_changed(change))
    await _remember(state, Correcting.deciding, {**data, **change, "status": article.status})
    await screens.answer(message, editing.confirm_card(article, t))


async def _apply(number: int, reason: str | None, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Change the article as proposed. If another editor has changed it meanwhile, show both versions instead.

    If another editor has published the draft, ask again: readers see the change now. A stale button finds no correction
    of this article: then say so.
    """
    data = await state.get_data()
    change = _changed(data)
    if data.get("number") != number or not change:
        return editing.edit_expired_card(number, t)
    proposed = await news.editing.open(reader, number, **change)
    was_draft = "status" in data and is_unpublished(Status(data["status"]))
    if was_draft and proposed.status is Status.PUBLISHED:
        await _remember(state, Correcting.deciding, {**data, "status": proposed.status})
        return editing.confirm_card(proposed, t)
    try:
        article = await news.editing.revise(reader, number, reason=reason, version=data.get("version"), **change)
    except ArticleChanged as error:
        return await _show_both({**data, "reason": reason}, error, state, news, reader, t)
    await state.clear()
    if is_unpublished(article.status):
        return drafts.draft_card(article, reader, t)
    return editing.revised_card(article, t)


async def _show_both(
    data: dict[str, Any], error: ArticleChanged, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> Card:
    """Keep the editor's change, and show it beside the article as another editor left it, for a decision."""
    present = await news.editing.open(reader, data["number"])
    proposed = await news.editing.open(reader, data["number"], **_changed(data))
    await _remember(state, Correcting.deciding, {**data, "version": present.version, "status": present.status})
    return editing.changed_meanwhile_card(present, proposed, t.refusal(error), t)


def _changed(data: dict[str, Any]) -> Change:
    """Return the fields that the stored data of a correction change."""
    change = Change()
    if "title" in data:
        change["title"] = data["title"]
    if "lead" in data:
        change["lead"] = data["lead"]
    if "body" in data:
        change["body"] = load(data["body"])
    if "attachments" in data:
        change["attachments"] = load_attachments(data["attachments"])
    return change
