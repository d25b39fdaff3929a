"""Lines that should be plain text."""

import pytest

from feeds.parsing.lines import line_of, title_of, without_references
from news.limits import HEADLINE_LIMIT


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Мост <blink>открыт</blink>", "Мост открыт"),
        ("Мост <embed src='x'> открыт", "Мост открыт"),
        ("The <blink> tag", "The <blink> tag"),
        ("a < b > c", "a < b > c"),
        ("<b>&amp;laquo;Мост&amp;raquo;</b>", "«Мост»"),
        ("AT&T", "AT&T"),
        ("a\u0000b\u202ec", "abc"),
    ],
)
def test_marks_and_references_are_read(text: str, line: str) -> None:
    assert line_of(text) == line


def test_a_title_fits_a_headline() -> None:
    assert len(title_of("слово " * 1000)) <= HEADLINE_LIMIT


def test_a_plain_text_keeps_what_may_be_meant() -> None:
    assert without_references("&nbsp;&laquo;a&raquo; &lt;b&gt; &copy; AT&T") == "\xa0«a» &lt;b&gt; &copy; AT&T"
