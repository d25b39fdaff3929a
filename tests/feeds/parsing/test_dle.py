"""Pages of DataLife Engine in the forms that its templates give them."""

from datetime import UTC, datetime

import pytest

from feeds.parsing.dle import is_dle
from feeds.parsing.documents import parse
from feeds.parsing.pages import read_page
from tests.feeds.parsing.notation import written

NOW = datetime(2024, 2, 15, 9, 0, tzinfo=UTC)
TEXT = "Парк открыли в субботу. На открытие пришли сотни людей, играл оркестр."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<meta name="generator" content="DataLife Engine (http://dle-news.ru)"><p>x', True),
        ("<script>\nvar dle_root = '/';</script><p>x", True),
        ('<div id="dle-content">x</div>', True),
        ('<div id="news-id-7">x</div>', True),
        ('<meta name="generator" content="WordPress 6.5"><p>x', False),
        ('<div id="news-id-x">x</div><script src=dle_root.js></script>', False),
    ],
)
def test_the_engine_is_recognised(html: str, expected: bool) -> None:
    assert is_dle(parse(html)) is expected


@pytest.mark.parametrize(
    "story",
    [
        f'<h1>Парк открыт</h1><div id="news-id-7">{TEXT}</div><div class="x">Просмотров много, приходите ещё раз</div>',
        f'<h1>Парк открыт</h1><div class="full-text"><div class="story">{TEXT}</div></div><p>Просмотров: 8</p>',
        f'<h1>Парк открыт</h1><div class="fullstory">{TEXT}</div>',
        f'<p class="speedbar"><a href=/>Сайт</a> » <i>Город</i> » Парк открыт</p><div id="news-id-7">{TEXT}</div>',
        f'<h1>Парк открыт</h1><div id="news-id-7">Парк открыт<br>{TEXT}</div><div id="news-id-8">Другая новость</div>',
    ],
)  # fmt: skip
def test_the_full_story_is_read(story: str) -> None:
    html = f'<title>Сайт</title><script>var dle_root="/"</script><div id="dle-content">{story}</div>'
    item = read_page(html, "https://site.example/a/7-park.html", now=NOW)
    assert (item.title, written(item.body)) == ("Парк открыт", [TEXT])


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<div>Сегодня, 14:05</div>", datetime(2024, 2, 15, 14, 5, tzinfo=UTC)),
        ("<div>admin | 18 января 2022</div>", datetime(2022, 1, 18, tzinfo=UTC)),
        ("<ul><li>Город</li><li>18-01-2022, 21:11</li></ul>", datetime(2022, 1, 18, 21, 11, tzinfo=UTC)),
        ("<time datetime='2022-01-18T21:11:00+03:00'>Вчера</time>", datetime(2022, 1, 18, 18, 11, tzinfo=UTC)),
    ],
)
def test_the_date_stands_beside_the_story(head: str, published: datetime) -> None:
    html = f'<div id="dle-content"><h1>Парк открыт</h1>{head}<div id="news-id-7">{TEXT}</div></div>'
    assert read_page(html, "https://site.example/a/7-park.html", now=NOW).published_at == published


@pytest.mark.parametrize(
    "mark",
    [
        "<i>Обновлено: 15-02-2024, 08:15</i>",
        '<div class="editdate">Новость отредактировал: <b>admin</b> - 15-02-2024, 08:15</div>',
        "<div>обновлено сегодня в 08:15</div>",
    ],
)
def test_a_mark_of_a_change_is_a_date_and_no_text(mark: str) -> None:
    html = f'<h1>Парк открыт</h1><div>14-02-2024, 10:00</div><div id="news-id-7">{TEXT}<br>{mark}</div>'
    item = read_page(html, "https://site.example/a/7-park.html", now=NOW)
    assert item.updated_at == datetime(2024, 2, 15, 8, 15, tzinfo=UTC)
    assert written(item.body) == [TEXT]


def test_spoilers_quotes_code_and_pictures_of_the_engine() -> None:
    story = (
        f'{TEXT}<a href="/uploads/posts/big.jpg" class="highslide"><img src="/uploads/posts/thumbs/big.jpg"></a>'
        '<div class="title_spoiler"><a href="javascript:x">Показать / Скрыть текст</a></div>'
        '<div class="text_spoiler" style="display:none">Список гостей.</div>'
        '<div class="quote">Красиво.<br>Очень.</div><div class="scriptcode">x = 1</div>'
        '<img src="/engine/data/emoticons/smile.gif"> <span style="color:red">Вход свободный.</span>'
    )
    item = read_page(
        f'<h1>Парк открыт</h1><div id="news-id-7">{story}</div>', "https://site.example/a/7-park.html", now=NOW
    )
    assert written(item.body) == [
        TEXT, "![](https://site.example/uploads/posts/big.jpg)", "Список гостей.", "> Красиво.\\nОчень.", "| x = 1",
        "Вход свободный.",
    ]  # fmt: skip
