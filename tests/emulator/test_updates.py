"""The queue of updates: ids, allowed kinds, redelivery, and raw updates."""

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api


async def test_only_allowed_kinds_enter_the_queue_and_the_choice_is_kept(api: Api, anna: Person) -> None:
    await api.ok("getUpdates", allowed_updates=["edited_message"])
    sent = await anna.says("one")
    await anna.edits(sent["message_id"], "two")
    updates = await api.ok("getUpdates")
    assert [update["edited_message"]["text"] for update in updates] == ["two"]


async def test_member_and_reaction_updates_come_only_if_allowed(api: Api, emulator: Emulator) -> None:
    emulator.world.inject({"chat_member": {}})
    assert await api.ok("getUpdates") == []
    await api.ok("getUpdates", allowed_updates=["chat_member"])
    emulator.world.inject({"chat_member": {}})
    assert len(await api.ok("getUpdates")) == 1


async def test_an_update_can_be_redelivered_after_it_was_confirmed(api: Api, emulator: Emulator, anna: Person) -> None:
    await anna.says("one")
    (update,) = await api.ok("getUpdates")
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == []
    emulator.redeliver(update["update_id"])
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await api.ok("getUpdates") == []


async def test_an_unknown_update_cannot_be_redelivered(emulator: Emulator) -> None:
    with pytest.raises(KeyError):
        emulator.redeliver(5)


async def test_any_raw_update_can_be_injected_with_or_without_a_number(api: Api, emulator: Emulator) -> None:
    first = emulator.world.inject({"strange": {"kind": ["of", "update"]}})
    later = emulator.world.inject({"update_id": first + 10, "message": "not even an object"})
    after = emulator.world.inject({"poll": {}})
    early = emulator.world.inject({"update_id": 5, "poll": {}})
    assert (later, after, early) == (first + 10, first + 11, 5)
    assert [update["update_id"] for update in await api.ok("getUpdates")] == [first, later, after, 5]
