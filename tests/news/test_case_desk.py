"""The desk of cases: the list with its filters, cards of new cases, and one that counts a wave."""

import asyncio
from collections.abc import Sequence

import pytest

from news.case_desk import COUNT_PAUSE, FEW, MAX_CARDS_A_MINUTE, PAGE_SIZE
from news.case_views import CaseView
from news.errors import ButtonStale, CaseUnknown, NotAllowed
from news.ledger import Address
from news.model import Article, Cause, Reader
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind
from news.ports.cases import CaseKind
from storage import Database, open_storage
from tests.news.conftest import ADMIN_ID, HandClock, published, registered
from tests.news.held import (
    ADMIN,
    APPROVE,
    REJECT,
    case_of,
    holding,
    moderator_of,
    open_cases,
    rows,
    says,
    sends_everything,
)

CHAT = Address(-1001234567890, 5)


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return holding(database, clock, hold_first=1000, chat=CHAT)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def wave(news: Newsroom, article: Article, count: int, first: int = 1000) -> None:
    """Let as many readers write a comment each."""
    for number in range(first, first + count):
        await says(news, await registered(news, number, f"Читатель {number}"), article, f"Слово {number}")


async def cards(database: Database) -> Sequence[Notice]:
    """Return the notices to moderators as they are now, oldest first."""
    found = await rows(database, "SELECT notice FROM editions WHERE kind = 'notice' ORDER BY id")
    notices = [Notice.load(notice) for (notice,) in found]
    return [notice for notice in notices if notice.what in {NoticeKind.CASE, NoticeKind.CASES}]


async def test_a_new_case_gets_a_card_with_everything_that_a_moderator_needs(
    news: Newsroom, member: Reader, article: Article, database: Database
) -> None:
    comment = await says(news, member, article, "Наконец-то!")
    await news.people.note(ADMIN, member.id, "Спорит по делу")

    for _ in range(2):
        await news.cases.announce()

    (notice,) = await cards(database)
    view = CaseView.load(notice.details)
    assert (view.comment, view.text, view.title, view.name) == (comment.id, "Наконец-то!", "Мост открыт", "Мария")
    assert (view.since, view.published, view.held, view.removed) == (member.registered_at, 0, 1, 0)
    assert (view.causes, view.notes, view.open) == ((Cause.FIRST,), ("Спорит по делу",), True)
    assert view == await news.cases.open(ADMIN, view.id)
    assert await rows(database, "SELECT p.chat_id, p.topic FROM deliveries JOIN places AS p ON p.id = place_id") == [
        tuple(CHAT)
    ]


async def test_without_a_chat_everybody_who_may_moderate_gets_the_card(
    database: Database, clock: HandClock, member: Reader, editor: Reader
) -> None:
    news = holding(database, clock)
    await moderator_of(news)
    await says(news, member, await published(news, editor))
    await news.cases.announce()
    found = await rows(database, "SELECT p.chat_id FROM deliveries JOIN places AS p ON p.id = place_id ORDER BY 1")
    assert found == [(700,), (ADMIN_ID,)]


async def test_a_wave_gets_few_cards_and_one_that_counts_until_everything_is_judged(
    news: Newsroom, article: Article, database: Database, clock: HandClock
) -> None:
    boris = await moderator_of(news)
    for number in range(4):
        await wave(news, article, 10, 1000 + 10 * number)
        clock.passes(seconds=1)
        await news.cases.announce()
        await sends_everything(database)

    found = await cards(database)
    assert [notice.what for notice in found].count(NoticeKind.CASE) == MAX_CARDS_A_MINUTE
    assert [notice.number for notice in found if notice.what is NoticeKind.CASES] == [20], "edited every few seconds"
    clock.advance(seconds=COUNT_PAUSE.total_seconds())
    await news.cases.announce()
    assert [notice.number for notice in await cards(database) if notice.what is NoticeKind.CASES] == [40]

    while left := await open_cases(news):
        for view in left:
            await news.moderation.judge(boris, view.id, APPROVE, version=view.version)
    clock.passes(seconds=60)
    await news.cases.announce()
    await news.cases.announce()
    assert [notice.number for notice in await cards(database) if notice.what is NoticeKind.CASES] == [0]

    clock.passes(seconds=60)
    await wave(news, article, FEW + 1, 2000)
    await news.cases.announce()
    assert [notice.number for notice in await cards(database) if notice.what is NoticeKind.CASES] == [0, FEW + 1]


async def test_cards_of_many_moderators_take_no_more_of_the_pace(
    database: Database, clock: HandClock, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=9)
    for number in range(9):
        await moderator_of(news, 700 + number, f"Борис {number}")
    await wave(news, await published(news, editor), 15)
    await news.cases.announce()
    ((sent,),) = await rows(database, "SELECT COUNT(*) FROM deliveries")
    assert sent <= 40, "three cards and one that counts, for ten people"


