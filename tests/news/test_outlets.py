"""Posts to outlets: opened with a publication, one after another in a place, and followed when they fail."""

from datetime import timedelta
from itertools import pairwise

import pytest

from news.delivery import DEFAULT_TIMES
from news.ledger import DeliveryState, Message
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.outcomes import Outcome
from news.posts import Look, OutletState, Template
from news.rate_limits.chats import GROUP_SECONDS
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import ADMIN_ID, START, published
from tests.news.delivering import (
    ARRIVED,
    QUICK,
    RecordingCourier,
    RunningClock,
    carry_all,
    ledger,
    make_desk,
    running,
    subscribe,
    until,
)
from tests.news.outlets import ADMIN, CHANNEL, connected, demote, notices, promote

TIMEOUT = Outcome(None, description="TimeoutError")
KICKED = Outcome(403, description="Forbidden: bot was kicked from the channel chat")
NO_RIGHT = Outcome(400, description="Bad Request: need administrator rights in the channel chat")
REFUSED = Outcome(400, description="Bad Request: can't parse the message")
DELETED = Outcome(400, description="Bad Request: message to edit not found")


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def courier(clock: RunningClock) -> RecordingCourier:
    return RecordingCourier(clock)


def posted(courier: RecordingCourier, chat: int = CHANNEL) -> list[str]:
    """The headlines that arrived in a chat, in order."""
    return [
        each.push.articles[0].title
        for each in courier.carried
        if each.delivery.chat_id == chat and each.outcome.status == 200 and not each.delivery.copy
    ]


