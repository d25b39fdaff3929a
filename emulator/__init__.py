"""An emulator of Telegram: a small Bot API server with a chat page, for the demo without a token and for tests.

    async with Emulator(token="1:test") as emulator:
        anna = emulator.person("Anna")
        await anna.says("/start")
        await anna.sees("Привет")

It is stricter than Telegram: it refuses unknown parameters, wrong types, bad entities and `parse_mode`. Not emulated:
business accounts; inline results other than articles, edits of shared results, `chosen_inline_result`; payments; other
media than photos, videos, animations, documents and audio; other blocks of rich messages than those of an article;
ephemeral messages of people; rate limits (a 429 comes only from a Fault); the loss of updates after 24 hours. Of a
file's content only the size of a picture is read, and no URL is opened.
"""

from emulator.callback_queries import CallbackAnswer
from emulator.calls import Call
from emulator.emulator import Emulator
from emulator.faults import (
    BAD_DIMENSIONS,
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    CURL_FAILED,
    DEACTIVATED,
    KICKED,
    KICKED_FROM_CHANNEL,
    MESSAGE_GONE,
    NO_CHANNEL_RIGHTS,
    NO_RIGHTS,
    NOT_IN_CHANNEL,
    PROXY_FORBIDDEN,
    URL_NOT_FETCHED,
    WRITE_FORBIDDEN,
    WRONG_FILE,
    WRONG_PAGE_TYPE,
    Broken,
    Dropped,
    Fault,
    HalfSent,
    Refused,
    Slow,
    Stalled,
    Strange,
    migrated,
    slow_mode,
    too_many_requests,
)
from emulator.groups import Group
from emulator.inline_queries import InlineAnswer
from emulator.page_button import PageButton
from emulator.people import Person
from emulator.world import World

__all__ = [
    "BAD_DIMENSIONS",
    "BLOCKED",
    "CANNOT_INITIATE",
    "CHAT_NOT_FOUND",
    "CURL_FAILED",
    "DEACTIVATED",
    "KICKED",
    "KICKED_FROM_CHANNEL",
    "MESSAGE_GONE",
    "NOT_IN_CHANNEL",
    "NO_CHANNEL_RIGHTS",
    "NO_RIGHTS",
    "PROXY_FORBIDDEN",
    "URL_NOT_FETCHED",
    "WRITE_FORBIDDEN",
    "WRONG_FILE",
    "WRONG_PAGE_TYPE",
    "Broken",
    "Call",
    "CallbackAnswer",
    "Dropped",
    "Emulator",
    "Fault",
    "Group",
    "HalfSent",
    "InlineAnswer",
    "PageButton",
    "Person",
    "Refused",
    "Slow",
    "Stalled",
    "Strange",
    "World",
    "migrated",
    "slow_mode",
    "too_many_requests",
]
