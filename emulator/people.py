"""People who use the bot: their actions in a Telegram client."""

import re
from collections.abc import Sequence
from typing import Any

from emulator.callback_queries import CallbackAnswer
from emulator.chats import Chat, Message, Topic
from emulator.client import TIMEOUT_SECONDS, Client
from emulator.discussions import follow_edit, forward_post
from emulator.errors import ApiError
from emulator.groups import Group
from emulator.inline_queries import InlineAnswer, shared_content
from emulator.joining import ask_to_join
from emulator.json_types import Json
from emulator.long_texts import in_parts
from emulator.message_content import content, media_of, without_text
from emulator.senders import speaks_as
from emulator.sharing import contact, forwarded, replied, shared_album, shared_file, users_shared
from emulator.topics import topic_for


class Person(Client):
    """A person with a Telegram client. A verb returns when its update is queued; `chat` defaults to the private chat.

    To add an action, add a verb that changes the world and queues the update that Telegram would send.
    """

    async def says(
        self,
        text: str,
        *,
        reply_to: int | None = None,
        entities: list[Json] | None = None,
        chat: Group | None = None,
        topic: int | None = None,
        quote: str | None = None,
        external: Json | None = None,
        sender: Group | None = None,
    ) -> Json:
        """Sends a message, or a post in a channel, and returns it.

        `quote` is a part of the message that is answered, `external` a message of another chat that is answered. With a
        `sender` the person speaks as a channel of theirs or, as an administrator, as the group: anonymously.

        A text too long for one message becomes several, as in real clients; then it returns the last one.
        """
        fields = content("text", text, entities or [])
        if not fields:
            raise ValueError("an empty message cannot be sent")
        answered = self._message(reply_to, chat).as_json() if reply_to is not None else external
        context = replied(answered, quote, is_external=external is not None)
        sent: Json = {}
        for part, marks in in_parts(fields["text"], fields.get("entities", [])):
            sent = self._send(content("text", part, marks) | context, chat, reply_to, topic, sender=sender)
            reply_to, context = None, {}
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

    async def shares_contact(self, of: "Person | None" = None, *, phone: str = "79161234567") -> Json:
        """Sends a contact to the bot: one's own, as the button that asks for it does, or another person's."""
        return self._send({"contact": contact((of or self).user, phone)})

    async def shares_users(self, *user_ids: int) -> Json:
        """Presses the button that asks for users, and chooses these. Raises ValueError for too many or no button."""
        users = [self._world.users[user_id] for user_id in user_ids]
        return self._send({"users_shared": users_shared(self._users_button(), users)})

    def asks_to_join(self, chat: Group, *, is_query: bool = False) -> None:
        """Sends a request to join a group or channel: an administrating bot with the right to invite hears of it.

        With `is_query` the bot is the one that the chat has named for join requests, and has 10 seconds to answer.
        """
        ask_to_join(self._world, self.user, chat.chat, is_query=is_query)

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

    def _send(
        self,
        fields: Json,
        chat: Group | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
        *,
        sender: Group | None = None,
    ) -> Json:
        target = self._chat_of(chat)
        target.lift_expired(self._world.seconds())
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
        speaker = None if target.type == "channel" else self.user
        if sender is not None:
            speaker, fields = speaks_as(self.user, sender.chat, target), fields | {"sender_chat": sender.chat.as_json()}
        message = self._world.add_message(
            target, speaker, fields, reply_to=answered, topic=self._topic(target, thread), author=self.user
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
