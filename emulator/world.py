"""Everything that exists in the emulated Telegram: people, chats, messages, and the updates the bot is to hear of."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from emulator.chats import Chat, Message, User
from emulator.files import Photos
from emulator.inline import QUERY_CHARACTERS, Asked, InlineQueries, Offer
from emulator.membership import member, member_with
from emulator.profile import Profile
from emulator.pulse import Pulse
from emulator.queries import CallbackAnswer, Queries
from emulator.updates import Updates
from emulator.wire import Json

# Above 2^31, as today's accounts are: a column of 32 bits shows itself at once.
FIRST_USER_ID = 5_000_000_001
FIRST_GROUP_ID = -1_001_000_000_001
FIRST_BASIC_GROUP_ID = -4_000_001


def now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the emulator stands outside the product and its clock


class World:
    """The one place where things are kept. Every change beats the pulse, so that nobody has to look twice.

    Private chats share one sequence of message ids and every other chat has its own, as on Telegram. `revision` grows
    with each change of a message; a message knows the revision of its last change.
    """

    def __init__(self, bot: User, clock: Callable[[], datetime] = now) -> None:
        self.bot = bot
        self.clock = clock
        self.pulse = Pulse()
        self.updates = Updates(self.pulse)
        self.queries = Queries()
        self.inline = InlineQueries()
        self.photos = Photos()
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

    def close(self) -> None:
        """Lets go whoever waits: the emulator is going down."""
        self.closed = True
        self.pulse.beat()

    def seconds(self) -> int:
        """The time as the Bot API writes it."""
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
        """A person, and the private chat with the bot in which nothing was written yet."""
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
        """The private chat of two people, which no method of the bot's can reach."""
        return Chat(other.id, "private", first_name=other.first_name, statuses={user.id: "member", other.id: "member"})

    def add_chat(self, kind: str, title: str, *, username: str | None = None, is_forum: bool = False) -> Chat:
        """A group, supergroup or channel without members."""
        chat_id = next(self._basic_group_ids if kind == "group" else self._group_ids)
        self.chats[chat_id] = Chat(chat_id, kind, title=title, username=username, is_forum=is_forum)
        return self.chats[chat_id]

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """The chat with that number or, for a public group or channel, with that `@username`."""
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
        interface: Json | None = None,
    ) -> Message:
        """A new message in a chat; `interface` is the reply keyboard or forced reply that comes with it."""
        message = Message(self._next_message_id(chat), chat, sender, self.seconds(), fields, reply_to)
        message.interface = interface
        if interface:
            chat.interface = None if "remove_keyboard" in interface else interface
        chat.keep(message)
        self.touch(message)
        return message

    def edit_message(self, message: Message, fields: Json, *, silently: bool = False) -> None:
        """Replaces the content; `silently` leaves no mark of an edit, as when only the buttons change."""
        message.fields = fields
        if not silently:
            message.edit_date = self.seconds()
        self.touch(message)

    def delete_message(self, message: Message) -> None:
        """Takes a message out of its chat; whoever holds it sees that it is gone."""
        message.deleted = True
        message.chat.messages.pop(message.id, None)
        message.chat.deleted.append(message)
        self.touch(message)

    def touch(self, message: Message) -> None:
        """The message changed."""
        self.revision += 1
        message.revision = self.revision
        self.pulse.beat()

    def inject(self, update: Json) -> int:
        """Puts any raw update in the queue and returns its number: the next one unless it brings its own."""
        return self.updates.put(update)

    def hears(self, message: Message) -> bool:
        """Whether the bot hears of a person's message.

        In groups bots start in privacy mode: unless it is an administrator, a bot hears commands that are not another
        bot's, mentions of itself, answers to its messages and what was sent by way of it. Of two people's private chat
        it hears nothing.
        """
        status = message.chat.statuses.get(self.bot.id)
        if status is not None and (message.chat.type == "private" or status == "administrator"):
            return True
        answered = message.reply_to is not None and message.reply_to.sender is self.bot
        command = re.match(r"/\w+(?:@(\w+))?", message.text)
        called = command[1] in (None, self.bot.username) if command else f"@{self.bot.username}" in message.text
        is_shared = "via_bot" in message.fields
        return status == "member" and (answered or called or is_shared)

    def tell(self, kind: str, message: Message) -> int:
        """Lets the bot hear of a message: kind is `message`, `edited_message` and so on."""
        return self.updates.put({kind: message.as_json()})

    def set_bot_status(self, chat: Chat, by: User, status: str) -> None:
        """The bot is added, promoted, removed, blocked or unblocked: it hears of that as `my_chat_member`."""
        old = member(chat, self.bot)
        chat.statuses[self.bot.id] = status
        change = {"old_chat_member": old, "new_chat_member": member_with(status, self.bot, chat.type)}
        place = {"chat": chat.as_json(), "from": by.as_json(), "date": self.seconds()}
        self.updates.put({"my_chat_member": place | change})
        self.pulse.beat()

    def press(self, by: User, message: Message, data: str) -> str:
        """A button under a message is pressed. Returns the number of the callback query."""
        query_id = self.queries.ask(self.clock())
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

    def answer_press(self, query_id: str, answer: CallbackAnswer) -> None:
        """The bot answers a callback query. Raises a 400 when it is too late."""
        self.queries.answer(query_id, answer, self.clock())
        self.pulse.beat()

    def inquire(self, by: User, chat: Chat, words: str, offset: str = "") -> str:
        """Words are typed after the bot's name. Returns the number of the query, an old one's where that still holds.

        The bot is asked only for what is not kept from an answer before. Longer words are cut, as clients do it.
        """
        asked = Asked(by.id, words[:QUERY_CHARACTERS], offset)
        kept = self.inline.kept(asked, self.clock())
        if kept is not None:
            return kept.id
        query_id = self.inline.ask(asked, self.clock())
        query = {"id": query_id, "from": by.as_json(), "query": asked.query, "offset": offset}
        self.updates.put({"inline_query": query | {"chat_type": "sender" if chat is self.chats[by.id] else chat.type}})
        return query_id

    def answer_inquiry(self, offer: Offer) -> None:
        """The bot answers an inline query. Raises a 400 when it is too late."""
        self.inline.answer(offer, self.clock())
        self.pulse.beat()

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type == "private":
            return next(self._private_message_ids)
        return next(self._message_ids.setdefault(chat.id, count(1)))
