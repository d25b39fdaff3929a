"""Jobs that the quick process does, and jobs that it gives up, by real processes."""

import pytest

from feeds.frames import Job, load_feed
from feeds.parser_lanes import PATIENT, ParserLanes
from feeds.parser_process import ProcessLimits
from news.sources.found import Trouble, VisitFailedError

FEED = b'<rss version="2.0"><channel><title>Vesti</title><item><title>t</title></item></channel></rss>'
DETAILS = {"encoding": "", "address": "http://a.test/feed.xml", "charset": "", "now": "2026-11-30T12:00:00+00:00"}
# No process replies within a microsecond.
IMPATIENT = ProcessLimits(wall_seconds=0.000_001)

pytestmark = pytest.mark.slow


async def title(lanes: ParserLanes, content: bytes = FEED) -> str:
    reply = await lanes.do(Job.FEED, content, **DETAILS)
    return load_feed(reply.content.split(b"\n")[0], ()).title


async def test_quick_jobs_are_done_by_one_process_that_stays() -> None:
    async with ParserLanes() as lanes:
        assert await title(lanes) == "Vesti"
        pids = lanes.pids
        assert await title(lanes) == "Vesti"
        assert lanes.pids == pids
        assert len(pids) == 1
    assert lanes.pids == []


async def test_a_job_that_takes_long_is_done_by_the_patient_process_which_then_ends() -> None:
    async with ParserLanes(IMPATIENT) as lanes:
        assert await title(lanes) == "Vesti"
        assert lanes.pids == []


async def test_a_job_that_takes_long_in_both_processes_is_costly() -> None:
    async with ParserLanes(IMPATIENT, IMPATIENT) as lanes:
        with pytest.raises(VisitFailedError) as failed:
            await title(lanes)
    assert failed.value.trouble is Trouble.COSTLY


async def test_a_job_that_takes_long_is_given_up_when_too_many_others_do() -> None:
    async with ParserLanes(IMPATIENT, PATIENT, most_patient=0) as lanes:
        with pytest.raises(VisitFailedError, match="too many others") as failed:
            await title(lanes)
    assert failed.value.trouble is Trouble.COSTLY


async def test_what_cannot_be_read_is_not_tried_again() -> None:
    async with ParserLanes(most_patient=0) as lanes:
        with pytest.raises(VisitFailedError) as failed:
            await title(lanes, b"no feed")
        assert failed.value.trouble is Trouble.UNREADABLE
        assert len(lanes.pids) == 1
