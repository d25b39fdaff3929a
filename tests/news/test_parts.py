"""The parts desk: whose acts it keeps, what is added to an act, and for how long."""

import pytest

from news.errors import NotAllowed
from news.model import Reader
from news.newsroom import Newsroom
from news.parts import LIFETIME
from news.ports.parts import Part
from news.roles import Role
from tests.news.conftest import HandClock

CHAT = 70
EDITOR = Reader(CHAT, Role.EDITOR, "ru")
MEMBER = Reader(CHAT, Role.MEMBER, "ru")
FIRST = Part(CHAT, 5, 5, "one", "album")
LATE = Part(CHAT, 8, 8, "late", "album")


async def test_nothing_that_a_reader_writes_is_kept(news: Newsroom) -> None:
    for verb in (
        news.parts.keep(MEMBER, [FIRST]),
        news.parts.of_act(MEMBER, CHAT, 5),
        news.parts.forget(MEMBER, CHAT, 5),
    ):
        with pytest.raises(NotAllowed):
            await verb
    await news.parts.keep(EDITOR, [FIRST])
    assert await news.parts.add(MEMBER, [LATE]) == ()
    assert await news.parts.of_act(EDITOR, CHAT, 5) == [FIRST]


async def test_a_late_item_of_an_album_joins_its_act_once(news: Newsroom) -> None:
    await news.parts.keep(EDITOR, [FIRST])
    whole = [FIRST, Part(CHAT, 8, 5, "late", "album")]

    for _ in range(2):
        assert await news.parts.add(EDITOR, [LATE]) == whole

    assert await news.parts.of_act(EDITOR, CHAT, 5) == whole


async def test_a_changed_part_is_replaced_and_an_unknown_one_is_not_stored(news: Newsroom) -> None:
    await news.parts.keep(EDITOR, [FIRST])

    assert await news.parts.add(EDITOR, [Part(CHAT, 5, 5, "changed", "album")]) == [
        Part(CHAT, 5, 5, "changed", "album")
    ]
    assert await news.parts.add(EDITOR, [Part(CHAT, 9, 9, "text")]) == ()
    assert await news.parts.of_act(EDITOR, CHAT, 9) == []


async def test_an_act_is_kept_as_long_as_telegram_lets_it_be_edited(news: Newsroom, clock: HandClock) -> None:
    await news.parts.keep(EDITOR, [FIRST])
    clock.passes(seconds=LIFETIME.total_seconds() - 1)
    await news.parts.clean_up()
    assert await news.parts.of_act(EDITOR, CHAT, 5) == [FIRST]

    clock.passes(seconds=2)
    await news.parts.clean_up()

    assert await news.parts.of_act(EDITOR, CHAT, 5) == []
