"""HTML in imported texts: what is taken over, what is dropped, and what is no HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import Entity, from_entities, plain, plain_line, read_markup, units
from news.words import clean


def marks(markup: str) -> list[tuple[str, str, str | None]]:
    """The entities of a text: the type, the words, and the link."""
    found = read_markup(markup)
    return [(each.type, found.cut(each.offset, each.end).text, each.url) for each in found.entities]


def lines(markup: str) -> list[str]:
    """The blocks of an article with this text."""
    written = read_markup(markup)
    return plain(from_entities(written.text, written.entities)).split("\n")


def test_paragraphs_and_breaks_are_lines_and_other_white_space_is_a_blank() -> None:
    assert lines("<p>Матч &amp;\n итоги</p><br>") == ["Матч & итоги"]
    assert lines("<p>Раз<p class='x'>Два <br/>Три</P>\n\n<div>Че\tтыре</div>") == ["Раз", "Два", "Три", "Че тыре"]
    assert lines("<h2>Счёт</h2>2 : 1<hr>Конец") == ["Счёт", "2 : 1", "Конец"]
    assert lines("<table><tr><td>Голы</td><td>2</td></tr><tr><th>Карточки</th></tr></table>") == ["Голы 2", "Карточки"]


def test_without_blocks_newlines_separate_paragraphs() -> None:
    assert lines("Первое <b>важное</b>.\n\nВторое.<br>Третье.") == ["Первое важное.", "Второе.", "Третье."]


def test_lists_have_their_bullets_and_numbers() -> None:
    assert lines("<ul><li>раз<li><p>два</p></ul><ol><li>а</li><li>б</li></ol><ul><li></li></ul>") == [
        "• раз", "• два", "1. а", "2. б",
    ]  # fmt: skip
    assert lines("<ol><li>а<ul><li>б</ul><li>в</ol>") == ["1. а", "• б", "2. в"]


def test_marks_are_entities_however_they_are_nested() -> None:
    assert marks("<p><b>раз <i>два</b> три</i> <strong>э<b>х</b>о</strong></p>") == [
        ("bold", "раз два", None),
        ("italic", "два три", None),
        ("bold", "эхо", None),
    ]
    assert marks("<u>а</u><s>б</s><del>в</del><code>г</code><em>д</em><h1>е</h1><b></b></i>")[-1] == ("bold", "е", None)
    assert [kind for kind, _, _ in marks("<blockquote>Ц<br>и</blockquote><pre>x\n  y</pre><b>z")] == [
        "blockquote", "pre", "bold",
    ]  # fmt: skip


def test_indents_of_preformatted_text_stay() -> None:
    assert read_markup("<p>a</p><pre>x\n  y</pre>").text.strip() == "a\nx\n  y"


def test_links_keep_their_address_and_dangerous_ones_are_no_links() -> None:
    text = '<p><a href="https://a.b/?x=1&amp;y=2&copy=3" onclick="x()">сюда</a> <a href="javascript:x">туда</a></p>'
    written = read_markup(text)
    [paragraph] = from_entities(written.text, written.entities)
    assert [(run.text, run.url) for run in paragraph.runs] == [
        ("сюда", "https://a.b/?x=1&y=2&copy=3"),
        (" туда", None),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script><p>Слово</p>",
        "<p>Слово</p><style>p {}</style>",
        "<p>Слово</p><script>не закрыт",
        "<svg><svg>a</svg>b</svg><p onclick=x>Слово</p><!-- c --><iframe src=x></iframe>",
        "<img src=x onerror=alert(1)>Слово",
        "<iframe src=x><br>Слово",
        "<?xml version='1.0'?><!DOCTYPE html><html><head><title>t</title></head><body>Слово</body></html>",
        "<font color=red><o:p><custom-tag>Слово</custom-tag></o:p></font>",
        "<p><![CDATA[Слово]]></p>",
    ],
)
def test_what_is_not_on_the_list_is_dropped(markup: str) -> None:
    assert lines(markup) == ["Слово"]
    assert [kind for kind, _, _ in marks(markup)] == []


@pytest.mark.parametrize(
    "text",
    [
        "AT&T, R&D, a & b; &copy &nosuch; &notit; &#; &#x; &;",
        "если x<y, z>w, то 1 < 2 и 3 > 1",
        "Тег <b> делает жирным, тег <p> — абзац",
        "<Вася> и <masha@example.org>",
        "<", "<<", "a <", "<!", "<!--", "</", "< b>",
        "Раз\n\nДва",
    ],
)  # fmt: skip
def test_a_text_that_is_no_markup_stays_as_it_is(text: str) -> None:
    assert read_markup(text).text == text
    assert read_markup(text).entities == ()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>5 < 6 и AT&T</p>", "5 < 6 и AT&T"),
        ("<p>x<y, z>w</p>", "x<y, z>w"),
        ("<p>Раз</p> <!-- не закрыт", "Раз <!-- не закрыт"),
        ("<p>Раз <a href=", "Раз <a href="),
        ("<p>a<![x]>b</p>", "<p>a<![x]>b</p>"),
        ("<p>&lt;b&gt; и &amp;laquo;</p>", "<b> и &laquo;"),
    ],
)
def test_signs_inside_markup_that_are_no_markup_are_text(markup: str, text: str) -> None:
    assert plain_line(markup) == text


def test_references_are_decoded_once_and_cannot_smuggle_in_what_is_cleaned_away() -> None:
    assert plain_line("&laquo;Спартак&raquo; &mdash; 2&nbsp;:&nbsp;1 &#1078;&#x416;&#151;") == "«Спартак» — 2 : 1 жЖ—"
    assert read_markup("a&#8238;b&#0;c&#1;d&#xD800;").text == "ab\ufffdcd\ufffd"
    assert read_markup("<p>a&#8238;b</p>").text.strip() == "ab"
    assert read_markup(f"&#{'9' * 5000};").text == f"&#{'9' * 5000};"


pieces = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i >", "<a href='https://a.b'>", "</a>", "<li>", "<ol>", "</ol>", "<br>",
     "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<![x", "<", ">", "&", "&amp;", "&#0;", "&#x1F600;",
     "слово", " ", "\n", "<pre>", "</pre>", "<blockquote>", "</blockquote>", "'", '"', "<x y", "\u0301", "😀", "<?"]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map("".join) | st.text())
def test_any_markup_is_a_clean_text_with_valid_entities(markup: str) -> None:
    written = read_markup(clean(markup))
    assert written.text == clean(written.text)
    for entity in written.entities:
        assert isinstance(entity, Entity)
        assert 0 <= entity.offset < entity.end <= units(written.text)
    from_entities(written.text, written.entities)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["<!--", "<b>x", "<a href='x", "</a", "<![CDATA[", "<svg>", "&amp", "<p>x<i>y</b>", "]] "]
)
def test_hostile_markup_of_the_greatest_length_is_read(unit: str) -> None:
    markup = "<p>x</p>" + unit * (300_000 // len(unit))
    written = read_markup(markup)
    from_entities(written.text, written.entities)
