"""Users, chats, topics and messages, each with its Bot API form (`as_json`)."""

from collections import deque
from dataclasses import dataclass, field

from emulator.json_types import Json
from emulator.rich_words import plain

MAX_MESSAGES = 2000
# The permission that a restricted member needs for each kind of content.
PERMISSION = {
    "text": "can_send_messages",
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "animation": "can_send_other_messages",
    "document": "can_send_documents",
    "audio": "can_send_audios",
}
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})


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
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | _without_none(names)


@dataclass
class Message:
    """A message in its present state. `fields` is its content as in the Bot API; it is replaced, never modified.

    The `sender` of a channel post is None; who wrote it, its `author`, the Bot API does not return.

    `interface` is the reply keyboard or forced reply that came with the message; the Bot API does not return it.
    `copy` is the automatic forward of a channel post in the group that discusses it, `original` the post of a copy.
    An ephemeral message has the one person who sees it as its `receiver`, and the negative of its ephemeral id as `id`.
    """

    id: int
    chat: "Chat"
    sender: User | None
    date: int
    fields: Json
    reply_to: "Message | None" = None
    edit_date: int | None = None
    interface: Json | None = None
    author: User | None = None
    copy: "Message | None" = None
    original: "Message | None" = None
    receiver: User | None = None
    deleted: bool = False
    revision: int = 0

    def as_json(self) -> Json:
        """A Bot API Message, with `reply_to_message` if it is a reply."""
        body = self._bare()
        if self.reply_to and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to._bare()
        return body | self.fields

    def _bare(self) -> Json:
        author: Json = {"from": self.sender.as_json()} if self.sender else {"sender_chat": self.chat.as_json()}
        context: Json = {"chat": self.chat.as_json(), "date": self.date}
        return self._ids() | author | context | _without_none({"edit_date": self.edit_date}) | self.fields

    def _ids(self) -> Json:
        if self.receiver is None:
            return {"message_id": self.id}
        return {"message_id": 0, "ephemeral_message_id": -self.id, "receiver_user": self.receiver.as_json()}

    @property
    def thread(self) -> int | None:
        """The `message_thread_id` if it is in a topic of a forum."""
        return self.fields["message_thread_id"] if "is_topic_message" in self.fields else None

    @property
    def comments_on(self) -> int | None:
        """The `message_thread_id` of what answers this message, if it is a channel post's copy or a comment on one."""
        return self.id if "is_automatic_forward" in self.fields else self.fields.get("message_thread_id")

    @property
    def text(self) -> str:
        """The text, the caption, or the words of a rich message."""
        rich = self.fields.get("rich_message", {"blocks": []})
        return str(self.fields.get("text") or self.fields.get("caption") or plain(rich["blocks"]))

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of the inline keyboard."""
        rows: list[list[Json]] = self.fields.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass
class Topic:
    """A topic of a forum. `root` is the service message that opened it, None for General.

    Telegram remembers a deleted topic for a while: until then its refusal is TOPIC_DELETED.
    """

    name: str
    root: Message | None = None
    is_closed: bool = False
    is_deleted: bool = False

    @property
    def thread(self) -> int | None:
        """The `message_thread_id` of its messages; those in General have none."""
        return self.root.id if self.root else None


@dataclass
class Chat:
    """A private chat with the bot, a group, a supergroup or a channel.

    `statuses` are the ChatMember statuses by user id, including the bot's, which is "kicked" in a private chat while
    the bot is blocked. `started`: the person has written to the bot, so the bot may write. `interface` is the present
    reply keyboard or forced reply. `lacking` are the rights that an administrator does not have, by user id. The
    General topic stands beside the other `topics`, which have numbers. `is_silenced`: its members may only read;
    `forbidden` are the kinds of content, for example "photo", that they may not send. `linked` is the group that
    discusses a channel, or the channel that a group discusses.

    `permissions` are those that restricted members have, `until` the Unix seconds at which a restriction or a ban ends,
    both by user id. `banned_owners` are the users whose channels may not speak here; `requests` are the Unix seconds of
    the join requests that wait for an answer, by user id. `reachable_until`: until then the bot may write to a person
    who has asked to join a chat, but has not started this one.
    """

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: bool = False
    is_silenced: bool = False
    forbidden: frozenset[str] = frozenset()
    started: bool = True
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: deque[Message] = field(default_factory=lambda: deque(maxlen=MAX_MESSAGES))
    general: Topic = field(default_factory=lambda: Topic("General"))
    topics: dict[int, Topic] = field(default_factory=dict)
    lacking: dict[int, frozenset[str]] = field(default_factory=dict)
    interface: Json | None = None
    migrated_to: int | None = None
    linked: "Chat | None" = None
    permissions: dict[int, frozenset[str]] = field(default_factory=dict)
    until: dict[int, int] = field(default_factory=dict)
    banned_owners: set[int] = field(default_factory=set)
    requests: dict[int, int] = field(default_factory=dict)
    reachable_until: int = 0

    def as_json(self) -> Json:
        """A Bot API Chat."""
        names = {
            "title": self.title,
            "username": self.username,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "is_forum": self.is_forum or None,
        }
        return {"id": self.id, "type": self.type} | _without_none(names)

    def has(self, user_id: int) -> bool:
        """Whether the user is in the chat."""
        return self.statuses.get(user_id) in PRESENT

    def may(self, user_id: int, right: str) -> bool:
        """Whether the user has a right of administrators, for example `can_manage_topics`."""
        status = self.statuses.get(user_id)
        return status == "creator" or (status == "administrator" and right not in self.lacking.get(user_id, ()))

    def may_write(self, user_id: int) -> bool:
        """Whether the user may write texts here; restricted members if they have the permission."""
        if self.type == "channel":
            return self.may(user_id, "can_post_messages")
        status = self.statuses.get(user_id)
        if status == "restricted" and PERMISSION["text"] not in self.permissions.get(user_id, ()):
            return False
        return status in {"creator", "administrator"} or (status in {"member", "restricted"} and not self.is_silenced)

    def may_send(self, user_id: int, kind: str) -> bool:
        """Whether the user may write here, and this kind of content: "text", "photo" …"""
        status = self.statuses.get(user_id)
        if status == "restricted" and PERMISSION[kind] not in self.permissions.get(user_id, ()):
            return False
        return self.may_write(user_id) and not (status in {"member", "restricted"} and kind in self.forbidden)

    def find(self, message_id: int) -> Message | None:
        """The present message with this id that everybody sees."""
        message = self.messages.get(message_id)
        return None if message is None or message.receiver is not None else message

    def lift_expired(self, seconds: int) -> None:
        """Ends the restrictions and bans whose time has passed."""
        for user_id in [user_id for user_id, until in self.until.items() if until <= seconds]:
            del self.until[user_id]
            self.permissions.pop(user_id, None)
            self.statuses[user_id] = "left" if self.statuses[user_id] == "kicked" else "member"

    def add(self, message: Message) -> None:
        """Adds a message, and drops the oldest one above MAX_MESSAGES."""
        self.messages[message.id] = message
        if len(self.messages) > MAX_MESSAGES:
            del self.messages[next(iter(self.messages))]


def _without_none(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}
