"""Outlets for tests: channels that the staff has connected, and an admin who did so."""

from typing import Any

from news.ledger import Address, PlaceKind
from news.model import Reader
from news.newsroom import Newsroom
from news.notices import Notice
from news.outlets import REMOVED
from news.posts import Outlet, OutletChat
from news.roles import Role
from storage import Database
from tests.clocks import START
from tests.news.conftest import ADMIN_ID

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
CHANNEL = -1001


async def promote(
    news: Newsroom, actor: Reader, chat_id: int = CHANNEL, title: str = "Вестник", *, is_new: bool = True
) -> None:
    """Tell the newsroom that the bot may post in a channel now."""
    chat = OutletChat(title)
    await news.outlets.follow(actor, Address(chat_id), PlaceKind.CHANNEL, chat, loss=None, is_new=is_new)


async def demote(news: Newsroom, actor: Reader = ADMIN, chat_id: int = CHANNEL, loss: str = REMOVED) -> None:
    """Tell the newsroom that the bot may post in a channel no more."""
    chat = OutletChat("Вестник")
    await news.outlets.follow(actor, Address(chat_id), PlaceKind.CHANNEL, chat, loss=loss, is_new=False)


async def connected(news: Newsroom, chat_id: int = CHANNEL, title: str = "Вестник", **arrangement: Any) -> Outlet:
    """Connect a channel, as its administrator does."""
    address = Address(chat_id)
    outlet = await news.outlets.propose(ADMIN, address, PlaceKind.CHANNEL, OutletChat(title))
    return await news.outlets.arrange(ADMIN, outlet.place.id, active=True, **arrangement)


async def notices(database: Database) -> list[Notice]:
    """Return every notice of the ledger, oldest first."""
    async with database.reading() as unit:
        connection = unit.deliveries._connection  # type: ignore[attr-defined]
        rows = await connection.fetch("SELECT notice FROM editions WHERE notice IS NOT NULL ORDER BY id")
    return [Notice.load(row["notice"]) for row in rows]
