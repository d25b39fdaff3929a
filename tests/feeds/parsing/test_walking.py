"""Fragments of HTML as blocks: paragraphs, marks, links, lists, quotes, tables, and what is left out."""

import pytest

from feeds.parsing.markup import read_fragment
from tests.feeds.parsing.notation import written

BASE = "https://site.example/news/1"


def blocks(html: str) -> list[str]:
    return written(read_fragment(html, BASE).body)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("Просто текст", ["Просто текст"]),
        ("<p>Раз<p>Два", ["Раз", "Два"]),
        ("Раз<br><br>Два<br />\n<br/>Три", ["Раз", "Два", "Три"]),
        ("<div>Раз<div>Два</div>Три</div>Четыре", ["Раз", "Два", "Три", "Четыре"]),
        ("<p>Раз  \n\t два</p>\n\n<p> </p><p>&nbsp;</p><p>\u200b</p>", ["Раз два"]),
        ("Т&eacute;мп &laquo;А&amp;Б&raquo; &#1042; &mdash; 5 &lt; 6 AT&T", ["Тéмп «А&Б» В — 5 < 6 AT&T"]),
        ("пере\u00adнос<wbr>ится", ["переносится"]),
        ("<p>Раз</p>два<p>три</p>", ["Раз", "два", "три"]),
        ("<section><h1>А</h1><h6><b>Б</b> <i>в</i></h6></section>", ["# А", "# Б _в_"]),
        ("", []),
        ("<p></p>", []),
    ],
)
def test_paragraphs_and_headings(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>а <b>б <i>в</i></b> г</p>", ["а **б **_**в**_ г"]),
        ("<div><b>Раз<br>два</b></div>", ["**Раз**", "**два**"]),
        ("<strong>а</strong><em>б</em><u>в</u><s>г</s><del>д</del><code>е</code>", ["**а**_б_++в++~~гд~~`е`"]),
        ("<b><b>а</b>б</b>в", ["**аб**в"]),
        ("</b></i>а</p></a>", ["а"]),
    ],
)
def test_marks_stay_on_their_words(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://a.example/x?y=1&amp;z=2", "https://a.example/x?y=1&z=2"),
        ("/about", "https://site.example/about"),
        ("2", "https://site.example/news/2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" https://a.example/x\n", "https://a.example/x"),
    ],
)
def test_links_are_absolute(link: str, target: str) -> None:
    assert blocks(f"<p>См. <a href='{link}'>тут</a>.</p>") == [f"См. [тут]({target})."]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "tg://resolve?domain=x", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example",
     "JaVaScRiPt:x", "java\nscript:x", "ftp://a.example", "#note", "http://[", "", "\x01javascript:x"],
)  # fmt: skip
def test_other_links_lose_their_address_and_keep_their_words(link: str) -> None:
    assert blocks(f'<p>См. <a href="{link}">тут</a>.</p>') == ["См. тут."]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ul><li>а</li><li><p>б</p></li><li></li></ul>", ["  • а", "  • б"]),
        ("<ol><li>а<li>б</ol><ol><li>в</ol>", ["  1. а", "  2. б", "  1. в"]),
        ("<ol start=9><li>а<li>б</ol><ol start=x><li>в</ol>", ["  9. а", "  10. б", "  1. в"]),
        ("<ol><li>а<ul><li>б</li></ul></li><li>в</li></ol>", ["  1. а", "  • б", "  2. в"]),
        ("<ul><li>а<br>б</li></ul>после", ["  • а б", "после"]),
        ("<li>без списка</li>", ["  • без списка"]),
        ("<p>• раз<br>• два</p>", ["  • раз", "  • два"]),
        ("<dl><dt>Слово</dt><dd>Смысл</dd></dl>", ["Слово", "Смысл"]),
        ("<ul><li><h3>Имя</h3><p>Дело</p></li></ul>", ["# Имя", "Дело"]),
    ],
)
def test_lists_have_bullets_and_numbers(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<blockquote><p>а</p><p>б</p></blockquote>в", ["> а\\nб", "в"]),
        ("<blockquote>а<br>б<ul><li>в</li></ul></blockquote>", ["> а\\nб\\n• в"]),
        ("<blockquote>а<blockquote>б</blockquote>в</blockquote>г", ["> а\\nб\\nв", "г"]),
        ("<blockquote>а<img src=/x.jpg></blockquote>б", ["> а", "![](https://site.example/x.jpg)", "б"]),
        ("<pre>a\n  b\n</pre>", ["| a\\n  b"]),
        ("<pre><code>a <b>b</b><br>c</code></pre>", ["| a b\\nc"]),
        ("<p>а <q>б</q></p>", ["а “б”"]),
        ("<p>CO<sub>2</sub>, 10<sup>15</sup>, Н<sup>а</sup></p>", ["CO₂, 10¹⁵, На"]),
    ],
)
def test_quotes_and_preformatted_texts_are_one_block(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (table("<td>а</td><td>б</td>", "<td>в:</td><td>г</td>"), ["а: б", "в: г"]),
        (table("<th>а<th>б<th>в", "<td>1<td><td>3", "<td><td>2<td>"), ["а · б · в", "1 · — · 3", "2"]),
        (table("<td><b>а</b></td><td><a href='/x'>б</a></td>"), ["**а**: [б](https://site.example/x)"]),
        (table("<td><p>а</p><p>б</p></td><td>в<br>г</td>"), ["а б: в г"]),
        (table("<td>Меню</td><td><h2>Тема</h2><p>Текст</p></td>"), ["Меню", "# Тема", "Текст"]),
        (table("<td>а</td>", "<td>б</td>"), ["а", "б"]),
        (table(f"<td>а</td><td>{table('<td>1</td><td>2</td>')}</td>"), ["а", "1: 2"]),
        (f"до{table('<td>а</td><td>б</td>')}после", ["до", "а: б", "после"]),
        ("<tr><td>без<td>таблицы", ["без", "таблицы"]),
    ],
)
def test_tables_of_data_are_a_line_for_each_row(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>", "<style>x</style>", "<template>x</template>", "<!-- x -->", "<svg><text>x</text></svg>",
        "<form>x<input value=y><button>z</button></form>", "<button>x</button>", "<select><option>x</option></select>",
        "<textarea>x</textarea>", "<nav>x</nav>", "<p hidden>x</p>", "<div style='color:red; DISPLAY : none'>x</div>",
        "<span aria-hidden='true'>x</span>", "<span class='screen-reader-text'>x</span>", "<noscript>x</noscript>",
        "<canvas>x</canvas>", "<math><mi>x</mi></math>", "<object>x</object>", "<?php x ?>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out(hidden: str) -> None:
    assert blocks(f"<p>До.</p>{hidden}<p>После.</p>") == ["До.", "После."]


def test_two_thousand_nested_tags_are_read_and_deeper_ones_are_left_out() -> None:
    assert blocks("<p>а</p>" + "<b>" * 1500 + "б") == ["а", "**б**"]
    assert blocks("<p>а</p>" + "<div>" * 50_000 + "б")[0] == "а"
    assert blocks("<ul><li>" * 900 + "б") == ["  • б"]


def test_control_characters_and_lone_surrogates_do_not_come_out() -> None:
    [line] = blocks("<p>а\x00\x1b\ud800\u202eб</p>")
    assert line.replace("\ufffd", "").replace("?", "") == "аб"
