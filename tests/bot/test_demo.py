"""The demo's articles and pictures."""

import json
from pathlib import Path

from bot.demo import ARTICLES, PICTURES, SITE
from emulator.pictures import picture_size


def test_every_picture_of_the_articles_is_there_and_small() -> None:
    articles = [json.loads(line) for line in ARTICLES.read_text().splitlines()]
    covers = {article["cover"].removeprefix(SITE) for article in articles if "cover" in article}
    media = {name for article in articles for name in article.get("media", [])}
    assert all((ARTICLES.parent / name).is_file() for name in media)
    assert covers | {Path(name).name for name in media} == {picture.name for picture in PICTURES.iterdir()}
    for picture in PICTURES.iterdir():
        assert picture.stat().st_size <= 30_000, picture.name
        assert picture_size(picture.read_bytes()) in {(900, 600), (750, 500)}, picture.name
