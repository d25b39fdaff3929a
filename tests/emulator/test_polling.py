"""getUpdates: offsets, limits, waiting, two pollers, kinds that were asked for, updates that come again."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from emulator import Emulator, Person
from tests.emulator.conftest import Api


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


async def test_a_negative_offset_forgets_all_but_the_last(api: Api, anna: Person) -> None:
    await says_all(anna, "one", "two", "three")
    assert texts(await api.ok("getUpdates", offset=-2)) == ["two", "three"]
    assert texts(await api.ok("getUpdates")) == ["two", "three"]


async def test_at_most_the_limit_is_given_and_never_more_than_a_hundred(api: Api, anna: Person) -> None:
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


async def test_a_poll_without_updates_ends_empty_after_its_timeout(api: Api) -> None:
    async with asyncio.timeout(3):
        assert await api.ok("getUpdates", timeout=1) == []


async def test_the_older_of_two_pollers_is_told_of_the_conflict(api: Api, anna: Person) -> None:
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


async def test_nobody_polls_while_a_webhook_is_set_and_setting_one_ends_a_poll(api: Api) -> None:
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


async def test_only_the_kinds_that_were_asked_for_enter_the_queue_and_the_choice_is_remembered(
    api: Api, anna: Person
) -> None:
    await api.ok("getUpdates", allowed_updates=["edited_message"])
    sent = await anna.says("one")
    await anna.edits(sent["message_id"], "two")
    updates = await api.ok("getUpdates")
    assert [update["edited_message"]["text"] for update in updates] == ["two"]


async def test_members_and_reactions_come_only_when_asked_for(api: Api, emulator: Emulator) -> None:
    emulator.world.inject({"chat_member": {}})
    assert await api.ok("getUpdates") == []
    await api.ok("getUpdates", allowed_updates=["chat_member"])
    emulator.world.inject({"chat_member": {}})
    assert len(await api.ok("getUpdates")) == 1


async def test_an_update_comes_again_even_after_it_was_confirmed(api: Api, emulator: Emulator, anna: Person) -> None:
    await anna.says("one")
    (update,) = await api.ok("getUpdates")
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == []
    emulator.redeliver(update["update_id"])
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await api.ok("getUpdates") == []


async def test_an_update_that_never_was_cannot_come_again(emulator: Emulator) -> None:
    with pytest.raises(KeyError):
        emulator.redeliver(5)


async def test_any_raw_update_can_be_injected_with_or_without_a_number(api: Api, emulator: Emulator) -> None:
    first = emulator.world.inject({"strange": {"kind": ["of", "update"]}})
    later = emulator.world.inject({"update_id": first + 10, "message": "not even an object"})
    after = emulator.world.inject({"poll": {}})
    early = emulator.world.inject({"update_id": 5, "poll": {}})
    assert (later, after, early) == (first + 10, first + 11, 5)
    assert [update["update_id"] for update in await api.ok("getUpdates")] == [first, later, after, 5]


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
