"""Laws of the design that the signature and length of a handler show."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from aiogram.filters import StateFilter
from aiogram.fsm.storage.memory import MemoryStorage

from handlers.middlewares import ReaderMiddleware
from handlers.root import make_dispatcher

# Law 3: our three arguments, aiogram's own, and arguments that a filter of the same file passes on.
OURS = {"news", "reader", "t"}
AIOGRAMS = {"bot", "state", "command", "callback_data"}
FROM_FILTERS = {"number", "searched", "comment", "kind", "wanted", "copy", "said"}


def handlers() -> list[Callable[..., Any]]:
    """Return every function that answers a message or a button, once."""
    dispatcher = make_dispatcher(ReaderMiddleware(None, None, None, "ru"), MemoryStorage())  # type: ignore[arg-type]
    observers = [observer for router in dispatcher.sub_routers for observer in router.observers.values()]
    found = {handler.callback for observer in observers for handler in observer.handlers}
    return sorted(found, key=lambda handler: (handler.__module__, handler.__name__))


@pytest.mark.parametrize("handler", handlers(), ids=lambda handler: f"{handler.__module__}.{handler.__name__}")
def test_a_handler_takes_known_arguments_only(handler: Callable[..., Any]) -> None:
    _event, *arguments = inspect.signature(handler).parameters
    assert set(arguments) <= OURS | AIOGRAMS | FROM_FILTERS


@pytest.mark.parametrize("handler", handlers(), ids=lambda handler: f"{handler.__module__}.{handler.__name__}")
def test_a_handler_is_short(handler: Callable[..., Any]) -> None:
    assert len(inspect.getsource(handler).splitlines()) <= 32


def test_no_button_is_routed_by_the_state_of_a_dialogue() -> None:
    """`FsmMiddleware` does not read the state for a callback query."""
    dispatcher = make_dispatcher(ReaderMiddleware(None, None, None, "ru"), MemoryStorage())  # type: ignore[arg-type]
    presses = [handler for router in dispatcher.sub_routers for handler in router.callback_query.handlers]
    filters = [each.callback for handler in presses for each in handler.filters or []]
    assert len(filters) > len(presses) / 2
    assert not any(isinstance(each, StateFilter) for each in filters)
