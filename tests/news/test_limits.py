"""The limits of an article: headlines on one line, measured as Telegram does, and the length of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import HeadlineMissing, HeadlineTooLong, TextTooLong
from news.limits import HEADLINE_LIMIT, TEXT_LIMIT, checked
from news.model import NewArticle
from news.richtext import from_plain, units
from tests.news.conftest import START

BODY = from_plain("Движение пошло.")


def test_a_headline_is_measured_in_utf16_units() -> None:
    fits = NewArticle("k", "😀" * (HEADLINE_LIMIT // 2), BODY, START)
    assert checked(fits).title == fits.title
    with pytest.raises(HeadlineTooLong) as refused:
        checked(NewArticle("k", "😀" * (HEADLINE_LIMIT // 2) + "!", BODY, START))
    assert refused.value.arguments == {"length": HEADLINE_LIMIT + 1, "most": HEADLINE_LIMIT}


def test_a_text_has_a_limit_and_its_error_names_both_lengths() -> None:
    checked(NewArticle("k", "Мост", from_plain("ж" * TEXT_LIMIT), START))
    with pytest.raises(TextTooLong) as refused:
        checked(NewArticle("k", "Мост", from_plain("ж" * (TEXT_LIMIT + 1)), START))
    assert refused.value.arguments == {"length": TEXT_LIMIT + 1, "most": TEXT_LIMIT}


@given(st.text(max_size=300))
def test_a_checked_headline_is_one_line_that_fits(title: str) -> None:
    try:
        article = checked(NewArticle("k", title, (), START))
    except (HeadlineMissing, HeadlineTooLong):
        return
    assert article.title
    assert article.title == " ".join(article.title.split())
    assert units(article.title) <= HEADLINE_LIMIT
