"""Origins: each screen packs into a short text and comes back from it; forged text is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks.fields import Way
from handlers.callbacks.following import ShowWord
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import NO_ORIGIN, Origin
from handlers.callbacks.posting import ShowDrafts
from handlers.callbacks.reading import Listing, ShowDigest, ShowList
from handlers.callbacks.saving import ShowSaved
from handlers.callbacks.searching import Order, ShowFound
from handlers.callbacks.visiting import ShowNew
from tests.handlers.test_callbacks import any_origin

LARGEST_NUMBER, LARGEST_PAGE, LARGEST_ID = 2**30, 9999, 2**62
SEARCH = ShowFound(order=Order.BEST, way=Way.NEWER, at=LARGEST_NUMBER, month=9999 * 12, topic=LARGEST_NUMBER)


@pytest.mark.parametrize(
    ("origin", "packed"),
    [
        (NO_ORIGIN, ""),
        (Origin(ShowList(listing=Listing.LATEST)), "pl.f.0"),
        (Origin(ShowList(listing=Listing.ARCHIVE, at=1295)), "pa.f.zz"),
        (Origin(ShowList(listing=Listing.EDITION, at=7)), "pe.f.7"),
        (Origin(ShowFound(order=Order.BEST, at=2, month=24290, topic=36)), "Fb.f.2.iqq.10"),
        (Origin(ShowDrafts(before=9)), "D9"),
        (Origin(ShowNew(since=36, at=7)), "n10.7"),
        (Origin(ShowSaved(page=1)), "b1"),
        (Origin(ShowDigest(edition=36, page=2)), "B10.2"),
        (Origin(ShowWord(word=36)), "V10"),
        (Origin(ShowList(listing=Listing.LATEST, at=5), through=36), "pl.f.5~10"),
        (Origin(through=4), "~4"),
    ],
)
def test_the_packed_form_stays_what_it_is_in_the_buttons_of_sent_messages(origin: Origin, packed: str) -> None:
    assert origin.packed == packed
    assert Origin.unpack(packed) == origin


@given(any_origin())
def test_an_origin_survives_packing(origin: Origin) -> None:
    assert Origin.unpack(origin.packed) == origin
    assert ":" not in origin.packed, "the colon separates the fields of a button"


@pytest.mark.parametrize("number", [LARGEST_NUMBER, LARGEST_ID])
def test_the_longest_origin_leaves_room_for_the_largest_article_and_page(number: int) -> None:
    origin = Origin(SEARCH, through=number)

    assert len(OpenArticle(number=number, page=LARGEST_PAGE, origin=origin).pack().encode()) <= 64
    assert len(ShowRelated(number=number, origin=origin).pack().encode()) <= 64


@pytest.mark.parametrize(
    "packed",
    [
        "z", "a1", "p", "pl", "pl.f", "pl.f.0.0", "pz.f.0", "pl.z.0", "pl.f.-1", "pl.f.", "pl.f.!", "Fn.f.0.0", "D",
        "~-1", "~!", f"~{'z' * 13}", "pl.f.0~!", f"pl.f.{'z' * 40}",
    ],
)  # fmt: skip
def test_forged_text_is_refused(packed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Origin.unpack(packed)


@given(st.text(max_size=40))
def test_any_text_is_an_origin_or_is_refused_by_value_error(packed: str) -> None:
    try:
        origin = Origin.unpack(packed)
    except ValueError:
        return
    assert Origin.unpack(origin.packed) == origin
