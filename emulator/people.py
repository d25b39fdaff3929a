"""People who use the bot: their actions in a Telegram client, and what the client shows."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from emulator.callback_queries import CallbackAnswer
from emulator.chats import Chat, Message, Topic, User
from emulator.discussions import follow_edit, forward_post
from emulator.errors import ApiError
from emulator.groups import Group
from emulator.inline_queries import InlineAnswer, shared_content
from emulator.json_types import Json
from emulator.long_texts import in_parts
from emulator.message_content import content, media_of, without_text
from emulator.sharing import forwarded, shared_album, shared_file
from emulator.topics import topic_for
from emulator.world import World

TIMEOUT_SECONDS = 5.0


class Person:
    """A person with a Telegram client. A verb returns when its update is queued; `chat` defaults to the private chat.

    To add an action, add a verb that changes the world and queues the update that Telegram would send.
    """

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self.chat = world.chats[user.id]

    @property
    def id(self) -> int:
        """The id of the user and of the private chat with the bot."""
        return self.user.id

    async def says(
        self,
        text: str,
        *,
        reply_to: int | None = None,
        entities: list[Json] | None = None,
        chat: Group | None = None,
        topic: int | None = None,
    ) -> Json:
        """Sends a message, or a post in a channel, and returns it.

        A text too long for one message becomes several, as in real clients; then it returns the last one.
        """
        fields = content("text", text, entities or [])
        if not fields:
            raise ValueError("an empty message cannot be sent")
        sent: Json = {}
        for part, marks in in_parts(fields["text"], fields.get("entities", [])):
            sent = self._send(content("text", part, marks), chat, reply_to, topic)
            reply_to = None
        return sent

    async def follows(self, parameter: str) -> Json:
        """Opens the deep link `https://t.me/<bot>?start=<parameter>` and presses START."""
        if not re.fullmatch(r"[\w-]{1,64}", parameter, re.ASCII):
            raise ValueError(f"{parameter!r} is no start parameter: 1-64 of A-Z a-z 0-9 _ -")
        return await self.says(f"/start {parameter}")

    async def edits(self, message_id: int, text: str, *, chat: Group | None = None) -> Json:
        """Edits an own message and returns it."""
        message = self._message(message_id, chat)
        if message.author is not self.user:
            raise ValueError(f"message {message_id} is not {self.user.first_name}'s own")
        kind = "text" if "text" in message.fields else "caption"
        self._world.edit_message(message, without_text(message.fields) | content(kind, text))
        self._tell("edited_message", message)
        follow_edit(self._world, message)
        return message.as_json()

    async def shares_photo(
        self, caption: str = "", *, picture: bytes = b"", chat: Group | None = None, topic: int | None = None
    ) -> Json:
        """Sends a photo and returns the message. Without `picture` the photo is a sample picture."""
        return self._send(shared_file(self._world, "photo", caption, picture), chat, topic=topic)

    async def shares_file(
        self,
        kind: str,
        caption: str = "",
        *,
        data: bytes = b"",
        name: str | None = None,
        chat: Group | None = None,
        topic: int | None = None,
    ) -> Json:
        """Sends a photo, video, animation, document or audio and returns the message. Without `data` it is a sample."""
        return self._send(shared_file(self._world, kind, caption, data, name), chat, topic=topic)

    async def shares_album(
        self,
        *kinds: str,
        captions: Sequence[str] = (),
        data: Sequence[bytes] = (),
        names: Sequence[str] = (),
        chat: Group | None = None,
        topic: int | None = None,
    ) -> list[Json]:
        """Sends an album; its first items have captions, `data` and `names`, those without data are samples.

        The bot gets an update for each.
        """
        items = shared_album(self._world, kinds, captions, data, names)
        return [self._send(fields, chat, topic=topic) for fields in items]

    async def forwards(self, *messages: Json, chat: Group | None = None, hidden: bool = False) -> list[Json]:
        """Forwards Bot API Messages of any chat, those of an album together; `hidden`: without the sender's account."""
        return [self._send(fields, chat) for fields in forwarded(messages, self._world, is_hidden=hidden)]

    async def sends(self, *, reply_to: int | None = None, chat: Group | None = None, **fields: Any) -> Json:
        """Sends any content as raw fields of a Bot API Message: sticker, poll, forward_origin, sender_chat …"""
        return self._send(fields, chat, reply_to)

    async def presses(
        self,
        label: str | None = None,
        *,
        message: int | None = None,
        data: str | None = None,
        chat: Group | None = None,
        timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109 - part of the public interface for tests
    ) -> CallbackAnswer | None:
        """Presses a button and waits for answerCallbackQuery; None if it does not come in time.

        The button is found by `label`, on `message` or on the newest message that has it. With `data` instead, sends
        forged callback data on `message`, as a modified client can. A button with a deep link to the bot follows it.
        """
        found, button = self._button(label, message, data, chat)
        if "url" in button:
            await self.follows(self._start_parameter(button["url"]))
            return None
        if "callback_data" not in button:
            raise AssertionError(f"the button {label!r} sends nothing to the bot: {button}")
        query_id = self._world.press(self.user, found, button["callback_data"])
        return await self._world.changes.until(lambda: self._world.callback_queries.answer_to(query_id), timeout)

    async def types(
        self,
        words: str = "",
        *,
        offset: str = "",
        chat: Group | None = None,
        timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109 - part of the public interface for tests
    ) -> InlineAnswer | None:
        """Types `@<bot> words` and waits for the inline results; None if they do not come in time.

        `offset` is the `next_offset` of the page before: a client asks for the next page when the list is scrolled.
        """
        target = self._chat_of(chat)
        if not target.has(self.id):
            raise ValueError(f"{self.user.first_name} is not in {target.title}")
        if not self._world.profile.inline_mode:
            return None
        query_id = self._world.ask_inline(self.user, target, words, offset)
        return await self._world.changes.until(lambda: self._world.inline_queries.answer_to(query_id), timeout)

    def offered(self, query_id: str, result_id: str) -> Json:
        """A result that was offered for an inline query. Raises ValueError if there is none with this id."""
        answer = self._world.inline_queries.answer_to(query_id)
        for result in answer.results if answer else ():
            if result["id"] == result_id:
                return result
        raise ValueError(f"there is no result {result_id!r} for the inline query {query_id!r}")

    async def shares(self, result: Json, *, chat: Group | None = None) -> Json:
        """Chooses an inline result: it becomes an own message with `via_bot`."""
        return self._send(shared_content(result) | {"via_bot": self._world.bot.as_json()}, chat)

    async def blocks(self) -> None:
        """Stops and blocks the bot."""
        self._world.set_bot_status(self.chat, self.user, "kicked")

    async def unblocks(self) -> None:
        """Unblocks the bot."""
        self._world.set_bot_status(self.chat, self.user, "member")

    def speaks(self, language: str | None) -> None:
        """Changes the language of the Telegram client; later updates have it as `language_code`."""
        self.user.language_code = language
        self._world.changes.notify()

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

    def _send(
        self, fields: Json, chat: Group | None = None, reply_to: int | None = None, topic: int | None = None
    ) -> Json:
        target = self._chat_of(chat)
        if target is self.chat and self.has_blocked:
            raise ValueError(f"{self.user.first_name} has blocked the bot: unblocks() comes first")
        if not target.has(self.id):
            raise ValueError(f"{self.user.first_name} is not in {target.title}")
        if target.migrated_to is not None:
            raise ValueError(f"{target.title} has become a supergroup: clients show only that")
        if not target.may_send(self.id, media_of(fields) or "text"):
            raise ValueError(f"{self.user.first_name} may not write this in {target.title}")
        target.started = True
        if (target.interface or {}).get("force_reply"):
            target.interface = None
        answered = self._message(reply_to, chat) if reply_to is not None else None
        thread = answered.thread if answered and topic is None else topic
        sender = None if target.type == "channel" else self.user
        message = self._world.add_message(
            target, sender, fields, reply_to=answered, topic=self._topic(target, thread), author=self.user
        )
        self._tell("message", message)
        forward_post(self._world, message)
        return message.as_json()

    def _topic(self, chat: Chat, thread: int | None) -> Topic | None:
        """The topic in which this person may write. Raises ValueError if there is none: a client offers only those."""
        if thread is not None and not chat.is_forum:
            raise ValueError(f"{chat.title} is no forum")
        try:
            return topic_for(chat, thread, self.id)
        except ApiError as error:
            raise ValueError(f"topic {thread} of {chat.title}: {error.description}") from None

    def _tell(self, kind: str, message: Message) -> None:
        if self._world.is_visible_to_bot(message):
            in_channel = {"message": "channel_post", "edited_message": "edited_channel_post"}
            self._world.queue_update(in_channel[kind] if message.chat.type == "channel" else kind, message)

    def _chat_of(self, chat: Group | None) -> Chat:
        return chat.chat if chat else self.chat

    def _message(self, message_id: int, chat: Group | None) -> Message:
        try:
            return self._chat_of(chat).messages[message_id]
        except KeyError:
            raise ValueError(f"there is no message {message_id} in:\n{transcript(self._chat_of(chat))}") from None

    def _newest_first(self, chat: Chat) -> list[Message]:
        return list(reversed(chat.messages.values()))

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
