"""Importing a file: the order, known articles, batches, bad lines, and memory."""

import gc
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.importing import BATCH, Import, import_lines
from news.articles import ArticleDesk
from news.editing import EditingDesk
from news.importing import MAX_LINE_BYTES, ImportRules, RisingTimestamps
from news.ledger import Audience, EditionRules
from news.model import Article, NewArticle, Status
from news.richtext import URL_LIMIT_BYTES, from_plain
from storage import Database

ZONE = ZoneInfo("Europe/Moscow")
GOOD = {"title": "Мост открыт", "text": "Движение пошло."}


class Stored:
    """An editors' desk that only remembers what it is given, for tests that are about lines."""

    def __init__(self) -> None:
        self.articles: list[NewArticle] = []
        self.largest_batch = 0

    async def take_in(self, articles: list[NewArticle], _on_refused: Any = None) -> int:
        self.articles += articles
        self.largest_batch = max(self.largest_batch, len(articles))
        return len(articles)

    async def keep_content(self, source: str, content: bytes) -> None:
        raise AssertionError(f"{source} was loaded, but this test names no files")

    async def recompute_related(self) -> bool:
        return False


class Taken:
    """What came of an import, and what was said about it."""

    def __init__(self) -> None:
        self.result = Import()
        self.notes: dict[int, str] = {}
        self.progress = 0
        self.articles: list[NewArticle] = []


def line(**fields: Any) -> bytes:
    return json.dumps(GOOD | fields, ensure_ascii=False).encode() + b"\n"


async def take(stream: bytes | BinaryIO, desk: Any = None, *, publish: bool = True, push: bool | None = True) -> Taken:
    taken, clock = Taken(), SystemClock()
    desk = desk or Stored()

    def advance(count: int) -> None:
        taken.progress += count

    lines = BytesIO(stream) if isinstance(stream, bytes) else stream
    rules = ImportRules(publish, push, ZONE, clock, RisingTimestamps(clock))
    taken.result = await import_lines(lines, desk, rules, taken.notes.__setitem__, advance)
    taken.articles = getattr(desk, "articles", [])
    return taken


async def stored(database: Database, number: int) -> Article:
    async with database.reading() as unit:
        article = await unit.articles.get(number)
    assert article is not None
    return article


async def test_every_field_has_its_place(database: Database) -> None:
    full = line(
        title=" Мост\tоткрыт ",
        text="Первое.\n\nВторое.\nТретье.",
        url="https://example.org/1",
        category="Город ",
        published_at="2024-03-05T14:05:00+05:00",
        lead="Коротко\nо главном",
        cover="https://example.org/1.jpg",
        unheard_of=1,
    )
    assert (await take(full, EditingDesk(database, SystemClock()))).result == Import(stored=1)
    article = await stored(database, 1)
    assert (article.title, article.lead, article.topic) == ("Мост открыт", "Коротко о главном", "Город")
    assert article.body == from_plain("Первое.\n\nВторое.\nТретье.")
    assert (article.source_url, article.attachments[0].source) == (
        "https://example.org/1",
        "https://example.org/1.jpg",
    )
    assert (article.status, article.published_at) == (Status.PUBLISHED, datetime(2024, 3, 5, 9, 5, tzinfo=UTC))


async def test_the_files_order_is_the_archives_and_the_last_line_the_newest(database: Database) -> None:
    lines = b"".join(line(title=f"Новость {index}") for index in range(2 * BATCH + 50))
    assert (await take(lines, EditingDesk(database, SystemClock()))).result.stored == 2 * BATCH + 50
    desk = ArticleDesk(database, SystemClock(), ZONE)
    newest = (await desk.latest(3)).headlines
    assert [headline.title for headline in newest] == ["Новость 449", "Новость 448", "Новость 447"]
    moments = [(await stored(database, number)).published_at for number in range(1, 2 * BATCH + 51)]
    assert moments == sorted(moments, key=lambda moment: moment or datetime.max.replace(tzinfo=UTC))
    assert len(set(moments)) == len(moments)


