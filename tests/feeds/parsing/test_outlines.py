"""OPML."""

import pytest

from feeds.parsing.errors import UnreadableError
from feeds.parsing.outlines import read_outlines
from news.sources.found import Outline


def test_folders_are_categories_at_any_depth() -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?>
    <opml version="2.0"><head><title>Подписки</title></head><body>
      <outline text="Новости"><outline text="Город">
        <outline type="rss" text="Вестник" title="Вестник города" xmlUrl="https://a.example/rss" htmlUrl="https://a.example"/>
      </outline><outline text="Мир" xmlUrl="https://b.example/rss"/></outline>
      <outline text="Один" xmlUrl="https://c.example/rss" category="/Наука/Физика,Прочее"/>
    </body></opml>"""
    assert read_outlines(content.encode()) == (
        Outline("https://a.example/rss", "Вестник города", "Город"),
        Outline("https://b.example/rss", "Мир", "Новости"),
        Outline("https://c.example/rss", "Один", "Физика"),
    )


def test_version_one_with_names_in_other_cases_and_another_encoding_is_read() -> None:
    content = '<?xml version="1.0" encoding="windows-1251"?><opml version="1.0"><body><outline text="Лента" XMLURL="http://a.example/1"/><outline type="rss" text="Б" url="http://b.example/"/></body></opml>'  # noqa: E501
    assert read_outlines(content.encode("cp1251")) == (
        Outline("http://a.example/1", "Лента"),
        Outline("http://b.example/", "Б"),
    )


def test_an_address_counts_once_and_must_be_of_the_web() -> None:
    content = b"""<opml><body><outline text="A" xmlUrl="http://a.example/"/><outline text="B" xmlUrl="http://a.example/"/>
    <outline text="C" xmlUrl="file:///etc/passwd"/><outline text="D" xmlUrl="tg://x"/><outline type="link" url="http://d/"/>
    </body></opml>"""
    assert read_outlines(content) == (Outline("http://a.example/", "A"),)


def test_broken_opml_is_read_as_far_as_it_goes() -> None:
    content = b'<opml><body><outline text="A & B" xmlUrl="http://a.example/?x=1&y=2"/><outline text="'
    assert read_outlines(content)[0].address == "http://a.example/?x=1&y=2"


@pytest.mark.parametrize("content", [b"", b"x", b"<rss/>", b"{}", b"\xff\xfe"])
def test_what_is_no_opml_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_outlines(content)
