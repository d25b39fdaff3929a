"""Sources are compared by the host of their URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.sources import source_key
from news.hosts import MAX_HOST, source_host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/news/1", "example.org"),
        ("http://WWW.Example.ORG:8080/?a=1", "example.org"),
        ("https://user:secret@news.example.org./", "news.example.org"),
        ("https://новости.рф/1", "новости.рф"),
        ("https://[::1]/x", "::1"),
        ("https://[broken/x", ""),
        ("ftp://example.org/", ""),
        ("tg://user?id=1", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_source_is_the_host_in_lower_case_without_www(url: str | None, host: str) -> None:
    assert source_host(url) == host


@given(st.text() | st.text().map("https://{}".format))
def test_any_text_has_a_host_or_none(url: str) -> None:
    host = source_host(url)
    assert len(host) <= MAX_HOST
    assert 0 <= source_key(host) < 2**30
