"""Samples of every card, gathered from the rooms, and the functions that make cards."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_type_hints

import handlers.cards
from handlers.cards.card import Card
from tests.handlers.cards.card_samples.answers import cards_of_answers
from tests.handlers.cards.card_samples.articles import cards_of_articles
from tests.handlers.cards.card_samples.choices import cards_of_choices
from tests.handlers.cards.card_samples.complaints import cards_of_complaints
from tests.handlers.cards.card_samples.discussion_groups import cards_of_discussion_groups
from tests.handlers.cards.card_samples.drafts import cards_of_drafts
from tests.handlers.cards.card_samples.editing import cards_of_editing
from tests.handlers.cards.card_samples.groups import cards_of_groups
from tests.handlers.cards.card_samples.lists import cards_of_lists
from tests.handlers.cards.card_samples.moderation import cards_of_moderation
from tests.handlers.cards.card_samples.outlets import cards_of_outlets
from tests.handlers.cards.card_samples.people import cards_of_people
from tests.handlers.cards.card_samples.privacy import cards_of_privacy
from tests.handlers.cards.card_samples.records import cards_of_records
from tests.handlers.cards.card_samples.registration import cards_of_registration
from tests.handlers.cards.card_samples.settings import cards_of_settings
from tests.handlers.cards.card_samples.sources import cards_of_sources
from tests.handlers.cards.card_samples.stop_words import cards_of_stop_words
from texts import Texts

# `card_cache`, `charts`, `check_pictures` and `choices` make no cards. Cards of a search show what a database found:
# see tests/journeys/test_searching.py.
NOT_SAMPLED = {"card_cache", "charts", "check_pictures", "choices", "csv_files", "search"}


def cards(t: Texts) -> dict[str, list[Card]]:
    """Every card, by the name of its function, in each of the forms it takes."""
    given = cards_of_articles(t) | cards_of_editing(t) | cards_of_drafts(t) | cards_of_lists(t) | cards_of_people(t)
    for others in (
        cards_of_outlets,
        cards_of_records,
        cards_of_answers,
        cards_of_choices,
        cards_of_complaints,
        cards_of_discussion_groups,
        cards_of_groups,
        cards_of_moderation,
        cards_of_privacy,
        cards_of_registration,
        cards_of_settings,
        cards_of_sources,
        cards_of_stop_words,
    ):
        given |= others(t)
    return {name: [card(t)] for name, card in functions().items() if needs_only_texts(card)} | given


def functions() -> dict[str, Callable[..., Card]]:
    """The public functions of the card modules that return a card, by name."""
    names = {found.name for found in iter_modules(handlers.cards.__path__)} - NOT_SAMPLED
    modules = [import_module(f"{handlers.cards.__name__}.{name}") for name in sorted(names)]
    found = [value for module in modules for value in vars(module).values() if is_own_function(value, module)]
    return {value.__name__: value for value in found if get_type_hints(value).get("return") is Card}


def is_own_function(value: object, module: ModuleType) -> bool:
    return inspect.isfunction(value) and value.__module__ == module.__name__ and not value.__name__.startswith("_")


def needs_only_texts(card: Callable[..., Card]) -> bool:
    """Whether a card takes nothing but the texts: such a card needs no sample here."""
    parameters = inspect.signature(card).parameters.values()
    return [each.name for each in parameters if each.default is each.empty] == ["t"]