async def test_cases_that_waited_while_nobody_told_of_them_are_counted(
    news: Newsroom, member: Reader, article: Article, database: Database, clock: HandClock
) -> None:
    await says(news, member, article)
    clock.passes(hours=5)
    await news.cases.announce()
    assert [(notice.what, notice.number) for notice in await cards(database)] == [(NoticeKind.CASES, 1)]


async def test_any_number_of_processes_post_each_card_once(
    news: Newsroom, article: Article, database: Database, database_url: str, clock: HandClock
) -> None:
    async with open_storage(database_url) as second:
        desks = [news.cases, holding(second, clock, chat=CHAT).cases]
        await wave(news, article, 5)
        for _ in range(4):
            await asyncio.gather(*(desk.announce() for desk in desks))
            clock.passes(seconds=1)
    assert [notice.what for notice in await cards(database)] == [NoticeKind.CASE] * 5


async def test_the_card_of_an_edited_and_of_a_withdrawn_comment_follows(
    news: Newsroom, member: Reader, article: Article, database: Database, clock: HandClock
) -> None:
    comment = await news.comments.add(member, article.number, "Хорошо", 5, 7)
    await news.cases.announce()
    await sends_everything(database)

    await news.comments.revise(member, "Купите слона", 5, 7)
    clock.passes(seconds=1)
    await news.cases.announce()
    assert [CaseView.load(notice.details).text for notice in await cards(database)] == ["Купите слона"]

    await news.moderation.remove(member, comment.id)
    assert [CaseView.load(notice.details).open for notice in await cards(database)] == [False]
    ((corrections,),) = await rows(database, "SELECT COUNT(*) FROM editions WHERE kind = 'correction'")
    assert corrections == 2


async def test_the_list_shows_the_oldest_first_page_by_page_and_by_kind_and_cause(
    news: Newsroom, article: Article
) -> None:
    await wave(news, article, PAGE_SIZE + 2)
    first = await news.cases.listed(ADMIN)
    assert (first.count, len(first.views), first.after) == (PAGE_SIZE + 2, PAGE_SIZE, first.views[-1].id)
    second = await news.cases.listed(ADMIN, after=first.after or 0)
    assert (len(second.views), second.after) == (2, None)
    assert [view.id for view in (*first.views, *second.views)] == sorted(
        view.id for view in (*first.views, *second.views)
    )
    assert first.kinds == {CaseKind.COMMENT: PAGE_SIZE + 2}
    assert first.causes == {Cause.FIRST: PAGE_SIZE + 2}
    assert len((await news.cases.listed(ADMIN, "first")).views) == PAGE_SIZE
    assert len((await news.cases.listed(ADMIN, "comment")).views) == PAGE_SIZE
    assert (await news.cases.listed(ADMIN, "report")).views == []
    with pytest.raises(ButtonStale):
        await news.cases.listed(ADMIN, "nonsense")


async def test_the_next_case_is_the_oldest_after_this_one_and_then_begins_anew(
    news: Newsroom, member: Reader, article: Article
) -> None:
    assert await news.cases.next(ADMIN) is None
    await wave(news, article, 3)
    ids = [view.id for view in await open_cases(news)]
    walked = []
    after = 0
    for _ in range(4):
        view = await news.cases.next(ADMIN, "", after)
        assert view is not None
        walked.append(view.id)
        after = view.id
    assert walked == [*ids, ids[0]], "what was skipped comes again"
    assert await news.cases.next(ADMIN, "report") is None


async def test_a_closed_case_tells_who_judged_it_and_why(news: Newsroom, member: Reader, article: Article) -> None:
    boris = await moderator_of(news)
    case = await case_of(news, await says(news, member, article))
    await news.moderation.judge(boris, case.id, REJECT, version=case.version)
    view = await news.cases.open(ADMIN, case.id)
    assert (view.open, view.judged_by, view.removed, view.held) == (False, "Борис", 1, 0)
    assert CaseView.load(view.dump()) == view


async def test_the_desk_is_for_moderators(news: Newsroom, member: Reader) -> None:
    for verb in (
        news.cases.listed(member),
        news.cases.open(member, 1),
        news.cases.next(member),
        news.people.open(member, 1),
        news.people.note(member, 1, "Слово"),
        news.people.macros(member),
        news.people.add_macro(member, "Слово"),
        news.people.drop_macro(member, 1),
    ):
        with pytest.raises(NotAllowed):
            await verb
    with pytest.raises(CaseUnknown):
        await news.cases.open(ADMIN, 99)
