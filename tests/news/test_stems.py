"""Stems: how a text is folded, split and stemmed, and that any text can be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.stems import MAX_WORD_LENGTH, find, folded_words, forms, read, stems, words


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
        ("обʼєкт", "об'єкт"),
        ("об’єкт", "об'єкт"),
        ("Café", "cafe"),
        ("Łódź, Straße", "lodz strasse"),
        ("ＣＯＶＩＤ", "covid"),
        ("Су-57", "су57"),
        ("COVID‑19", "Covid19"),
        ("100-летие", "100летия"),
        ("Т-90", "т90"),
        ("м²", "м2"),
        ("H₂O", "h2o"),
        ("1С", "1C"),  # Cyrillic and Latin
        ("1 000 000", "1000000"),
        ("1\u00a0000\u202f000", "1\u202f000\u202f000"),
        ("1,000,000", "1'000'000"),
        ("٢٠٢٤", "2024"),
        ("dog’s", "dogs"),
        ("C++", "с++"),
        ("AT&T", "at&t"),
    ],
)
def test_spellings_and_forms_of_a_word_have_one_stem(text: str, other: str) -> None:
    assert stems(text) == stems(other) != []


def test_words_of_different_scripts_have_stemmers_of_their_own() -> None:
    assert stems("COVID-19: вакцины, vaccines и 5G") == ["covid", "19", "вакцин", "vaccin", "5g"]


def test_stop_words_have_no_stem() -> None:
    assert stems("и не мост, the and of, всё, а я, don't, it’s") == ["мост"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("йод", "иод"), ("Київ", "Киів"), ("C++", "C#"), (".NET", "net"), ("5 000", "5000 000")],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024 100 200", ["2024", "100", "200"]),
        ("8 800 555 35 35", ["8", "800", "555", "35", "35"]),
        ("5 100-летие", ["5", "100", "лет"]),
        ("01.02.2024", ["01", "02", "2024"]),
        ("1 000,5", ["1000", "5"]),
        ("5-й съезд 90-х", ["5", "съезд", "90"]),
        ("бизнес-центр", ["бизнес", "центр"]),
        ("½", ["½"]),
        ("18+ и Notepad++", ["18", "notepad"]),
    ],
)
def test_what_only_looks_like_one_word_is_several(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_the_parts_of_a_word_and_stop_words_are_further_tokens() -> None:
    (who,) = words("Who")
    reading = read("The Who and O’Neill, Т-90М, .NET, 15 300")
    assert [stem for stem, _ in reading.forms] == ["oneil", "т90м", "．net", "15300"]
    assert reading.further == [who.token, "neill", "90", "net", "15", "300"]


def test_a_run_longer_than_any_word_is_taken_in_pieces() -> None:
    assert [len(stem) for stem in stems("7" * (2 * MAX_WORD_LENGTH + 1))] == [MAX_WORD_LENGTH, MAX_WORD_LENGTH, 1]


@given(st.text())
@example("\x00\ud800ё_ё\u0301")
@example("😀" * 4096)
@example("ʼ'a'\u0301b-1-\u00ad.ﷺ&．+# 1 000")
@example("1a-" * 300 + "'б" * 300 + "ﬃ1" * 300)
@example("'".join(["й" * 64] * 9) + " 000" * 64 + " 5")
def test_any_text_has_stems_that_are_words_and_stay_where_they_stand(text: str) -> None:
    found = list(words(text))
    assert [word.stem for word in found if word.stem is not None] == stems(text)
    assert [(word.stem, word.folded) for word in found if word.stem is not None] == forms(text) == read(text).forms
    assert [word.folded for word in found] == folded_words(text)
    assert all(len(word.folded) <= MAX_WORD_LENGTH for word in found)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert not any(set(stem) & set(' \t\n\x00"_%') for stem in stems(text))


SAID = ["Мост", "мосту", "мостовая", "ёлка", "Елками", "run", "running", "ran", "город", "и", "мост'", "run-2", "5мост"]


@given(st.lists(st.sampled_from(SAID), max_size=12))
def test_words_are_found_by_their_stems_in_any_form(said: list[str]) -> None:
    text, wanted = ", ".join(said), {"мост", "елк", "run"}
    assert find(text, wanted) == [word for word in words(text) if word.stem in wanted]
