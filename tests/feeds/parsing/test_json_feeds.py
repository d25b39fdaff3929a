"""JSON Feed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from feeds.parsing.errors import UnreadableError
from news.sources.found import FoundItem, FoundPicture
from tests.feeds.parsing.written_feeds import lines, read


def feed_of(*items: Any, **fields: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Вестник", "items": items, **fields})


def item_of(**fields: Any) -> FoundItem:
    (item,) = read(feed_of(fields)).items
    return item


def test_all_fields_are_read() -> None:
    feed = read(feed_of(
        {
            "id": "1", "url": "/1?utm_source=json", "title": "Мост &amp; река", "summary": "Коротко.",
            "content_html": "<p>Мост открыли.</p><p>Вот он: <img src='/m.jpg'></p>", "image": "/cover.jpg",
            "date_published": "2022-01-18T21:11:00+03:00", "date_modified": "2022-01-18T22:11:00+03:00",
            "tags": ["Город", 5, "Мосты"], "authors": [{"name": "Анна"}, {"name": "Иван"}],
        },
        home_page_url="https://news.example",
    ))  # fmt: skip
    assert (feed.title, feed.site) == ("Вестник", "https://news.example")
    (item,) = feed.items
    assert (item.guid, item.address, item.title) == ("1", "https://news.example/1", "Мост & река")
    assert (item.lead, lines(item.body)[:2], item.is_full) == ("Коротко.", ["Мост открыли.", "Вот он:"], True)
    assert item.pictures == (FoundPicture("https://news.example/cover.jpg"), FoundPicture("https://news.example/m.jpg"))
    assert item.published_at == datetime(2022, 1, 18, 18, 11, tzinfo=UTC)
    assert item.updated_at == datetime(2022, 1, 18, 19, 11, tzinfo=UTC)
    assert (item.categories, item.author) == (("Город", "Мосты"), "Анна, Иван")


def test_version_one_names_the_author_and_a_feed_those_of_its_items() -> None:
    assert item_of(title="Т", author={"name": "Анна"}).author == "Анна"
    assert read(feed_of({"title": "Т"}, authors=[{"name": "Анна"}])).items[0].author == "Анна"


def test_plain_text_is_paragraphs_and_never_html() -> None:
    item = item_of(title="Т", content_text="Раз <b> два.\n\nТри.")
    assert lines(item.body) == ["Раз <b> два.", "Три."]


def test_a_number_is_an_id_and_an_attached_picture_a_picture() -> None:
    item = item_of(id=7, title="Т", attachments=[{"url": "/a.png", "mime_type": "image/png"}, {"url": "/b.mp3"}, 3])
    assert item.guid == "7"
    assert item.pictures == (FoundPicture("https://news.example/a.png"),)


def test_fields_of_wrong_types_are_left_out() -> None:
    wrong = {"id": None, "title": ["x"], "url": {"a": 1}, "tags": "Город", "authors": 7, "image": 3}
    item = item_of(content_html="<p>Мост открыт.</p>", **wrong)
    assert (item.title, item.guid, item.address, item.categories) == ("Мост открыт", "", "", ())


def test_items_that_are_no_objects_are_left_out() -> None:
    assert [item.title for item in read(feed_of(1, None, [], {"title": "Т"})).items] == ["Т"]


@pytest.mark.parametrize(
    "text",
    ['{"items": []}', '{"version": "https://jsonfeed.org/version/1", "items": {}}', '{"version": 1}', '{"a": ',
     "{" * 9999,
     '{"version": "https://jsonfeed.org/version/1", "items": [' + "[" * 100_000],
)  # fmt: skip
def test_other_json_is_no_feed(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text)
