"""Snippets: the piece of a text that shows the words, cut at word borders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import RichText
from news.snippets import SNIPPET_CHARACTERS, marked, snippet
from news.words import collapse, graphemes

LONG = "Первое слово. " * 40 + "Вот мост через реку, и река широка. " + "Последнее слово. " * 40


def bold(text: RichText) -> list[str]:
    return [text.cut(entity.offset, entity.end).text for entity in text.entities]


def test_a_short_text_is_shown_whole_with_every_form_in_bold() -> None:
    shown = snippet("Мост открыт.\nПод мостом тихо, мостовая чиста.", ["мост"])
    assert shown.text == "Мост открыт. Под мостом тихо, мостовая чиста."
    assert bold(shown) == ["Мост", "мостом"]


def test_a_long_text_is_cut_between_words_where_most_of_the_words_are() -> None:
    shown = snippet(LONG, ["мост", "рек", "слов"])
    assert {"мост", "реку", "река"} <= set(bold(shown))
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert all(piece in LONG.split() for piece in shown.text.strip("…").split())
    assert len(shown.text) <= SNIPPET_CHARACTERS + 2


def test_without_the_words_it_is_the_beginning() -> None:
    assert snippet(LONG, ["тоннел"]).text.startswith("Первое слово.")
    assert snippet("", ["мост"]).text == ""


@pytest.mark.parametrize("character", ["👨‍👩‍👧", "🇷🇺", "👍🏽", "е\u0301", "क्षि", "1\ufe0f\u20e3", "❤️‍🔥"])
@pytest.mark.parametrize("length", range(20, 40))
def test_a_run_without_blanks_is_cut_between_whole_characters(character: str, length: int) -> None:
    for text in (character * 60, f"{character * 40} мост {character * 40}", f"{'г' * 7}{character * 60}мост"):
        shown = snippet(text, ["мост"], length).text.strip("…")
        assert set(graphemes(shown)) <= {character, *" мостг"}, shown


@given(st.text(), st.integers(1, 60))
def test_a_piece_of_any_text_is_a_piece_of_it(text: str, length: int) -> None:
    line = collapse(text)
    shown = snippet(text, ["мост", "a", "0"], length)
    assert shown.text.removeprefix("…").removesuffix("…") in line
    assert len(shown.text) <= length + 2
    assert marked(line, ["a"]).text == line
