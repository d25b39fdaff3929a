"""Trees of documents, and the lines of their small elements."""

import pytest

from feeds.parsing.documents import base_of, line_of, parse, resolved
from feeds.parsing.errors import UnreadableError


def test_a_document_without_an_element_is_unreadable() -> None:
    for html in ("", " ", "<!-- x -->"):
        with pytest.raises(UnreadableError):
            parse(html)


def test_a_declared_charset_is_not_believed_again() -> None:
    html = '<?xml version="1.0" encoding="koi8-r"?><meta charset="windows-1251"><p>Ёлка</p>'
    assert line_of(parse(html)) == "Ёлка"


def test_what_follows_an_element_without_an_end_is_not_inside_it() -> None:
    document = parse(
        "<picture><source srcset=a><img src=b></picture>a<wbr>b<EMBED src=c><p>d</p><video><track src=e>f</video>"
    )
    assert [
        element.tag for element in document.iter() if len(element) and element.tag in {"source", "wbr", "embed"}
    ] == []
    assert next(document.iter("img")).getparent().tag == "picture"


def test_a_line_has_the_shown_text_with_a_space_between_blocks() -> None:
    html = "<h1>Раз<br>два<script>x</script><span hidden>y</span> <i>т</i>ри<p>че\u00adтыре</h1>"
    assert line_of(parse(html)) == "Раз два три четыре"


def test_a_line_of_a_large_element_is_its_beginning() -> None:
    assert 10 < len(line_of(parse("<p>Слово</p>" * 5000))) < 5000


def test_addresses_are_resolved_against_the_base_and_refused_if_they_are_no_web_addresses() -> None:
    document = parse("<base target=_blank><base href='/a/'><p>x</p>")
    base = base_of(document, "https://site.example/b/c")
    assert base == "https://site.example/a/"
    assert resolved("d", base) == "https://site.example/a/d"
    assert [resolved(each, base) for each in ("", None, "tg://x", "http://[", "javascript:x")] == [""] * 5
    assert base_of(parse("<base href='javascript:x'>"), "https://site.example/") == "https://site.example/"
