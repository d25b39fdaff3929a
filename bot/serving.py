"""Serving: the newspaper from its opening to the signal that ends it."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.app import App, open_app
from bot.settings import Settings


async def serve(settings: Settings, prepare: Callable[[App], Awaitable[None]] | None = None) -> None:
    """Run the newspaper until SIGINT or SIGTERM; `prepare` is awaited when everything is open, before it runs."""
    stopping = asyncio.Event()
    opening = asyncio.current_task()
    if opening is None:
        raise RuntimeError("serve runs as a task of its own")
    _on_signals(lambda: opening.cancel())
    with suppress(asyncio.CancelledError):  # only a signal cancels the task, while it is still opening
        async with open_app(settings) as app:
            _on_signals(stopping.set)
            if prepare is not None:
                await prepare(app)
            # A quarter of the CPU was the collector walking aiogram's objects, which live as long as the program.
            gc.collect()
            gc.freeze()
            await app.run(stopping)


def _on_signals(act: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, act)
