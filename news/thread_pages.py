"""How many threads, and which of their answers, stand on one page: whole threads, in one message of Telegram. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from news.discussion import Thread
from news.model import Comment
from news.words import shorten, units

# Comments on a page: their numbers are two rows of buttons.
PAGE_SIZE = 10
# Of a longer thread, a page of threads shows the first answers.
SHOWN_ANSWERS = 3
# Room for comments in one message, in UTF-16 units: Telegram's 4,096 less the title with the article's headline and the
# lines below the comments. Each comment also takes META_UNITS for its number, its time, its marks and the blank line.
PAGE_ROOM = 3600
META_UNITS = 130
# A long first comment is shortened above its answers: a page always has room for one of these.
FIRST_UNITS = 800


def size_of(comment: Comment) -> int:
    """Return the UTF-16 units that a comment takes on a page, at most."""
    words = (comment.author, comment.addressee, comment.text, comment.quote)
    return sum(map(units, words)) + META_UNITS


def threads_of(firsts: Iterable[Comment], answers: Iterable[Comment], waiting: Iterable[Comment]) -> list[Thread]:
    """Return a thread for each first comment, with up to `SHOWN_ANSWERS` of its answers, whole if it has no more.

    The reader's own comments that wait stand in place, besides.
    """
    by_root = defaultdict[int | None, list[Comment]](list)
    for answer in answers:
        by_root[answer.root].append(answer)
    own = defaultdict[int | None, list[Comment]](list)
    for comment in waiting:
        own[comment.root].append(comment)
    threads = []
    for first in firsts:
        shown = by_root[first.id][:SHOWN_ANSWERS]
        placed = sorted(chain(shown, own[first.id]), key=lambda answer: answer.id)
        threads.append(Thread(first, tuple(placed), max(0, first.replies - len(shown))))
    return threads


def fitting(threads: Sequence[Thread]) -> tuple[Thread, ...]:
    """Return the first threads that fit a page together, at least one; a thread larger than a page loses answers."""
    room, places, shown = PAGE_ROOM, PAGE_SIZE, list[Thread]()
    for thread in map(_trimmed, threads):
        room -= sum(map(size_of, thread.comments))
        places -= len(thread.comments)
        if shown and (room < 0 or places < 0):
            break
        shown.append(thread)
    return tuple(shown)


def fitting_answers(first: Comment, answers: Sequence[Comment]) -> tuple[Comment, ...]:
    """Return the first answers that fit a page below the first comment of their thread, at least one."""
    room, shown = PAGE_ROOM - size_of(shortened(first)), list[Comment]()
    for answer in answers[: PAGE_SIZE - 1]:
        room -= size_of(answer)
        if shown and room < 0:
            break
        shown.append(answer)
    return tuple(shown)


def shortened(first: Comment) -> Comment:
    """Return the first comment of a thread as it stands above a page of answers."""
    return first if units(first.text) <= FIRST_UNITS else replace(first, text=shorten(first.text, FIRST_UNITS))


def _trimmed(thread: Thread) -> Thread:
    room, count = PAGE_ROOM - size_of(thread.first), 0
    for answer in thread.answers[: PAGE_SIZE - 1]:
        room -= size_of(answer)
        if room < 0:
            break
        count += 1
    return thread.with_first(count)
