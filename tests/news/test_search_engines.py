"""Search on both engines: the same articles and the same queries give the same results, for any typed text."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.editing import EditingDesk
from news.model import Article, NewArticle, Status
from news.queries import QUERY_UNITS, Query, parse
from news.richtext import from_plain, plain, units
from news.search import Narrow, SearchDesk, month_of
from news.stems import read
from storage import Database, open_storage
from tests.databases import copied, emptied
from tests.news.conftest import START, ZONE, HandClock

ARTICLES = 300
WORDS = [
    *("мост", "мосты", "моста", "тоннель", "ёлка", "елки", "город", "города", "году", "год", "река", "реки", "стали"),
    *("движение", "открыт", "открыли", "пробки", "утром", "губернатор", "сообщил", "100-летие", "и", "в", "на", "не"),
    *("covid", "running", "run", "runner", "the", "2024", "5", "½", "Су-57", "су57", "1 000", "1000", "C++", "об’єкт"),
]
NASTY = (
    " ", '"', '""', '" "', "AND", "OR NOT NEAR(", "мост*", "-мост", "^мост", "tokens:мост", "(мост", "мост)", "+мост",
    '"мост', "мост\x00тоннель", "\ud800мост", "%", "_", "мост_тоннель", "\\", "'; DROP TABLE search; --", "{мост}",
    "\ue001", "\ue002", "<10:0", "й" * 5000, "мо\u0301ст", "МОСТ", "ЁЛКА", "елка", "«мост открыт»", "“открыт мост”",
    "мост " * 500, " ".join(map(str, range(200))), "\n\t мост \n", "👨‍👩‍👧‍👦", "::", "мост:тоннель", "a:b",
    "😀" * 4096,
)  # fmt: skip

typed = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=2, max_size=3)).map(
        lambda parts: f"{parts[0]} «{' '.join(parts[1])}»"
    ),
    st.lists(st.sampled_from((*WORDS, *NASTY)), max_size=4).map(" ".join),
    st.sampled_from(WORDS).flatmap(lambda word: st.tuples(st.just(word), st.characters())).map("".join),
    st.text(max_size=30),
)
months = st.sampled_from(
    (0, month_of(2024, 1), month_of(2024, 2), month_of(2023, 12), month_of(1, 1), month_of(9999, 12))
)


@dataclass
class Engines:
    """A desk on each engine, with the same articles."""

    runner: asyncio.Runner
    desks: tuple[SearchDesk, ...]

    def ask(self, verb: str, *asked: Any, **options: Any) -> Any:
        """Call a verb on both desks, and return their common result."""
        first, second = (self.runner.run(getattr(desk, verb)(*asked, **options)) for desk in self.desks)
        assert first == second
        return first


@pytest.fixture(scope="module")
def engines(sqlite_template: Path, postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    urls = [copied(sqlite_template, tmp_path_factory.mktemp("engines")), emptied(postgres_url)]
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        databases = [runner.run(stack.enter_async_context(open_storage(url))) for url in urls]
        for database in databases:
            runner.run(EditingDesk(database, HandClock()).take_in(list(made_up())))
        yield Engines(runner, tuple(SearchDesk(database, ZONE) for database in databases))
        runner.run(stack.aclose())
    emptied(postgres_url)


def made_up() -> Iterator[NewArticle]:
    """Articles over two months, every fourth in the same second as the one before, and some drafts between them."""
    chance = random.Random(7)  # noqa: S311 - made-up words
    for number in range(ARTICLES):
        at = START - timedelta(hours=4 * (number - number % 4 // 3))
        title, text = (" ".join(chance.choices(WORDS, k=count)) for count in (4, chance.randint(3, 40)))
        published = None if number % 9 == 0 else at
        topic = chance.choice(("Политика", "Спорт и/или отдых", None))
        yield NewArticle(f"{number}", title, from_plain(text), at, published_at=published, topic=topic)


@settings(max_examples=60, deadline=None)
@given(typed, st.integers(0, ARTICLES + 5), months, st.integers(0, ARTICLES))
@example("мост", 0, 0, 0)
def test_both_engines_find_the_same(engines: Engines, words: str, start: int, month: int, topic: int) -> None:
    narrow = Narrow(month, topic if topic % 3 == 0 else 0)
    page = engines.ask("find", words, start, narrow=narrow)
    assert len(page.hits) <= 10
    engines.ask("find_newer", words, start, narrow=narrow)
    engines.ask("find_best", words, start % 4, narrow=narrow)
    engines.ask("topics", words, month=month)
    engines.ask("calendar", words, 2024 if month else 0, topic=narrow.topic)
    engines.ask("suggest", words)
    engines.ask("find_while_typing", words, start)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_any_typed_text_is_safe(engines: Engines, words: str) -> None:
    for text in (words, f"мост {words}", f'"{words}"', f"мост{words}"):
        page = engines.ask("find", text)
        assert units(page.query.text) <= QUERY_UNITS
        engines.ask("find_best", text)
        engines.ask("suggest", text)
        engines.ask("find_while_typing", text)


@settings(max_examples=30, deadline=None)
@given(typed)
def test_the_pages_together_have_every_match_once(engines: Engines, words: str) -> None:
    found, start, older = list[int](), 0, True
    while older:
        page = engines.ask("find", words, start, limit=40)
        found += [hit.article.number for hit in page.hits]
        start, older = page.older or 0, page.older is not None
    assert found == expected(parse(words))


ALIKE = [
    ("об'єкт", "обʼєкт", "об’єкт"),
    ("cafe", "Café"),
    ("Су57", "Су-57"),
    ("1000000", "1 000 000", "1\u00a0000\u00a0000", "1,000,000"),
    ("м2", "м²"),
    ("H2O", "H₂O"),
    ("№5", "№ 5"),
    ("C++", "с++"),
    ("C#", "c#"),
    (".NET", ".Net"),
    ("1С", "1C"),
    ('"IT"', "IT", "«it»"),
    ('"The Who"', "The Who", "“the who”"),
    ('"из-за"', "из-за", "«Из-за»"),
]


QUOTES = '"«»“”'


async def test_spellings_of_a_word_are_found_either_way(database: Database) -> None:
    desk, spellings = SearchDesk(database, ZONE), [each for group in ALIKE for each in group]
    titles = [f"Всё про {each.strip(QUOTES)} сегодня" for each in spellings]
    articles = [
        NewArticle(f"{number}", title, (), START, published_at=START + timedelta(minutes=number))
        for number, title in enumerate(titles, 1)
    ]
    await EditingDesk(database, HandClock()).take_in(articles)
    for group in ALIKE:
        numbers = [number for number, each in enumerate(spellings, 1) if each in group]
        for typed in group:
            page = await desk.find(typed)
            assert sorted(hit.article.number for hit in page.hits) == numbers, typed
            assert page.older is None
            best = await desk.find_best(typed)
            assert sorted(hit.article.number for hit in best.hits) == numbers, typed
            offered = await desk.find_while_typing(f"{typed} ")
            assert sorted(article.number for article in offered.articles) == numbers, typed


def expected(query: Query) -> list[int]:
    """Return the articles with every word and phrase of a query, found without an index."""
    holding = [
        (article.published_at, number)
        for number, article in enumerate(made_up(), 1)
        if article.published_at is not None
        and query.has_words
        and set(query.stems) <= known(f"{article.title}\n{plain(article.body)}")
        and query.holds_phrases(Article(number, article.title, article.body, Status.PUBLISHED, article.created_at))
    ]
    return [number for _, number in sorted(holding, reverse=True)]


def known(text: str) -> set[str]:
    """Return the stems of a text, and those of the parts of its words."""
    reading = read(text)
    return {*reading.further, *(stem for stem, _ in reading.forms)}
