"""`python -m benchmarks.wordforms FILE`: does the search find every word of an article by its other forms?

FILE is JSON Lines with `title` and `text`. For each word of each article it searches for up to three other forms: the
stem with an ending that the stemmer removes again. It prints the number of searches, and of those that did not find the
article.
"""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

from benchmarks.archive import BEGINNING
from benchmarks.databases import empty_databases
from benchmarks.searching import ZONE
from bot.clock import SystemClock
from news.editing import EditingDesk
from news.model import NewArticle
from news.richtext import from_plain
from news.search import SearchDesk
from news.stems import forms, stems
from news.words import clean, shorten
from storage import open_storage

FORMS = 3
ENDINGS = (
    *("ами", "ого", "ому", "ыми", "ов", "ам", "ах", "ой", "ую", "ая", "ое", "ые", "ом", "ть"),
    *("а", "у", "е", "ы", "и", "о", "л"),
    *("s", "ed", "ing", "ly"),
)  # fmt: skip


async def measure(lines: list[dict[str, str]]) -> tuple[int, int, int]:
    """Return the number of words, of searches, and of searches that did not find the article."""
    asked = missed = words = 0
    async with empty_databases("sqlite", 1) as (url,), open_storage(url) as database:
        texts = [(shorten(clean(line["title"]), 250), clean(line["text"])) for line in lines]
        moments = [BEGINNING + timedelta(minutes=number) for number in range(len(texts))]
        articles = [
            NewArticle(str(number), title, from_plain(text), at, published_at=at)
            for number, ((title, text), at) in enumerate(zip(texts, moments, strict=True), 1)
        ]
        await EditingDesk(database, SystemClock()).take_in(articles)
        desk = SearchDesk(database, ZONE)
        for number, (title, text) in enumerate(texts, 1):
            for stem, word in dict(forms(f"{title}\n{text}")).items():
                words += 1
                for form in others(stem, word):
                    asked += 1
                    page = await desk.find(form, number, limit=1)
                    missed += [hit.article.number for hit in page.hits] != [number]
    return words, asked, missed


def others(stem: str, word: str) -> list[str]:
    """Return up to `FORMS` other words with the same stem."""
    return [form for ending in ENDINGS if (form := stem + ending) != word and stems(form) == [stem]][:FORMS]


if __name__ == "__main__":
    print("{:,} words, {:,} searches for other forms, {:,} did not find the article".format(
        *asyncio.run(measure([json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]))
    ))  # fmt: skip
