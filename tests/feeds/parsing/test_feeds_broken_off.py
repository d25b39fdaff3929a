"""Feeds that end in the middle."""

import pytest

from feeds.parsing.feeds import read_feed

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Вести</title>'
    "<item><title>Первая</title><guid>1</guid><description>Весь текст.</description></item>"
    "<item><title>Вторая</title><guid>2</guid><description>Текст до конца.</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Вести</title>'
    "<entry><title>Первая</title><id>1</id><content>Весь текст.</content></entry>"
    "<entry><title>Вторая</title><id>2</id><content>Текст до конца.</content></entry></feed>"
)


def titles(text: str) -> list[str]:
    return [item.title for item in read_feed(text.encode(), "http://a.test/", "").items]


@pytest.mark.parametrize("text", [RSS, ATOM], ids=["RSS", "Atom"])
def test_an_item_that_breaks_off_is_left_out_and_those_before_it_are_read(text: str) -> None:
    assert titles(text) == ["Первая", "Вторая"]
    assert titles(text[: text.index(" до конца")]) == ["Первая"]


@pytest.mark.parametrize("text", [RSS, ATOM], ids=["RSS", "Atom"])
def test_a_feed_that_breaks_off_behind_an_item_has_all_items(text: str) -> None:
    assert titles(text[: text.rindex("</") - 1]) == ["Первая", "Вторая"]