async def test_a_publication_is_posted_once_to_every_outlet_in_its_look(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    await connected(news)
    await connected(news, -1002, "Спорт", template=Template.FULL, silent=True, words="Подробности")
    await published(news, editor)

    await carry_all(make_desk(database, courier, clock))

    looks = {each.delivery.chat_id: Look.load(each.delivery.variant) for each in courier.carried}
    assert looks == {CHANNEL: Look(), -1002: Look(Template.FULL, True, "Подробности")}
    assert [row["state"] for row in await ledger(database)] == ["sent", "sent"]


async def test_a_publication_that_is_rolled_back_is_not_posted(
    news: Newsroom, editor: Reader, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connected(news)

    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("news.publication.mark_article_handled", fail)
    with pytest.raises(RuntimeError):
        await published(news, editor)
    assert await ledger(database) == []


@pytest.mark.parametrize(("topic", "is_posted"), [("СПОРТ", True), ("Наука", False), (None, False)])
async def test_an_outlet_with_topics_gets_these_only(
    news: Newsroom, database: Database, topic: str | None, is_posted: bool
) -> None:
    await connected(news, topics="спорт, Культура")
    new = NewArticle("k", "Матч", from_plain("Счёт."), START, topic=topic, published_at=START, to_push=True)
    await news.editing.take_in([new])
    assert bool(await ledger(database)) is is_posted


async def test_an_import_posts_what_it_pushes_and_no_archive(news: Newsroom, database: Database) -> None:
    await connected(news)
    fields = {"body": from_plain("Текст."), "created_at": START, "published_at": START}
    await news.editing.take_in([NewArticle("old", "Архив", **fields)])
    assert await ledger(database) == []
    new = NewArticle("new", "Свежее", **fields, to_push=True)
    assert [await news.editing.take_in([new]), await news.editing.take_in([new])] == [1, 0]
    assert len(await ledger(database)) == 1


async def test_what_an_editor_chose_goes_before_the_topics(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    here, there = await connected(news), await connected(news, -1002, "Спорт", topics="спорт")
    draft = await news.editing.draft(editor, "Мост открыт", from_plain("Текст."), key="k")
    posting = await news.outlets.posting(editor, draft.number)
    assert [choice.chosen for choice in posting.choices] == [True, False]

    for place in (here.place.id, there.place.id):
        posting = await news.outlets.choose(editor, draft.number, place)
    assert [choice.chosen for choice in posting.choices] == [False, True]
    await news.editing.publish(editor, draft.number)

    await carry_all(make_desk(database, courier, clock))
    assert courier.chats == [-1002]


async def test_a_choice_taken_back_leaves_no_row(news: Newsroom, editor: Reader, other: Database) -> None:
    outlet = await connected(news)
    draft = await news.editing.draft(editor, "Мост открыт", from_plain("Текст."), key="k")
    for expected in ({outlet.place.id: False}, {}):
        await news.outlets.choose(editor, draft.number, outlet.place.id)
        async with other.reading() as unit:
            assert await unit.outlets.choices(draft.number) == expected


async def test_posts_leave_one_after_another_in_the_order_of_publication_whatever_the_first_meets(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    """The first one is refused for the pace, then the server fails, then it arrives: no other goes before it."""
    answers = [Outcome(429, retry_after=20), Outcome(500, may_have_arrived=False)]
    courier = RecordingCourier(clock, lambda _: answers.pop(0) if answers else ARRIVED)
    desks = [make_desk(database, courier, clock) for _ in range(2)]
    await connected(news)
    titles = [f"Новость {number}" for number in range(5)]
    for title in titles:
        await published(news, editor, title)
    for _ in range(40):
        for desk in desks:
            await carry_all(desk)
        clock.passes(seconds=2)
    assert posted(courier) == titles
    left = [each.left for each in courier.carried if each.outcome.status == 200]
    pauses = [later - earlier for earlier, later in pairwise(left)]
    assert min(pauses) >= timedelta(seconds=GROUP_SECONDS - 0.1), "twenty a minute"


@pytest.mark.slow
async def test_two_processes_at_once_post_each_article_once_and_in_order(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("news.rate_limits.chats", "storage.deliveries"):
        monkeypatch.setattr(f"{module}.GROUP_SECONDS", 0.05)
    courier = RecordingCourier(clock, seconds=0.02)
    places = [await connected(news, chat) for chat in (CHANNEL, -1002)]
    desks = [make_desk(database, courier, clock, times=QUICK) for _ in range(2)]
    titles = [f"Новость {number}" for number in range(6)]
    async with running(*desks):
        for title in titles:
            await published(news, editor, title)
        await until(lambda: len(courier.sent) >= len(places) * len(titles))
    assert [posted(courier, CHANNEL), posted(courier, -1002)] == [titles, titles]


async def test_many_waiting_posts_of_one_channel_do_not_hold_up_a_push(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    await connected(news)
    await subscribe(database, range(1, 101))
    for number in range(30):
        await published(news, editor, f"Новость {number}")
    desk = make_desk(database, courier, clock)
    assert await desk.tick() is not None
    await carry_all(desk)
    assert sorted(courier.chats) == [CHANNEL, *range(1, 101)]


async def test_a_post_goes_before_a_long_push(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    await subscribe(database, range(1, 301))
    await published(news, editor)
    desk = make_desk(database, courier, clock, 50)
    assert await desk.tick() is not None
    await desk.carry_block()
    await connected(news)
    await published(news, editor, "Ещё новость")
    await desk.carry_block()
    assert CHANNEL in courier.chats


async def test_a_post_that_may_have_arrived_is_not_sent_again_and_the_staff_and_the_author_are_told(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = {CHANNEL: TIMEOUT}
    courier = RecordingCourier(clock, lambda delivery: answers.pop(delivery.chat_id, ARRIVED))
    await connected(news)
    article = await published(news, editor)
    desk = make_desk(database, courier, clock, admins={ADMIN_ID})
    for _ in range(3):
        await carry_all(desk)
        clock.passes(hours=1)
    assert sorted(courier.chats) == [CHANNEL, editor.id, ADMIN_ID]
    (notice,) = await notices(database)
    assert (notice.what, notice.number, notice.title) == (NoticeKind.POST_UNKNOWN, article.number, "Вестник")
    assert notice.url == "https://t.me/c/1/1"


async def test_the_post_of_a_killed_process_is_not_sent_again_and_the_next_one_goes_on(
    news: Newsroom,
    editor: Reader,
    database: Database,
    other: Database,
    courier: RecordingCourier,
    clock: RunningClock,
) -> None:
    await connected(news)
    await published(news, editor, "Первая")
    await published(news, editor, "Вторая")
    async with other.writing() as killed:
        (lost,) = await killed.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 9)
    desk = make_desk(database, courier, clock, admins={ADMIN_ID})
    await carry_all(desk)
    assert courier.chats == [], "the second one waits for the first, which may be on its way"

    clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds() + 10)
    await carry_all(desk)

    assert posted(courier) == ["Вторая"]
    assert lost.chat_id == CHANNEL
    assert [notice.what for notice in await notices(database)] == [NoticeKind.POST_UNKNOWN]


@pytest.mark.parametrize("refusal", [KICKED, NO_RIGHT])
async def test_an_outlet_that_refuses_is_lost_and_told_of_once(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, refusal: Outcome
) -> None:
    courier = RecordingCourier(clock, lambda delivery: refusal if delivery.chat_id == CHANNEL else ARRIVED)
    outlet = await connected(news)
    for title in ("Первая", "Вторая", "Третья"):
        await published(news, editor, title)
    desk = make_desk(database, courier, clock, admins={ADMIN_ID})
    for _ in range(5):
        await carry_all(desk)
        clock.passes(seconds=20)
    await demote(news)

    assert courier.chats == [CHANNEL, ADMIN_ID]
    assert [notice.what for notice in await notices(database)] == [NoticeKind.OUTLET_LOST]
    found = await news.outlets.get(ADMIN, outlet.place.id)
    assert (found.state, found.error) == (OutletState.LOST, "removed")
    posts = [row["state"] for row in await ledger(database) if row["chat_id"] == CHANNEL]
    assert posts[1:] == [DeliveryState.CANCELLED] * 2

    await promote(news, ADMIN, is_new=False)
    found = await news.outlets.get(ADMIN, outlet.place.id)
    assert (found.state, found.error) == (OutletState.ACTIVE, None)
    assert [notice.what for notice in await notices(database)][1:] == [NoticeKind.OUTLET_FOUND]


async def test_a_refused_post_is_told_of_and_the_outlet_goes_on(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = {CHANNEL: REFUSED}
    courier = RecordingCourier(clock, lambda delivery: answers.pop(delivery.chat_id, ARRIVED))
    outlet = await connected(news)
    await published(news, editor, "Первая")
    await published(news, editor, "Вторая")
    desk = make_desk(database, courier, clock)
    for _ in range(3):
        await carry_all(desk)
        clock.passes(seconds=5)
    assert posted(courier) == ["Вторая"]
    assert [notice.what for notice in await notices(database)] == [NoticeKind.POST_REFUSED]
    found = await news.outlets.get(ADMIN, outlet.place.id)
    assert (found.state, found.error) == (OutletState.ACTIVE, REFUSED.description)


async def test_a_correction_edits_the_post_in_its_look_and_a_deleted_post_is_told_of(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answer = [ARRIVED]
    courier = RecordingCourier(clock, lambda _: answer[0])
    outlet = await connected(news, template=Template.TITLE)
    article = await published(news, editor)
    desk = make_desk(database, courier, clock)
    await carry_all(desk)
    await news.outlets.arrange(ADMIN, outlet.place.id, template=Template.FULL)
    await news.editing.revise(editor, article.number, title="Мост закрыт", reason="")
    await carry_all(desk)
    clock.passes(seconds=5)
    await carry_all(desk)
    edit = courier.carried[-1].delivery
    assert (edit.copy, Look.load(edit.variant)) == ((Message(1),), Look(Template.TITLE))

    answer[0] = DELETED
    clock.passes(seconds=5)
    await news.editing.retract(editor, article.number, "Ошибка")
    for _ in range(3):
        await carry_all(desk)
        clock.passes(seconds=5)
    assert [notice.what for notice in await notices(database)] == [NoticeKind.POST_LOST]


async def test_a_post_of_any_age_is_corrected(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    await connected(news)
    article = await published(news, editor)
    desk = make_desk(database, courier, clock)
    await carry_all(desk)
    clock.passes(days=400)
    await carry_all(desk)
    while await news.editions.clean_up():
        pass
    await news.editing.retract(editor, article.number, "Ошибка")
    await carry_all(desk)
    clock.passes(seconds=5)
    await carry_all(desk)
    assert courier.carried[-1].delivery.copy == (Message(1),)


async def test_an_article_retracted_before_its_post_left_is_not_posted(
    news: Newsroom, editor: Reader, database: Database, courier: RecordingCourier, clock: RunningClock
) -> None:
    await connected(news)
    article = await published(news, editor)
    await news.editing.retract(editor, article.number)
    await carry_all(make_desk(database, courier, clock))
    assert courier.chats == []
    assert await notices(database) == []
