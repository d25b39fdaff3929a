"""Texts as feeds have them, made blocks."""

import pytest

from feeds.parsing.written import Written
from tests.feeds.parsing.written_feeds import lines

BASE = "https://news.example/1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Раз.\nДва.", ["Раз.", "Два."]),
        ("Раз, два,\nтри.\n\nЧетыре.", ["Раз, два, три.", "Четыре."]),
        ("\n      Мост открыли\n      утром.\n   ", ["Мост открыли утром."]),
        ("AT&amp;T &laquo;да&raquo;", ["AT&T «да»"]),
        ("5 < 6 и 7 > 3", ["5 < 6 и 7 > 3"]),
        ("<p>Раз.</p><p>Два.</p>", ["Раз.", "Два."]),
        ("<b>Раз.</b>\n\nДва.", ["Раз.", "Два."]),
        ("Раз.<br><br>Два.", ["Раз.", "Два."]),
        ("&lt;p&gt;Раз.&lt;/p&gt;&lt;p&gt;Два.&lt;/p&gt;", ["Раз.", "Два."]),
        ("Раз.<!-- нет -->", ["Раз."]),
        ("", []),
    ],
)
def test_a_text_is_read_as_what_it_is(text: str, expected: list[str]) -> None:
    assert lines(Written(text).read(BASE).body) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Раз <b> два.\nТри.", ["Раз <b> два.", "Три."]),
        ("Раз &amp;&nbsp;два &lt;b&gt;.", ["Раз & два &lt;b&gt;."]),
        ("<p>Раз.</p>", ["Раз."]),  # the feed says plain text, and is wrong
    ],
)
def test_a_plain_text_is_html_only_if_it_ends_its_tags(text: str, expected: list[str]) -> None:
    assert lines(Written(text, is_plain=True).read(BASE).body) == expected
