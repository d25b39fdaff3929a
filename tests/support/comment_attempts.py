"""Attempts to comment by people who may not: every door of the bot, tried by guests and by senders without a group.

An attempt is one raw update, as Telegram would compose it or as somebody would forge it. The same seed makes the same
attempts. Nothing here registers: what answers the questions of a registration is left out.
"""

import string
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from inspect import isclass
from random import Random
from typing import Any, get_args

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.commenting import AskComment, ShowComments
from tests.support.update_fuzzer import BUTTONS, deep_copy

Json = dict[str, Any]

BOT = {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"}
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Объявления"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_STAND_IN = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
WORDS = ("Согласен.", "А когда откроют мост?", "Смотрите t.me/example", "/", "1 Слово", "№ 1 Слово", "ок" * 500)
DATE = 1767225600
# Their buttons lead to a registration, and a registered reader may comment.
REGISTERING = "handlers.callbacks.registering"


class CommentAttempts:
    """Makes attempts by `guests` and with the names of `staff` (Bot API Users) on the articles with these numbers.

    `group` is the Chat of a channel's discussion group.
    """

    def __init__(
        self, seed: int, guests: Sequence[Json], staff: Sequence[Json], articles: Sequence[int], group: Json
    ) -> None:
        self._random = Random(seed)  # noqa: S311 - test data, not a secret
        self._guests = guests
        self._staff = staff
        self._articles = articles
        self._group = group
        self._messages = 10**6

    def kinds(self) -> dict[str, Callable[[], Json]]:
        """Return the ways to try it, by name."""
        return {
            "button": self._button,
            "command": self._command,
            "reply": self._reply,
            "edited command": self._edited_command,
            "edited reply": self._edited_reply,
            "forward": self._forward,
            "anonymous admin": self._anonymous,
            "channel": self._channel,
            "deep link": self._deep_link,
            "inline": self._inline,
            "stale callback": self._stale,
            "forged callback": self._forged,
            "caption": self._caption,
            "another bot": self._by_bot,
            "quote of another chat": self._quote,
            "group": self._in_group,
            "thread of a group": self._in_thread,
            "plain words": self._plain,
        }

    def attempts(self, count: int) -> Iterator[Json]:
        """Yield this many updates without their numbers, all ways in turn."""
        ways = list(self.kinds().values())
        for index in range(count):
            yield deep_copy(ways[index % len(ways)]())

    def _button(self) -> Json:
        return self._pressed(self._pick((AskComment, ShowComments))(number=self._article()).pack())

    def _command(self) -> Json:
        return {"message": self._said(self._written())}

    def _reply(self) -> Json:
        return {"message": self._said(self._words()) | {"reply_to_message": self._question()}}

    def _edited_command(self) -> Json:
        return {"edited_message": self._said(self._written()) | {"edit_date": DATE + 9}}

    def _edited_reply(self) -> Json:
        asked = {"reply_to_message": self._question(), "edit_date": DATE + 9}
        return {"edited_message": self._said(self._words()) | asked}

    def _forward(self) -> Json:
        origin = {"type": "user", "date": DATE, "sender_user": self._pick(self._staff)}
        answered = self._pick(({}, {"reply_to_message": self._question()}))
        return {"message": self._said(self._written()) | {"forward_origin": origin} | answered}

    def _anonymous(self) -> Json:
        said = self._said(self._written(), ANONYMOUS_ADMIN, self._group) | {"sender_chat": self._group}
        private = self._said(self._written(), ANONYMOUS_ADMIN, self._pick(self._guests))
        return {"message": self._pick((said, private))}

    def _channel(self) -> Json:
        sender = self._pick((CHANNEL_STAND_IN, SERVICE, *self._staff))
        chat = self._pick((self._group, self._pick(self._guests)))
        return {"message": self._said(self._written(), sender, chat) | {"sender_chat": CHANNEL}}

    def _deep_link(self) -> Json:
        payload = self._pick(("c", "a", "r", "s", "m"))
        return {"message": self._said(f"/start {payload}_{self._article()}{self._pick(('', ' Слово', '_1'))}")}

    def _inline(self) -> Json:
        sender = self._pick(self._guests)
        return {"inline_query": {"id": self._id(), "from": sender, "query": self._written(), "offset": ""}}

    def _stale(self) -> Json:
        return self._pressed(f"{self._pick(string.ascii_letters)}:{self._article()}", is_gone=True)

    def _forged(self) -> Json:
        kind = self._pick([each for each in BUTTONS if each.__module__ != REGISTERING])
        return self._pressed(forged(kind, self._random))

    def _caption(self) -> Json:
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60}]
        said = self._said("") | {"photo": photo, "caption": self._written()}
        del said["text"]
        return {"message": said | self._pick(({}, {"reply_to_message": self._question()}, {"media_group_id": "1"}))}

    def _by_bot(self) -> Json:
        bot = self._pick((BOT, {"id": 5, "is_bot": True, "first_name": "Бот"}))
        return {"message": self._said(self._written()) | {"via_bot": bot, "reply_to_message": self._question()}}

    def _quote(self) -> Json:
        origin = {"type": "user", "date": DATE, "sender_user": self._pick(self._staff)}
        quote = {"quote": {"text": "Слово", "position": 0}, "external_reply": {"origin": origin}}
        return {"message": self._said(self._written()) | quote}

    def _in_group(self) -> Json:
        said = self._said(self._pick((self._written(), self._words())), chat=self._group)
        return {"message": said | self._pick(({}, {"reply_to_message": self._question()}))}

    def _in_thread(self) -> Json:
        origin = {"type": "channel", "date": DATE, "chat": CHANNEL, "message_id": self._article()}
        copied = {"is_automatic_forward": True, "forward_origin": origin, "sender_chat": CHANNEL}
        post = self._said("Мост открыт", SERVICE, self._group) | copied
        thread = {"message_thread_id": post["message_id"], "reply_to_message": post}
        return {"message": self._said(self._words(), chat=self._group) | thread}

    def _plain(self) -> Json:
        return {self._pick(("message", "edited_message")): self._said(self._words())}

    def _written(self) -> str:
        """A command for a comment, in one of its spellings."""
        name = self._pick(("comment", "Comment", "COMMENT", "comment@vestnik_bot"))
        blank = self._pick((" ", "", "_", " № ", "\n"))
        return f"/{name}{blank}{self._article()} {self._words()}"

    def _said(self, text: str, sender: Json | None = None, chat: Json | None = None) -> Json:
        sender = sender or self._pick(self._guests)
        self._messages += 1
        where = chat or sender
        shown = where if "type" in where else {"id": where["id"], "type": "private", "first_name": "Я"}
        return {"message_id": self._messages, "date": DATE, "chat": shown, "from": sender, "text": text}

    def _pressed(self, data: str, *, is_gone: bool = False) -> Json:
        sender = self._pick(self._guests)
        message = self._said("Кнопки", BOT, sender)
        if is_gone:
            message = {"chat": message["chat"], "message_id": 1, "date": 0}
        query = {"id": self._id(), "from": sender, "chat_instance": "1", "data": data, "message": message}
        return {"callback_query": query}

    def _question(self) -> Json:
        """The bot's question for a comment, which somebody else may have been asked."""
        text = "Ваш комментарий к публикации:\nМост открыт\nОтветьте на это сообщение своим текстом."
        url = f"https://t.me/vestnik_bot?start=c_{self._article()}"
        link = {"type": "text_link", "offset": 30, "length": 11, "url": url}
        return self._said(text, BOT, self._pick(self._guests)) | {"entities": [link]}

    def _article(self) -> int:
        return self._pick(self._articles)

    def _words(self) -> str:
        return self._pick(WORDS)

    def _id(self) -> str:
        return str(self._random.randint(1, 2**60))

    def _pick(self, choices: Sequence[Any]) -> Any:
        return self._random.choice(choices)


def forged(kind: type[CallbackData], random: Random) -> str:
    """Return the data of a button of a kind with possible values, some of them for a comment or an article."""
    separator = kind.__separator__
    values = [_forged(info.annotation, random) for info in kind.model_fields.values()]
    return separator.join([kind.__prefix__, *values])[:64]


def _forged(annotation: Any, random: Random) -> str:
    kinds = [each for each in (annotation, *get_args(annotation)) if isclass(each) and issubclass(each, StrEnum)]
    if kinds:
        return random.choice(list(kinds[0])).value
    if annotation is bool:
        return random.choice("01")
    return random.choice(("0", "1", "2", "3", "5"))
