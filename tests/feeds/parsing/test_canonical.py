"""The canonical form of addresses."""

import pytest

from feeds.parsing.canonical import canonical, resolved_address

BASE = "https://news.example/feeds/rss.xml"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example/1.html#comments", "https://news.example/1.html"),
        ("https://news.example/1?utm_source=rss&utm_medium=x", "https://news.example/1"),
        ("https://news.example/?p=1&fbclid=a&yclid=b&page=2", "https://news.example/?p=1&page=2"),
        ("https://news.example/1?from=rss", "https://news.example/1"),
        ("https://news.example/trains?from=Москва", "https://news.example/trains?from=Москва"),
        ("https://news.example/?q=%EF%F0&x", "https://news.example/?q=%EF%F0&x"),
        ("/2.html", "https://news.example/2.html"),
        ("3.html", "https://news.example/feeds/3.html"),
        ("//cdn.example/4", "https://cdn.example/4"),
        ("  https://news.example/a b\n", "https://news.example/a%20b"),
        ("https://app.example/#!/news/1", "https://app.example/#!/news/1"),
        ("https://app.example/#/news/1", "https://app.example/#/news/1"),
        ("https://пример.рф/новость", "https://пример.рф/новость"),
        ("https://a.example/x?b=%D0%B0&a=1", "https://a.example/x?b=%D0%B0&a=1"),
        ("https://a.example/x?a", "https://a.example/x?a"),
        ("tg://resolve?domain=x", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("data:text/html,x", ""),
        ("http://[::1", ""),
    ],
)
def test_an_address_has_one_form(address: str, expected: str) -> None:
    assert canonical(address, BASE) == expected


def test_the_form_of_a_form_is_the_same() -> None:
    once = canonical("https://news.example/?p=1&utm_campaign=x#top")
    assert canonical(once) == once


def test_a_resolved_address_keeps_its_parameters() -> None:
    assert resolved_address("/i.jpg?ref=rss&w=1#x", BASE) == "https://news.example/i.jpg?ref=rss&w=1#x"
