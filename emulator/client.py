"""A person's Telegram client: what it shows of the chats, and how tests find messages and buttons in it."""

from urllib.parse import parse_qs, urlsplit

from emulator.chats import Chat, Message, User
from emulator.groups import Group
from emulator.json_types import Json
from emulator.world import World

TIMEOUT_SECONDS = 5.0


class Client:
    """What one person sees; `chat` defaults to the private chat with the bot. Ephemeral messages show to one person."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self.chat = world.chats[user.id]

    @property
    def id(self) -> int:
        """The id of the user and of the private chat with the bot."""
        return self.user.id

    @property
    def has_blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return not self.chat.has(self._world.bot.id)

    @property
    def messages(self) -> list[Json]:
        """The present messages of the private chat as Bot API Messages, the oldest first."""
        return [message.as_json() for message in self.chat.messages.values()]

    @property
    def last(self) -> Json | None:
        """The bot's newest message in the private chat."""
        return next((message.as_json() for message in self._from_bot(self.chat)), None)

    async def sees(
        self,
        part: str,
        timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109 - part of the public interface for tests
        *,
        after: int | None = None,
        chat: Group | None = None,
    ) -> Json:
        """Waits for a message of the bot that contains `part`; returns the newest one.

        With `after`, a message id, only messages sent or edited after that message count. Raises AssertionError, with a
        transcript of the chat, when none comes in time.
        """
        target = self._chat_of(chat)
        since = self._message(after, chat).revision if after is not None else 0

        def check() -> Message | None:
            fresh = (message for message in self._from_bot(target) if message.revision > since)
            return next((message for message in fresh if part in message.text), None)

        seen = await self._world.changes.until(check, timeout)
        if seen is None:
            raise AssertionError(f"{self.user.first_name} does not see {part!r} in:\n{transcript(target)}")
        return seen.as_json()

    def message(self, message_id: int, chat: Group | None = None) -> Json:
        """A present message as a Bot API Message. Raises ValueError if there is none with this id."""
        return self._message(message_id, chat).as_json()

    def whispers(self, chat: Group) -> list[Json]:
        """The ephemeral messages that only this person sees in the chat, the oldest first."""
        return [message.as_json() for message in chat.chat.messages.values() if message.receiver is self.user]

    def buttons(self, chat: Group | None = None) -> list[list[str]]:
        """The labels of the newest inline keyboard, row by row."""
        newest = next((message for message in self._newest_first(self._chat_of(chat)) if message.buttons), None)
        return [[button["text"] for button in row] for row in newest.buttons] if newest else []

    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard under the input line, row by row."""
        rows = (self.chat.interface or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    def commands(self, chat: Group | None = None) -> list[Json]:
        """The command menu that this person sees in the chat."""
        return self._world.profile.menus.visible_to(self.user, self._chat_of(chat))

    def _users_button(self) -> Json:
        """The request of the button under the input line that asks for users. Raises ValueError if there is none."""
        for row in (self.chat.interface or {}).get("keyboard", []):
            for button in row:
                if "request_users" in button:
                    return dict(button["request_users"])
        raise ValueError("no button asks for users")

    def _chat_of(self, chat: Group | None) -> Chat:
        return chat.chat if chat else self.chat

    def _message(self, message_id: int, chat: Group | None) -> Message:
        try:
            return self._chat_of(chat).messages[message_id]
        except KeyError:
            raise ValueError(f"there is no message {message_id} in:\n{transcript(self._chat_of(chat))}") from None

    def _newest_first(self, chat: Chat) -> list[Message]:
        return [message for message in reversed(chat.messages.values()) if message.receiver in (None, self.user)]

    def _from_bot(self, chat: Chat) -> list[Message]:
        return [message for message in self._newest_first(chat) if message.sender in (self._world.bot, None)]

    def _button(
        self, label: str | None, message_id: int | None, data: str | None, chat: Group | None
    ) -> tuple[Message, Json]:
        if data is not None:
            if message_id is None:
                raise ValueError("forged data needs the message under which it is sent")
            return self._message(message_id, chat), {"callback_data": data}
        messages = self._newest_first(self._chat_of(chat)) if message_id is None else [self._message(message_id, chat)]
        for message in messages:
            for button in (button for row in message.buttons for button in row):
                if button["text"] == label:
                    return message, button
        raise AssertionError(f"there is no button {label!r} in:\n{transcript(self._chat_of(chat))}")

    def _start_parameter(self, url: str) -> str:
        parts = urlsplit(url)
        start = parse_qs(parts.query).get("start", [])
        if parts.hostname != "t.me" or parts.path != f"/{self._world.bot.username}" or not start:
            raise AssertionError(f"the button opens {url}, which is outside the chat")
        return start[0]


def transcript(chat: Chat) -> str:
    """The chat as a text, for the messages of failed tests."""
    lines = []
    for message in chat.messages.values():
        author = message.sender.first_name if message.sender else chat.title
        words = message.text or ", ".join(message.fields)
        lines.append(f"  {message.id} {author}: {words}")
        lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return "\n".join(lines) or "  (an empty chat)"
