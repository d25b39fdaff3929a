"""The dates beside an article: the nearest to its title."""

from datetime import UTC, datetime

import pytest

from feeds.parsing.documents import parse
from feeds.parsing.shown_times import shown_times

NOW = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
SECOND = datetime(2022, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "html",
    [
        "<div class=date>01.01.2021</div><p>а</p><p>б</p><h1>Мост</h1><span class=date>02.02.2022</span>",
        "<h1>Мост</h1><time datetime=2022-02-02>вчера</time><p>а</p><time datetime=2021-01-01></time>",
        "<h1>Мост</h1><meta itemprop=datePublished content=2022-02-02>",
        "<h1>Мост</h1><font>2 февраля 2022</font><p>Текст</p>",
        "<p>2 февраля 2022</p><h1>Мост</h1><p>Текст</p>",
        "<header><h1>Мост</h1></header><div>02.02.2022 | Автор</div><p>Текст</p>",
    ],
)
def test_the_date_of_publication(html: str) -> None:
    assert shown_times(parse(html), NOW)[0] == SECOND


def test_the_date_of_a_change_is_not_that_of_publication() -> None:
    html = (
        "<h1>Мост</h1><time class=published datetime=2022-02-02></time><time class=updated datetime=2022-02-03></time>"
    )
    assert shown_times(parse(html), NOW) == (SECOND, datetime(2022, 2, 3, tzinfo=UTC))


def test_a_date_inside_the_text_is_not_that_of_the_article() -> None:
    html = f"<h1>Мост</h1><p>{'Длинный рассказ о мосте. ' * 20} Его начали строить 2 февраля 2022 года.</p>"
    assert shown_times(parse(html), NOW) == (None, None)