@pytest.mark.parametrize(
    ("publish", "push", "status", "editions"),
    [
        (False, True, Status.DRAFT, 0),
        (False, False, Status.DRAFT, 0),
        (True, False, Status.PUBLISHED, 0),
        (True, True, Status.PUBLISHED, 1),
    ],
)
async def test_drafts_by_default_published_and_pushed_when_asked(
    database: Database, publish: bool, push: bool, status: Status, editions: int
) -> None:
    desk = EditingDesk(database, SystemClock())
    lines = line() + line(title="Старое", published_at="2020-01-01T00:00:00Z")
    await take(lines, desk, publish=publish, push=push)
    for number in (1, 2):
        article = await stored(database, number)
        assert article.status is status
        assert (article.published_at is None) == (not publish)
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(EditionRules(Audience.SUBSCRIBERS), SystemClock().now(), 20)
    assert (edition is not None) == bool(editions)


@pytest.mark.parametrize(("count", "push", "pushed"), [(20, None, 20), (21, None, 0), (450, None, 0), (450, True, 450)])
async def test_an_import_of_more_than_twenty_articles_is_pushed_only_on_request(
    count: int, push: bool | None, pushed: int
) -> None:
    taken = await take(b"".join(line(url=f"https://example.org/{each}") for each in range(count)), push=push)
    assert [article.to_push for article in taken.articles] == [True] * pushed + [False] * (count - pushed)
    assert taken.result.too_many_to_push == (pushed == 0)


async def test_the_same_address_is_the_same_article(database: Database) -> None:
    desk = EditingDesk(database, SystemClock())
    twice = line(url="https://example.org/1") + line(url="https://example.org/1", title="Другой заголовок")
    assert (await take(twice + line(url="https://example.org/2"), desk)).result == Import(stored=2, known=1)
    assert (await take(twice, desk)).result == Import(known=2)
    assert (await stored(database, 1)).title == GOOD["title"]


async def test_without_an_address_the_same_words_are_the_same_article(database: Database) -> None:
    desk = EditingDesk(database, SystemClock())
    lines = line() + line(title=" Мост открыт") + line(text="Другое.") + line(category="Город")
    assert (await take(lines, desk)).result == Import(stored=2, known=2)
    assert (await take(lines, desk)).result == Import(known=4)


async def test_a_mark_of_byte_order_windows_line_ends_and_empty_lines_do_no_harm() -> None:
    lines = b"\xef\xbb\xbf" + line(title="Раз").replace(b"\n", b"\r\n") + b"\r\n  \n" + line(title="Два").rstrip()
    taken = await take(lines)
    assert [article.title for article in taken.articles] == ["Раз", "Два"]
    assert (taken.notes, taken.progress) == ({}, len(lines))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "the line is not JSON"),
        (line(title=7), "title is not a string"),
        (b"x" * (MAX_LINE_BYTES + 1), f"the line is longer than {MAX_LINE_BYTES} bytes"),
        (b"x" * (3 * MAX_LINE_BYTES), f"the line is longer than {MAX_LINE_BYTES} bytes"),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_a_bad_line_is_reported_with_its_number_and_reason_and_the_rest_is_imported(
    bad: bytes, reason: str
) -> None:
    taken = await take(line(title="Раз") + b"\n" + bad.rstrip() + b"\n" + line(title="Два"))
    assert list(taken.notes) == [3]
    assert taken.notes[3].startswith(reason)
    assert [article.title for article in taken.articles] == ["Раз", "Два"]
    assert taken.result == Import(stored=2, refused=1)


