"""Pictures that items declare."""

import pytest

from news.sources.found import FoundPicture
from tests.feeds.parsing.written_feeds import item_of

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        ('<enclosure url="/1.jpg" type="image/jpeg"/>', ["/1.jpg"]),
        ('<enclosure url="/1.jpg?w=1"/>', ["/1.jpg?w=1"]),
        ('<enclosure url="/1.mp3" type="audio/mpeg"/><enclosure url="/2.png" type="image/png"/>', ["/2.png"]),
        ('<media:content url="/1.jpg" medium="image"/>', ["/1.jpg"]),
        ('<media:content url="/1" type="image/webp"/>', ["/1"]),
        ('<media:content url="/1.mp4" medium="video"/><media:thumbnail url="/1-thumb.jpg"/>', ["/1-thumb.jpg"]),
        ('<media:group><media:content url="/1.jpg" medium="image"/></media:group>', ["/1.jpg"]),
        ('<media:thumbnail url="/small.jpg"/><media:content url="/1.jpg" medium="image"/>', ["/1.jpg"]),
        ("<image><url>https://news.example/1.jpg</url></image>", ["/1.jpg"]),
        ('<itunes:image href="https://news.example/podcast.jpg"/>', []),
        ('<enclosure url="data:image/png;base64,AAAA" type="image/png"/>', []),
        ('<enclosure url="/1.jpg" type="image/jpeg"/><enclosure url="/1.jpg" type="image/jpeg"/>', ["/1.jpg"]),
    ],
)
def test_which_pictures_an_item_declares(fields: str, addresses: list[str]) -> None:
    pictures = item_of(f"<title>Т</title>{fields}").pictures
    assert [picture.address.removeprefix(SITE) for picture in pictures] == addresses


def test_of_one_picture_in_several_sizes_the_largest_counts() -> None:
    item = item_of("<title>Т</title>" + "".join(
        f'<media:content url="/i/{width}/photo.jpg?q={width}" width="{width}" type="image/jpeg"/>'
        for width in (140, 1200, 460)
    ))  # fmt: skip
    assert item.pictures == (FoundPicture(f"{SITE}/i/1200/photo.jpg?q=1200"),)


def test_pictures_of_a_gallery_stay_apart() -> None:
    item = item_of("<title>Т</title>" + "".join(
        f'<media:content url="/photo{number}.jpg" type="image/jpeg"/>' for number in range(3)
    ))  # fmt: skip
    assert len(item.pictures) == 3


def test_the_credit_is_the_caption() -> None:
    item = item_of(
        '<title>Т</title><media:content url="/1.jpg" medium="image"/>'
        '<media:credit role="photographer"> Анна\nИванова </media:credit>'
    )
    assert item.pictures == (FoundPicture(f"{SITE}/1.jpg", "Анна Иванова"),)
