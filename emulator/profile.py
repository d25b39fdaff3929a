"""What the bot tells about itself by language, and its menu buttons."""

import re

from emulator.chats import User
from emulator.commands import Menus
from emulator.wire import Json, bad_request

MOST_CHARACTERS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """The bot's account, its texts by language, its menus and its menu buttons by chat (None: all private chats).

    `inline_mode` is the switch that BotFather turns by /setinline.
    """

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.menus = Menus()
        self.inline_mode = True
        self.menu_buttons: dict[int | None, Json] = {}
        self._texts: dict[tuple[str, str], str] = {("name", ""): bot.first_name}

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Keeps a name, description or short description; an empty one falls back to that for all languages."""
        if len(text) > MOST_CHARACTERS[kind]:
            raise bad_request(f"the {kind} must be at most {MOST_CHARACTERS[kind]} characters long")
        self._texts[kind, check_language(language)] = text

    def text(self, kind: str, language: str) -> str:
        """The text in that language, or that for all languages."""
        return self._texts.get((kind, check_language(language))) or self._texts.get((kind, ""), "")

    def menu_button(self, chat_id: int | None) -> Json:
        """The menu button of a chat."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "commands"}


def check_language(code: str) -> str:
    """The same code, or a 400 if it is neither empty nor of two letters (ISO 639-1)."""
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code
