"""The bot's name and descriptions by language, and its menu buttons."""

import re

from emulator.chats import User
from emulator.commands import CommandMenus
from emulator.errors import bad_request
from emulator.json_types import Json

MAX_CHARACTERS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """The bot's account, its texts by language, its command menus, and its menu buttons by chat (None: the default).

    `inline_mode` is what BotFather sets by /setinline.
    """

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.menus = CommandMenus()
        self.inline_mode = True
        self.menu_buttons: dict[int | None, Json] = {}
        self._texts: dict[tuple[str, str], str] = {("name", ""): bot.first_name}

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Sets a name, description or short description; an empty text means that of all languages."""
        if len(text) > MAX_CHARACTERS[kind]:
            raise bad_request(f"the {kind} must be at most {MAX_CHARACTERS[kind]} characters long")
        self._texts[kind, check_language(language)] = text

    def text(self, kind: str, language: str) -> str:
        """The text in this language, or the one for all languages."""
        return self._texts.get((kind, check_language(language))) or self._texts.get((kind, ""), "")

    def menu_button(self, chat_id: int | None) -> Json:
        """The menu button of a chat, or the default one."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "commands"}


def check_language(code: str) -> str:
    """The same code. Raises a 400 unless it is empty or has two letters (ISO 639-1)."""
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code
