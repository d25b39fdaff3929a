"""The bytes of pictures: fetched once, tried again at growing intervals, and sent by a bot that has no id of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from news.files import FIRST_PAUSE, MAX_TRIES, FileUnavailableError
from news.ledger import MessageKind
from news.model import Attachment, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from storage import Database
from tests.clocks import HandClock

PHOTO = Attachment(MessageKind.PHOTO, "tg:one", "id-1")


class Source:
    """Gives these bytes, or raises this error."""

    def __init__(self, answer: Callable[[], bytes]) -> None:
        self.asked: list[str] = []
        self._answer = answer

    async def fetch(self, file_id: str) -> bytes:
        self.asked.append(file_id)
        return self._answer()


def fail(*, for_good: bool = False) -> bytes:
    raise FileUnavailableError("HTTP 502", for_good=for_good)


@pytest.fixture
async def number(news: Newsroom, editor: Reader) -> int:
    """A published article with a picture."""
    body = from_plain("Движение началось.")
    draft = await news.editing.draft(editor, "Мост открыт", body, key="k", attachments=[PHOTO])
    return (await news.editing.publish(editor, draft.number)).number


async def test_a_picture_of_a_draft_is_fetched_once(news: Newsroom, number: int) -> None:
    source = Source(lambda: b"bytes")
    assert [await news.files.fetch_missing(source) for _ in range(2)] == [1, 0]
    assert source.asked == ["id-1"]


async def test_another_bot_gets_the_picture_as_bytes(news: Newsroom, number: int, database: Database) -> None:
    await news.files.fetch_missing(Source(lambda: b"bytes"))
    assert (await news.articles.read(number)).attachments == (PHOTO,), "by its id, as long as there is one"
    async with database.writing() as unit:
        await unit.files.forget()
    for found in (await news.articles.read(number), await news.articles.with_files(number)):
        (picture,) = found.attachments
        assert (picture.file_id, picture.content) == (None, b"bytes")


async def test_a_failed_fetch_is_tried_again_later_and_not_for_ever(
    news: Newsroom, number: int, clock: HandClock
) -> None:
    source = Source(fail)
    assert [await news.files.fetch_missing(source) for _ in range(2)] == [1, 0]
    for tries in range(1, MAX_TRIES):
        clock.passes(seconds=(FIRST_PAUSE * (1 << (tries - 1)) - timedelta(seconds=1)).total_seconds())
        assert await news.files.fetch_missing(source) == 0
        clock.passes(seconds=1)
        assert await news.files.fetch_missing(source) == 1
    clock.passes(days=30)
    assert await news.files.fetch_missing(source) == 0


async def test_a_file_that_telegram_never_gives_is_not_asked_for_again(
    news: Newsroom, number: int, clock: HandClock
) -> None:
    assert await news.files.fetch_missing(Source(lambda: fail(for_good=True))) == 1
    clock.passes(days=1)
    assert await news.files.fetch_missing(Source(fail)) == 0
