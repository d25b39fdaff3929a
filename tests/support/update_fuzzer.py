"""Random raw updates: valid ones, forged ones, and ones that Telegram would never send.

An update is composed as Telegram would compose it; every third one is then broken in up to three places. The same seed
makes the same updates.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks, menus
from handlers.callbacks.origins import Origin

Json = dict[str, Any]
Path = tuple[Any, ...]


def _callback_classes() -> list[type[CallbackData]]:
    modules = [import_module(f"{callbacks.__name__}.{each.name}") for each in iter_modules(callbacks.__path__)]
    values = [(module, value) for module in modules for value in vars(module).values() if isinstance(value, type)]
    return [kind for module, kind in values if issubclass(kind, CallbackData) and kind.__module__ == module.__name__]


BUTTONS = _callback_classes()
PREFIXES = [*(kind.__prefix__ for kind in BUTTONS), "", "z", "p:p"]
COMMANDS = [*(entry.name for entry in menus.ENTRIES), "nonsense", "READ", "read@vestnik_bot", "read@other_bot"]
ORIGINS = (
    "",
    "pl.f.0",
    "pa.f.3",
    "pe.f.1",
    "Fn.f.0.0.0",
    "Fb.f.1.0.2",
    "D0",
    "pl.f.0~2",
    "~1",
    "pz.f.0",
    "p",
    "z",
    "~",
    "Fn.f.-1.0.0",
)
ACTS = "laefnmbocspkdtxqvrR-"
IDS = ("0", "6", "202403", "999912", "202400", str(2**62), str(2**62 + 1), str(2**64), "-1", "", "ru", "1.5", "٣")
INTS = (0, 1, 2, 3, 7, -1, 424242, 1087968824, 777000, 2**31, 2**52, 2**62, 2**63 - 1, -(2**62))
ARGUMENTS = ("1", "1 Слово", "2", "№ 3", "a_1", "c_1", "a_99", "5000000002 editor", "5000000003 banned", "1 Причина")
NASTY = (
    "", " ", "\n", "/", "//", "/@", "@", ":", "a_", "0", "-0", "1e9", "٣", "½", "NaN", "null", "None", "true", "{}",
    "%s", "{count}", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "ok\ud83d", "\u202eтекст\u202c", "\u200f\u200e",
    "\u200b\u2060", "\ufeff", "e" + "\u0301" * 300, "🎉" * 2048, "👨‍👩‍👧‍👦" * 300, "ы" * 4096, "<b>&amp;</b>", "*_`[",
    "'; DROP TABLE articles; --", "строка\nстрока\r\nстрока\u2028строка", "\t", "﷽" * 100, "1" * 4000,
    "https://t.me/vestnik_bot?start=a_1", "Заголовок\nТекст с 🎉 и \u202eоборотом.",
)  # fmt: skip
PLANES = ((0x20, 0x7E), (0x400, 0x45F), (0, 0xFFFF), (0xD800, 0xDFFF), (0x10000, 0x10FFFF), (0x1F300, 0x1FAFF))

FILE = {"file_id": "f", "file_unique_id": "u"}
PERSON = {"id": 424242, "is_bot": False, "first_name": "Некто"}
PLACE = {"latitude": 55.75, "longitude": 37.62}
SOMEWHERE = {"id": 5, "type": "private"}
POLL = {
    "id": "1", "question": "?", "options": [{"text": "Да", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
    "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
STICKER = FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False, "emoji": "🎉"}
# Contents without a text, by the field that holds them: https://core.telegram.org/bots/api#message
WORDLESS: Json = {
    "sticker": STICKER,
    "poll": POLL,
    "dice": {"emoji": "🎲", "value": 6},
    "location": PLACE,
    "venue": {"location": PLACE, "title": "Т", "address": "А"},
    "contact": {"phone_number": "+7", "first_name": "Некто", "user_id": 424242},
    "game": {"title": "Т", "description": "О", "photo": []},
    "story": {"chat": SOMEWHERE, "id": 1},
    "video_note": FILE | {"duration": 1, "length": 1},
    "new_chat_members": [PERSON],
    "left_chat_member": PERSON,
    "new_chat_title": "Соседи",
    "delete_chat_photo": True,
    "group_chat_created": True,
    "pinned_message": {"message_id": 1, "date": 0, "chat": SOMEWHERE},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 1},
    "users_shared": {"request_id": 1, "users": [{"user_id": 1}]},
    "web_app_data": {"data": "{}", "button_text": "Т"},
    "write_access_allowed": {},
    "forum_topic_created": {"name": "Т", "icon_color": 1},
    "video_chat_started": {},
    "giveaway_created": {},
    "a_content_of_tomorrow": {"of": "tomorrow"},
}
WORDED: Json = {
    "photo": [FILE | {"width": 90, "height": 60}],
    "document": FILE,
    "voice": FILE | {"duration": 1},
    "animation": FILE | {"duration": 1, "width": 1, "height": 1},
    "video": FILE | {"duration": 1, "width": 1, "height": 1},
}
FORWARD_ORIGINS = (
    {"type": "user", "date": 1, "sender_user": PERSON},
    {"type": "hidden_user", "date": 1, "sender_user_name": "Некто"},
    {"type": "channel", "date": 1, "chat": {"id": -100, "type": "channel", "title": "К"}, "message_id": 1},
    {"type": "of_tomorrow", "date": 1},
)
MARKS = ("bold", "text_link", "url", "mention", "bot_command", "pre", "blockquote", "custom_emoji", "of_tomorrow")
STATUSES = ("member", "kicked", "left", "restricted", "administrator", "creator", "of_tomorrow")


class UpdateFuzzer:
    """Makes updates in the chats of `persons` and `groups` (Bot API Users and Chats), some by unknown senders.

    `questions` are messages of the bot; some updates are answers to them.
    """

    def __init__(self, seed: int, persons: Sequence[Json], groups: Sequence[Json], questions: Sequence[Json]) -> None:
        self._random = Random(seed)  # noqa: S311 - test data, not a secret
        self._chats = [*({"id": one["id"], "type": "private", "first_name": "Я"} for one in persons), *groups]
        self._senders = [*persons, PERSON, PERSON | {"id": 1087968824, "is_bot": True}]
        self._questions = questions

    def update(self) -> Json:
        """Return one update without its number, valid or broken."""
        update: Json = deep_copy(self._composed())
        if self._one_in(3):
            for _ in range(self._random.randint(1, 3)):
                self._break(update)
        return update

    def _composed(self) -> Json:
        kinds: list[Callable[[], Json]] = [
            *[lambda: {"message": self._message()}] * 6,
            *[lambda: {"edited_message": self._message()}] * 2,
            *[lambda: {"callback_query": self._query()}] * 6,
            lambda: {"inline_query": self._inquiry()},
            self._rare,
        ]
        return self._pick(kinds)()

    def _message(self) -> Json:
        message = {
            "message_id": self._random.randint(1, 2**31 - 1),
            "date": self._pick((0, 1, 1795417168, 2**31 - 1)),
            "chat": self._pick(self._chats),
            "from": self._pick(self._senders),
        }
        message |= self._content()
        extras = {
            "reply_to_message": self._pick((*self._questions, nested(3))),
            "forward_origin": self._pick(FORWARD_ORIGINS),
            "sender_chat": {"id": -100123, "type": "channel", "title": "К"},
            "via_bot": PERSON | {"is_bot": True},
            "edit_date": self._pick(INTS),
            "media_group_id": self._text(),
            "message_thread_id": self._pick(INTS),
            "is_topic_message": True,
            "quote": {"text": self._text(), "position": self._pick(INTS)},
            "migrate_to_chat_id": self._pick(INTS),
            "a_field_of_tomorrow": self._junk(),
        }
        for name in self._random.sample(sorted(extras), self._pick((0, 0, 0, 1, 2))):
            message[name] = extras[name]
        return self._by_chat_owner(message, message["chat"])

    def _content(self) -> Json:
        match self._random.randrange(8):
            case 0:
                name = self._pick(sorted(WORDLESS))
                return {name: WORDLESS[name]}
            case 1 | 2:
                name = self._pick(sorted(WORDED))
                words = {"caption": self._words(), "caption_entities": self._entities()}
                return {name: WORDED[name]} | (words if self._random.random() < 0.8 else {})
            case _:
                return {"text": self._words()} | ({"entities": self._entities()} if self._one_in(2) else {})

    def _query(self) -> Json:
        chat = self._pick(self._chats)
        gone = {"chat": chat, "message_id": 1, "date": 0}
        message = gone if self._one_in(4) else self._message() | {"chat": chat}
        query: Json = {
            "id": str(self._random.randint(1, 2**60)),
            "from": self._pick(self._senders),
            "chat_instance": "1",
            "data": self._data(),
        }
        if self._one_in(10):
            return query | self._pick(({}, {"inline_message_id": self._text()}, {"game_short_name": self._text()}))
        return self._by_chat_owner(query | {"message": message}, chat)

    def _inquiry(self) -> Json:
        words = self._pick((self._text(), "", *ARGUMENTS, *map(str, INTS)))
        offset = self._pick(("", "", *IDS, self._text()))
        return {"id": "1", "from": self._pick(self._senders), "query": words, "offset": offset}

    def _rare(self) -> Json:
        chat, person = self._pick(self._chats), self._pick(self._senders)
        old, new = ({"status": self._pick(STATUSES), "user": person} for _ in range(2))
        change = {"chat": chat, "from": person, "date": 1, "old_chat_member": old, "new_chat_member": new}
        kinds: Json = {
            "my_chat_member": change,
            "chat_member": change,
            "channel_post": self._message(),
            "edited_channel_post": self._message(),
            "business_message": self._message(),
            "chosen_inline_result": {"result_id": "1", "from": person, "query": self._text()},
            "poll": POLL,
            "poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": [], "user": person},
            "message_reaction": {"chat": chat, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []},
            "chat_join_request": {"chat": chat, "from": person, "user_chat_id": 1, "date": 1},
            "a_kind_of_tomorrow": self._junk(),
        }
        name = self._pick(["my_chat_member", *sorted(kinds)])
        return {name: kinds[name]}

    def _words(self) -> str:
        if self._one_in(2):
            return self._text()
        argument = self._text() if self._one_in(2) else self._pick((*ARGUMENTS, *map(str, INTS)))
        return f"/{self._pick(COMMANDS)} {argument}"

    def _text(self) -> str:
        if self._one_in(2):
            return self._pick(NASTY)
        first, last = self._pick(PLANES)
        return "".join(chr(self._random.randint(first, last)) for _ in range(self._random.randint(1, 12)))

    def _entities(self) -> list[Json]:
        return [
            {
                "type": self._pick(MARKS),
                "offset": self._pick((0, 1, 3, 5000, -1, 2**40)),
                "length": self._pick((1, 0, 4, 4096, -2, 2**40)),
                "url": self._text(),
            }
            for _ in range(self._random.randint(0, 4))
        ]

    def _data(self) -> str:
        """Callback data as the bot makes it, mostly with ids that exist; every fourth one is of any form."""
        if self._one_in(4):
            fields = [self._pick((*ACTS, *IDS, self._text())) for _ in range(self._random.randint(0, 5))]
            return ":".join((self._pick(PREFIXES), *fields))
        kind = self._pick(BUTTONS)
        return ":".join((kind.__prefix__, *(self._value(info.annotation) for info in kind.model_fields.values())))

    def _value(self, annotation: Any) -> str:
        if annotation is bool:
            return self._pick("01")
        if annotation is Origin:
            return self._pick(ORIGINS)
        if annotation is str:
            return self._pick(("ru", "en", "de", ""))
        if isinstance(annotation, type) and issubclass(annotation, StrEnum):
            return str(self._pick(list(annotation)))
        return self._pick(IDS) if self._one_in(4) else self._pick("12345")

    def _by_chat_owner(self, body: Json, chat: Json) -> Json:
        """In a private chat the sender is almost always the person of the chat."""
        if chat["type"] == "private" and not self._one_in(8):
            body["from"] = body["from"] | {"id": chat["id"]}
        return body

    def _break(self, update: Json) -> None:
        places = list(paths(update))
        if not places:
            return
        *way, last = self._pick(places)
        owner: Any = update
        for step in way:
            owner = owner[step]
        match self._random.randrange(5):
            case 0:
                del owner[last]
            case 1:
                owner[last] = [owner[last]]
            case 2 if isinstance(owner, dict):
                owner[f"{last}_of_tomorrow"] = owner.pop(last)
            case _:
                owner[last] = self._junk()

    def _junk(self) -> Any:
        junk = (None, True, False, 0.5, [], {}, "", self._pick(INTS), self._pick(INTS), self._text(), self._text())
        inner = self._pick(junk)
        return deep_copy(self._pick((inner, inner, [inner], {"id": inner}, nested(self._pick((10, 60, 150))))))

    def _pick(self, choices: Sequence[Any]) -> Any:
        return self._random.choice(choices)

    def _one_in(self, count: int) -> bool:
        return self._random.randrange(count) == 0


def deep_copy(value: Any) -> Any:
    """Return a deep copy without shared objects, so a change in one place changes nothing elsewhere."""
    if isinstance(value, dict):
        return {name: deep_copy(inner) for name, inner in value.items()}
    return [deep_copy(inner) for inner in value] if isinstance(value, list) else value


def nested(depth: int) -> Json:
    """Return a message with a chain of `depth` replies inside."""
    value: Json = {"message_id": 1, "date": 1, "chat": SOMEWHERE}
    for _ in range(depth):
        value = {"message_id": 1, "date": 1, "chat": SOMEWHERE, "reply_to_message": value}
    return value


def paths(value: Any, way: Path = ()) -> Iterator[Path]:
    """Yield the path of every value in a JSON value, down to 8 levels."""
    if len(way) > 8:
        return
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in steps:
        yield (*way, key)
        yield from paths(inner, (*way, key))
