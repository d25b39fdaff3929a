"""The demo's source: a city site beside the emulated Telegram, whose feed the newspaper reads.

A button on the page publishes the next article there. The newspaper visits the feed, reads the page of the article, and
pushes it.
"""

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from bot.app import App
from emulator import Emulator, PageButton
from news.model import Reader
from news.sources.found import SourceKind
from news.sources.records import SourceRules

ITEMS = Path(__file__).with_suffix(".json")
PICTURES = Path(__file__).with_name("demo_pictures")
NAME = "Городской портал"
TOPIC = "Город"
# The ages of the articles that the site has at the start, the newest last.
AGES = (timedelta(hours=7), timedelta(hours=4), timedelta(hours=1))

_WORDS = {"ru": "Новость на сайте", "en": "News on the site"}
_HINTS = {
    "ru": "Опубликовать новость на сайте, с которого газета берёт публикации",
    "en": "Publish an article on the site that the newspaper takes articles from",
}
_LAST_HINTS = {
    "ru": "Новости сайта кончились: откройте демо снова",
    "en": "The site has no more news: open the demo again",
}
_PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>{title} — {name}</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{at}"></head>
<body><header><nav><a href="/">Главная</a> <a href="/news">Все новости</a> <a href="/ads">Реклама</a></nav></header>
<main><article><h1>{title}</h1>
<figure><img src="{picture}" alt="{caption}" width="1200" height="800"><figcaption>{caption}</figcaption></figure>
{text}
</article></main>
<aside><h2>Похожие публикации</h2><ul><li><a href="/1">Расписание автобусов изменилось</a></li></ul></aside>
<footer><p>Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации.</p>
<p><a href="#top">Наверх</a></p></footer></body></html>
"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{name}</title><link>{site}</link><description>{name}</description>
{items}
</channel></rss>
"""
_ITEM = """<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{at}</pubDate>
<description>{lead}</description></item>"""


class DemoSite:
    """The site: it begins with the first articles, and publishes one more at each press of the button."""

    def __init__(self, app: App, emulator: Emulator, admin: Reader) -> None:
        self._app = app
        self._emulator = emulator
        self._admin = admin
        self._items = self.read()
        self.titles = [item["title"] for item in self._items]
        self._published: list[str] = []
        self._source = 0

    @staticmethod
    def read() -> list[dict[str, Any]]:
        """Return the articles, in the order in which they are published."""
        items: list[dict[str, Any]] = json.loads(ITEMS.read_text(encoding="utf-8"))
        return items

    @property
    def next_title(self) -> str:
        """The headline of the article that the next press publishes."""
        return str(self.titles[len(self._published)])

    async def open(self) -> None:
        """Publish the first articles, add the site to the newspaper's sources, and show the button."""
        now = self._app.clock.now()
        for age in AGES:
            self._publish(now - age)
        feed = self._write_feed()
        source, _ = await self._app.news.source_trials.install(
            feed, name=NAME, rules=SourceRules(topics=(TOPIC,)), kind=SourceKind.FEED
        )
        self._source = source.id
        self._offer()

    def _offer(self) -> None:
        press, hints = (self._press, _HINTS) if self._items else (None, _LAST_HINTS)
        self._emulator.show_button(PageButton(_WORDS, hints, press), "site")

    async def _press(self) -> None:
        """Publish the next article, and let the newspaper visit the site now rather than within a minute."""
        self._publish(self._app.clock.now())
        self._write_feed()
        self._offer()
        await self._app.news.sources.visit_now(self._admin, self._source)

    def _publish(self, at: datetime) -> None:
        """Put the page of the next article and its picture on the site."""
        item = self._items.pop(0)
        picture = PICTURES / item["picture"]
        shown = {
            "name": NAME,
            "title": escape(item["title"]),
            "caption": escape(item["caption"]),
            "at": at.isoformat(),
            "picture": self._emulator.host(picture.name, picture.read_bytes(), "image/jpeg"),
            "text": "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in item["text"]),
        }
        path = f"{len(self._published) + 1}.html"
        link = self._emulator.host(path, _PAGE.format(**shown).encode(), "text/html")
        lead, title = escape(item["lead"]), escape(item["title"])
        self._published.append(_ITEM.format(title=title, link=link, at=format_datetime(at), lead=lead))

    def _write_feed(self) -> str:
        items = "\n".join(reversed(self._published))
        feed = _FEED.format(name=NAME, site=self._emulator.url, items=items)
        return self._emulator.host("feed.xml", feed.encode(), "application/rss+xml")
