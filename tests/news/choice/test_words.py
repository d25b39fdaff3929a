"""Words to follow or to hide, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.errors import TooManyWords, WordMeaningless, WordMissing, WordTooLong
from news.choice.preferences import MAX_WORDS, ChosenWord
from news.choice.words import MAX_STEMS, MAX_UNITS, chosen_word, parse_words, word_key
from news.errors import Refusal
from news.stems import stems
from news.words import units

# What people type, and what hostile ones do.
SIGNS = "мостя южный Ёж C++ .NET #x\"«»“”„‟‹›'’,;.\n\t\u00a0\u200b\u202e\u0301😀\x00()[]{}%_\\/"
typed_texts = st.text(st.sampled_from(SIGNS), max_size=80) | st.text(max_size=80)


def texts_of(typed: str) -> list[str]:
    return [word.text for word in parse_words(typed)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("мост", ["мост"]),
        ("мост, река; лес  поле", ["мост", "река", "лес", "поле"]),
        ('мост "южный вокзал"', ["мост", "южный вокзал"]),
        ("«южный вокзал», река", ["южный вокзал", "река"]),
        ("“south station” river", ["south station", "river"]),
        ("„Süd Bahnhof“", ["Süd Bahnhof"]),
        ("»южный вокзал« ‹северный вокзал›", ["южный вокзал", "северный вокзал"]),
        ("«южный,  вокзал»", ["южный, вокзал"]),
        ('"мост', ["мост"]),
        ("#мост, (река)!", ["мост", "река"]),
        ("C++ C# .NET Т-90", ["C++", "C#", ".NET", "Т-90"]),
        ("об'єкт O’Neill", ["об'єкт", "O’Neill"]),
        ("мост моста мостами", ["мост"]),
        ("ёж еж", ["ёж"]),
        ("«не мост»", ["не мост"]),
    ],
)
def test_words_are_split_at_blanks_and_commas_and_quotes_make_a_phrase(typed: str, words: list[str]) -> None:
    assert texts_of(typed) == words


def test_a_word_has_the_stems_that_every_form_of_it_has() -> None:
    assert [parse_words(form)[0].stems for form in ("мост", "Мосты", "МОСТАМИ")] == [("мост",)] * 3
    assert parse_words("«Южного вокзала»")[0].stems == parse_words('"южный вокзал"')[0].stems


@pytest.mark.parametrize("typed", ["", "  ", '""', "«»", ",;,", "\u202e\x00"])
def test_a_text_without_words_is_refused(typed: str) -> None:
    with pytest.raises(WordMissing):
        parse_words(typed)


@pytest.mark.parametrize("typed", ["и", "the", "а", "x", "5", "😀", "«и не»", "—", "...", "«а б в»", "雨"])
def test_a_word_that_tells_nothing_apart_is_refused_by_name(typed: str) -> None:
    with pytest.raises(WordMeaningless) as refused:
        parse_words(typed)
    assert refused.value.arguments["word"]


@pytest.mark.parametrize("typed", ["щ" * (MAX_UNITS + 1), f'"{"мост река " * 7}"', "«ab cd ef gh ij kl mn op qr»"])
def test_what_is_too_long_is_refused_and_named_in_short(typed: str) -> None:
    with pytest.raises(WordTooLong) as refused:
        parse_words(typed)
    assert units(str(refused.value.arguments["word"])) < MAX_UNITS


def test_as_many_words_are_taken_as_a_place_may_have() -> None:
    many = " ".join(f"слово{index}" for index in range(MAX_WORDS))
    assert len(parse_words(many)) == MAX_WORDS
    with pytest.raises(TooManyWords):
        parse_words(f"{many} ещё-одно")


@given(typed_texts)
def test_any_text_gives_words_that_mean_something_or_a_refusal(typed: str) -> None:
    try:
        found = parse_words(typed)
    except Refusal:
        return
    assert found
    assert len({word.stems for word in found}) == len(found)
    for word in found:
        assert 0 < len(word.stems) <= MAX_STEMS
        assert 0 < units(word.text) <= MAX_UNITS
        assert word.text == word.text.strip()
        assert "\n" not in word.text
        assert tuple(stems(word.text)) == word.stems
        assert chosen_word(word.text) == word


@given(typed_texts)
def test_a_word_is_the_same_when_it_is_typed_again_in_quotes(typed: str) -> None:
    try:
        found = parse_words(typed)
    except Refusal:
        return
    assert parse_words(", ".join(f"«{word.text}»" for word in found)) == found


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_a_key_fits_a_button_and_depends_on_the_stems_only(found: list[str]) -> None:
    key = word_key(ChosenWord("мост", tuple(found)))
    assert 0 <= key < 2**30
    assert key == word_key(ChosenWord("река", tuple(found)))
