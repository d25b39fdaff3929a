"""Ignored readers: what they write is not shown to the reader who ignores them, and to nobody else is it hidden."""

from collections.abc import Iterable, Set
from dataclasses import replace

from news.discussion import Thread
from news.model import Comment, Reader
from news.ports import Unit

NOBODY: frozenset[int] = frozenset()


async def ignored_by(unit: Unit, reader: Reader) -> frozenset[int]:
    """Return the Telegram ids of all whom the reader ignores."""
    return await unit.ignores.of(reader.id) if reader.registered else NOBODY


def without_ignored(comments: Iterable[Comment], ignored: Set[int]) -> tuple[Comment, ...]:
    """Return the comments with those of ignored authors emptied: no name, no words, `ignored` set.

    What one of them says for the newsroom is shown.

    They keep their places, so that pages stay as they are for everybody and answers below them hang on something.
    """
    return tuple(
        replace(comment, author="", text="", quote="", ignored=True)
        if comment.author_id in ignored and not comment.editorial
        else comment
        for comment in comments
    )


def threads_without_ignored(threads: Iterable[Thread], ignored: Set[int]) -> tuple[Thread, ...]:
    """Return the threads with the comments of ignored authors emptied."""
    return tuple(
        replace(
            thread,
            first=without_ignored((thread.first,), ignored)[0],
            answers=without_ignored(thread.answers, ignored),
        )
        for thread in threads
    )
