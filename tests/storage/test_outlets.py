"""Outlets in the database: stored, moved, and in which order their posts are claimed. On both engines."""

from news.ledger import Address, DeliveryState, PlaceKind
from news.posts import POST_RULES, Look, Outlet, OutletChat, OutletState, Template, Trouble
from storage import Database
from tests.storage.samples import NOON, article, at, claim, counts, settle, settled


async def outlet(database: Database, chat: int, state: OutletState = OutletState.ACTIVE) -> int:
    """Store an outlet and return its place."""
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(chat), kind=PlaceKind.CHANNEL)
        assert await unit.outlets.ask(place, OutletChat("Channel"))
        await unit.outlets.arrange(place, state=state)
    return place


async def post(database: Database, *places: int, key: str = "news") -> int:
    """Open the post of a published article."""
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article(key, published_at=NOON))
        looks = {place: Look().dump() for place in places}
        return await unit.editions.announce([number], POST_RULES, NOON, places=places, variants=looks)


async def found(database: Database, place: int) -> Outlet:
    async with database.reading() as unit:
        result = await unit.outlets.get(place)
    assert result is not None
    return result


async def test_an_outlet_is_found_as_it_was_arranged(database: Database) -> None:
    place = await outlet(database, -5, OutletState.OFF)
    async with database.writing() as unit:
        assert await unit.outlets.arrange(place, template=Template.FULL, silent=True, words="Читать", topics=["Спорт"])
        await unit.outlets.describe(place, OutletChat("Вестник", "vestnik", -9))
        await unit.outlets.note_error(place, "kicked", at(5))
        assert not await unit.outlets.ask(place, OutletChat("Other"))
        assert not await unit.outlets.arrange(place + 1, silent=True)
    one = await found(database, place)
    assert (one.place.address, one.place.kind, one.state) == (Address(-5), PlaceKind.CHANNEL, OutletState.OFF)
    assert (one.template, one.silent, one.words, one.topics) == (Template.FULL, True, "Читать", ("Спорт",))
    assert (one.chat, one.error, one.error_at) == (OutletChat("Вестник", "vestnik", -9), "kicked", at(5))


async def test_a_state_is_changed_by_one_of_two(database: Database) -> None:
    place = await outlet(database, -5)
    async with database.writing() as unit:
        changes = [await unit.outlets.change_state(place, OutletState.ACTIVE, OutletState.LOST) for _ in range(2)]
    assert changes == [True, False]


async def test_a_place_gets_one_post_at_a_time_and_each_place_its_own(database: Database) -> None:
    slow, quick = await outlet(database, -5), await outlet(database, -6)
    first = await post(database, slow, quick)
    second = await post(database, slow, quick, key="second")
    in_flight = await claim(database, 20)
    assert [(each.edition, each.place, each.tries) for each in in_flight] == [(first, quick, 1), (first, slow, 1)]
    await settle(database, settled(in_flight[0], DeliveryState.SENT, message_id=1), seconds=21)
    (next_one,) = await claim(database, 30)
    assert (next_one.edition, next_one.place, next_one.tries) == (second, quick, 1)
    await settle(database, settled(in_flight[1], DeliveryState.PENDING, next_try_at=at(100)), seconds=31)
    assert await claim(database, 90) == [], "the second one waits for the retry of the first"
    (again,) = await claim(database, 100)
    assert (again.edition, again.place) == (first, slow)


async def test_what_waits_for_a_place_that_is_no_outlet_any_more_is_cancelled(database: Database) -> None:
    removed, off = await outlet(database, -5), await outlet(database, -6)
    edition = await post(database, removed, off)
    async with database.writing() as unit:
        assert await unit.outlets.remove(removed)
        assert not await unit.outlets.remove(removed)
        await unit.outlets.arrange(off, state=OutletState.OFF)
    assert await claim(database) == []
    assert await counts(database, edition) == {"cancelled": 2}


async def test_failures_of_posts_are_told_of_once_and_others_are_not(database: Database) -> None:
    place = await outlet(database, -5)
    await post(database, place)
    (claimed,) = await claim(database)
    failure = settled(claimed, DeliveryState.FAILED, error="no answer", unknown=True)
    for seconds in (30, 40):  # the process did not hear that the first commit succeeded
        async with database.writing() as unit:
            await unit.deliveries.settle([failure], at(seconds))
            told = await unit.outlets.failed_posts([(claimed.edition, place), (claimed.edition, 999)], at(seconds))
        assert [failed.trouble for failed in told] == ([Trouble.UNKNOWN] if seconds == 30 else [])


async def test_posts_are_never_folded(database: Database) -> None:
    place = await outlet(database, -5)
    edition = await post(database, place)
    (claimed,) = await claim(database)
    await settle(database, settled(claimed, DeliveryState.SENT, message_id=7))
    await claim(database, 40)
    async with database.writing() as unit:
        assert not await unit.editions.fold(at(10**6), 100)
        stored = await unit.editions.get(edition)
    assert stored is not None
    assert stored.finished
