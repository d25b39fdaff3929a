"""The state of the emulated Telegram: users, chats, messages, queries, and the updates for the bot."""

import re
from collections.abc import Callable, Set
from datetime import UTC, datetime
from itertools import count

from emulator.callback_queries import CallbackAnswer, CallbackQueries
from emulator.change_signal import ChangeSignal
from emulator.chats import Chat, Message, Topic, User
from emulator.files import Files
from emulator.inline_queries import QUERY_CHARACTERS, InlineAnswer, InlineQueries, InlineQuery
from emulator.join_queries import JoinQueries
from emulator.json_types import Json
from emulator.membership import member
from emulator.photos import Photos
from emulator.profile import Profile
from emulator.updates import Updates

# Above 2^31, as for new accounts, so a 32-bit column fails at once.
FIRST_USER_ID = 5_000_000_001
FIRST_GROUP_ID = -1_001_000_000_001
FIRST_BASIC_GROUP_ID = -4_000_001
FIRST_ALBUM_ID = 13_500_000_000_000_001


def now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the emulator does not use the bot's clock


class World:
    """The whole state. Every change notifies `changes`, so nothing has to poll.

    As on Telegram, private chats share one sequence of message ids, and every other chat has its own. `revision` grows
    with each change of a message, and a message has the revision of its last change.
    """

    def __init__(self, bot: User, clock: Callable[[], datetime] = now) -> None:
        self.bot = bot
        self.clock = clock
        self.changes = ChangeSignal()
        self.updates = Updates(self.changes)
        self.callback_queries = CallbackQueries()
        self.inline_queries = InlineQueries()
        self.join_queries = JoinQueries()
        self.files = Files(bot.id)
        self.photos = Photos(self.files)
        self.profile = Profile(bot)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.revision = 0
        self.closed = False
        self._user_ids = count(FIRST_USER_ID)
        self._group_ids = count(FIRST_GROUP_ID, -1)
        self._basic_group_ids = count(FIRST_BASIC_GROUP_ID, -1)
        self._private_message_ids = count(1)
        self._message_ids: dict[int, count[int]] = {}
        self._album_ids = count(FIRST_ALBUM_ID)
        self._ephemeral_ids = count(1)

    def close(self) -> None:
        """Ends all waiting calls and streams, because the emulator closes."""
        self.closed = True
        self.changes.notify()

    def replace_bot(self, bot: User) -> None:
        """Another bot takes over: nobody has started it, it is in no group, and it knows none of the file_ids."""
        old, self.bot = self.bot, bot
        self.users = {bot.id: bot} | {number: user for number, user in self.users.items() if user is not old}
        for chat in self.chats.values():
            chat.statuses.pop(old.id, None)
            chat.lacking.pop(old.id, None)
            if chat.type == "private":
                chat.statuses[bot.id], chat.started = "member", False
        self.files.belong_to(bot.id)
        for message in (message for chat in self.chats.values() for message in chat.messages.values()):
            message.fields = self.files.readdressed(message.fields)
            self.touch(message)
        self.profile = Profile(bot)
        self.updates.set_webhook(None)
        self.updates.drop()

    def seconds(self) -> int:
        """The time of the clock in Unix seconds, as in the Bot API."""
        return int(self.clock().timestamp())

    def add_user(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> User:
        """Adds a person and an empty private chat with the bot. Raises ValueError if the id is taken."""
        number = user_id if user_id is not None else next(free for free in self._user_ids if free not in self.users)
        if number in self.users:
            raise ValueError(f"there is a user {number} already")
        user = User(number, first_name, last_name, username, language_code)
        self.users[number] = user
        statuses = {number: "member", self.bot.id: "member"}
        self.chats[number] = Chat(
            number,
            "private",
            username=user.username,
            first_name=user.first_name,
            last_name=user.last_name,
            started=False,
            statuses=statuses,
        )
        return user

    def add_conversation(self, user: User, other: User) -> Chat:
        """The private chat of two people, which no Bot API method can reach."""
        return Chat(other.id, "private", first_name=other.first_name, statuses={user.id: "member", other.id: "member"})

    def add_chat(self, kind: str, title: str, *, username: str | None = None, is_forum: bool = False) -> Chat:
        """Adds a group, supergroup or channel without members."""
        chat_id = next(self._basic_group_ids if kind == "group" else self._group_ids)
        self.chats[chat_id] = Chat(chat_id, kind, title=title, username=username, is_forum=is_forum)
        return self.chats[chat_id]

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """The chat with this id or, for a public group or channel, with this `@username`; else None."""
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        name = chat_id.removeprefix("@").lower()
        public = (chat for chat in self.chats.values() if chat.type != "private" and chat.username)
        return next((chat for chat in public if (chat.username or "").lower() == name), None)

    def add_message(
        self,
        chat: Chat,
        sender: User | None,
        fields: Json,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        author: User | None = None,
        interface: Json | None = None,
        receiver: User | None = None,
    ) -> Message:
        """Adds a message; `interface` is the reply keyboard or forced reply that comes with it.

        `author` is the user who wrote it, also if the chat is its sender. With a `receiver` it is ephemeral.

        In a topic, what answers no other message answers the service message that opened the topic. What answers the
        copy of a channel post, or a comment on it, is a comment.
        """
        if topic and topic.root:
            fields = fields | {"message_thread_id": topic.thread, "is_topic_message": True}
            reply_to = reply_to or topic.root
        elif topic is None and reply_to and reply_to.comments_on:
            fields = fields | {"message_thread_id": reply_to.comments_on}
        number = self._next_message_id(chat) if receiver is None else -next(self._ephemeral_ids)
        message = Message(number, chat, sender, self.seconds(), fields, reply_to, receiver=receiver)
        message.author = author or sender
        message.interface = interface
        if interface:
            chat.interface = None if "remove_keyboard" in interface else interface
        chat.add(message)
        self.touch(message)
        self._touch_post(message)
        return message

    def new_album_id(self) -> str:
        """A `media_group_id` that no other album has."""
        return str(next(self._album_ids))

    def edit_message(self, message: Message, fields: Json, *, silently: bool = False) -> None:
        """Replaces the content; with `silently` the `edit_date` stays, as when only buttons change."""
        message.fields = fields
        if not silently:
            message.edit_date = self.seconds()
        self.touch(message)

    def delete_message(self, message: Message) -> None:
        """Deletes a message from its chat and marks it as deleted."""
        message.deleted = True
        message.chat.messages.pop(message.id, None)
        message.chat.deleted.append(message)
        self.touch(message)
        self._touch_post(message)

    def touch(self, message: Message) -> None:
        """Gives the message a new revision and notifies."""
        self.revision += 1
        message.revision = self.revision
        self.changes.notify()

    def inject(self, update: Json) -> int:
        """Queues any raw update; returns its id, which is the next one unless the update has one."""
        return self.updates.put(update)

    def is_visible_to_bot(self, message: Message) -> bool:
        """Whether the bot gets an update for a person's message.

        In groups the bot is in privacy mode: unless it is an administrator, it gets only commands that do not name
        another bot, mentions of itself, replies to its messages, and messages sent via it. It gets nothing from the
        private chat of two people.
        """
        status = message.chat.statuses.get(self.bot.id)
        if status is not None and (message.chat.type == "private" or status == "administrator"):
            return True
        answered = message.reply_to is not None and message.reply_to.sender is self.bot
        command = re.match(r"/\w+(?:@(\w+))?", message.text)
        called = command[1] in (None, self.bot.username) if command else f"@{self.bot.username}" in message.text
        is_shared = "via_bot" in message.fields
        return status in {"member", "restricted"} and (answered or called or is_shared)

    def queue_update(self, kind: str, message: Message) -> int:
        """Queues an update with a message; `kind` is `message`, `edited_message` and so on."""
        return self.updates.put({kind: message.as_json()})

    def set_bot_status(self, chat: Chat, by: User, status: str, lacking: Set[str] = frozenset()) -> None:
        """Changes the bot's status (added, promoted, removed, blocked …) and queues a `my_chat_member` update.

        `lacking` are the rights that it does not have as an administrator.
        """
        old = member(chat, self.bot)
        chat.statuses[self.bot.id] = status
        chat.lacking[self.bot.id] = frozenset(lacking)
        change = {"old_chat_member": old, "new_chat_member": member(chat, self.bot)}
        context = {"chat": chat.as_json(), "from": by.as_json(), "date": self.seconds()}
        self.updates.put({"my_chat_member": context | change})
        self.changes.notify()

    def set_member_status(
        self,
        chat: Chat,
        by: User,
        user: User,
        status: str,
        *,
        permissions: Set[str] = frozenset(),
        until: int = 0,
        by_request: bool = False,
    ) -> None:
        """Changes a member's status; an administrating bot that has asked for it gets a `chat_member` update.

        `until` are the Unix seconds at which it ends, 0 for never. `by_request`: a join request was approved.
        """
        old = member(chat, user)
        chat.statuses[user.id] = status
        chat.permissions[user.id] = frozenset(permissions)
        chat.until.pop(user.id, None)
        if until:
            chat.until[user.id] = until
        if chat.statuses.get(self.bot.id) == "administrator":
            change = {"old_chat_member": old, "new_chat_member": member(chat, user)}
            context = {"chat": chat.as_json(), "from": by.as_json(), "date": self.seconds()}
            joined = {"via_join_request": True} if by_request else {}
            self.updates.put({"chat_member": context | change | joined})
        self.changes.notify()

    def press(self, by: User, message: Message, data: str) -> str:
        """Queues a callback query for a pressed button; returns the query's id."""
        query_id = self.callback_queries.ask(self.clock())
        gone = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
        shown = {"message": gone if message.deleted else message.as_json()}
        query = {
            "id": query_id,
            "from": by.as_json(),
            "chat_instance": str(-7_000_000_000_000 - message.chat.id),
            "data": data,
        }
        query |= {"inline_message_id": f"{message.chat.id}_{message.id}"} if "via_bot" in message.fields else shown
        self.updates.put({"callback_query": query})
        return query_id

    def answer_callback_query(self, query_id: str, answer: CallbackAnswer) -> None:
        """Stores the bot's answer to a callback query. Raises a 400 if it comes too late."""
        self.callback_queries.answer(query_id, answer, self.clock())
        self.changes.notify()

    def ask_inline(self, by: User, chat: Chat, words: str, offset: str = "") -> str:
        """Sends an inline query; returns its id, or the id of the query whose cached answer applies.

        The bot gets an update only if no cached answer applies. Longer words are cut, as real clients do.
        """
        query = InlineQuery(by.id, words[:QUERY_CHARACTERS], offset)
        cached = self.inline_queries.cached(query, self.clock())
        if cached is not None:
            return cached.id
        query_id = self.inline_queries.ask(query, self.clock())
        fields = {"id": query_id, "from": by.as_json(), "query": query.words, "offset": offset}
        self.updates.put({"inline_query": fields | {"chat_type": "sender" if chat is self.chats[by.id] else chat.type}})
        return query_id

    def answer_inline_query(self, answer: InlineAnswer) -> None:
        """Stores the bot's answer to an inline query. Raises a 400 if it comes too late."""
        self.inline_queries.answer(answer, self.clock())
        self.changes.notify()

    def _touch_post(self, comment: Message) -> None:
        """A channel post changes with the number of comments on it."""
        copy = comment.chat.messages.get(comment.comments_on or 0)
        if copy is not None and copy.original is not None:
            self.touch(copy.original)

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type == "private":
            return next(self._private_message_ids)
        return next(self._message_ids.setdefault(chat.id, count(1)))
