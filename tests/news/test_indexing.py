"""Document ids and index entries: the order, the way back, borders, and articles that are not readable."""

from datetime import timedelta

import pytest

from news.indexing import (
    BORDER,
    NEVER_AFTER,
    NEVER_BEFORE,
    doc_id_of,
    entry_of,
    moment_of,
    number_of,
    shortest,
    stems_of,
    topic_token,
)
from news.model import Article, Status
from news.richtext import from_plain
from tests.news.conftest import START

ARTICLE = Article(
    7,
    "Мосты открыты",
    from_plain("Движение по мосту."),
    Status.PUBLISHED,
    START,
    lead="Пробки",
    topic="Город",
    published_at=START,
)


def test_a_document_id_has_the_second_and_the_number() -> None:
    doc_id = doc_id_of(START + timedelta(microseconds=999_999), 7)
    assert (number_of(doc_id), moment_of(doc_id)) == (7, START)
    assert doc_id_of(START, 8) > doc_id_of(START, 7) > doc_id_of(START - timedelta(seconds=1), 10**6)
    assert number_of(doc_id_of(START.replace(year=1901), 7)) == 7


def test_an_entry_has_topic_headline_lead_and_text_between_borders() -> None:
    entry = entry_of(ARTICLE)
    assert entry is not None
    assert entry.doc_id == doc_id_of(START, 7)
    assert NEVER_BEFORE < entry.doc_id < NEVER_AFTER
    assert list(entry.tokens[:3]) == [BORDER, topic_token("Город"), BORDER]
    assert entry.tokens.count(BORDER) == 5
    headline, rest = stems_of(entry)
    assert list(headline) == ["мост", "открыт"]
    assert list(rest) == ["пробк", "движен", "мост"]


def test_topics_are_compared_folded() -> None:
    assert topic_token("Ёлки") == topic_token(" елки ")
    assert topic_token("Ёлки") != topic_token("Палки")


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.PUBLISHED])
def test_only_a_published_article_has_an_entry(status: Status) -> None:
    assert entry_of(Article(7, "Мост", (), status, START, published_at=START)) is None


def test_the_shortest_word_stands_for_its_stem() -> None:
    assert shortest([("мост", "мостами"), ("мост", "мост"), ("мост", "моста")]) == {"мост": "мост"}
