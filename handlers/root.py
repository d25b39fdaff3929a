"""The order of the routers: the first that fits takes the update, so whatever is typed in the middle of something
(a name, an article) comes after every command, and the answer to the unknown comes last."""

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from handlers import (
    commenting,
    correcting,
    errors,
    helping,
    inline,
    managing,
    posting,
    pushes,
    reading,
    registering,
    relating,
    searching,
    starting,
    subscribing,
)
from handlers.middlewares import FsmMiddleware, PressMiddleware, ReaderMiddleware

# Reading first: after a push everybody presses its buttons at once.
_GERUNDS = (
    reading,
    inline,
    searching,
    starting,
    subscribing,
    managing,
    pushes,
    commenting,
    registering,
    posting,
    correcting,
    relating,
    helping,
)


def make_dispatcher(readers: ReaderMiddleware, fsm: BaseStorage) -> Dispatcher:
    """Make the dispatcher; `talks` keeps what is unfinished with a person. Order within a chat is the intake's task."""
    dispatcher = Dispatcher(storage=fsm, disable_fsm=True)
    dispatcher.update.outer_middleware(FsmMiddleware(dispatcher.fsm))
    dispatcher.update.outer_middleware(readers)
    dispatcher.callback_query.middleware(PressMiddleware())
    dispatcher.include_router(errors.router())
    for gerund in _GERUNDS:
        dispatcher.include_router(gerund.router())
    return dispatcher
