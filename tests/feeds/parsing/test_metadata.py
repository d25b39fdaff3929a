"""What a page says of its article in its head, in JSON-LD and beside the text."""

from datetime import UTC, datetime

import pytest

from feeds.parsing.documents import parse
from feeds.parsing.metadata import Metadata, metadata_of


def metadata(html: str) -> Metadata:
    return metadata_of(parse(html), "https://site.example/news/1", None)


def linked(data: str) -> Metadata:
    return metadata(f'<title>x</title><script type="application/ld+json">{data}</script>')


@pytest.mark.parametrize(
    "data",
    [
        '{"@type":"NewsArticle","datePublished":"2022-01-18T21:11+03:00","author":{"name":"Анна"}}',
        '[{"@type":"Organization","name":"Х"},{"@type":["Article"],"datePublished":"2022-01-18T18:11Z","author":"Анна"}]',
        '{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","datePublished":"2022-01-18T18:11Z","author":["Анна"]}}]}',
        '<![CDATA[{"@type":"Report","datePublished":"2022-01-18T18:11Z","author":[{"@type":"Person","name":"Анна"}]}]]>',
        '{"@type":"NewsArticle","name":"а\nб","datePublished":"2022-01-18T18:11Z","author":"Анна"};',
    ],
)
def test_json_ld_of_an_article_is_read_in_every_form(data: str) -> None:
    found = linked(data)
    assert (found.published_at, found.author) == (datetime(2022, 1, 18, 18, 11, tzinfo=UTC), "Анна")


@pytest.mark.parametrize(
    "data",
    ["", "{", "[" * 100_000,
     '{"@type":"Person","datePublished":"2022-01-18"}', '{"@type":5,"author":{"name":{"name":{}}}}',
     '{"@type":"Article","author":7,"datePublished":["x",null],"image":[[["y"]]],"isAccessibleForFree":"yes"}', "null",
     '{"@type":"Article","headline":' + "9" * 5000 + "}"],
)  # fmt: skip
def test_nonsense_in_json_ld_is_no_information(data: str) -> None:
    found = linked(data)
    assert (found.published_at, found.author, found.cover, found.title, found.is_free) == (None, "", "", "x", True)


def test_an_update_is_later_than_the_publication() -> None:
    published = '<meta property="article:published_time" content="2022-01-18T10:00Z">'
    head = published + '<meta property="article:modified_time" content="{}">'
    assert metadata(head.format("2022-01-18T11:00Z")).updated_at == datetime(2022, 1, 18, 11, tzinfo=UTC)
    assert metadata(head.format("2022-01-18T10:00Z")).updated_at is None


def test_author_and_categories_stand_in_several_places() -> None:
    assert metadata('<meta name=author content="Анна &amp; Ко"><p>x').author == "Анна & Ко"
    assert metadata('<p>x <a rel="author nofollow" href=/a>Анна</a>').author == "Анна"
    assert metadata('<meta name=author content="https://f.example/anna"><p>x').author == ""
    section = '<meta property="article:section" content="{}">'
    assert metadata(section.format("Город") + section.format("Спорт") + section.format("Город")).categories == (
        "Город",
        "Спорт",
    )
