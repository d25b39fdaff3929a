"""Methods by which the bot introduces itself: who it is, what it says of itself, its menus of commands."""

from emulator.access import find
from emulator.commands import DEFAULT, Scope
from emulator.profile import check_language
from emulator.wire import Json, bad_request
from emulator.world import World


async def get_me(world: World, given: Json) -> Json:
    """GetMe: the account, that it is in privacy mode, and whether in inline mode."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.profile.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot.as_json() | abilities


async def set_my_name(world: World, given: Json) -> bool:
    """SetMyName."""
    return _keep(world, "name", given)


async def get_my_name(world: World, given: Json) -> Json:
    """GetMyName."""
    return _tell(world, "name", given)


async def set_my_description(world: World, given: Json) -> bool:
    """SetMyDescription."""
    return _keep(world, "description", given)


async def get_my_description(world: World, given: Json) -> Json:
    """GetMyDescription."""
    return _tell(world, "description", given)


async def set_my_short_description(world: World, given: Json) -> bool:
    """SetMyShortDescription."""
    return _keep(world, "short_description", given)


async def get_my_short_description(world: World, given: Json) -> Json:
    """GetMyShortDescription."""
    return _tell(world, "short_description", given)


async def set_my_commands(world: World, given: Json) -> bool:
    """SetMyCommands for one scope and language; without a language, for all that have no list of their own."""
    world.profile.menus.set(_scope(world, given), _language(given), given["commands"])
    world.pulse.beat()
    return True


async def get_my_commands(world: World, given: Json) -> list[Json]:
    """GetMyCommands for exactly one scope and language."""
    return world.profile.menus.get(_scope(world, given), _language(given))


async def delete_my_commands(world: World, given: Json) -> bool:
    """DeleteMyCommands of one scope and language; a wider scope shows through then."""
    world.profile.menus.delete(_scope(world, given), _language(given))
    world.pulse.beat()
    return True


async def set_chat_menu_button(world: World, given: Json) -> bool:
    """SetChatMenuButton of one private chat or, without `chat_id`, of all others."""
    chat_id = given.get("chat_id")
    if chat_id is not None and find(world, chat_id).type != "private":
        raise bad_request("menu buttons are of private chats")
    world.profile.menu_buttons[chat_id] = given.get("menu_button", {"type": "default"})
    return True


async def get_chat_menu_button(world: World, given: Json) -> Json:
    """GetChatMenuButton."""
    return world.profile.menu_button(given.get("chat_id"))


def _keep(world: World, kind: str, given: Json) -> bool:
    world.profile.set_text(kind, given.get("language_code", ""), given.get(kind, ""))
    return True


def _tell(world: World, kind: str, given: Json) -> Json:
    return {kind: world.profile.text(kind, given.get("language_code", ""))}


def _language(given: Json) -> str:
    return check_language(given.get("language_code", ""))


def _scope(world: World, given: Json) -> Scope:
    """The scope as a key. Raises a 400 for a chat or a member that does not exist, or for a channel."""
    scope = given.get("scope")
    if scope is None:
        return DEFAULT
    if "chat_id" not in scope:
        return (scope["type"],)
    chat = find(world, scope["chat_id"])
    if chat.type == "channel" or (chat.type == "private" and scope["type"] != "chat"):
        raise bad_request("can't set commands of such a scope in this chat")
    if not chat.started:
        raise bad_request("chat not found")
    if "user_id" not in scope:
        return (scope["type"], chat.id)
    if scope["user_id"] not in chat.statuses:
        raise bad_request("user not found")
    return (scope["type"], chat.id, scope["user_id"])
