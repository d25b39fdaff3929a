"""Queries: words, phrases and limits of a typed text."""

import pytest

from news.queries import MAX_STEMS, QUERY_UNITS, parse
from news.richtext import units
from news.stems import words


def test_a_query_keeps_its_words_as_they_were_typed_on_one_line() -> None:
    query = parse("  Мосты \n и  реки ")
    assert (query.text, query.stems, query.phrases) == ("Мосты и реки", ("мост", "рек"), ())


@pytest.mark.parametrize("typed", ['"под мостом"', "«под мостом»", "“под мостом”", "„под мостом“"])
def test_quotes_of_every_kind_make_a_phrase_with_its_stop_words(typed: str) -> None:
    query = parse(f"река {typed}")
    assert (query.stems, query.phrases, query.adjoining) == (("рек", "мост"), (("под", "мостом"),), ())
    assert parse('"новые мосты города"').adjoining == (("нов", "мост", "город"),)


@pytest.mark.parametrize("typed", ['"и кто она"', "и кто она", "«И кто» «она»"])
def test_stop_words_are_looked_for_word_for_word_in_quotes_or_alone(typed: str) -> None:
    query = parse(typed)
    assert query.stems == ()
    assert query.tokens == query.stopped == tuple(word.token for word in words("кто она"))
    assert {word for phrase in query.phrases for word in phrase} == {"и", "кто", "она"}
    assert query.has_words
    assert not parse("?!").has_words


def test_letters_and_digits_typed_together_adjoin() -> None:
    assert parse("Су57").adjoining == parse("Су-57").adjoining == parse('"Су 57"').adjoining == (("су", "57"),)
    assert parse("Су 57").adjoining == parse("бизнес-центр").adjoining == ()


@pytest.mark.parametrize("typed", ['"под мостом', '""', 'мост"'])
def test_quotes_around_nothing_or_without_an_end_are_no_phrase(typed: str) -> None:
    assert parse(typed).phrases == ()


def test_a_long_query_is_cut() -> None:
    query = parse("😀 мост " * 500)
    assert units(query.text) <= QUERY_UNITS
    assert parse("🇷🇺" * 100 + "👨‍👩‍👧").text == "🇷🇺" * (QUERY_UNITS // 4), "no half flag"
    assert len(parse(" ".join(map(str, range(300)))).stems) <= MAX_STEMS


def test_a_word_can_be_changed_or_left_out() -> None:
    query = parse("Новый моост, река")
    assert query.replaced(1, "мост") == "Новый мост, река"
    assert query.replaced(0, "") == "моост, река"
    assert query.replaced(7, "мост") == query.text
