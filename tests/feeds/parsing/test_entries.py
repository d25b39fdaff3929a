"""Entries as feedparser reads them: links, ids, dates, authors."""

from datetime import UTC, datetime

import pytest

from tests.feeds.parsing.written_feeds import entry_of, item_of


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ("<link>https://news.example/1?utm_source=rss#top</link>", "https://news.example/1"),
        ("<link>/1.html</link>", "https://news.example/1.html"),
        ("<link>https://proxy.example/1</link><feedburner:origLink>https://news.example/1</feedburner:origLink>",
         "https://news.example/1"),
        ("<guid>https://news.example/1</guid>", "https://news.example/1"),
        ("<guid>77</guid>", ""),
        ("<guid isPermaLink='false'>https://news.example/1</guid>", ""),
        ("<link>https://news.example/1</link><guid>https://news.example/?p=1</guid>", "https://news.example/1"),
        ('<atom:link href="https://news.example/1"/>', "https://news.example/1"),
        ("<link>tg://resolve?domain=x</link>", ""),
        ("<link>javascript:alert(1)</link>", ""),
    ],
)  # fmt: skip
def test_the_address_of_an_item(fields: str, address: str) -> None:
    assert item_of(f"<title>Т</title>{fields}").address == address


@pytest.mark.parametrize(
    ("links", "address"),
    [
        ('<link rel="self" href="/self"/><link rel="alternate" type="text/html" href="/1"/>', "https://news.example/1"),
        ('<link rel="enclosure" href="/1.mp3"/><link href="/1"/>', "https://news.example/1"),
        ('<link rel="alternate" type="application/pdf" href="/1.pdf"/>', "https://news.example/1.pdf"),
        ('<link rel="enclosure" type="audio/mpeg" href="/1.mp3"/>', ""),
        ('<link rel="via" href="https://other.example/1"/>', "https://other.example/1"),
    ],
)
def test_the_address_of_an_entry(links: str, address: str) -> None:
    assert entry_of(f"<title>Т</title>{links}").address == address


def test_an_id_stays_as_the_feed_has_it() -> None:
    assert item_of("<title>Т</title><guid> 77\n</guid>").guid == "77"
    assert entry_of("<title>Т</title><id>tag:news.example,2022:1</id>").guid == "tag:news.example,2022:1"


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        ("2022-01-18T10:00:00Z", "2022-01-18T12:00:00Z", (10, 12)),
        ("2022-01-18T10:00:00Z", "2022-01-18T10:00:00Z", (10, None)),
        ("2022-01-18T10:00:00Z", "2022-01-18T09:00:00Z", (10, None)),
        ("", "2022-01-18T12:00:00Z", (12, None)),
        ("вчера", "2022-01-18T12:00:00Z", (12, None)),
        ("", "", (None, None)),
    ],
)
def test_the_times_of_an_entry(published: str, updated: str, expected: tuple[int | None, int | None]) -> None:
    entry = entry_of(f"<title>Т</title><published>{published}</published><updated>{updated}</updated>")
    times = tuple(hour and datetime(2022, 1, 18, hour, tzinfo=UTC) for hour in expected)
    assert (entry.published_at, entry.updated_at) == times


@pytest.mark.parametrize(
    ("field", "author"),
    [
        ("<author>noreply@news.example (Иван Петров)</author>", "Иван Петров"),
        ("<author>Иван Петров</author>", "Иван Петров"),
        ("<dc:creator><![CDATA[Анна &amp; Ко]]></dc:creator>", "Анна & Ко"),
        ("<author>ivan@news.example</author>", ""),
        ("", ""),
    ],
)
def test_an_author_is_a_name_and_never_an_address_of_mail(field: str, author: str) -> None:
    assert item_of(f"<title>Т</title>{field}").author == author


def test_the_categories_of_podcasts_are_none() -> None:
    item = item_of('<title>Т</title><category>Город</category><itunes:category text="News"/>')
    assert item.categories == ("Город",)


def test_plain_text_of_atom_is_not_read_as_html() -> None:
    entry = entry_of('<title>Т</title><content type="text">Пишите &lt;b&gt; для жирного.</content>')
    assert entry.body[0].text == "Пишите <b> для жирного."
