"""Tuning: «Ещё» under a push of one article: to follow its story, «Меньше такого», quiet for some time.

Each press changes the keyboard only, so that a push keeps its text and its picture.
"""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.tuning import ChooseByPush, PushAct, PushScreen, ShowPush
from handlers.cards import tuning
from handlers.cards.card import Card
from news.ledger import Address
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons, which stand in private chats only."""
    router = Router(name="tuning")
    on_button, in_private_message = router.callback_query.register, F.message.chat.type == "private"
    on_button(show, ShowPush.filter(), in_private_message)
    on_button(follow, ChooseByPush.filter(F.act == PushAct.FOLLOW), in_private_message)
    on_button(unfollow, ChooseByPush.filter(F.act == PushAct.UNFOLLOW), in_private_message)
    on_button(rest, ChooseByPush.filter(F.act.in_({PushAct.HOUR, PushAct.MORNING})), in_private_message)
    on_button(undo, ChooseByPush.filter(F.act == PushAct.UNDO), in_private_message)
    on_button(leave_out, ChooseByPush.filter(), in_private_message)
    return router


async def show(query: CallbackQuery, callback_data: ShowPush, news: Newsroom, t: Texts) -> None:
    """Show the push's own buttons, or what can be chosen."""
    number, screen = callback_data.number, callback_data.screen
    if screen is PushScreen.PUSH:
        card = tuning.push_buttons_card(await news.articles.read(number, opening=False), t)
    else:
        choices = await news.tuning.choices(Address(query.from_user.id), number)
        card = tuning.less_card(choices, t) if screen is PushScreen.LESS else tuning.push_choices_card(choices, t)
    await screens.turn_buttons(query, card)


async def follow(query: CallbackQuery, callback_data: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    """Follow the story; its follow-ups reply to this message."""
    number, message = callback_data.number, query.message.message_id if query.message else None
    await news.tuning.follow_story(Address(query.from_user.id), t.language, number, message)
    await screens.turn_buttons(query, tuning.done_card(number, t))
    return tuning.story_followed_card(t, follows=True)


async def unfollow(query: CallbackQuery, callback_data: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    """Follow the story no more."""
    await news.tuning.unfollow_story(Address(query.from_user.id), t.language, callback_data.number)
    await screens.turn_buttons(query, tuning.done_card(callback_data.number, t))
    return tuning.story_followed_card(t, follows=False)


async def rest(query: CallbackQuery, callback_data: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    """Send nothing for an hour, or until the morning."""
    until_morning = callback_data.act is PushAct.MORNING
    quiet = await news.tuning.rest(Address(query.from_user.id), t.language, until_morning=until_morning)
    await screens.turn_buttons(query, tuning.done_card(callback_data.number, t))
    return tuning.quiet_card(quiet, t)


async def leave_out(query: CallbackQuery, callback_data: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    """Leave out the story, a topic, a word or the source."""
    done = await _leave_out(query, callback_data, news, t)
    await screens.turn_buttons(query, tuning.done_card(callback_data.number, t))
    return done


async def undo(query: CallbackQuery, callback_data: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    """Take the last choice back, and show what can be chosen."""
    address = Address(query.from_user.id)
    await news.choice.undo(address)
    choices = await news.tuning.choices(address, callback_data.number)
    await screens.turn_buttons(query, tuning.push_choices_card(choices, t))
    return tuning.taken_back_card(t)


async def _leave_out(query: CallbackQuery, chosen: ChooseByPush, news: Newsroom, t: Texts) -> Card:
    address, language, number = Address(query.from_user.id), t.language, chosen.number
    match chosen.act:
        case PushAct.NO_TOPIC:
            return tuning.topic_muted_card(await news.tuning.mute_topic(address, language, number, chosen.which), t)
        case PushAct.NO_WORD:
            word = await news.tuning.mute_word(address, language, number, chosen.which)
            return tuning.word_muted_card(word.text, t)
        case PushAct.NO_SOURCE:
            return tuning.source_muted_card(await news.tuning.mute_source(address, language, number), t)
        case _:
            await news.tuning.mute_story(address, language, number)
            return tuning.story_muted_card(t)
