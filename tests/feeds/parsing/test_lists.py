"""The articles that a list page links to. The pages stand in `pages/`, each beside what a person expects of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.parsing.errors import UnreadableError
from feeds.parsing.lists import read_list
from tests.feeds.parsing.notation import feed_lines

PAGES = Path(__file__).with_name("pages")
NOW = datetime(2024, 2, 15, 9, 0, tzinfo=UTC)
TITLES = (
    "Мост через реку открыли утром",
    "Каток закрыли до зимы",
    "Школа получила новый автобус",
    "В парке прошла ярмарка",
)


def titles(html: str, address: str = "https://site.example/") -> list[str]:
    return [item.title for item in read_list(html, address).items]


def items(form: str) -> str:
    return "".join(
        form.format(title=title, n=100 + n, slug=f"most-{n}-otkryli-utrom") for n, title in enumerate(TITLES)
    )


@pytest.mark.parametrize("name", ["dle", "page"])
def test_the_articles_of_a_list_are_read(name: str) -> None:
    feed = read_list(
        (PAGES / f"list_{name}.html").read_text(), f"https://{name}.example/news/1?utm_source=rss", now=NOW
    )
    assert "\n".join(feed_lines(feed)) + "\n" == (PAGES / f"list_{name}.txt").read_text()


@pytest.mark.parametrize(
    "form",
    [
        "<li><a href=/news/{n}.html>{title}</a></li>",
        "<h2><a href=/{slug}/>{title}</a></h2><a href=/{slug}/>Читать далее</a>",
        "<div><a href=/a/{n}-x.html><img src=/i.jpg></a><a href=/a/{n}-x.html>{title}</a></div>",
        "<a href=/2024/05/{slug}><h3>{title}</h3><p>Ещё слова</p></a>",
        "<p><a href='?id={n}'>{title}</a>",
        "<a href=https://www.site.example/n/{n}#x title='{title}'>…</a><a href=https://www.site.example/n/{n}>{title}</a>",
        "<article><h3>{title}</h3><a href=/n/{n} title='{title}'>→</a></article>",
    ],
)
def test_titles_are_taken_from_links_and_headings(form: str) -> None:
    html = (
        "<nav><a href=/news/>Все новости города и области</a></nav><a href=/contacts>Как с нами связаться</a>"
        + items(form)
    )
    assert titles(html) == list(TITLES)


def test_links_to_other_sites_tags_pages_and_people_are_no_articles() -> None:
    other = "".join(
        f'<a href="{href}">Очень похоже на заголовок новости</a>'
        for href in ("https://other.example/news/7.html", "/tag/7.html", "/author/7.html", "/news/?page=2", "#7", "tg://7",
                     "javascript:7", "/news/7.html#comments")
    )  # fmt: skip
    assert titles(other + items("<a href=/news/{n}.html>{title}</a>")) == list(TITLES)


@pytest.mark.parametrize(
    "html", ["", "<p>Текст</p>", items("<a href=/news/{n}.html>{title}</a>")[:120], "<a href=/1>1</a>" * 9]
)
def test_a_page_with_fewer_than_three_articles_is_no_list(html: str) -> None:
    with pytest.raises(UnreadableError):
        read_list(html, "https://site.example/")


def test_the_site_is_the_front_page() -> None:
    feed = read_list("<title> Вести </title>" + items("<a href=/n/{n}>{title}</a>"), "https://site.example/a/b?c")
    assert (feed.title, feed.site, feed.ttl) == ("Вести", "https://site.example/", None)
