"""The jobs of the child process: each makes found records of a stranger's content.

A request has the `address` and `charset` of the content, its Content-Encoding as `encoding`, and the moment `now`,
because pages write «Вчера, 09:30».
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from feeds.frames import MAX_CONTENT_BYTES, MAX_PICTURE_BYTES, Job, dump_feed, dump_item, dump_outlines
from feeds.parsing.encodings import decoded
from feeds.parsing.errors import UnreadableError
from feeds.parsing.feeds import read_feed
from feeds.parsing.links import named_feeds
from feeds.parsing.lists import read_list
from feeds.parsing.outlines import read_outlines
from feeds.parsing.pages import read_page
from feeds.parsing.pictures import fit_picture
from feeds.parsing.unpacking import unpacked

Found = tuple[dict[str, Any], bytes]
Details = Mapping[str, str]


def do(job: str, content: bytes, details: Details) -> Found:
    """Do a job. Raises UnreadableError, LargeError, EmptyError."""
    most_bytes = MAX_PICTURE_BYTES if job == Job.PICTURE else MAX_CONTENT_BYTES
    return _JOBS[Job(job)](unpacked(content, details["encoding"], most_bytes), details)


def _feed(content: bytes, details: Details) -> Found:
    return {}, dump_feed(read_feed(content, details["address"], details["charset"], _zone(details)))


def _list(content: bytes, details: Details) -> Found:
    return {}, dump_feed(read_list(decoded(content, details["charset"]), details["address"], now=_now(details)))


def _page(content: bytes, details: Details) -> Found:
    return {}, dump_item(read_page(decoded(content, details["charset"]), details["address"], now=_now(details)))


def _discover(content: bytes, details: Details) -> Found:
    try:
        return {"kind": "feed"}, _feed(content, details)[1]
    except UnreadableError:
        html = decoded(content, details["charset"])
    named = list(named_feeds(html, details["address"]))
    try:
        return {"kind": "list", "named": named}, dump_feed(read_list(html, details["address"], now=_now(details)))
    except UnreadableError:
        return {"kind": "", "named": named}, b""


def _picture(content: bytes, _: Details) -> Found:
    picture = fit_picture(content)
    return {"width": picture.width, "height": picture.height}, picture.content


def _outlines(content: bytes, _: Details) -> Found:
    return {}, dump_outlines(read_outlines(content))


def _zone(details: Details) -> tzinfo:
    """Return the zone of times without one: that of the moment of the visit."""
    return (_now(details).tzinfo if "now" in details else None) or UTC


def _now(details: Details) -> datetime:
    return datetime.fromisoformat(details["now"])


_JOBS: dict[Job, Callable[[bytes, Details], Found]] = {
    Job.FEED: _feed,
    Job.LIST: _list,
    Job.PAGE: _page,
    Job.DISCOVER: _discover,
    Job.PICTURE: _picture,
    Job.OUTLINES: _outlines,
}
