"""The judgement of a deed in a group: done, needless, refused for good, or to be tried again."""

from datetime import timedelta

import pytest

from news.discussed import MAX_TRIES, DeedKind, GroupDeed, Result, judge_deed
from news.outcomes import Outcome

DEED = GroupDeed(DeedKind.DELETE, -5, 7, tries=1)


def bad(description: str) -> Outcome:
    return Outcome(400, description=f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (Outcome(200), Result.DONE),
        (bad("message to delete not found"), Result.DONE),
        (bad("HIDE_REQUESTER_MISSING"), Result.DONE),
        (bad("USER_ALREADY_PARTICIPANT"), Result.DONE),
        (bad("message can't be deleted"), Result.REFUSED),
        (bad("not enough rights to restrict/unrestrict chat member"), Result.REFUSED),
        (bad("user is an administrator of the chat"), Result.REFUSED),
        (Outcome(403, description="Forbidden: bot was kicked from the supergroup chat"), Result.REFUSED),
        (Outcome(429, retry_after=7), Result.LATER),
        (Outcome(401, description="Unauthorized"), Result.LATER),
        (Outcome(502), Result.LATER),
        (Outcome(None), Result.LATER),
    ],
)
def test_an_answer_decides_what_becomes_of_a_deed(outcome: Outcome, result: Result) -> None:
    assert judge_deed(DEED, outcome).result is result


def test_pauses_grow_and_a_pause_that_telegram_asks_for_is_kept() -> None:
    pauses = [judge_deed(GroupDeed(DeedKind.BAN, -5, tries=tries), Outcome(None)).pause for tries in (1, 2, 3, 40)]
    assert pauses == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8), timedelta(minutes=10)]
    assert judge_deed(DEED, Outcome(429, retry_after=7)).pause == timedelta(seconds=7)
    assert judge_deed(DEED, Outcome(429)).pause == timedelta(minutes=1)


def test_a_deed_is_given_up_at_last_but_never_because_of_a_pause() -> None:
    last = GroupDeed(DeedKind.BAN, -5, tries=MAX_TRIES)
    assert judge_deed(last, Outcome(502)).result is Result.REFUSED
    assert judge_deed(last, Outcome(429, retry_after=7)).result is Result.LATER
