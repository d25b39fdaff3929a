"""Forms travel as the variant of a delivery; that of who has chosen nothing is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.forms import USUAL, Form, positions
from news.choice.preferences import Detail, Preferences
from news.posts import Look

FORMS = st.builds(
    Form,
    st.sampled_from(Detail),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(1, 2**200),
    st.integers(0, 500),
    st.booleans(),
)


@given(FORMS)
def test_a_form_is_read_as_it_was_written(form: Form) -> None:
    assert (Form.load(form.dump()) or USUAL) == form
    assert Look.load(form.dump()) is None


def test_who_has_chosen_nothing_has_no_variant() -> None:
    assert Form.of(Preferences()).dump() is None


def test_a_form_that_was_written_before_there_were_rich_messages_is_read() -> None:
    assert Form.load("for:f-s:a:3") == Form(Detail.FULL, pictures=False, mask=10, more=3, rich=False)


@pytest.mark.parametrize(("detail", "rich"), [(Detail.FULL, True), (Detail.LEAD, False), (Detail.HEADLINE, False)])
def test_only_a_full_text_is_a_rich_message(detail: Detail, rich: bool) -> None:
    assert Form.of(Preferences(detail=detail, rich=True)).rich is rich


@pytest.mark.parametrize("variant", [None, Look().dump()])
def test_other_variants_are_no_forms(variant: str | None) -> None:
    assert Form.load(variant) is None


def test_a_mask_counts_in_what_the_edition_shows() -> None:
    mask = positions([9, 8, 7], [7, 9, 1])
    form = Form(mask=mask)
    assert [form.has(position) for position in range(3)] == [True, False, True]
    assert all(Form().has(position) for position in range(3))
