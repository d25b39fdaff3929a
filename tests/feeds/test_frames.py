"""Records on their way from the child process."""

import json
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.frames import LENGTHS, dump_feed, dump_item, dump_outlines, frame, load_feed, load_item, load_outlines
from news.richtext import Block, Kind, Mark, Run
from news.sources.found import FoundFeed, FoundItem, FoundPicture, Outline

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
BODIES = st.lists(
    st.builds(
        Block, st.sampled_from(Kind), st.tuples(st.builds(Run, TEXTS, st.frozensets(st.sampled_from(Mark)), TEXTS))
    ),
    max_size=3,
).map(tuple)
ITEMS = st.builds(
    FoundItem,
    title=TEXTS,
    guid=TEXTS,
    address=TEXTS,
    lead=TEXTS,
    body=BODIES,
    is_full=st.booleans(),
    pictures=st.lists(st.builds(FoundPicture, TEXTS, TEXTS), max_size=2).map(tuple),
    published_at=TIMES,
    updated_at=TIMES,
    categories=st.lists(TEXTS, max_size=2).map(tuple),
    author=TEXTS,
)


@given(ITEMS)
def test_an_item_arrives_as_it_was_sent(item: FoundItem) -> None:
    line = dump_item(item)
    assert b"\n" not in line
    assert load_item(line) == item


@given(
    st.builds(FoundFeed, TEXTS, st.lists(ITEMS, max_size=3).map(tuple), TEXTS, st.none() | st.just(timedelta(hours=2)))
)
def test_a_feed_arrives_as_it_was_sent(feed: FoundFeed) -> None:
    first, *lines = dump_feed(feed).split(b"\n")
    assert load_feed(first, tuple(map(load_item, lines))) == feed


def test_outlines_arrive_as_they_were_sent() -> None:
    outlines = (Outline("http://a.test/", "А", "Б"), Outline("http://b.test/"))
    assert tuple(load_outlines(dump_outlines(outlines))) == outlines


def test_a_frame_tells_the_lengths_of_its_parts() -> None:
    written = frame({"job": "feed", "address": "http://пример.рф/"}, b"\0body")
    header_length, content_length = LENGTHS.unpack(written[: LENGTHS.size])
    header = written[LENGTHS.size : LENGTHS.size + header_length]
    assert json.loads(header) == {"job": "feed", "address": "http://пример.рф/"}
    assert (written[LENGTHS.size + header_length :], content_length) == (b"\0body", 5)


@pytest.mark.parametrize(
    "change",
    [{"title": 5}, {"body": "[1]"}, {"body": None}, {"pictures": [1]}, {"published_at": "2022-01-18T00:00:00"},
     {"published_at": 5}, {"categories": [None]}, {"title": None}],
)  # fmt: skip
def test_an_item_of_wrong_fields_is_refused(change: dict[str, object]) -> None:
    stored = json.loads(dump_item(FoundItem("T"))) | change
    with pytest.raises((ValueError, TypeError)):
        load_item(json.dumps(stored).encode())
