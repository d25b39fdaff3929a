"""Command menus: the rules of a list, and the list that a person sees."""

from typing import Any

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"does {name}"} for name in names]


def seen(person: Person, chat: Any = None) -> list[str]:
    return [command["command"] for command in person.commands(chat)]


async def test_a_private_chat_shows_the_narrowest_scope_and_there_the_users_language(api: Api, anna: Person) -> None:
    own = {"type": "chat", "chat_id": anna.id}
    private = {"type": "all_private_chats"}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("default", {}),
        ("default_ru", {"language_code": "ru"}),
        ("private", {"scope": private}),
        ("private_ru", {"scope": private, "language_code": "ru"}),
        ("own", {"scope": own}),
        ("own_ru", {"scope": own, "language_code": "ru"}),
    ]
    for name, where in steps:
        await api.ok("setMyCommands", commands=menu(name), **where)
        assert seen(anna) == [name]
    for name, where in reversed(steps):
        assert seen(anna) == [name]
        await api.ok("deleteMyCommands", **where)
    assert seen(anna) == []


async def test_another_language_sees_the_list_without_a_language(api: Api, emulator: Emulator) -> None:
    await api.ok("setMyCommands", commands=menu("all"))
    await api.ok("setMyCommands", commands=menu("russian"), language_code="ru")
    assert seen(emulator.person("Boris", language="be")) == ["all"]
    assert seen(emulator.person("Vera", language="ru-RU")) == ["russian"]
    assert seen(emulator.person("Galina", language=None)) == ["all"]


async def test_in_a_group_administrators_and_single_members_have_their_own(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    boris = emulator.person("Boris")
    group = emulator.group("Редакция", admins=[anna], members=[boris])
    await api.ok("setMyCommands", commands=menu("private"), scope={"type": "all_private_chats"})
    await api.ok("setMyCommands", commands=menu("everywhere"))
    assert seen(anna, group) == seen(boris, group) == ["everywhere"]
    await api.ok("setMyCommands", commands=menu("groups"), scope={"type": "all_group_chats"})
    assert seen(boris, group) == ["groups"]
    await api.ok("setMyCommands", commands=menu("admins"), scope={"type": "all_chat_administrators"})
    assert (seen(anna, group), seen(boris, group)) == (["admins"], ["groups"])
    await api.ok("setMyCommands", commands=menu("here"), scope={"type": "chat", "chat_id": group.id})
    assert seen(anna, group) == seen(boris, group) == ["here"]
    here = {"type": "chat_administrators", "chat_id": group.id}
    await api.ok("setMyCommands", commands=menu("admins_here"), scope=here)
    assert (seen(anna, group), seen(boris, group)) == (["admins_here"], ["here"])
    only = {"type": "chat_member", "chat_id": group.id, "user_id": boris.id}
    await api.ok("setMyCommands", commands=menu("boris"), scope=only)
    assert seen(boris, group) == ["boris"]


async def test_commands_are_read_for_exactly_the_scope_and_language_they_were_set_for(api: Api) -> None:
    await api.ok("setMyCommands", commands=menu("/Read"), language_code="ru")
    assert await api.ok("getMyCommands", language_code="ru") == [{"command": "read", "description": "does /Read"}]
    assert await api.ok("getMyCommands") == []


async def test_an_empty_list_deletes_the_commands(api: Api, anna: Person) -> None:
    await api.ok("setMyCommands", commands=menu("all"))
    await api.ok("setMyCommands", commands=[], scope={"type": "all_private_chats"})
    assert seen(anna) == ["all"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": menu(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": menu("читать")}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("")}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("a" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "я" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu("a"), "language_code": "rus"}, "invalid language code specified"),
        ({"commands": menu("a"), "scope": {"type": "everybody"}}, '"scope" must be one of'),
        ({"commands": menu("a"), "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
        ({"commands": menu("a"), "scope": {"type": "chat"}}, "scope.chat_id is empty"),
    ],
)
async def test_a_bad_list_is_refused(api: Api, parameters: dict[str, Any], description: str) -> None:
    code, received = await api.refusal("setMyCommands", **parameters)
    assert code == 400
    assert received.startswith(f"Bad Request: {description}")


async def test_a_scope_must_fit_its_chat(api: Api, emulator: Emulator, anna: Person) -> None:
    stranger = emulator.person("Boris")
    group = emulator.group("Редакция", admins=[anna])
    channel = emulator.channel("Вестник", admins=[anna])
    for scope in (
        {"type": "chat", "chat_id": stranger.id},
        {"type": "chat", "chat_id": channel.id},
        {"type": "chat_administrators", "chat_id": anna.id},
        {"type": "chat_member", "chat_id": group.id, "user_id": stranger.id},
    ):
        assert (await api.refusal("setMyCommands", commands=menu("a"), scope=scope))[0] == 400
