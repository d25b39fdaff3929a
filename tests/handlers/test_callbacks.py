"""What a button carries: it survives the way there and back, and what nobody made is not understood."""

from enum import StrEnum
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from benchmarks.faults.storm import BUTTONS
from handlers.callbacks.reading import OpenArticle, ShowList
from handlers.callbacks.searching import WORD
from handlers.callbacks.subscribing import Subscribing
from handlers.cards.people import LANGUAGE_NAMES

LARGEST_ID = 2**62


def any_of(kind: type[CallbackData]) -> st.SearchStrategy[CallbackData]:
    """Any button of a kind that the program could make."""
    return st.builds(kind, **{name: _values(info) for name, info in kind.model_fields.items()})


def _values(info: FieldInfo) -> st.SearchStrategy[Any]:
    annotation: Any = info.annotation
    if any(getattr(limit, "pattern", None) for limit in info.metadata):
        return st.from_regex(WORD, fullmatch=True)
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return st.sampled_from(sorted(LANGUAGE_NAMES))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    return st.one_of(st.integers(0, largest(info)), st.just(largest(info)))


def largest(info: FieldInfo) -> int:
    """The largest number that a button may carry in this field."""
    return next(int(limit.le) for limit in info.metadata if hasattr(limit, "le"))


@given(st.sampled_from(BUTTONS).flatmap(any_of))
def test_a_button_survives_the_way_there_and_back_within_64_bytes(button: CallbackData) -> None:
    packed = button.pack()

    assert 1 <= len(packed.encode()) <= 64
    assert type(button).unpack(packed) == button
    assert all(understood(kind, packed) is None for kind in BUTTONS if kind is not type(button)), "and no other kind's"


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "a", "a:", "a:1", "a:1:0:-", "a:1:0:-:0:0", "a:-1:0:-:0", "a:x:0:-:0", "a:1:0:z:0",
        f"a:{LARGEST_ID + 1}:0:-:0", f"a:1:{2**64}:-:0", "a:1.5:0:-:0", "A:1:0:-:0", " a:1:0:-:0",
    ],
)  # fmt: skip
def test_data_that_the_program_does_not_make_is_not_understood(data: str) -> None:
    assert understood(OpenArticle, data) is None


@given(st.text(max_size=64))
def test_no_text_at_all_is_more_than_not_understood(data: str) -> None:
    for kind in BUTTONS:
        found = understood(kind, data)
        assert found is None or isinstance(found, kind)


def test_what_is_left_out_is_the_usual() -> None:
    assert ShowList.unpack(ShowList(listing="l").pack()).at == 0
    assert Subscribing.unpack(Subscribing(on=True).pack()).on is True


def understood(kind: type[CallbackData], data: str) -> CallbackData | None:
    """What aiogram's filter makes of the data: nothing, where it raises what the filter takes for a no."""
    try:
        return kind.unpack(data)
    except (TypeError, ValueError, ValidationError):
        return None
