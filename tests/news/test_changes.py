"""After a change: the index, the related articles, and the correction of sent copies follow in the same transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from news.changes import after_change
from news.model import Article, Reader, Revision
from news.newsroom import Newsroom
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import START, HandClock, archive, published
from tests.news.delivering import subscribe

Change = Callable[[Newsroom, Reader, int], Awaitable[object]]

CHANGES: dict[str, tuple[Change, bool]] = {
    "silent revision": (lambda news, editor, number: news.editing.revise(editor, number, title="Иной мост"), False),
    "visible revision": (
        lambda news, editor, number: news.editing.revise(editor, number, title="Иной мост", reason=""),
        True,
    ),
    "retraction": (lambda news, editor, number: news.editing.retract(editor, number), True),
}


async def corrections(database: Database) -> int:
    async with database.writing() as unit:
        return len(await unit.editions.open_corrections(START))


async def found(news: Newsroom, words: str) -> list[int]:
    return [hit.article.number for hit in (await news.search.find(words)).hits]


@pytest.mark.parametrize(("change", "visible"), CHANGES.values(), ids=CHANGES)
async def test_copies_are_corrected_after_a_visible_change_of_a_pushed_article(
    news: Newsroom, editor: Reader, other: Database, database: Database, change: Change, visible: bool
) -> None:
    await subscribe(database, [1])
    article = await published(news, editor)
    await news.delivery.tick()
    await change(news, editor, article.number)
    assert await corrections(other) == int(visible)


@pytest.mark.parametrize("change", [change for change, _ in CHANGES.values()], ids=CHANGES)
async def test_an_article_that_was_never_pushed_has_nothing_to_correct(
    news: Newsroom, editor: Reader, other: Database, change: Change
) -> None:
    await archive(news, [START])
    await change(news, editor, 1)
    assert await corrections(other) == 0


async def test_every_verb_that_changes_an_article_keeps_the_index(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await news.editing.draft(editor, "Мост", from_plain("Открыт."), key="k")
    assert await found(news, "мост") == []
    await news.editing.publish(editor, draft.number)
    assert await found(news, "мост") == [draft.number]
    await news.editing.revise(editor, draft.number, title="Тоннель")
    assert (await found(news, "мост"), await found(news, "тоннель")) == ([], [draft.number])
    await news.editing.retract(editor, draft.number)
    assert await found(news, "тоннель") == []
    await archive(news, [clock.now()])
    assert len(await found(news, "новость")) == 1


async def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(
    news: Newsroom, editor: Reader, database: Database
) -> None:
    article = await published(news, editor)

    async def fail() -> None:
        async with database.writing() as unit:
            await unit.articles.revise(article.number, Revision(editor.id, START, title="Тоннель"))
            changed: Article = replace(article, title="Тоннель")
            await after_change(unit, [changed], visible=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert (await found(news, "мост"), await found(news, "тоннель")) == ([article.number], [])
