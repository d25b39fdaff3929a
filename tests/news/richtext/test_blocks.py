"""Reading the tree: plain text, paragraphs that repeat the headline, and the lead of a push."""

from hypothesis import given
from hypothesis import strategies as st

from news.richtext import (
    Block,
    Body,
    Kind,
    Run,
    first_words,
    from_plain,
    plain,
    units,
    without_repeats,
)
from tests.news.richtext.samples import (
    bodies,
    paragraph,
)


def test_plain_words_are_a_line_a_block() -> None:
    assert plain((paragraph(Run("а"), Run("б")), paragraph(), Block(Kind.QUOTE, (Run("в"),)))) == "аб\nв"


def test_a_paragraph_that_repeats_the_headline_is_removed() -> None:
    body = from_plain("ЕЛКА  зажглась!\nТекст про ёлку.\nЁлка зажглась")
    assert without_repeats(body, "Ёлка зажглась.") == from_plain("Текст про ёлку.")


def test_a_quote_that_repeats_the_headline_stays() -> None:
    body = (Block(Kind.QUOTE, (Run("Да"),)),)
    assert without_repeats((*body, paragraph(Run("Да"))), "Да") == body


def test_an_article_that_is_only_its_headline_keeps_one() -> None:
    assert without_repeats(from_plain("Да\nДа."), "Да") == from_plain("Да")
    assert without_repeats((), "Да") == ()


def test_headlines_of_punctuation_alone_are_told_apart() -> None:
    assert without_repeats(from_plain("!!!\nТекст"), "???") == from_plain("!!!\nТекст")


def test_the_lead_is_the_first_paragraph_not_the_heading() -> None:
    body = (
        Block(Kind.HEADING, (Run("Глава"),)),
        paragraph(Run("\u200b")),
        paragraph(Run("Первое слово. Второе слово.")),
    )
    assert first_words(body, 100) == "Первое слово. Второе слово."
    assert first_words(body, 20) == "Первое слово."
    assert first_words(body, 10) == "Первое…"


def test_without_paragraphs_the_lead_is_the_first_visible_block() -> None:
    assert first_words((Block(Kind.QUOTE, (Run("Цитата"),)),), 100) == "Цитата"
    assert first_words((Block(Kind.PICTURE, (), "https://a.b"),), 100) == ""


@given(bodies, st.integers(0, 40))
def test_a_lead_fits_its_limit(body: Body, limit: int) -> None:
    assert units(first_words(body, limit)) <= limit
