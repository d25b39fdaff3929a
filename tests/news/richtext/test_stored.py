"""The tree as JSON: the round trip, and bodies that cannot be read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import (
    Body,
    UnreadableBodyError,
    dump,
    from_plain,
    load,
)
from tests.news.richtext.samples import (
    bodies,
)


@pytest.mark.slow
@given(bodies)
def test_a_stored_body_is_read_back_equal(body: Body) -> None:
    assert load(dump(body)) == body


def test_a_plain_run_is_stored_as_a_plain_string() -> None:
    assert dump(from_plain("Ёж")) == '[{"kind":"paragraph","runs":["Ёж"]}]'


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{}",
        "null",
        '"text"',
        "[1]",
        "[" * 100_000,
        '[{"kind":"paragraph"}]',
        '[{"kind":"video","runs":[]}]',
        '[{"kind":"paragraph","runs":[],"autoplay":true}]',
        '[{"kind":"picture","runs":[],"url":1}]',
        '[{"kind":"paragraph","runs":[1]}]',
        '[{"kind":"paragraph","runs":"text"}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":["glow"]}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":"bold"}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":[[]]}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","url":1}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","colour":"red"}]}]',
        '[{"kind":"paragraph","runs":["half a character: \\ud83d"]}]',
        None,
    ],
)
def test_a_damaged_or_newer_body_is_refused_in_one_way(stored: str) -> None:
    with pytest.raises(UnreadableBodyError, match="newer"):
        load(stored)


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_other_json_raises_the_same_error(value: Any) -> None:
    try:
        load(json.dumps(value))
    except UnreadableBodyError:
        return
    assert value == []
