"""Serving: runs the newspaper until a signal stops it."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.app import App, open_app
from bot.settings import Settings
from bot.timings import Timings
from news.ports import Clock


async def serve(
    settings: Settings,
    prepare: Callable[[App], Awaitable[None]] | None = None,
    timings: Timings = Timings(),
    wall: Clock | None = None,
) -> None:
    """Run the newspaper until SIGINT, SIGTERM or SIGHUP.

    `prepare` is awaited after everything is open and before it runs. `wall` is the clock of `open_app`.
    """
    stopping = asyncio.Event()
    opening = asyncio.current_task()
    if opening is None:
        raise RuntimeError("serve must run inside a task: its cancellation ends the start")
    _on_signals(lambda: opening.cancel())
    with suppress(asyncio.CancelledError):  # a signal during the start cancels the task
        async with open_app(settings, timings, wall) as app:
            _on_signals(stopping.set)
            if prepare is not None:
                await prepare(app)
            # The garbage collector used a quarter of the CPU to scan aiogram's objects, which live until the end.
            gc.collect()
            gc.freeze()
            await app.run(stopping)


def _on_signals(act: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:  # `nohup vestnik run` goes on when its terminal is closed
            continue
        asyncio.get_running_loop().add_signal_handler(number, act)
