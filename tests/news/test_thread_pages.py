"""Pages hold whole threads, fit a message, and lose nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from news.discussion import Thread
from news.limits import COMMENT_LIMIT
from news.model import Comment, CommentStatus
from news.thread_pages import (
    FIRST_UNITS,
    PAGE_ROOM,
    PAGE_SIZE,
    SHOWN_ANSWERS,
    fitting,
    fitting_answers,
    shortened,
    size_of,
    threads_of,
)
from news.words import units

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LENGTHS = st.lists(st.integers(1, COMMENT_LIMIT), max_size=12)


def said(number: int, length: int = 10, **fields: object) -> Comment:
    return Comment(number, 1, 7, "Анна", "я" * length, NOON, **fields)  # type: ignore[arg-type]


def thread(number: int, lengths: list[int], more: int = 0) -> Thread:
    first, *answers = lengths or [1]
    return Thread(
        said(number, first), tuple(said(number + 1 + each, length) for each, length in enumerate(answers)), more
    )


@given(st.lists(LENGTHS, min_size=1, max_size=15))
def test_a_page_fits_a_message_and_has_a_thread_at_least(lengths: list[list[int]]) -> None:
    threads = [thread(100 * number, each) for number, each in enumerate(lengths)]
    shown = fitting(threads)
    comments = [comment for each in shown for comment in each.comments]
    assert shown
    assert len(comments) <= PAGE_SIZE
    assert sum(map(size_of, comments)) <= PAGE_ROOM
    assert [each.first.id for each in shown] == [each.first.id for each in threads[: len(shown)]]
    for before, after in zip(threads, shown, strict=False):
        assert after.more + len(after.answers) == before.more + len(before.answers)
        assert (
            len(shown) == 1
            or after == before
            or sum(map(size_of, before.comments)) > PAGE_ROOM
            or len(before.comments) > PAGE_SIZE
        )


@given(st.integers(1, COMMENT_LIMIT), LENGTHS)
def test_below_any_first_comment_there_is_room_for_an_answer(first: int, lengths: list[int]) -> None:
    answers = [said(number, length) for number, length in enumerate(lengths, 2)]
    shown = fitting_answers(said(1, first), answers)
    assert list(shown) == answers[: len(shown)]
    assert len(shown) >= min(1, len(answers))
    assert size_of(shortened(said(1, first))) + sum(map(size_of, shown)) <= PAGE_ROOM


def test_the_room_of_a_long_first_comment_is_limited() -> None:
    assert units(shortened(said(1, COMMENT_LIMIT)).text) <= FIRST_UNITS
    assert shortened(said(1, FIRST_UNITS)).text == "я" * FIRST_UNITS


def test_a_thread_shows_its_first_answers_and_counts_the_others() -> None:
    answers = [said(number, root=1) for number in range(2, 9)]
    (found,) = threads_of([said(1, replies=20)], answers, [])
    assert [answer.id for answer in found.answers] == [2, 3, 4][:SHOWN_ANSWERS]
    assert found.more == 20 - SHOWN_ANSWERS
    (whole,) = threads_of([said(1, replies=2)], answers[:2], [])
    assert ([answer.id for answer in whole.answers], whole.more) == ([2, 3], 0)


def test_what_waits_stands_in_its_place_and_is_not_counted() -> None:
    waiting = said(3, root=1, status=CommentStatus.HELD)
    (found,) = threads_of([said(1, replies=2)], [said(2, root=1), said(4, root=1)], [waiting, said(9, root=8)])
    assert ([answer.id for answer in found.answers], found.more) == ([2, 3, 4], 0)
    assert found.with_first(1).more == 1
