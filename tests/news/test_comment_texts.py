"""What the text of a comment may be, when two are the same, and what may be quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.comment_texts import LINE_LIMIT, QUOTE_LIMIT, checked_comment, checked_quote, text_key
from news.errors import CommentEmpty, CommentMarked, CommentTooLong, CommentTooManyLines, CommentTooShort, Refusal
from news.limits import COMMENT_LIMIT
from news.words import clean, units

LETTERS = st.text(st.characters(codec="utf-8"), max_size=80)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", CommentEmpty),
        (" \n\u200b\u2060\n\u3164", CommentEmpty),
        ("\u0301", CommentEmpty),
        ("я", CommentTooShort),
        ("я\u0301 \u200b", CommentTooShort),
        ("😀", CommentTooShort),
        ("ё" * (COMMENT_LIMIT + 1), CommentTooLong),
        ("😀" * (COMMENT_LIMIT // 2) + "!", CommentTooLong),
        ("\n".join("." * (LINE_LIMIT + 1)), CommentTooManyLines),
        ("а" + "\u0301" * 5, CommentMarked),
    ],
)
def test_what_is_no_comment_is_refused(text: str, error: type[Refusal]) -> None:
    with pytest.raises(error):
        checked_comment(text)


@pytest.mark.parametrize("text", ["да", "😀" * (COMMENT_LIMIT // 2), "\n".join("." * LINE_LIMIT), "я\u0301\u0301!"])
def test_the_shortest_and_the_longest_are_taken(text: str) -> None:
    assert checked_comment(text) == text


def test_a_picture_needs_no_words_but_its_words_follow_the_rules() -> None:
    assert checked_comment(" \n", with_picture=True) == ""
    assert checked_comment("я", with_picture=True) == "я"
    with pytest.raises(CommentTooLong):
        checked_comment("я" * (COMMENT_LIMIT + 1), with_picture=True)


@given(LETTERS)
def test_a_checked_comment_has_no_blank_line_and_is_checked_no_further(text: str) -> None:
    try:
        checked = checked_comment(clean(text))
    except Refusal:
        return
    assert "\n\n" not in checked
    assert checked == checked.strip()
    assert checked_comment(checked) == checked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мост открыт", "мост   ОТКРЫТ!!!"),
        ("Ёлка", "елка"),
        ("Мост", "M\u200bост"),
        ("Мо\u0301ст", "Мост"),
        ("👍👍", "👍👍"),
        ("Мост\nоткрыт", "мост — открыт."),
    ],
)
def test_texts_that_look_the_same_have_the_same_key(one: str, other: str) -> None:
    assert text_key(one) == text_key(other) is not None


@pytest.mark.parametrize(("one", "other"), [("Мост", "Мосты"), ("👍", "👎"), ("Да", "Нет"), ("1 час", "2 часа")])
def test_other_texts_have_another_key(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


def test_an_empty_caption_has_no_key() -> None:
    assert text_key("") is text_key(" \n") is None


@given(LETTERS)
def test_a_key_fits_a_signed_integer_of_a_database(text: str) -> None:
    key = text_key(text)
    assert key is None or -(2**63) <= key < 2**63


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("мост открыт", "мост открыт"),
        ("  мост\nоткрыт ", "мост открыт"),
        ("Мост", ""),
        ("мост закрыт", ""),
        ("", ""),
        ("\u200b", ""),
        (None, ""),
    ],
)
def test_only_words_of_the_comment_are_quoted(quote: str | None, kept: str) -> None:
    assert checked_quote(quote, "Наконец мост\nоткрыт!") == kept


def test_a_long_quote_is_shortened() -> None:
    text = "слово " * 200
    quote = checked_quote(text, text)
    assert units(quote) <= QUOTE_LIMIT
    assert quote.endswith("…")
