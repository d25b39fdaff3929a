"""Methods for the bot's account, its name and descriptions, its command menus and menu buttons."""

from emulator.access import require_chat
from emulator.commands import DEFAULT, Scope
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.profile import check_language
from emulator.world import World


async def get_me(world: World, parameters: Json) -> Json:
    """GetMe: the account, in privacy mode, with the present inline mode."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.profile.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot.as_json() | abilities


async def set_my_name(world: World, parameters: Json) -> bool:
    """SetMyName."""
    return _keep(world, "name", parameters)


async def get_my_name(world: World, parameters: Json) -> Json:
    """GetMyName."""
    return _tell(world, "name", parameters)


async def set_my_description(world: World, parameters: Json) -> bool:
    """SetMyDescription."""
    return _keep(world, "description", parameters)


async def get_my_description(world: World, parameters: Json) -> Json:
    """GetMyDescription."""
    return _tell(world, "description", parameters)


async def set_my_short_description(world: World, parameters: Json) -> bool:
    """SetMyShortDescription."""
    return _keep(world, "short_description", parameters)


async def get_my_short_description(world: World, parameters: Json) -> Json:
    """GetMyShortDescription."""
    return _tell(world, "short_description", parameters)


async def set_my_commands(world: World, parameters: Json) -> bool:
    """SetMyCommands for one scope and language; without a language, for all languages without a list."""
    world.profile.menus.set(_scope(world, parameters), _language(parameters), parameters["commands"])
    world.changes.notify()
    return True


async def get_my_commands(world: World, parameters: Json) -> list[Json]:
    """GetMyCommands for exactly one scope and language."""
    return world.profile.menus.get(_scope(world, parameters), _language(parameters))


async def delete_my_commands(world: World, parameters: Json) -> bool:
    """DeleteMyCommands of one scope and language; then a wider scope applies."""
    world.profile.menus.delete(_scope(world, parameters), _language(parameters))
    world.changes.notify()
    return True


async def set_chat_menu_button(world: World, parameters: Json) -> bool:
    """SetChatMenuButton of one private chat or, without `chat_id`, the default."""
    chat_id = parameters.get("chat_id")
    if chat_id is not None and require_chat(world, chat_id).type != "private":
        raise bad_request("menu buttons exist only in private chats")
    world.profile.menu_buttons[chat_id] = parameters.get("menu_button", {"type": "default"})
    return True


async def get_chat_menu_button(world: World, parameters: Json) -> Json:
    """GetChatMenuButton."""
    return world.profile.menu_button(parameters.get("chat_id"))


def _keep(world: World, kind: str, parameters: Json) -> bool:
    world.profile.set_text(kind, parameters.get("language_code", ""), parameters.get(kind, ""))
    return True


def _tell(world: World, kind: str, parameters: Json) -> Json:
    return {kind: world.profile.text(kind, parameters.get("language_code", ""))}


def _language(parameters: Json) -> str:
    return check_language(parameters.get("language_code", ""))


def _scope(world: World, parameters: Json) -> Scope:
    """The scope as a key. Raises a 400 for an unknown chat or member, and for a channel."""
    scope = parameters.get("scope")
    if scope is None:
        return DEFAULT
    if "chat_id" not in scope:
        return (scope["type"],)
    chat = require_chat(world, scope["chat_id"])
    if chat.type == "channel" or (chat.type == "private" and scope["type"] != "chat"):
        raise bad_request("can't set commands of such a scope in this chat")
    if not chat.started:
        raise bad_request("chat not found")
    if "user_id" not in scope:
        return (scope["type"], chat.id)
    if scope["user_id"] not in chat.statuses:
        raise bad_request("user not found")
    return (scope["type"], chat.id, scope["user_id"])
