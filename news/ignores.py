"""Ignored readers: what they write is not shown to the reader who ignores them, and to nobody else is it hidden."""

from collections.abc import Iterable, Set
from dataclasses import replace

from news.model import Comment


def without_ignored(comments: Iterable[Comment], ignored: Set[int]) -> tuple[Comment, ...]:
    """Return the comments with those of ignored authors emptied: no name, no words, `ignored` set.

    They keep their places, so that pages stay as they are for everybody and answers below them hang on something.
    """
    return tuple(
        replace(comment, author="", text="", quote="", ignored=True) if comment.author_id in ignored else comment
        for comment in comments
    )
