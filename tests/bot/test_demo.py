"""The demo's articles and pictures."""

import json

from bot.demo import ARTICLES, PICTURES, SITE
from emulator.pictures import picture_size


def test_every_picture_of_the_articles_is_there_and_small() -> None:
    articles = [json.loads(line) for line in ARTICLES.read_text().splitlines()]
    named = {article["cover"].removeprefix(SITE) for article in articles if "cover" in article}
    assert named == {picture.name for picture in PICTURES.iterdir()}
    for picture in PICTURES.iterdir():
        assert picture.stat().st_size <= 30_000, picture.name
        assert picture_size(picture.read_bytes()) in {(900, 600), (750, 500)}, picture.name
