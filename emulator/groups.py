"""Groups, supergroups and channels, and the events in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from emulator.chats import Chat, Message, Topic, User
from emulator.discussions import follow_edit, forward_post
from emulator.json_types import Json
from emulator.message_content import content, without_text
from emulator.senders import ANONYMOUS_ADMIN
from emulator.sharing import shared_album, shared_file
from emulator.world import World


class Group:
    """A group, supergroup or channel. Its creator performs the actions below."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> list[Json]:
        """The present messages that everybody sees, as Bot API Messages, the oldest first."""
        return [message.as_json() for message in self.chat.messages.values() if message.receiver is None]

    async def adds_bot(self, *, admin: bool = False, without: Iterable[str] = (), by: User | None = None) -> None:
        """The bot is added or, if it is a member already, promoted or demoted; as an admin `without` these rights.

        `by` is who does it, the creator if nobody is named. Raises ValueError for a person who may not.
        """
        was_there = self.chat.has(self._world.bot.id)
        acting = self._acting(by, "can_promote_members" if admin or was_there or self.chat.type == "channel" else None)
        self._world.set_bot_status(self.chat, acting, "administrator" if admin else "member", frozenset(without))
        if not was_there and self.chat.type != "channel":
            self._service({"new_chat_members": [self._world.bot.as_json()]}, by=acting)

    async def removes_bot(self, *, by: User | None = None) -> None:
        """The bot is removed (status "kicked") by an administrator, the creator if nobody is named."""
        self._world.set_bot_status(self.chat, self._acting(by, "can_restrict_members"), "kicked")

    async def restricts_bot(self, *, by: User | None = None) -> None:
        """The bot may stay and read, but not write (status "restricted"), until `adds_bot`. Only in supergroups."""
        if self.chat.type != "supergroup":
            raise ValueError(f"{self.chat.title} is a {self.chat.type}: only supergroups restrict members")
        self._world.set_bot_status(self.chat, self._acting(by, "can_restrict_members"), "restricted")

    def links(self, channel: "Group") -> None:
        """This supergroup discusses the channel: its posts are forwarded here from now on, and commented."""
        if self.chat.type != "supergroup" or channel.chat.type != "channel":
            raise ValueError("a supergroup discusses a channel")
        self.unlinks()
        channel.unlinks()
        self.chat.linked, channel.chat.linked = channel.chat, self.chat

    def unlinks(self) -> None:
        """The channel and its discussion group are apart again. The copies of former posts stay."""
        if self.chat.linked is not None:
            self.chat.linked.linked = None
            self.chat.linked = None

    def copy_of(self, post_id: int) -> Json:
        """The copy of this channel's post in its discussion group. Raises ValueError if there is none."""
        copy = self.chat.messages[post_id].copy
        if copy is None or copy.deleted:
            raise ValueError(f"post {post_id} of {self.chat.title} has no copy in a discussion group")
        return copy.as_json()

    def silences_members(self) -> None:
        """Only administrators may write. The bot gets no update."""
        self.chat.is_silenced = True

    def forbids(self, *kinds: str) -> None:
        """Members, the bot among them, may not send these kinds, for example "photo". The bot gets no update."""
        self.chat.forbidden |= set(kinds)

    def lets_members_write(self) -> None:
        """All may write everything again. The bot gets no update."""
        self.chat.is_silenced, self.chat.forbidden = False, frozenset()

    async def posts(self, text: str = "", **fields: Any) -> Json:
        """Posts in the name of the channel, a text or any raw fields; the bot gets a `channel_post` update."""
        return self._post(content("text", text) | fields)

    async def posts_file(self, kind: str, caption: str = "", *, data: bytes = b"", name: str | None = None) -> Json:
        """Posts a file of any kind in the name of the channel. Without `data` it is a sample."""
        return self._post(shared_file(self._world, kind, caption, data, name))

    async def posts_album(self, *kinds: str, captions: Sequence[str] = (), data: Sequence[bytes] = ()) -> list[Json]:
        """Posts an album, as `Person.shares_album` sends one; the bot gets an update for each item."""
        return [self._post(fields) for fields in shared_album(self._world, kinds, captions, data)]

    async def edits(self, message_id: int, text: str) -> Json:
        """Changes the text or caption of a channel post; the bot gets an `edited_channel_post` update."""
        message = self.chat.messages[message_id]
        kind = "text" if "text" in message.fields else "caption"
        self._world.edit_message(message, without_text(message.fields) | content(kind, text))
        self._world.queue_update("edited_channel_post", message)
        follow_edit(self._world, message)
        return message.as_json()

    def deletes(self, message_id: int) -> None:
        """Deletes a message. Nothing tells the bot."""
        self._world.delete_message(self.chat.messages[message_id])

    def adds(self, user: User, status: str = "member", *, without: Iterable[str] = ()) -> None:
        """A user joins or gets another status, also `left` or `kicked`; as an administrator `without` these rights.

        The bot gets no update.
        """
        self.chat.statuses[user.id] = status
        self.chat.lacking[user.id] = frozenset(without)

    def opens_topic(self, name: str) -> int:
        """Opens a topic of a forum; returns its `message_thread_id`."""
        if not self.chat.is_forum:
            raise ValueError(f"{self.chat.title} is no forum")
        message = self._world.add_message(self.chat, self._owner(), {})
        message.fields = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message.fields |= {"message_thread_id": message.id, "is_topic_message": True}
        self.chat.topics[message.id] = Topic(name, message)
        self._tell(message)
        return message.id

    def closes_topic(self, thread: int | None) -> None:
        """Closes a topic, None for General: only who may manage topics can write in it."""
        self._topic(thread).is_closed = True
        self._service({"forum_topic_closed": {}}, thread)

    def reopens_topic(self, thread: int | None) -> None:
        """Opens a closed topic again."""
        self._topic(thread).is_closed = False
        self._service({"forum_topic_reopened": {}}, thread)

    def deletes_topic(self, thread: int, *, forgotten: bool = False) -> None:
        """Deletes a topic with its messages; the bot gets no update. A `forgotten` one is refused as unknown."""
        self._topic(thread).is_deleted = True
        for message in [message for message in self.chat.messages.values() if message.thread == thread]:
            self._world.delete_message(message)
        if forgotten:
            del self.chat.topics[thread]

    async def becomes_supergroup(self, *, forum: bool = False) -> "Group":
        """A basic group becomes a supergroup with a new id, perhaps a forum; sends to the old id fail.

        The bot is told that it has joined the new chat, then of the move in both chats, but not that it left the old
        one: see https://github.com/tdlib/telegram-bot-api/issues/266.
        """
        if self.chat.type != "group" or self.chat.migrated_to is not None:
            raise ValueError(f"{self.chat.title} is no basic group")
        new = self._world.add_chat("supergroup", str(self.chat.title), is_forum=forum)
        bot = self._world.bot.id
        new.statuses = {number: status for number, status in self.chat.statuses.items() if number != bot}
        new.is_silenced, new.forbidden = self.chat.is_silenced, self.chat.forbidden
        if self.chat.has(bot):
            status = self.chat.statuses[bot]
            self._world.set_bot_status(new, self._owner(), status, self.chat.lacking.get(bot, frozenset()))
        self._service({"migrate_to_chat_id": new.id})
        self.chat.migrated_to = new.id
        moved = Group(self._world, new)
        moved._moved_from(self.chat.id)
        return moved

    def _post(self, fields: Json) -> Json:
        message = self._world.add_message(self.chat, None, fields, author=self._owner())
        if self.chat.has(self._world.bot.id):
            self._world.queue_update("channel_post", message)
        forward_post(self._world, message)
        return message.as_json()

    def _moved_from(self, old_id: int) -> None:
        """The first message of a supergroup that was a basic group: Telegram names the supergroup as its sender."""
        fields = {"sender_chat": self.chat.as_json(), "migrate_from_chat_id": old_id}
        self._tell(self._world.add_message(self.chat, ANONYMOUS_ADMIN, fields))

    def _topic(self, thread: int | None) -> Topic:
        return self.chat.general if thread is None else self.chat.topics[thread]

    def _service(self, fields: Json, thread: int | None = None, *, by: User | None = None) -> Message:
        topic = None if thread is None else self._topic(thread)
        message = self._world.add_message(self.chat, by or self._owner(), fields, topic=topic)
        self._tell(message)
        return message

    def _tell(self, message: Message) -> None:
        """Queues the update of a service message: the bot gets all of them while it is a member."""
        if self.chat.has(self._world.bot.id):
            self._world.queue_update("message", message)

    def _acting(self, by: User | None, right: str | None) -> User:
        """Who does something: a person who has the right, or is at least in the chat if it takes none."""
        if by is None:
            return self._owner()
        if not (self.chat.may(by.id, right) if right else self.chat.has(by.id)):
            raise ValueError(f"{by.first_name} may not do this in {self.chat.title}")
        return by

    def _owner(self) -> User:
        for number, status in self.chat.statuses.items():
            if status == "creator":
                return self._world.users[number]
        raise ValueError(f"{self.chat.title} has no creator: create it with admins")
