"""Discussion groups in the database: copies of posts, notices told once, requests to join. On both engines."""

from datetime import timedelta

from news.discussed import DiscussedPost, DiscussionGroup, PostCopy
from news.ledger import Address, DeliveryState, PlaceKind
from news.posts import POST_RULES, Look, OutletChat, OutletState
from storage import Database
from tests.storage.samples import NOON, article, at, claim, settle, settled

GROUP, CHANNEL = -1009, -1005
COPY = PostCopy(GROUP, 11, CHANNEL, 77, "Обсуждение")
PAUSE = timedelta(minutes=10)


async def keep(database: Database, copy: PostCopy) -> None:
    async with database.writing() as unit:
        await unit.discussions.keep_copy(copy)


async def post_of(database: Database, message_id: int = 11) -> DiscussedPost | None:
    async with database.reading() as unit:
        return await unit.discussions.post(GROUP, message_id)


async def post_an_article(database: Database, message_id: int) -> int:
    """Post an article in the channel, as this message; return its number."""
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(CHANNEL), kind=PlaceKind.CHANNEL)
        number, _ = await unit.articles.add(article(f"key {message_id}", published_at=NOON))
        looks = {place: Look().dump()}
        await unit.editions.announce([number], POST_RULES, NOON, places=[place], variants=looks)
        await unit.outlets.ask(place, OutletChat("Вестник", None, GROUP))
        await unit.outlets.arrange(place, state=OutletState.ACTIVE)
    (delivery,) = await claim(database, 20)
    await settle(database, settled(delivery, DeliveryState.SENT, message_id=message_id), seconds=21)
    return number


async def test_the_article_of_a_copy_is_the_one_that_the_ledger_posted(database: Database, other: Database) -> None:
    await keep(database, COPY)
    assert await post_of(other) == (CHANNEL, None)
    number = await post_an_article(database, 77)
    assert await post_of(other) == (CHANNEL, number)
    assert await post_of(other, 12) is None


async def test_until_the_ledger_knows_the_post_its_link_tells_the_article(database: Database) -> None:
    await keep(database, PostCopy(GROUP, 11, CHANNEL, 77, article=500))
    assert await post_of(database) == (CHANNEL, 500)
    number = await post_an_article(database, 77)
    assert await post_of(database) == (CHANNEL, number), "the ledger knows better"


async def test_a_copy_is_found_by_its_article(database: Database) -> None:
    for message_id, post_id in ((12, 78), (11, 77)):
        await keep(database, PostCopy(GROUP, message_id, CHANNEL, post_id))
    async with database.writing() as unit:
        assert await unit.discussions.copy_of(GROUP, 5) is None
        for message_id in (12, 11):
            await unit.discussions.keep_article(GROUP, message_id, 5)
        assert await unit.discussions.copy_of(GROUP, 5) == 11
        await unit.discussions.keep_article(GROUP, 11, 6)
        assert await unit.discussions.copy_of(GROUP, 5) == 12


async def test_a_group_is_known_by_its_last_copy(database: Database) -> None:
    await keep(database, COPY)
    await keep(database, COPY)
    await keep(database, PostCopy(GROUP, 12, CHANNEL - 1, 1, "Разговоры"))
    await keep(database, PostCopy(GROUP - 1, 1, CHANNEL, 1, "Вторая"))
    async with database.reading() as unit:
        assert await unit.discussions.group(GROUP) == DiscussionGroup(GROUP, CHANNEL - 1, "Разговоры")
        assert [group.title for group in await unit.discussions.groups()] == ["Вторая", "Разговоры"]
        assert await unit.discussions.group(5) is None
        assert await unit.discussions.post(GROUP, 11) == (CHANNEL, None)


async def test_a_person_is_told_the_same_once_in_a_while(database: Database, other: Database) -> None:
    async def told(which: Database, seconds: float, person: int = 7) -> bool:
        async with which.writing() as unit:
            return await unit.discussions.take_notice(GROUP, person, at(seconds), at(seconds) - PAUSE)

    assert [await told(database, 0), await told(other, 1), await told(database, 599)] == [True, False, False]
    assert await told(database, 1, person=8)
    assert [await told(other, 600), await told(database, 601)] == [True, False]
    assert await told(database, -60), "a clock that was ahead must not silence for long"


async def test_the_staff_is_warned_of_a_group_once_in_a_while(database: Database) -> None:
    await keep(database, COPY)
    async with database.writing() as unit:
        found = [await unit.discussions.take_warning(GROUP, at(second), at(second) - PAUSE) for second in (0, 1, 601)]
        assert found == [True, False, True]
        assert not await unit.discussions.take_warning(5, at(0), at(0) - PAUSE), "an unknown group"


async def test_requests_to_join_are_taken_once(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        for chat in (GROUP, GROUP - 1, GROUP):
            await unit.discussions.ask_to_join(7, chat, NOON)
        await unit.discussions.ask_to_join(8, GROUP, NOON)
    async with other.writing() as unit:
        assert await unit.discussions.take_requests(7) == [GROUP - 1, GROUP]
        assert await unit.discussions.take_requests(7) == []
        assert await unit.discussions.take_requests(8) == [GROUP]


async def test_a_channel_is_discussed_where_telegram_says(database: Database) -> None:
    await post_an_article(database, 77)
    async with database.reading() as unit:
        assert await unit.outlets.is_discussed_in(GROUP)
        assert not await unit.outlets.is_discussed_in(GROUP - 1)
