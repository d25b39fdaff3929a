"""The article of a page. The pages stand in `pages/`, each beside the text that a person expects of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.parsing.encodings import decoded
from feeds.parsing.errors import UnreadableError
from feeds.parsing.pages import read_page
from tests.feeds.parsing.notation import item_lines

PAGES = Path(__file__).with_name("pages")
NOW = datetime(2024, 2, 15, 9, 0, tzinfo=UTC)
ARTICLES = sorted(path.stem for path in PAGES.glob("*.html") if not path.stem.startswith("list_"))


def page(name: str) -> str:
    return (PAGES / f"{name}.html").read_text()


def read(name: str) -> str:
    return (PAGES / f"{name}.txt").read_text()


def article(html: str, address: str = "https://site.example/news/1") -> list[str]:
    return item_lines(read_page(html, address, now=NOW))


@pytest.mark.parametrize("name", ARTICLES)
def test_the_article_of_a_page_is_read_and_nothing_of_what_stands_around_it(name: str) -> None:
    lines = article(page(name), f"https://{name}.example/news/1?utm_source=rss")
    assert "\n".join(lines) + "\n" == read(name)


@pytest.mark.parametrize("claim", ["", "windows-1251", "iso-8859-1", "utf-8"])
@pytest.mark.parametrize("name", ["blog", "dle", "district"])
def test_a_page_in_windows_1251_is_the_same_article(name: str, claim: str) -> None:
    html = decoded(page(name).encode("cp1251", "xmlcharrefreplace"), claim)
    assert "\n".join(article(html, f"https://{name}.example/news/1")) + "\n" == read(name)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   \n",
        "<!-- nothing -->",
        "<html><head><title>Пусто</title></head><body></body></html>",
        "<title>Меню</title>" + '<p><a href="/a">Главная страница</a> <a href="/b">Новости города</a></p>' * 9,
        '<title>Игра</title><canvas></canvas><script>var text = "Много слов в скрипте, не видных никому";</script>',
        "\x00\x01\x02",
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_unreadable(html: str) -> None:
    with pytest.raises(UnreadableError):
        article(html)


def test_a_list_of_short_stories_is_no_article() -> None:
    with pytest.raises(UnreadableError):
        article('<title>Новости</title><div id="dle-content">' + short_stories() + "</div>", "https://dle.example/")


def short_stories() -> str:
    return "".join(
        f'<div id="news-id-{n}"><h2><a href="/{n}-x.html">Новость дня под номером {n}</a></h2></div>' for n in range(9)
    )


def test_a_relative_date_is_left_out_without_the_moment_of_the_visit() -> None:
    assert read_page(page("district"), "https://district.example/1").published_at is None


TEXT = "Мастера сняли старую кровлю и укладывают новую, из меди, как было до пожара. Работы закончат к зиме."


SITE = "<meta property='og:site_name' content='Город'>"


def with_head(head: str, body: str = "") -> list[str]:
    return article(f"<html><head>{head}</head><body>{body or '<h1>Крыша ратуши</h1>'}<p>{TEXT}</p></body></html>")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (SITE + "<title>Крыша ратуши | Город</title>", "<p></p>", "Крыша ратуши"),
        (SITE + "<title>Город — Крыша ратуши</title>", "<p></p>", "Крыша ратуши"),
        ("<title>Крыша — дело тонкое</title>", "<p></p>", "Крыша — дело тонкое"),
        ("<title>Крыша ратуши: ремонт, цены, сроки</title>", "<h1>Крыша ратуши</h1>", "Крыша ратуши"),
        ("<title>Крыша ратуши</title>", "<h1>Город</h1><h1>Крыша ратуши</h1>", "Крыша ратуши"),
        ("<meta property='og:title' content='Крыша &amp;quot;ратуши&amp;quot;'>", "<p></p>", 'Крыша "ратуши"'),
        ("", "<h1>Крыша  <br>ратуши</h1>", "Крыша ратуши"),
    ],
)  # fmt: skip
def test_the_title_is_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    assert with_head(head, body)[0] == f"title: {title}"


def test_a_description_is_the_lead_unless_it_is_the_beginning_of_the_text() -> None:
    described = "<meta name='description' content='{}'>"
    assert "lead: Медь привезли издалека." in with_head(described.format("Медь привезли издалека."))
    for repeated in (TEXT[:70] + "…", "Крыша ратуши", TEXT):
        assert not any(line.startswith("lead") for line in with_head(described.format(repeated)))


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("/roof", "https://site.example/roof"),
        ("https://www.site.example/roof?utm_source=a&id=5", "https://www.site.example/roof?id=5"),
        ("https://other.example/roof", "https://site.example/news/1"),
        ("https://site.example/", "https://site.example/news/1"),
        ("javascript:alert(1)", "https://site.example/news/1"),
        ("http://[", "https://site.example/news/1"),
    ],
)
def test_the_canonical_address_is_on_the_same_host(canonical: str, address: str) -> None:
    assert f"address: {address}" in with_head(f'<link rel="canonical" href="{canonical}">')


def test_the_cover_is_the_picture_for_social_networks_if_the_text_has_none_and_never_a_logo() -> None:
    image = '<meta property="og:image" content="/i/{}">'
    assert "pictures: https://site.example/i/roof.jpg" in with_head(image.format("logo.png") + image.format("roof.jpg"))
    assert not any(line.startswith("pictures") for line in with_head(image.format("site-logo.png")))
    lines = with_head(image.format("og.jpg"), "<h1>Крыша ратуши</h1><img src='/i/own.jpg' alt='Крыша ратуши'>")
    assert "pictures: https://site.example/i/own.jpg" in lines
    assert "![](https://site.example/i/own.jpg)" in lines  # a caption that repeats the title is none


def test_links_are_relative_to_the_base_of_the_page() -> None:
    lines = article(
        f'<base href="https://cdn.example/a/"><h1>Крыша</h1><p>{TEXT}</p><p>Ещё <a href="b">о меди</a>.</p>'
    )
    assert "Ещё [о меди](https://cdn.example/a/b)." in lines
