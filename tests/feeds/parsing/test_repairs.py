"""Repairs of broken XML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.parsing.errors import UnreadableError
from feeds.parsing.repairs import repaired


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<rss>a & b</rss>", "<rss>a &amp; b</rss>"),
        ("<rss>a&b;c</rss>", "<rss>a&amp;b;c</rss>"),
        ("<rss>&nbsp;&laquo;</rss>", "<rss>&#160;&#171;</rss>"),
        ("<rss>&amp;&lt;&gt;&quot;&apos;</rss>", "<rss>&amp;&lt;&gt;&quot;&apos;</rss>"),
        ("<rss>&AMP;&LT;</rss>", "<rss>&#38;&#60;</rss>"),
        ("<rss>&#0;&#x1F;&#xD800;&#1103;</rss>", "<rss>&#1103;</rss>"),
        ("<rss>&#151;</rss>", "<rss>&#8212;</rss>"),  # windows-1252, as browsers read it
        ("<rss><![CDATA[a & b &nbsp;]]>&</rss>", "<rss><![CDATA[a & b &nbsp;]]>&amp;</rss>"),
        ("<rss><![CDATA[a & b", "<rss><![CDATA[a &amp; b"),
        ("<rss>\x00a\x0b\ufffe\n</rss>", "<rss>a\n</rss>"),
        ('\n\n  <?xml version="1.0"?>\n<rss/>', "\n<rss/>"),
        ('<b>Warning</b>: x in <b>y.php</b><br />\n<?xml version="1.0"?><rss/>', "<rss/>"),
        ("Notice: x<rss/>", "<rss/>"),
        ("<!-- <html> <rss> --><feed/>", "<feed/>"),
    ],
)
def test_xml_is_repaired(text: str, expected: str) -> None:
    assert repaired(text) == expected


def test_names_that_the_document_declares_stay() -> None:
    text = '<!DOCTYPE rss [<!ENTITY firm "Vestnik">]><rss>&firm;</rss>'
    assert repaired(text) == text


@pytest.mark.parametrize("text", ["", "x", "<html><body><rss/></body></html>", "{}", "<!-- <rss> -->", "<rssx/>"])
def test_what_does_not_begin_as_a_feed_is_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        repaired(text)


@given(st.text(st.sampled_from("abя &;#x0\0\x1f]>") | st.characters(exclude_characters="<&"), max_size=50))
def test_a_text_of_any_characters_is_well_formed_afterwards(text: str) -> None:
    etree.fromstring(repaired(f"<rss>{text.replace(']]>', '')}</rss>"))
