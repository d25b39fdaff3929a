"""Stems: how a text is folded, split and stemmed, and that any text can be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.stems import MAX_WORD_LENGTH, find, forms, stems, words


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Мосты", "мостами"),
        ("ЁЛКИ", "елка"),
        ("за\u0301мок", "замок"),  # a sign of stress
        ("дви\u00adжение", "движения"),  # a soft hyphen
        ("и\u0306од", "йод"),  # й in two parts
        ("Running", "runs"),
        ("İstanbul", "istanbul"),
        ("№ 12", "12"),
    ],
)
def test_forms_of_a_word_have_one_stem(text: str, other: str) -> None:
    assert stems(text) == stems(other) != []


def test_words_of_different_scripts_have_stemmers_of_their_own() -> None:
    assert stems("COVID-19: вакцины, vaccines и 5G") == ["covid", "19", "вакцин", "vaccin", "5g"]


def test_stop_words_have_no_stem() -> None:
    assert stems("и не мост, the and of, всё, а я") == ["мост"]


def test_a_run_longer_than_any_word_is_taken_in_pieces() -> None:
    assert [len(stem) for stem in stems("7" * (2 * MAX_WORD_LENGTH + 1))] == [MAX_WORD_LENGTH, MAX_WORD_LENGTH, 1]


@given(st.text())
@example("\x00\ud800ё_ё\u0301")
@example("😀" * 4096)
def test_any_text_has_stems_that_are_words_and_stay_where_they_stand(text: str) -> None:
    found = list(words(text))
    assert [word.stem for word in found if word.stem is not None] == stems(text)
    assert [(word.stem, word.folded) for word in found if word.stem is not None] == forms(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert not any(set(stem) & set(' \t\n\x00"_%') for stem in stems(text))


SAID = ["Мост", "мосту", "мостовая", "ёлка", "Елками", "run", "running", "ran", "город", "и"]


@given(st.lists(st.sampled_from(SAID), max_size=12))
def test_words_are_found_by_their_stems_in_any_form(said: list[str]) -> None:
    text, wanted = ", ".join(said), {"мост", "елк", "run"}
    assert find(text, wanted) == [word for word in words(text) if word.stem in wanted]
