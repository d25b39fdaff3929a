"""The limits of an article: headlines on one line, measured as Telegram does, and the length of texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import FieldTooLong, HeadlineMissing, HeadlineTooLong, TextTooLong
from news.limits import (
    HEADLINE_LIMIT,
    KEY_LIMIT,
    LEAD_LIMIT,
    TEXT_LIMIT,
    TOPIC_LIMIT,
    checked,
    checked_headline,
    checked_reason,
)
from news.model import NewArticle
from news.richtext import URL_LIMIT_BYTES, from_plain, units
from news.visible import has_visible
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


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u2800\u3164", "\u00ad\u034f"])
def test_what_has_no_visible_character_is_empty_in_every_field(blank: str) -> None:
    article = checked(NewArticle("k", "Мост", BODY, START, lead=blank, topic=blank))
    assert (article.lead, article.topic) == ("", None)
    assert checked_reason(blank) == ""
    with pytest.raises(HeadlineMissing):
        checked_headline(blank)


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("lead", "😀" * (LEAD_LIMIT // 2)),
        ("topic", "😀" * (TOPIC_LIMIT // 2)),
        ("source_url", "https://a.b/" + "ж" * ((URL_LIMIT_BYTES - 12) // 2)),
        ("key", "ж" * KEY_LIMIT),
    ],
)
def test_every_other_field_has_a_limit_too(field: str, longest: str) -> None:
    article = NewArticle("k", "Мост", BODY, START)
    assert checked(replace(article, **{field: longest})) == replace(article, **{field: longest})
    with pytest.raises(FieldTooLong):
        checked(replace(article, **{field: longest + "!"}))


@given(st.text(max_size=300))
def test_a_checked_headline_is_one_line_that_fits(title: str) -> None:
    try:
        article = checked(NewArticle("k", title, (), START))
    except (HeadlineMissing, HeadlineTooLong):
        return
    assert has_visible(article.title)
    assert article.title == " ".join(article.title.split())
    assert units(article.title) <= HEADLINE_LIMIT
