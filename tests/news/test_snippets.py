"""Snippets: the piece of a text that shows the words, cut at word borders."""

from hypothesis import given
from hypothesis import strategies as st

from news.richtext import RichText
from news.snippets import SNIPPET_CHARACTERS, marked, snippet
from news.words import collapse

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


@given(st.text(), st.integers(1, 60))
def test_a_piece_of_any_text_is_a_piece_of_it(text: str, length: int) -> None:
    line = collapse(text)
    shown = snippet(text, ["мост", "a", "0"], length)
    assert shown.text.removeprefix("…").removesuffix("…") in line
    assert len(shown.text) <= length + 2
    assert marked(line, ["a"]).text == line
