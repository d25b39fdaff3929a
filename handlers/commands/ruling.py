"""Ruling: the rules that the comments on one article have of their own, chosen by moderators."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.ruling import AskRule, ChooseRule, ShowRules
from handlers.cards import comment_rules
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="ruling")
    in_private_message = F.message.chat.type == "private"
    router.callback_query.register(show_rules, ShowRules.filter(), in_private_message)
    router.callback_query.register(ask_rule, AskRule.filter(), in_private_message)
    router.callback_query.register(choose_rule, ChooseRule.filter(), in_private_message)
    return router


async def show_rules(query: CallbackQuery, callback_data: ShowRules, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the rules of an article."""
    rules = await news.comment_rules.get(reader, callback_data.number)
    await screens.replace(query, comment_rules.rules_card(rules, t))


async def ask_rule(query: CallbackQuery, callback_data: AskRule, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Offer the choices of one rule."""
    rules = await news.comment_rules.get(reader, callback_data.number)
    await screens.replace(query, comment_rules.ask_rule_card(rules, callback_data.rule, t))


async def choose_rule(
    query: CallbackQuery, callback_data: ChooseRule, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the article a rule of its own, or leave it to the newspaper."""
    value = callback_data.value or None
    rules = await news.comment_rules.choose(reader, callback_data.number, callback_data.rule, value)
    await screens.replace(query, comment_rules.rules_card(rules, t))
