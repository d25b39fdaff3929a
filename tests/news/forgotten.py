"""Steps of tests about persons who are forgotten, and where such a person is still named."""

from news.forgetting import LOOK_AGAIN, ForgettingDesk
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.personal_data import PERSONAL_TABLES
from news.privacy_rules import SECOND_THOUGHTS
from storage import Database
from tests.news.conftest import HandClock
from tests.storage.samples import raw


async def says(news: Newsroom, reader: Reader, article: Article, *texts: str) -> list[int]:
    """Store comments, ten minutes apart, as far as the clock is concerned."""
    found = []
    for message, text in enumerate(texts, 1):
        found.append((await news.comments.add(reader, article.number, text, reader.id, message)).id)
    return found


async def tell(database: Database) -> None:
    """Let everything that is to be sent arrive."""
    async with database.writing() as unit:
        await raw(unit, "UPDATE deliveries SET state = 'sent', message_id = 5 WHERE state = 'pending'")


async def come_of_age(news: Newsroom, database: Database, clock: HandClock, desk: ForgettingDesk | None = None) -> None:
    """Let a day pass, and carry out every wish."""
    desk = desk or news.forgetting
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    while await desk.tick():
        pass
    await tell(database)
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    while await desk.tick():
        pass


async def naming(database: Database, reader_id: int) -> set[str]:
    """Return the columns in which a person is still named, whatever they are called."""
    found = set()
    async with database.reading() as unit:
        for table in PERSONAL_TABLES:
            for each in table.namings:
                if each.column in {"place_id", "id"} and table.name != "readers":
                    continue
                if await raw(unit, f"SELECT 1 FROM {table.name} WHERE {each.column} = {reader_id}"):  # noqa: S608
                    found.add(f"{table.name}.{each.column}")
    return found
