"""The feeds that a page names."""

import pytest

from feeds.parsing.links import named_feeds

SITE = "https://site.example/news/"


@pytest.mark.parametrize(
    ("html", "feeds"),
    [
        ('<link rel=alternate type="application/rss+xml" href=/rss.xml>', ["https://site.example/rss.xml"]),
        ('<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="atom">', ["https://site.example/news/atom"]),
        ('<link rel=alternate type=application/feed+json href=/feed.json>', ["https://site.example/feed.json"]),
        ('<link rel=alternate type=application/json href=/feed.json>', ["https://site.example/feed.json"]),
        ('<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>', []),
        ('<link rel=alternate hreflang=en href=/en/><link rel=stylesheet type="application/rss+xml" href=/x>', []),
        ('<link rel=alternate type="application/rss+xml" href="tg://x">', []),
        ('<link rel=alternate type="application/rss+xml" href="http://[">', []),
        ('<a href=/feed/>Подписка</a>', ["https://site.example/feed/"]),
        ('<a href=/export/news.rss>Все новости</a>', ["https://site.example/export/news.rss"]),
        ('<a href=/x>RSS</a><a href=/y>RSS-лента</a>', ["https://site.example/x", "https://site.example/y"]),
        ('<a href=/feedback>Обратная связь</a><a href=/rssi>x</a><a href=/news/rss-in-2024.html>О лентах</a>', []),
        ("", []),
        ("<p>Без лент", []),
    ],
)  # fmt: skip
def test_feeds_are_found(html: str, feeds: list[str]) -> None:
    assert list(named_feeds(html, SITE)) == feeds


def test_declared_feeds_come_first_those_of_comments_last_and_each_once() -> None:
    html = """<link rel=alternate type="application/rss+xml" title="Комментарии" href=/c.xml>
        <a href=/other/rss>RSS</a> <a href=/main.xml>rss</a>
        <link rel=alternate type="application/rss+xml" href=/comments/feed/>
        <link rel=alternate type="application/rss+xml" href=/main.xml>"""
    assert [feed.removeprefix("https://site.example") for feed in named_feeds(html, SITE)] == [
        "/main.xml", "/other/rss", "/c.xml", "/comments/feed/",
    ]  # fmt: skip
