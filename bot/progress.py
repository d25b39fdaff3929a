"""The progress of a long command: what it reports, wherever it runs, and the progress bar on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Report(Protocol):
    """Gets the progress of a long job."""

    def begin(self, description: str, total: int | None) -> None:
        """Begin a part of the job; `total` is None if its size is not known."""

    def advance(self, count: int) -> None:
        """Say how much of the part was done since the last call."""

    def note(self, number: int, reason: str) -> None:
        """Name a line of the input and what is wrong with it or was changed in it."""


class ProgressBar:
    """A Report on the terminal: a bar for each part, and notes above it. It appears with the first progress."""

    def __init__(self, console: Console, progress: Progress) -> None:
        self._console = console
        self._progress = progress
        self._part: TaskID | None = None

    def begin(self, description: str, total: int | None) -> None:
        """Add a bar."""
        self._part = self._progress.add_task(description, total=total)

    def advance(self, count: int) -> None:
        """Move the newest bar on."""
        if self._part is not None:
            self._progress.start()
            self._progress.advance(self._part, count)

    def note(self, number: int, reason: str) -> None:
        """Print a line above the bars."""
        self._console.print(f"line {number}: {reason}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def open_progress_bar() -> Iterator[ProgressBar]:
    """Show progress bars on standard error until the block's end; nothing, if the job fails before it begins."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=console, transient=True)
    try:
        yield ProgressBar(console, progress)
    finally:
        if progress.live.is_started:
            progress.stop()
