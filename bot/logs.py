"""Logs for an operator: one line per event, with the token masked in every line."""

import logging
import re
import sys
import warnings
from typing import Any, TextIO

import structlog

# The form of a bot's token: https://core.telegram.org/bots/api#authorizing-your-bot
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_NOISY = ("aiogram", "aiosqlite", "aiohttp.access", "alembic", "asyncio")


class ScrubbingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record and masks every token in it, also in tracebacks."""

    def __init__(self, secret: str | None, *, colors: bool) -> None:
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # The default formatter prints the variables of every frame: people's messages, and secrets cut in two.
                structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback),
            ],
            foreign_pre_chain=[*_SHARED, structlog.stdlib.ExtraAdder()],
        )
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with secrets masked."""
        line = super().format(record)
        if self._secret:
            line = line.replace(self._secret, "***")
        return _TOKEN.sub("***", line)


def set_up(level: str, secret: str | None = None, stream: TextIO | None = None) -> None:
    """Write all logs from `level` on to `stream` (default: standard error); `secret` is the token to mask."""
    output = stream or sys.stderr
    handler = logging.StreamHandler(output)
    handler.setFormatter(ScrubbingFormatter(secret, colors=output.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # aiogram warns of every update of an unknown kind and prints it whole: people's messages would be in the logs, and
    # in memory, because Python keeps each warning it has shown.
    warnings.filterwarnings("ignore", r"\s*Detected unknown update type", RuntimeWarning)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), logging.WARNING))
    # It warns of every run of a timer that it leaves out because the run before takes longer, as on a busy machine.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
