"""Parts: the messages of an act are stored once, found by each of them and by their album, and deleted together."""

from news.ports.parts import Part
from storage import Database
from tests.storage.samples import at

CHAT = 70
FIRST = Part(CHAT, 5, 5, "one", "album")
SECOND = Part(CHAT, 6, 5, "two", "album")
TEXT = Part(CHAT, 9, 9, "text")


async def keep(database: Database, *parts: Part, second: int = 0) -> None:
    async with database.writing() as unit:
        await unit.parts.keep(parts, at(second))


async def test_the_parts_of_an_act_are_found_in_their_order_by_any_of_them(database: Database, other: Database) -> None:
    await keep(database, SECOND, FIRST, TEXT)

    async with other.reading() as unit:
        assert await unit.parts.of_act(CHAT, 5) == [FIRST, SECOND]
        assert await unit.parts.act_of_message(CHAT, 6) == 5
        assert await unit.parts.act_of_album(CHAT, "album") == 5
        assert await unit.parts.act_of_message(CHAT, 7) is None
        assert await unit.parts.act_of_album(CHAT, "another") is None
        assert await unit.parts.of_act(CHAT + 1, 5) == []


async def test_a_part_that_comes_again_has_the_new_content_and_stays_in_its_act(database: Database) -> None:
    await keep(database, FIRST, SECOND)

    await keep(database, Part(CHAT, 6, 6, "changed", "album"))

    async with database.reading() as unit:
        assert await unit.parts.of_act(CHAT, 5) == [FIRST, Part(CHAT, 6, 5, "changed", "album")]


async def test_an_act_is_forgotten_alone_or_by_its_age(database: Database) -> None:
    await keep(database, FIRST, SECOND)
    await keep(database, TEXT, second=9)

    async with database.writing() as unit:
        await unit.parts.forget_older(at(5))
        assert await unit.parts.of_act(CHAT, 5) == []
        assert await unit.parts.of_act(CHAT, 9) == [TEXT]
        await unit.parts.forget(CHAT, 9)
        assert await unit.parts.of_act(CHAT, 9) == []
