import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.visible import has_visible
from news.words import (
    clean,
    collapse,
    fold,
    graphemes,
    is_seam,
    reach,
    sentence_ends,
    shorten,
    units,
    visible_length,
    whole,
)

FAMILY = "👨‍👩‍👧‍👦"
RUSSIA = "🇷🇺"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
WHOLE_CHARACTERS = [
    "a",
    "ё",
    "й",
    "e\u0301",
    FAMILY,
    RUSSIA,
    ENGLAND,
    "👍🏽",
    "1️⃣",
    "❤️",
    "한",
    "نّ",
    "\r\n",
]
NASTY = "аБ eé\u0301\u0308 \u200d\u200c\u202e\u2066\u2028\r\n\t\x00\x85\ud83d\ude00"
NASTY += "👍🏽🇷🇺שׁלום\u200f\u3164\u2800ᄒ\u1161\u11ab.!…"

texts = st.text() | st.text(alphabet=NASTY) | st.text(alphabet=st.characters())


def test_nothing_that_breaks_a_database_passes_the_door() -> None:
    assert clean("a\x00b\x07c\x7fd\x9fe\ud83df\udc00") == "abcdef"


def test_tabs_become_spaces_and_every_line_break_becomes_a_newline() -> None:
    assert clean("a\tb\r\nc\rd\u2028e\u2029f\x0bg\x0ch\x85i") == "a b\nc\nd\ne\nf\ng\nh\ni"


def test_a_name_cannot_turn_the_neighbouring_text_around() -> None:
    assert clean("\u202egnp.exe\u202c \u2066a\u2069") == "gnp.exe a"


def test_right_to_left_letters_and_their_plain_marks_stay() -> None:
    assert clean("שלום\u200f, \u200eمرحبا") == "שלום\u200f, \u200eمرحبا"


def test_what_is_typed_apart_is_composed() -> None:
    assert clean("и\u0306 е\u0308 e\u0301") == "й ё é"


def test_a_pair_of_surrogates_is_its_emoji() -> None:
    assert clean("\ud83d\ude00") == "😀"


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_a_clean_text_can_be_stored_and_sent(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [char for char in cleaned if unicodedata.category(char) == "Cc" and char != "\n"]


@given(texts, st.integers(0, 40))
def test_at_a_seam_the_two_sides_are_cleaned_apart(text: str, index: int) -> None:
    if is_seam(text, index) and not text[:index].endswith(tuple(map(chr, range(0xD800, 0xDC00)))):
        assert clean(text[:index]) + clean(text[index:]) == clean(text)


def test_white_space_collapses_to_single_spaces() -> None:
    assert collapse(" \n Новости\u00a0 \t дня \n") == "Новости дня"


def test_case_yo_and_white_space_do_not_matter_in_comparing() -> None:
    assert fold("Ёлка  ЗЕЛЁНАЯ\n") == fold("елка зеленая") == fold("е\u0308лка зелёная")
    assert fold("STRASSE") == fold("straße")


def test_the_letter_short_i_is_not_i_in_comparing() -> None:
    assert fold("й") != fold("и")


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_length_is_counted_as_telegram_counts_it() -> None:
    assert (units("я"), units("😀"), units(FAMILY), units("\ud83d")) == (1, 2, 11, 1)


@given(texts, st.integers(0, 5), st.integers(-1, 60))
def test_reach_takes_all_that_fits_and_no_more(text: str, start: int, room: int) -> None:
    start = min(start, len(text))
    end = reach(text, start, room)
    assert start <= end <= len(text)
    assert units(text[start:end]) <= max(room, 0)
    assert end == len(text) or units(text[start : end + 1]) > room


@pytest.mark.parametrize("character", WHOLE_CHARACTERS)
def test_one_character_for_a_person_is_one_grapheme(character: str) -> None:
    assert list(graphemes(f"x{character}я")) == ["x", character, "я"]


def test_flags_stand_in_pairs() -> None:
    assert list(graphemes("🇷🇺🇺🇸🇷")) == ["🇷🇺", "🇺🇸", "🇷"]


def test_an_accent_does_not_join_a_newline() -> None:
    assert list(graphemes("\n\u0301a")) == ["\n", "\u0301", "a"]


@given(texts)
def test_graphemes_together_are_the_text(text: str) -> None:
    parts = list(graphemes(text))
    assert "".join(parts) == text
    assert all(parts)


@given(st.lists(st.sampled_from(WHOLE_CHARACTERS), min_size=1), st.integers(1, 60))
def test_a_cut_at_whole_characters_is_always_between_two(characters: list[str], end: int) -> None:
    text = "".join(characters)
    end = min(end, len(text))
    borders = [len("".join(characters[:count])) for count in range(1, len(characters) + 1)]
    if end >= borders[0]:
        assert whole(text, 0, end) == max(border for border in borders if border <= end)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("привет", 6),
        (f"{FAMILY}{RUSSIA}й", 3),
        ("e\u0301\u0301\u0301", 1),
        ("\u200b\u200d\u2060\ufeff\u00ad", 0),
        ("\u3164\u115f\u1160\uffa0\u2800", 0),
        ("\u0301\ufe0f", 0),
        (" \n\u00a0\u3000", 0),
        ("а б", 2),
    ],
)
def test_only_what_a_person_sees_counts(text: str, length: int) -> None:
    assert visible_length(text) == length
    assert has_visible(text) is (length > 0)


@given(texts)
def test_a_text_is_visible_if_a_person_sees_any_character_of_it(text: str) -> None:
    assert has_visible(text) is (visible_length(text) > 0)


def test_initials_and_abbreviations_do_not_end_a_sentence() -> None:
    text = "А. С. Пушкин жил в 1820 г. в Кишинёве. Потом уехал! «Куда?» Не ясно... но"
    ends = list(sentence_ends(text, 0, len(text)))
    assert [text[:end].rsplit(maxsplit=1)[-1] for end in ends] == ["Кишинёве.", "уехал!", "«Куда?»"]


def test_a_short_text_is_not_shortened() -> None:
    assert shorten("  Коротко\nо главном ", 20) == "Коротко о главном"


def test_a_text_is_shortened_after_a_sentence() -> None:
    assert shorten("Первое предложение. Второе предложение куда длиннее.", 30) == "Первое предложение."


def test_a_text_is_not_cut_after_a_sentence_that_keeps_too_little() -> None:
    assert shorten("Да! А дальше идёт длинное предложение без конца", 24) == "Да! А дальше идёт…"


def test_no_comma_is_left_before_the_ellipsis() -> None:
    assert shorten("Министр сказал, что всё будет", 17) == "Министр сказал…"


@pytest.mark.parametrize("end", ["。\ufe00", "！\ufe0f\u20e3", "？\u0301"])
def test_a_sentence_does_not_end_inside_a_character(end: str) -> None:
    assert list(sentence_ends(f"一{end}二。三", 0, 9)) == [2 + len(end) + 1]


def test_a_run_of_flags_costs_no_more_than_other_text() -> None:
    assert sum(1 for _ in graphemes("🇷🇺" * 100_000)) == 100_000


def test_a_word_longer_than_the_limit_is_cut_at_a_whole_character() -> None:
    assert shorten(FAMILY * 3, 25) == FAMILY * 2 + "…"


@given(texts, st.integers(0, 60))
def test_a_shortened_text_fits_and_begins_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert collapse(text).startswith(short) or collapse(text).startswith(short.removesuffix("…"))


def test_a_long_text_is_measured_and_cleaned_without_delay() -> None:
    text = "Мама мыла раму. " * 16_000
    assert visible_length(clean(text)) == 13 * 16_000
