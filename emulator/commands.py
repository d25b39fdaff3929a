"""The command menus by scope and language, and the menu that a person sees.

See "Determining list of commands" at https://core.telegram.org/bots/api#botcommandscope.
"""

import re
from collections.abc import Iterator, Sequence

from emulator.chats import Chat, User
from emulator.errors import bad_request
from emulator.json_types import Json

MAX_COMMANDS = 100
Scope = tuple[str | int, ...]
DEFAULT: Scope = ("default",)


class CommandMenus:
    """The lists of commands by scope and language. The language "" applies to all languages without a list."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[Json]] = {}

    def set(self, scope: Scope, language: str, commands: Sequence[Json]) -> None:
        """Replaces a list; an empty list deletes it. Raises a 400 for a bad command."""
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        checked = [_checked(command) for command in commands]
        self.delete(scope, language)
        if checked:
            self._lists[scope, language] = checked

    def get(self, scope: Scope, language: str) -> list[Json]:
        """The list of exactly this scope and language."""
        return list(self._lists.get((scope, language), []))

    def delete(self, scope: Scope, language: str) -> None:
        """Deletes the list of exactly this scope and language."""
        self._lists.pop((scope, language), None)

    def visible_to(self, user: User, chat: Chat) -> list[Json]:
        """The commands that the user sees in the chat: from the narrowest scope, there in the user's language first."""
        language = (user.language_code or "").partition("-")[0]
        for scope in _scopes(user, chat):
            found = self.get(scope, language) or self.get(scope, "")
            if found:
                return found
        return []


def _scopes(user: User, chat: Chat) -> Iterator[Scope]:
    """The scopes that apply to a user in a chat, the narrowest first."""
    if chat.type == "private":
        yield from (("chat", chat.id), ("all_private_chats",), DEFAULT)
        return
    is_admin = chat.statuses.get(user.id) in {"creator", "administrator"}
    yield ("chat_member", chat.id, user.id)
    if is_admin:
        yield ("chat_administrators", chat.id)
    yield ("chat", chat.id)
    if is_admin:
        yield ("all_chat_administrators",)
    yield from (("all_group_chats",), DEFAULT)


def _checked(command: Json) -> Json:
    """The command as Telegram stores it: the name without its slash and in lower case."""
    name = command["command"].removeprefix("/").lower()
    description = command["description"].strip()
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command | {"command": name, "description": description}
