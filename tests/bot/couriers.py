"""Couriers for tests: what they carry, and where to."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.courier import Courier
from bot.http_pool import ConnectionPool
from news.ledger import Address, Copy, Delivery, EditionKind, Message
from news.model import Article, Status
from news.outcomes import Outcome
from news.ports import EditionContent
from news.richtext import from_plain
from texts import Catalogs

MOMENT = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)


def article(number: int, title: str = "", text: str = "Движение пошло с утра. Пробок нет.") -> Article:
    title = title or f"Новость {number}"
    return Article(number, title, from_plain(text), Status.PUBLISHED, MOMENT, published_at=MOMENT)


ONE = EditionContent(1, (article(12, "Мост открыт"),), 1)
THREE = EditionContent(2, (article(14), article(13), article(12)), 3)


def make_courier(pool: ConnectionPool, **how: Any) -> Courier:
    return Courier(pool, Catalogs(ZoneInfo("Europe/Moscow")), SystemClock(), "vestnik_bot", **how)


async def carry(courier: Courier, push: EditionContent, delivery: Delivery) -> Outcome:
    """Send one delivery and return its outcome; a second outcome would be an error."""
    outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    courier.carry(push, delivery, outcome.set_result)
    async with asyncio.timeout(10):
        return await outcome


def to(chat_id: int, language: str = "ru", copy: Copy | int = (), **fields: Any) -> Delivery:
    copy = (Message(copy),) if isinstance(copy, int) else copy
    return Delivery(1, 1, 1, Address(chat_id), language, copy)._replace(**fields)


def corrected(title: str) -> EditionContent:
    """The correction of ONE."""
    return EditionContent(1, (replace(article(12, title), updated_at=MOMENT),), 1, EditionKind.CORRECTION)
