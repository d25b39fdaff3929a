"""A site's feed becomes a newspaper: read over real HTTP, parsed in the child process, pushed to a subscriber."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from emulator import Person
from emulator.sample_picture import sample_picture
from news.sources.found import SourceKind
from news.sources.records import SourceRules
from tests.journeys.steps import all_labels, count_messages, current, from_bot, press, reader_of, wait_for
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

PAGE = """<html lang="ru"><head><title>{title} | Сайт</title></head><body>
<nav><a href="/">Главная</a> <a href="/all">Все новости</a></nav>
<article><h1>{title}</h1>{text}</article>
<aside><h3>Похожие публикации</h3><a href="/9">Другая новость</a></aside>
<p>Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации.</p>
</body></html>"""


@dataclass
class City:
    """A site with a feed on the emulator's side; each article has a page."""

    newspaper: Newspaper
    source: int = 0
    items: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)

    def publish(self, path: str, title: str, *paragraphs: str, lead: str = "", at: datetime | None = None) -> None:
        """Publish an article, or change the one at the path."""
        moment = at or self.items.get(path, ("", "", self.newspaper.news.articles._clock.now()))[2]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = PAGE.format(title=title, text=text)
        link = self.newspaper.emulator.host(f"{path}.html", page.encode(), "text/html")
        # The feed shows that an article changed, as most do, by what it says of it.
        described = lead or paragraphs[0]
        item = f"<item><title>{title}</title><link>{link}</link><description>{described}</description>"
        self.items[path] = (item, title, moment)
        self.write()

    def write(self) -> str:
        """Write the feed, newest first."""
        ordered = sorted(self.items.values(), key=lambda item: item[2], reverse=True)
        items = "".join(f"{item}<pubDate>{format_datetime(at)}</pubDate></item>" for item, _, at in ordered)
        feed = f"<rss version='2.0'><channel><title>Сайт</title>{items}</channel></rss>"
        return self.newspaper.emulator.host("feed.xml", feed.encode(), "application/rss+xml")

    async def begin(self, **rules: Any) -> None:
        """Add the feed to the newspaper's sources, and wait for the end of the first visit."""
        source, _ = await self.newspaper.news.source_trials.install(
            self.write(), kind=SourceKind.FEED, rules=SourceRules(**rules)
        )
        self.source = source.id
        await self.visited(lambda visits: visits.visited_at is not None)

    async def visit(self) -> None:
        """Have the feed visited now, and wait for the end."""
        before = await self._visits()
        await self.newspaper.news.sources.visit_now(await reader_of(self.newspaper, self.newspaper.editor), self.source)
        await self.visited(lambda visits: visits.visited_at != before.visited_at)

    async def visited(self, is_so: Any) -> None:
        """Wait until the visits of the source are so."""
        for _ in range(200):
            if is_so(await self._visits()):
                return
            await self.newspaper.emulator.world.changes.until(lambda: None, 0.05)
        raise AssertionError(await self._visits())

    async def _visits(self) -> Any:
        async with self.newspaper.news.storage.reading() as unit:
            return (await unit.sources.get(self.source)).visits


async def test_an_article_of_a_site_reaches_a_subscriber_with_its_text_and_its_correction_follows(
    newspaper: Newspaper,
) -> None:
    anna, now = await new_subscriber(newspaper), newspaper.news.articles._clock.now()
    city = City(newspaper)
    for hours in range(6):
        city.publish(f"old{hours}", f"Старая новость {hours}", f"Прошлое {hours}.", at=now - timedelta(hours=hours + 1))
    await city.begin()
    pushed = await wait_for(newspaper, lambda: _push(anna, "Старая новость 0"), "nothing was pushed")
    assert "Старая новость 2" in pushed["text"], "the newest three are pushed together"
    assert count_messages(anna, "Старая новость 3") == 0, "the others are stored, and not pushed"
    assert len((await newspaper.news.articles.latest()).headlines) == 6

    city.publish(
        "bridge",
        "Мост откроют в мае",
        "Мост через реку откроют в мае.",
        "Строители заканчивают последнюю опору.",
        lead="Осталась одна опора.",
    )
    await city.visit()
    pushed = await wait_for(newspaper, lambda: _push(anna, "Мост откроют в мае"), "the new article was not pushed")
    assert "Осталась одна опора." in pushed["text"]
    read = await press(anna, pushed, "Читать")
    assert "Строители заканчивают последнюю опору." in read["text"]
    for furniture in ("Все новости", "Другая новость", "Посетители"):
        assert furniture not in read["text"]
    assert "Источник" in read["text"]

    city.publish(
        "bridge",
        "Мост откроют в июне",
        "Мост через реку откроют в июне.",
        "Строители заканчивают последнюю опору.",
        lead="Осталась одна опора.",
    )
    await city.visit()

    def corrected() -> bool | None:
        shown = current(anna, pushed)["text"]
        return ("Мост откроют в июне" in shown and "обновлено" in shown) or None

    await wait_for(newspaper, corrected, "the copy was not corrected")
    assert count_messages(anna, "Мост откроют") == 1, "nothing was pushed twice"


async def test_an_item_with_a_held_word_waits_for_a_person_and_the_others_appear(newspaper: Newspaper) -> None:
    anna, city = await new_subscriber(newspaper), City(newspaper)
    city.publish("first", "Первая новость", "Первая новость дня.")
    await city.begin(hold_words=("лотерея",))
    await newspaper.editor.says("/start")
    city.publish("lottery", "Новый розыгрыш", "Билеты городской лотереи снова в продаже.")
    city.publish("park", "Парк открыт", "Парк у вокзала снова открыт.")
    await city.visit()
    await wait_for(newspaper, lambda: _push(anna, "Парк открыт"), "the other article was not pushed")
    assert count_messages(anna, "Новый розыгрыш") == 0
    held = await wait_for(
        newspaper, lambda: _push(newspaper.editor, "Новый розыгрыш"), "the editor was not told of the held article"
    )
    assert "лотерея" in held["text"]
    assert all_labels(held), "a button leads to the draft"


async def test_the_picture_of_an_item_is_the_cover_of_its_push(newspaper: Newspaper) -> None:
    anna, city = await new_subscriber(newspaper), City(newspaper)
    city.publish("first", "Первая новость", "Первая новость дня.")
    await city.begin()
    picture = newspaper.emulator.host("geese.png", sample_picture(7), "image/png")
    city.publish("geese", "Гуси на пруду", f'</p><img src="{picture}" alt=""><p>На пруду сорок гусей.')
    await city.visit()
    pushed = await wait_for(newspaper, lambda: _push(anna, "Гуси на пруду"), "the article was not pushed")
    assert pushed["photo"]


def _push(person: Person, title: str) -> Any:
    """Return the bot's last message with a title, None if there is none."""
    texts = ((message, message.get("text") or message.get("caption") or "") for message in from_bot(person))
    return next((message for message, text in texts if title in text), None)