def random_url(length: int) -> str:
    """Return an address that no database can compress."""
    digits = "".join(sha256(str(number).encode()).hexdigest() for number in range(length // 64 + 1))
    return f"https://a.b/{digits}"[:length]


async def test_a_line_with_a_long_url_is_named_and_the_others_are_in(database: Database) -> None:
    lines = [line(title=f"Новость {number}", url=f"https://a.b/{number}") for number in range(1, 12)]
    lines[3] = line(url=random_url(4020))
    taken = await take(b"".join(lines), EditingDesk(database, SystemClock()))
    assert taken.notes == {4: f"url is too long: 4020, and up to {URL_LIMIT_BYTES} fit"}
    assert taken.result == Import(stored=10, refused=1)


async def test_the_longest_url_is_stored_and_known_again(database: Database) -> None:
    desk, longest = EditingDesk(database, SystemClock()), line(url=random_url(URL_LIMIT_BYTES))
    assert (await take(longest, desk)).result == Import(stored=1)
    assert (await take(longest, desk)).result == Import(known=1)


async def test_an_article_that_was_imported_before_keys_were_hashes_is_known(database: Database) -> None:
    url, now = "https://example.org/1", SystemClock().now()
    async with database.writing() as unit:
        await unit.articles.add(NewArticle(f"url:{url}", "Мост открыт", (), now, source_url=url))
    assert (await take(line(url=url), EditingDesk(database, SystemClock()))).result == Import(known=1)


async def test_an_id_tells_articles_with_equal_words_apart_and_an_equal_url_does_not(database: Database) -> None:
    desk, url = EditingDesk(database, SystemClock()), "https://example.org/1"
    days = [line(published_at=f"2024-03-0{day}") for day in (4, 5)]
    assert (await take(b"".join(days), desk)).result == Import(stored=1, known=1)
    named = [line(id=f"day-{day}", published_at=f"2024-03-0{day}") for day in (4, 5)]
    assert (await take(b"".join(named) + named[0], desk)).result == Import(stored=2, known=1)
    same_url = line(id="a", url=url, title="Раз") + line(id="b", url=url, title="Два")
    assert (await take(same_url, desk)).result == Import(stored=1, known=1)


async def test_a_line_that_the_database_refuses_is_named_and_the_others_are_in(database: Database) -> None:
    class Careless(EditingDesk):
        """A desk that gets an article which no check has seen."""

        async def _take_in(self, articles: Sequence[NewArticle]) -> int:
            bad = {article.title: replace(article, topic="\ud800") for article in articles if "7" in article.title}
            return await super()._take_in([bad.get(article.title, article) for article in articles])

    lines = b"".join(line(title=f"Новость {number}") for number in range(1, BATCH + 3))
    taken = await take(lines, Careless(database, SystemClock()), push=False)
    sevens = [number for number in range(1, BATCH + 3) if "7" in str(number)]
    assert list(taken.notes) == sevens
    assert taken.notes[7].startswith("the database refuses a value")
    assert taken.result == Import(stored=BATCH + 2 - len(sevens), refused=len(sevens))


async def test_a_change_in_a_line_is_reported_and_the_article_is_stored() -> None:
    taken = await take(line() + line(title="Слово " * 60))
    assert (taken.result, list(taken.notes)) == (Import(stored=2), [2])
    assert taken.notes[2].startswith("title is longer than")


async def test_an_empty_file_is_nothing() -> None:
    assert (await take(b"")).result == Import()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=80) | st.sampled_from([line(), b"{}", b'{"title":"x","text":"y"}']), max_size=8))
async def test_random_bytes_never_crash_and_good_lines_around_them_are_in(pieces: list[bytes]) -> None:
    junk = [piece.replace(b"\n", b"").replace(b"\r", b"") for piece in pieces]
    lines = b"\n".join([line(title="Первая").strip(), *junk, line(title="Последняя")])
    taken = await take(lines)
    titles = [article.title for article in taken.articles]
    assert (titles[0], titles[-1]) == ("Первая", "Последняя")
    blank = sum(not piece.strip() for piece in junk)
    assert taken.result.stored + taken.result.refused + blank == len(junk) + 2
    assert taken.progress == len(lines)


@asynccontextmanager
async def traced() -> AsyncIterator[list[int]]:
    peak: list[int] = []
    gc.collect()
    tracemalloc.start()
    try:
        yield peak
        peak.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


class Endless:
    """A stream that makes its lines as they are read."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines: Iterator[bytes] = iter(lines)

    def readline(self, _limit: int = -1) -> bytes:
        return next(self._lines, b"")


@pytest.mark.slow
async def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    class Forgetful(Stored):
        async def take_in(self, articles: list[NewArticle], _on_refused: Any = None) -> int:
            self.largest_batch = max(self.largest_batch, len(articles))
            return len(articles)

    peaks = []
    for count in (600, 600, 6_000):  # the first fills what is kept for all lines
        desk = Forgetful()
        lines = cast(BinaryIO, Endless(line(title=f"Новость {index}", text="Кратко.") for index in range(count)))
        async with traced() as peak:
            assert (await take(lines, desk)).result.stored == count
        peaks += peak
        assert desk.largest_batch == BATCH
    assert peaks[2] < 1.5 * peaks[1]
