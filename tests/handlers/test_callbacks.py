"""Every kind of button: its data survives packing, takes at most 64 bytes, and forged data is refused."""

from enum import StrEnum
from types import NoneType
from typing import Any, get_args

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from handlers.callbacks.choosing import ZONE
from handlers.callbacks.collecting import SETTING
from handlers.callbacks.following import ShowWord
from handlers.callbacks.moderating import WALK
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.posting import ShowDrafts
from handlers.callbacks.reading import Listing, ShowDigest, ShowList
from handlers.callbacks.saving import ShowSaved
from handlers.callbacks.searching import WORD, Order, ShowFound
from handlers.callbacks.subscribing import Subscribing
from handlers.callbacks.visiting import ShowNew
from handlers.cards.people import LANGUAGE_NAMES
from tests.support.update_fuzzer import BUTTONS

LARGEST_ID = 2**62
LONGEST_ORIGIN = Origin(ShowFound(order=Order.BEST, at=2**30, month=9999 * 12, topic=2**30), LARGEST_ID)


# By the pattern that a field must match.
LONGEST_WORDS = {WORD: "щ" * 28, WALK: "a" * 16, ZONE: "a" * 40, SETTING: "xa:" + "a" * 43}


def any_of(kind: type[CallbackData]) -> st.SearchStrategy[CallbackData]:
    """Any button of a kind that the program could make."""
    return st.builds(kind, **{name: _values(info) for name, info in kind.model_fields.items()})


def any_origin() -> st.SearchStrategy[Origin]:
    """Any origin that the program could make."""
    screens = st.sampled_from([ShowList, ShowFound, ShowDrafts, ShowDigest, ShowNew, ShowSaved, ShowWord]).flatmap(
        any_of
    )
    return st.builds(Origin, st.none() | screens, st.integers(0, LARGEST_ID) | st.just(LARGEST_ID))


def _values(info: FieldInfo) -> st.SearchStrategy[Any]:
    annotation: Any = info.annotation
    if pattern := pattern_of(info):
        return st.from_regex(pattern, fullmatch=True)
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return st.sampled_from(sorted(LANGUAGE_NAMES))
    if annotation is Origin:
        return any_origin()
    if annotation == int | None:
        return st.none() | st.integers(0, largest(info))
    if optional := _optional(annotation):
        return st.none() | st.sampled_from(optional)
    if issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    return st.one_of(st.integers(0, largest(info)), st.just(largest(info)))


def pattern_of(info: FieldInfo) -> str | None:
    """The pattern that a field must match, or None."""
    return next((limit.pattern for limit in info.metadata if getattr(limit, "pattern", None)), None)


def _optional(annotation: Any) -> type[StrEnum] | None:
    """The values of a field that may also be left out."""
    kinds = [each for each in get_args(annotation) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 and issubclass(kinds[0], StrEnum) else None


def largest(info: FieldInfo) -> int:
    """The largest number that a button may carry in this field."""
    return next(int(limit.le) for limit in info.metadata if hasattr(limit, "le"))


def longest(info: FieldInfo) -> object:
    """A value of the field that takes as many bytes as any."""
    annotation: Any = info.annotation
    if annotation is Origin:
        return LONGEST_ORIGIN
    if annotation in (int, int | None):
        return largest(info)
    if annotation is str:
        return LONGEST_WORDS.get(pattern_of(info), "ru")
    return True if annotation is bool else max(_optional(annotation) or annotation, key=len)


def understood(kind: type[CallbackData], data: str) -> CallbackData | None:
    """Return the button that aiogram's filter makes of the data; None where it refuses them."""
    try:
        return kind.unpack(data)
    except (TypeError, ValueError, ValidationError):
        return None


@pytest.mark.slow
@given(st.sampled_from(BUTTONS).flatmap(any_of))
def test_a_button_survives_packing_within_64_bytes_and_no_other_kind_takes_it(button: CallbackData) -> None:
    packed = button.pack()

    assert 1 <= len(packed.encode()) <= 64
    assert type(button).unpack(packed) == button
    assert all(understood(kind, packed) is None for kind in BUTTONS if kind is not type(button))


@pytest.mark.parametrize("kind", BUTTONS, ids=lambda kind: kind.__name__)
def test_every_button_holds_the_largest_ids_within_64_bytes(kind: type[CallbackData]) -> None:
    fields = {name: longest(info) for name, info in kind.model_fields.items()}
    packed = kind(**fields).pack()
    assert len(packed.encode()) <= 64
    assert kind.unpack(packed) == kind(**fields)


def test_buttons_have_prefixes_of_their_own() -> None:
    prefixes = [kind.__prefix__ for kind in BUTTONS]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "a", "a:", "a:1", "a:1:0", "a:1:0:-", "a:1:0:-:0:0", "a:-1:0:", "a:x:0:", "a:1:0:z:0", "a:1:10000:",
        f"a:{LARGEST_ID + 1}:0:", f"a:1:{2**64}:", "a:1.5:0:", "A:1:0:", " a:1:0:",
        "a:-1:0:-:0", "a:x:0:-:0", f"a:{LARGEST_ID + 1}:0:-:0", f"a:1:{2**64}:-:0", "a:1.5:0:-:0", "A:1:0:-:0",
        " a:1:0:-:0",
    ],
)  # fmt: skip
def test_data_that_the_program_does_not_make_is_refused(data: str) -> None:
    assert understood(OpenArticle, data) is None


@given(st.text(max_size=64))
def test_any_text_is_a_button_or_is_refused(data: str) -> None:
    for kind in BUTTONS:
        found = understood(kind, data)
        assert found is None or isinstance(found, kind)


def test_a_field_that_is_left_out_has_its_default() -> None:
    assert ShowList.unpack(ShowList(listing=Listing.LATEST).pack()).at == 0
    assert Subscribing.unpack(Subscribing(on=True).pack()).on is True
