"""Buttons of moderators: they fit 64 bytes, and a forged filter is none."""

import pytest
from pydantic import ValidationError

from handlers.callbacks.moderating import (
    ALL,
    CaseAct,
    CaseAction,
    NextCase,
    PersonAct,
    PersonAction,
    ShowCases,
    UndoVerdict,
)

NUMBER, ID = 2**30, 10**15


@pytest.mark.parametrize(
    "button",
    [
        CaseAction(case=ID, version=NUMBER, act=CaseAct.REJECT, item=NUMBER, walk="stop words"),
        CaseAction(case=ID, version=NUMBER, act=CaseAct.MUTE, item=3, walk="x" * 16),
        UndoVerdict(verdict=ID, walk="x" * 16),
        NextCase(walk="x" * 16, after=ID),
        ShowCases(shown="x" * 16, after=ID),
        PersonAction(person=ID, act=PersonAct.REMOVE_HELD, case=ID),
    ],
    ids=lambda button: type(button).__name__,
)
def test_a_button_with_large_numbers_fits_and_is_read_again(button: CaseAction) -> None:
    assert len(button.pack().encode()) <= 64
    assert type(button).unpack(button.pack()) == button


@pytest.mark.parametrize("walk", ["x" * 17, "Спам", "a;b", "A"])
def test_a_forged_filter_is_refused(walk: str) -> None:
    assert NextCase(walk=ALL).walk == ALL
    with pytest.raises(ValidationError):
        NextCase(walk=walk)
