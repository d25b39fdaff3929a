"""The dispatcher: middlewares, the error handler, and the router of every module in `handlers.commands`."""

import pkgutil
from importlib import import_module
from types import ModuleType

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from handlers import commands, errors
from handlers.middlewares import (
    ActMiddleware,
    CallbackAnswerMiddleware,
    FsmMiddleware,
    QuestionMiddleware,
    ReaderMiddleware,
)
from handlers.positions import Position


def make_dispatcher(readers: ReaderMiddleware, fsm: BaseStorage) -> Dispatcher:
    """Make the dispatcher. `fsm` stores each person's unfinished dialogue. The intake keeps the order within a chat."""
    dispatcher = Dispatcher(storage=fsm, disable_fsm=True)
    dispatcher.update.outer_middleware(readers)  # the first: with its texts, an error of the next one can be shown
    dispatcher.update.outer_middleware(ActMiddleware())
    dispatcher.update.outer_middleware(FsmMiddleware(dispatcher.fsm))
    dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
    dispatcher.message.middleware(QuestionMiddleware())
    dispatcher.include_router(errors.router())
    for module in command_modules():
        dispatcher.include_router(module.router())
    return dispatcher


def command_modules() -> list[ModuleType]:
    """Return the modules of `handlers.commands` in the order of their positions, then of their names."""
    names = [found.name for found in pkgutil.iter_modules(commands.__path__)]
    modules = [import_module(f"{commands.__name__}.{name}") for name in sorted(names)]
    return sorted(modules, key=lambda module: getattr(module, "POSITION", Position.COMMANDS))
