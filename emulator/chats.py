"""Who and what there is: users, chats and the messages in them, each able to say itself as the Bot API would."""

from collections import deque
from dataclasses import dataclass, field

from emulator.wire import Json

KEPT_MESSAGES = 2000
PRESENT = frozenset({"creator", "administrator", "member"})


@dataclass
class User:
    """A person's account, or the bot's."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> Json:
        """A Bot API User."""
        names = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | _given(names)


@dataclass
class Message:
    """A message as it is now. `fields` is its content in the Bot API's words; it is replaced, never changed in place.

    `interface` is what the Bot API does not show again: the reply keyboard or the forced reply that came with it.
    """

    id: int
    chat: "Chat"
    sender: User | None
    date: int
    fields: Json
    reply_to: "Message | None" = None
    edit_date: int | None = None
    interface: Json | None = None
    deleted: bool = False
    revision: int = 0

    def as_json(self) -> Json:
        """A Bot API Message, with the message it answers inside."""
        body = self._bare()
        if self.reply_to and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to._bare()
        return body | self.fields

    def _bare(self) -> Json:
        author: Json = {"from": self.sender.as_json()} if self.sender else {"sender_chat": self.chat.as_json()}
        place: Json = {"chat": self.chat.as_json(), "date": self.date}
        return {"message_id": self.id} | author | place | _given({"edit_date": self.edit_date}) | self.fields

    @property
    def text(self) -> str:
        """Its words: the text or the caption."""
        return str(self.fields.get("text") or self.fields.get("caption") or "")

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of its inline keyboard."""
        rows: list[list[Json]] = self.fields.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass
class Chat:
    """A private chat with the bot, a group, a supergroup or a channel.

    `statuses` are those of chat members by user id, the bot's too: in a private chat the bot is "kicked" while it is
    blocked. `started` tells whether that person ever wrote, and so whether the bot may.
    """

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: bool = False
    started: bool = True
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: deque[Message] = field(default_factory=lambda: deque(maxlen=KEPT_MESSAGES))
    topics: dict[int, str] = field(default_factory=dict)
    interface: Json | None = None
    migrated_to: int | None = None

    def as_json(self) -> Json:
        """A Bot API Chat."""
        names = {
            "title": self.title,
            "username": self.username,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "is_forum": self.is_forum or None,
        }
        return {"id": self.id, "type": self.type} | _given(names)

    def has(self, user_id: int) -> bool:
        """Whether that user is in the chat."""
        return self.statuses.get(user_id) in PRESENT

    def keep(self, message: Message) -> None:
        """Adds a message and lets go of the oldest beyond the number kept."""
        self.messages[message.id] = message
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]


def _given(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}
