"""The drafts' desk: four lists with their counts, and who else is in a draft."""

from datetime import timedelta

import pytest

from news.drafts import DRAFTS_PAGE
from news.errors import NotAllowed
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.drafts import DraftList
from news.richtext import from_plain
from news.roles import Role
from news.visits import VISIT
from tests.news.conftest import HandClock, published, registered

AUTHOR = Reader(7, Role.AUTHOR, "ru", "Глеб")


async def draft(news: Newsroom, by: Reader, key: str) -> int:
    return (await news.editing.draft(by, f"Мост {key}", from_plain("Текст."), key=key)).number


async def test_each_list_has_its_articles_and_all_are_counted(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    own, review, late, soon = [await draft(news, AUTHOR, key) for key in "abcd"]
    foreign = await draft(news, editor, "e")
    await published(news, editor)
    await news.reviewing.submit(AUTHOR, review)
    for number, hours in ((late, 5), (soon, 1)):
        await news.scheduling.schedule(editor, number, clock.now() + timedelta(hours=hours))

    pages = {which: await news.drafts.page(AUTHOR, which) for which in DraftList}

    assert {which: [each.number for each in page.headlines] for which, page in pages.items()} == {
        DraftList.OWN: [soon, late, review, own],
        DraftList.IN_REVIEW: [review],
        DraftList.SCHEDULED: [soon, late],
        DraftList.ALL: [foreign, soon, late, review, own],
    }
    counts = {DraftList.OWN: 4, DraftList.IN_REVIEW: 1, DraftList.SCHEDULED: 2, DraftList.ALL: 5}
    assert all(page.counts == counts for page in pages.values())
    by_number = {each.number: each for each in pages[DraftList.ALL].headlines}
    assert by_number[review].in_review
    assert by_number[soon].publish_at == clock.now() + timedelta(hours=1)


async def test_authors_begin_with_their_own_list_and_others_with_all(news: Newsroom, editor: Reader) -> None:
    assert (await news.drafts.page(AUTHOR)).which is DraftList.OWN
    assert (await news.drafts.page(editor)).which is DraftList.ALL
    with pytest.raises(NotAllowed):
        await news.drafts.page(Reader(9, Role.MODERATOR))


@pytest.mark.parametrize("which", [DraftList.OWN, DraftList.IN_REVIEW, DraftList.SCHEDULED, DraftList.ALL])
async def test_every_list_goes_by_pages(news: Newsroom, editor: Reader, clock: HandClock, which: DraftList) -> None:
    numbers = [await draft(news, editor, str(index)) for index in range(DRAFTS_PAGE + 2)]
    for number in numbers:
        if which is DraftList.IN_REVIEW:
            await news.reviewing.submit(editor, number)
        elif which is DraftList.SCHEDULED:
            await news.scheduling.schedule(editor, number, clock.now() + timedelta(hours=1))

    first = await news.drafts.page(editor, which)
    assert first.older is not None
    last = await news.drafts.page(editor, which, first.older)

    found = [each.number for each in (*first.headlines, *last.headlines)]
    assert found == (numbers if which is DraftList.SCHEDULED else numbers[::-1])
    assert (len(first.headlines), last.older) == (DRAFTS_PAGE, None)


async def test_the_second_editor_in_a_draft_is_told_who_is_in_it_once(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    await registered(news, editor.id, "Вера")
    number, second = await draft(news, editor, "k"), Reader(801, Role.EDITOR, "ru", "Глеб")

    _, visitors = await news.drafts.enter(second, number)

    assert [(each.editor_id, each.name, each.at) for each in visitors] == [(editor.id, "Вера", clock.now())]
    assert not (await news.drafts.enter(second, number))[1]
    clock.passes(seconds=VISIT.total_seconds() / 2)
    await news.drafts.enter(editor, number)
    clock.passes(seconds=VISIT.total_seconds() / 2 + 1)
    [left] = (await news.drafts.enter(second, number))[1]
    assert left.editor_id == editor.id, "the first one is still in it"
    clock.passes(seconds=VISIT.total_seconds() + 1)
    assert not (await news.drafts.enter(editor, number))[1], "both have left"


async def test_nobody_is_in_a_published_article(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    assert await news.drafts.enter(Reader(801, Role.EDITOR), article.number) == (article, ())
