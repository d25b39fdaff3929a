"""People who use the bot: what a person does with a Telegram client, and what is then seen on the screen."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from emulator.chats import Chat, Message, User
from emulator.entities import units
from emulator.groups import Group
from emulator.inline import Offer, shared
from emulator.queries import CallbackAnswer
from emulator.texts import TEXT_UNITS, content, without_text
from emulator.wire import Json
from emulator.world import World

PATIENCE_SECONDS = 5.0


class Person:
    """Someone with a Telegram client. Verbs return once the bot has been told; `chat` defaults to the private chat.

    To teach people something new, add a verb here that changes the world and queues the update Telegram would send.
    """

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self.chat = world.chats[user.id]

    @property
    def id(self) -> int:
        """The user's id, which is the private chat's id too."""
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
        """Types a message and returns it. A text too long for one message becomes several, as clients do it."""
        fields = content("text", text, entities or [])
        if not fields:
            raise ValueError("nobody can send an empty message")
        if units(fields["text"]) > TEXT_UNITS:
            return await self._says_in_parts(fields["text"], chat=chat, topic=topic)
        return self._send(fields, chat, reply_to, topic)

    async def follows(self, parameter: str) -> Json:
        """Opens the deep link `https://t.me/<bot>?start=<parameter>` and presses START."""
        if not re.fullmatch(r"[\w-]{1,64}", parameter, re.ASCII):
            raise ValueError(f"{parameter!r} is no start parameter: 1-64 of A-Z a-z 0-9 _ -")
        return await self.says(f"/start {parameter}")

    async def edits(self, message_id: int, text: str, *, chat: Group | None = None) -> Json:
        """Edits a message of one's own and returns it."""
        message = self._message(message_id, chat)
        if message.sender is not self.user:
            raise ValueError(f"message {message_id} is not {self.user.first_name}'s own")
        kind = "text" if "text" in message.fields else "caption"
        self._world.edit_message(message, without_text(message.fields) | content(kind, text))
        self._tell("edited_message", message)
        return message.as_json()

    async def shares_photo(self, caption: str = "", *, picture: bytes = b"", chat: Group | None = None) -> Json:
        """Sends a photo, a quiet landscape unless another picture is given, and returns the message."""
        photo = self._world.photos.take(picture)
        return self._send({"photo": photo.sizes()} | content("caption", caption), chat)

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
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109 - the word testers know
    ) -> CallbackAnswer | None:
        """Presses a button and waits for the bot's answer to it; None if none came in time.

        By `label`: on the newest message that has it, or on `message`. With `data` instead: forged callback data on
        `message`, as a changed client may send. A button with a deep link to the bot follows it.
        """
        found, button = self._button(label, message, data, chat)
        if "url" in button:
            await self.follows(self._start_parameter(button["url"]))
            return None
        if "callback_data" not in button:
            raise AssertionError(f"the button {label!r} does nothing the bot would hear of: {button}")
        query_id = self._world.press(self.user, found, button["callback_data"])
        return await self._world.pulse.until(lambda: self._world.queries.answer_to(query_id), timeout)

    async def types(
        self,
        words: str = "",
        *,
        offset: str = "",
        chat: Group | None = None,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109 - the word testers know
    ) -> Offer | None:
        """Types `@<bot> words` and waits for what is offered above the input line; None if nothing came in time.

        `offset` is the `next_offset` of what was offered before: scrolling to its end asks for more.
        """
        place = self._place(chat)
        if not place.has(self.id):
            raise ValueError(f"{self.user.first_name} is not in {place.title}")
        if not self._world.profile.inline_mode:
            return None
        query_id = self._world.inquire(self.user, place, words, offset)
        return await self._world.pulse.until(lambda: self._world.inline.offer(query_id), timeout)

    def offered(self, query_id: str, result_id: str) -> Json:
        """A result of what was offered. Raises ValueError where there is none such."""
        offer = self._world.inline.offer(query_id)
        for result in offer.results if offer else ():
            if result["id"] == result_id:
                return result
        raise ValueError(f"no result {result_id!r} is offered for query {query_id!r}")

    async def shares(self, result: Json, *, chat: Group | None = None) -> Json:
        """Chooses a result that is offered: it becomes a message of one's own, sent by way of the bot."""
        return self._send(shared(result) | {"via_bot": self._world.bot.as_json()}, chat)

    async def blocks(self) -> None:
        """Stops and blocks the bot."""
        self._world.set_bot_status(self.chat, self.user, "kicked")

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        self._world.set_bot_status(self.chat, self.user, "member")

    def speaks(self, language: str | None) -> None:
        """Changes the language of the Telegram client: later updates carry it."""
        self.user.language_code = language
        self._world.pulse.beat()

    @property
    def has_blocked(self) -> bool:
        """Whether the bot is blocked."""
        return not self.chat.has(self._world.bot.id)

    @property
    def messages(self) -> list[Json]:
        """The private chat as it is now, oldest first: Bot API Messages."""
        return [message.as_json() for message in self.chat.messages.values()]

    @property
    def last(self) -> Json | None:
        """The bot's newest message in the private chat."""
        return next((message.as_json() for message in self._from_bot(self.chat)), None)

    async def sees(
        self,
        part: str,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109 - the word testers know
        *,
        after: int | None = None,
        chat: Group | None = None,
    ) -> Json:
        """Waits for a message of the bot that contains these words and returns the newest such.

        With `after`, the id of a message, only what was sent or edited after it counts. Raises AssertionError, with the
        chat as text, when none comes in time.
        """
        place = self._place(chat)
        since = self._message(after, chat).revision if after is not None else 0

        def look() -> Message | None:
            fresh = (message for message in self._from_bot(place) if message.revision > since)
            return next((message for message in fresh if part in message.text), None)

        seen = await self._world.pulse.until(look, timeout)
        if seen is None:
            raise AssertionError(f"{self.user.first_name} does not see {part!r} in:\n{transcript(place)}")
        return seen.as_json()

    def buttons(self, chat: Group | None = None) -> list[list[str]]:
        """The labels of the newest inline keyboard, row by row."""
        newest = next((message for message in self._newest_first(self._place(chat)) if message.buttons), None)
        return [[button["text"] for button in row] for row in newest.buttons] if newest else []

    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard under the input line, row by row."""
        rows = (self.chat.interface or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    def commands(self, chat: Group | None = None) -> list[Json]:
        """The command menu this person is offered."""
        return self._world.profile.menus.seen_by(self.user, self._place(chat))

    async def _says_in_parts(self, text: str, *, chat: Group | None, topic: int | None) -> Json:
        sent: Json = {}
        while text:
            part = text[:TEXT_UNITS]
            while units(part) > TEXT_UNITS:
                part = part[:-1]
            sent = await self.says(part, chat=chat, topic=topic)
            text = text[len(part) :]
        return sent

    def _send(
        self, fields: Json, chat: Group | None = None, reply_to: int | None = None, topic: int | None = None
    ) -> Json:
        place = self._place(chat)
        if place is self.chat and self.has_blocked:
            raise ValueError(f"{self.user.first_name} has blocked the bot: unblocks() comes first")
        if not place.has(self.id):
            raise ValueError(f"{self.user.first_name} is not in {place.title}")
        if topic is not None:
            fields = fields | {"message_thread_id": topic, "is_topic_message": True}
        place.started = True
        if (place.interface or {}).get("force_reply"):
            place.interface = None
        answered = self._message(reply_to, chat) if reply_to is not None else None
        message = self._world.add_message(place, self.user, fields, reply_to=answered)
        self._tell("message", message)
        return message.as_json()

    def _tell(self, kind: str, message: Message) -> None:
        if self._world.hears(message):
            self._world.tell(kind, message)

    def _place(self, chat: Group | None) -> Chat:
        return chat.chat if chat else self.chat

    def _message(self, message_id: int, chat: Group | None) -> Message:
        try:
            return self._place(chat).messages[message_id]
        except KeyError:
            raise ValueError(f"there is no message {message_id} in:\n{transcript(self._place(chat))}") from None

    def _newest_first(self, chat: Chat) -> list[Message]:
        return list(reversed(chat.messages.values()))

    def _from_bot(self, chat: Chat) -> list[Message]:
        return [message for message in self._newest_first(chat) if message.sender in (self._world.bot, None)]

    def _button(
        self, label: str | None, message_id: int | None, data: str | None, chat: Group | None
    ) -> tuple[Message, Json]:
        if data is not None:
            if message_id is None:
                raise ValueError("forged data needs the message it pretends to come from")
            return self._message(message_id, chat), {"callback_data": data}
        messages = self._newest_first(self._place(chat)) if message_id is None else [self._message(message_id, chat)]
        for message in messages:
            for button in (button for row in message.buttons for button in row):
                if button["text"] == label:
                    return message, button
        raise AssertionError(f"there is no button {label!r} in:\n{transcript(self._place(chat))}")

    def _start_parameter(self, url: str) -> str:
        parts = urlsplit(url)
        start = parse_qs(parts.query).get("start", [])
        if parts.hostname != "t.me" or parts.path != f"/{self._world.bot.username}" or not start:
            raise AssertionError(f"the button opens {url}, which is outside the chat")
        return start[0]


def transcript(chat: Chat) -> str:
    """A chat as text, for messages about failed tests."""
    lines = []
    for message in chat.messages.values():
        author = message.sender.first_name if message.sender else chat.title
        words = message.text or ", ".join(message.fields)
        lines.append(f"  {message.id} {author}: {words}")
        lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return "\n".join(lines) or "  (an empty chat)"
