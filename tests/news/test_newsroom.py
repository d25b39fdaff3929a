"""The newsroom as one object: statistics, offers, and rules for all its modules."""

import ast
import inspect
from datetime import timedelta
from pathlib import Path

import pytest

import news as newsroom_package
from news import errors
from news.errors import NotAllowed
from news.ledger import Address
from news.model import ArticlePage, Reader
from news.newsroom import OFFER_SIZE, Newsroom
from news.roles import Role
from storage import Database
from tests.news.conftest import START, HandClock, archive, published, registered
from tests.planning import planned

NEWS = Path(newsroom_package.__file__ or "").parent


async def test_the_statistics_are_counted(
    news: Newsroom, editor: Reader, member: Reader, database: Database, clock: HandClock
) -> None:
    first = await published(news, editor)
    second = await published(news, editor)
    await news.editing.draft(editor, "Черновик", (), key="draft")
    await news.editing.retract(editor, second.number)
    await news.comments.add(member, first.number, "Раз", 1, 1)
    await registered(news, 501, "Иван")
    for chat_id in (1, 2, 3):
        await news.subscriptions.start(Address(chat_id), "ru")
    await news.subscriptions.end(Address(3))
    edition = await news.delivery.tick()
    async with database.writing() as unit:
        assert await planned(unit, clock.now(), 10) == 2
    figures = await news.statistics.totals(editor)
    assert (figures.published, figures.drafts, figures.comments) == (1, 1, 1)
    assert (figures.registered, figures.subscribers) == (2, 2)
    assert edition is not None
    assert figures.last_edition is not None
    assert (figures.last_edition.id, figures.last_counts) == (edition.id, {"pending": 2})


async def test_the_statistics_of_an_empty_newspaper_are_zeros(news: Newsroom, editor: Reader) -> None:
    figures = await news.statistics.totals(editor)
    assert (figures.published, figures.subscribers, figures.last_edition, figures.last_counts) == (0, 0, None, {})


async def test_the_statistics_are_for_editors(news: Newsroom) -> None:
    for role in (Role.GUEST, Role.MEMBER, Role.MODERATOR, Role.BANNED):
        with pytest.raises(NotAllowed):
            await news.statistics.totals(Reader(7, role, "ru", "Иван", START))


async def test_the_newest_or_matching_articles_are_offered_each_once(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    for title in ("Мост 1 открыт", "Тоннель 1 закрыт", "Мост 1 закрыт", "Погода"):
        await published(news, editor, title)
        clock.passes(minutes=1)

    def numbers(page: ArticlePage) -> list[int]:
        return [article.number for article in page.articles]

    assert numbers(await news.offer("")) == numbers(await news.offer(" \n")) == [4, 3, 2, 1]
    assert numbers(await news.offer("мосты")) == [3, 1]
    assert numbers(await news.offer("1", named=1)) == [1, 3, 2]
    assert numbers(await news.offer("1", named=1, start=2)) == [2], "the page after has it no more"
    assert numbers(await news.offer("9", named=9)) == []
    assert numbers(await news.offer("🎉")) == []


async def test_offered_articles_come_in_pages(news: Newsroom) -> None:
    await archive(news, [START - timedelta(hours=index) for index in range(OFFER_SIZE + 5)])
    for words in ("", "новости"):
        first = await news.offer(words)
        assert (len(first.articles), first.older) == (OFFER_SIZE, OFFER_SIZE + 1)
        second = await news.offer(words, start=OFFER_SIZE + 1)
        assert ([article.number for article in second.articles], second.older) == (
            [*range(OFFER_SIZE + 1, OFFER_SIZE + 6)],
            None,
        )


async def test_an_empty_newspaper_has_a_front_page(news: Newsroom) -> None:
    page = await news.front_page(Address(500))
    assert (page.latest.headlines, page.subscribed) == ((), False)


def test_the_drawing_of_the_errors_is_their_tree() -> None:
    """A new error must be added to the drawing, at its place."""
    drawn: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        name = next(iter(line.strip("│├└─ ").split()), "")
        if isinstance(getattr(errors, name, None), type):
            drawn.append(((len(line) - len(line.lstrip("│├└─ "))) // 4, name))
    assert drawn == [(0, "NewsError"), *_drawn(errors.NewsError, 1)]


def _drawn(parent: type, depth: int) -> list[tuple[int, str]]:
    tree = []
    for child in sorted(parent.__subclasses__(), key=lambda found: inspect.getsourcelines(found)[1]):
        if child.__module__ == errors.__name__:
            tree += [(depth, child.__name__), *_drawn(child, depth + 1)]
    return tree


def test_no_unit_of_work_waits_for_the_network() -> None:
    """Law 2: no unit's block calls the courier, and no block is inside another."""
    blocks = 0
    for path in NEWS.rglob("*.py"):
        for block in ast.walk(ast.parse(path.read_text())):
            if isinstance(block, ast.AsyncWith) and "_storage." in ast.unparse(block.items[0]):
                blocks += 1
                body = "\n".join(map(ast.unparse, block.body))
                assert "_courier" not in body, f"{path.name}:{block.lineno} sends inside a transaction"
                assert "_storage." not in body, f"{path.name}:{block.lineno} opens a unit inside a unit"
    assert blocks > 50
