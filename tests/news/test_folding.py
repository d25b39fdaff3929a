"""Folding: which spellings are one word, and that any text can be folded."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.folding import fold, fold_name, straighten


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ёлка", "елка"),
        ("Йод", "йод"),
        ("Ґанок", "ґанок"),
        ("Ўзбек", "ўзбек"),
        ("за\u0301мок", "замок"),
        ("Café", "cafe"),
        ("Øresund", "oresund"),
        ("ﬁlm", "film"),
        ("м²", "м2"),
        ("٢٠", "20"),
        ("об’єкт", "обєкт"),
        ("½", "½"),
    ],
)
def test_a_word_has_one_folded_form(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("name", "other"), [("C++", "С++"), ("Т-90", "T90"), ("1С", "1C"), ("AT&T", "at&t"), (".NET", ".Net")]
)
def test_a_name_has_one_folded_form_in_either_script(name: str, other: str) -> None:
    assert fold_name(name) == fold_name(other)
    assert not any(sign in fold_name(name) for sign in "+#&.-")


@given(st.text())
@example("ʼ’‑\u00a0²Ⅷ")
def test_folding_takes_any_text_and_straightening_keeps_its_length(text: str) -> None:
    assert fold(fold(text)) == fold(text) or not text.isalnum()
    assert not set(fold_name(text)) & set("+#&.")
    assert len(straighten(text)) == len(text)
