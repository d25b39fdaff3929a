"""Ephemeral messages: one member of a group sees them."""

import pytest

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

BUTTON = {"inline_keyboard": [[{"text": "Войти", "callback_data": "in"}]]}


@pytest.fixture
def boris(emulator: Emulator, group: Group) -> Person:
    """A member of the group, in which the bot is an administrator."""
    boris = emulator.person("Boris")
    group.adds(boris.user)
    group.adds(emulator.world.bot, "administrator")
    return boris


async def test_one_member_sees_it_and_it_is_changed_by_its_own_id(
    api: Api, group: Group, anna: Person, boris: Person
) -> None:
    to = {"receiver_user_id": boris.id}
    sent = await api.ok("sendMessage", chat_id=group.id, text="Вам", ephemeral_message_parameters=to)
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, boris.id)
    assert boris.whispers(group) == [sent]
    assert (anna.whispers(group), group.messages) == ([], [])
    named = {"chat_id": group.id, "ephemeral_message_id": sent["ephemeral_message_id"], **to}
    await api.ok("editEphemeralMessageText", **named, text="Только вам", reply_markup=BUTTON)
    await boris.sees("Только вам", chat=group)
    with pytest.raises(AssertionError, match="does not see"):
        await anna.sees("Только вам", 0.01, chat=group)
    await api.ok("deleteEphemeralMessage", **named)
    assert boris.whispers(group) == []
    refusal = await api.refusal("deleteEphemeralMessage", **named)
    assert refusal == (400, "Bad Request: message to delete not found")


async def test_its_button_names_the_ephemeral_message(api: Api, group: Group, boris: Person) -> None:
    to = {"receiver_user_id": boris.id}
    await api.ok("sendMessage", chat_id=group.id, text="Вам", ephemeral_message_parameters=to, reply_markup=BUTTON)
    await boris.presses("Войти", chat=group, timeout=0.01)
    (update,) = await api.ok("getUpdates")
    message = update["callback_query"]["message"]
    assert (message["message_id"], message["ephemeral_message_id"]) == (0, 1)


async def test_an_ordinary_member_may_whisper_only_to_who_pressed_a_button(
    emulator: Emulator, api: Api, group: Group, boris: Person
) -> None:
    group.adds(emulator.world.bot)
    to = {"receiver_user_id": boris.id}
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Вам", ephemeral_message_parameters=to)
    assert refusal == (400, "Bad Request: not enough rights to send ephemeral messages")
    await api.ok("sendMessage", chat_id=group.id, text="Всем", reply_markup=BUTTON)
    await boris.presses("Войти", chat=group, timeout=0.01)
    query = (await api.ok("getUpdates"))[-1]["callback_query"]["id"]
    to |= {"callback_query_id": query}
    await api.ok("sendMessage", chat_id=group.id, text="Вам", ephemeral_message_parameters=to)
    assert len(boris.whispers(group)) == 1


async def test_it_is_for_members_of_groups(emulator: Emulator, api: Api, group: Group, boris: Person) -> None:
    stranger = {"receiver_user_id": emulator.person("Чужой").id}
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Вам", ephemeral_message_parameters=stranger)
    assert refusal == (400, "Bad Request: PARTICIPANT_ID_INVALID")
    await boris.says("/start")
    to = {"receiver_user_id": boris.id}
    refusal = await api.refusal("sendMessage", chat_id=boris.id, text="Вам", ephemeral_message_parameters=to)
    assert refusal == (400, "Bad Request: ephemeral messages can be sent only in groups and supergroups")
