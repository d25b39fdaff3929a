"""The desk of digests in channels: who may begin them, at which hours they come, and what ends them."""

import pytest

from news.choice.changes import with_pace
from news.choice.preferences import Breaking, Pace
from news.digest_desk import USUAL_HOURS
from news.errors import NotAllowed, OutletUnknown
from news.ledger import Address, PlaceKind
from news.model import Reader
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.outlets import RIGHT_LOST
from news.posts import OutletChat
from storage import Database
from tests.news.outlets import ADMIN, CHANNEL, connected, demote, notices, promote

ADDRESS = Address(CHANNEL)


async def is_subscribed(database: Database, address: Address = ADDRESS) -> bool:
    """Whether a place is subscribed, as another connection sees it."""
    async with database.reading() as unit:
        subscription = await unit.subscriptions.get(address)
    return subscription is not None and subscription.active


async def test_a_channel_gets_no_digests_until_they_are_turned_on(news: Newsroom, other: Database) -> None:
    outlet = await connected(news)
    assert not (await news.digests.get(ADMIN, outlet.place.id)).chosen.subscribed

    shown, chosen = await news.digests.turn(ADMIN, outlet.place.id, on=True)

    assert shown == outlet
    assert chosen.subscribed
    timetable = chosen.preferences.timetable
    assert (timetable.pace, timetable.hours, timetable.breaking) == (Pace.HOURS, USUAL_HOURS, Breaking.AS_OTHERS)
    async with other.reading() as unit:
        subscription = await unit.subscriptions.get(ADDRESS)
    assert subscription is not None
    assert (subscription.active, subscription.started_by) == (True, ADMIN.id)
    assert subscription.place.kind is PlaceKind.CHANNEL


async def test_a_channel_keeps_the_timetable_that_it_had(news: Newsroom, other: Database) -> None:
    place = (await connected(news)).place.id
    await news.digests.turn(ADMIN, place, on=True)
    await news.choice.change(ADDRESS, "", lambda before: with_pace(before, Pace.HOURLY))
    assert not (await news.digests.turn(ADMIN, place, on=False)).chosen.subscribed
    assert not await is_subscribed(other)

    chosen = (await news.digests.turn(ADMIN, place, on=True)).chosen

    assert chosen.preferences.timetable.pace is Pace.HOURLY


async def test_a_button_pressed_again_changes_nothing(news: Newsroom) -> None:
    place = (await connected(news)).place.id
    await news.digests.turn(ADMIN, place, on=True)
    at_once = await news.choice.change(ADDRESS, "", lambda before: with_pace(before, Pace.AT_ONCE))

    assert (await news.digests.turn(ADMIN, place, on=True)).chosen == at_once


async def test_every_verb_asks_for_the_deed(news: Newsroom, editor: Reader, other: Database) -> None:
    place = (await connected(news)).place.id
    for refused in (
        news.digests.channel(editor, place),
        news.digests.get(editor, place),
        news.digests.turn(editor, place, on=True),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert not await is_subscribed(other)


async def test_groups_questions_and_unknown_places_have_no_digests(news: Newsroom) -> None:
    group = await news.outlets.propose(ADMIN, Address(-5), PlaceKind.GROUP, OutletChat("Соседи"))
    await news.outlets.arrange(ADMIN, group.place.id, active=True)
    asked = await news.outlets.propose(ADMIN, ADDRESS, PlaceKind.CHANNEL, OutletChat("Вестник"))
    for place in (group.place.id, asked.place.id, 999):
        with pytest.raises(OutletUnknown):
            await news.digests.turn(ADMIN, place, on=True)


@pytest.mark.parametrize("has_posts", [True, False])
async def test_digests_end_with_the_right_to_post_and_a_lost_channel_gets_none(
    news: Newsroom, other: Database, has_posts: bool
) -> None:
    place = (await connected(news)).place.id
    await news.digests.turn(ADMIN, place, on=True)
    await news.outlets.arrange(ADMIN, place, active=has_posts)

    await demote(news, loss=RIGHT_LOST)

    assert not await is_subscribed(other)
    posts_lost = [NoticeKind.OUTLET_LOST] if has_posts else []
    assert [notice.what for notice in await notices(other)] == [*posts_lost, NoticeKind.DIGESTS_LOST]
    if has_posts:
        assert not (await news.digests.turn(ADMIN, place, on=True)).chosen.subscribed
    await promote(news, ADMIN)
    assert (await news.digests.turn(ADMIN, place, on=True)).chosen.subscribed


async def test_digests_end_with_the_outlet_but_a_group_stays_subscribed(news: Newsroom, other: Database) -> None:
    place = (await connected(news)).place.id
    await news.digests.turn(ADMIN, place, on=True)
    group = await news.outlets.propose(ADMIN, Address(-5), PlaceKind.GROUP, OutletChat("Соседи"))
    await news.subscriptions.start(Address(-5), "ru")

    for removed in (place, group.place.id):
        await news.outlets.remove(ADMIN, removed)

    assert not await is_subscribed(other)
    assert await is_subscribed(other, Address(-5))
