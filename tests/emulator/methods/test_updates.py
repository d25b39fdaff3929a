"""getUpdates: offsets, limits, long polling, and two pollers."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from emulator import Emulator, Person
from tests.emulator.api_client import Api


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def says_all(person: Person, *words: str) -> None:
    for word in words:
        await person.says(word)


async def test_updates_are_numbered_one_after_another_and_stay_until_confirmed(api: Api, anna: Person) -> None:
    await says_all(anna, "one", "two", "three")
    first = await api.ok("getUpdates")
    assert texts(first) == ["one", "two", "three"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    assert await api.ok("getUpdates") == first
    assert texts(await api.ok("getUpdates", offset=first[1]["update_id"])) == ["two", "three"]
    assert await api.ok("getUpdates", offset=first[-1]["update_id"] + 1) == []


async def test_a_negative_offset_removes_all_but_the_last(api: Api, anna: Person) -> None:
    await says_all(anna, "one", "two", "three")
    assert texts(await api.ok("getUpdates", offset=-2)) == ["two", "three"]
    assert texts(await api.ok("getUpdates")) == ["two", "three"]


async def test_at_most_limit_updates_are_returned_and_never_more_than_a_hundred(api: Api, anna: Person) -> None:
    await says_all(anna, *(str(number) for number in range(105)))
    assert texts(await api.ok("getUpdates", limit=2)) == ["0", "1"]
    assert len(await api.ok("getUpdates", limit=1000)) == 100


async def test_a_poll_waits_for_an_update_and_returns_at_once_when_it_comes(bot: Bot, anna: Person) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.02)
        assert not poll.done()
        await anna.says("at last")
    (update,) = poll.result()
    assert update.message is not None
    assert update.message.text == "at last"


@pytest.mark.slow
async def test_a_poll_without_updates_ends_empty_after_its_timeout(api: Api) -> None:
    async with asyncio.timeout(3):
        assert await api.ok("getUpdates", timeout=1) == []


async def test_the_older_of_two_pollers_gets_a_conflict(api: Api, anna: Person) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as tasks:
        older = tasks.create_task(api.refusal("getUpdates", timeout=30))
        await asyncio.sleep(0.02)
        newer = tasks.create_task(api.ok("getUpdates", timeout=30))
        assert await older == (
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )
        await anna.says("for the newer one")
    assert texts(newer.result()) == ["for the newer one"]


async def test_polling_fails_while_a_webhook_is_set_and_setting_one_ends_a_poll(api: Api) -> None:
    async with asyncio.timeout(3), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(api.refusal("getUpdates", timeout=30))
        await asyncio.sleep(0.02)
        await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    assert poll.result() == (409, "Conflict: terminated by setWebhook request")
    code, description = await api.refusal("getUpdates")
    assert code == 409
    assert description.startswith("Conflict: can't use getUpdates method while webhook is active")
    await api.ok("deleteWebhook")
    assert await api.ok("getUpdates") == []


async def test_a_poll_ends_when_the_emulator_closes() -> None:
    async with (
        asyncio.timeout(3),
        aiohttp.ClientSession() as session,
        asyncio.TaskGroup() as tasks,
        Emulator() as emulator,
    ):
        poll = tasks.create_task(Api(emulator, session).ok("getUpdates", timeout=50))
        await asyncio.sleep(0.02)
    assert poll.result() == []
