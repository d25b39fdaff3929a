"""Telegram on your desk: a small Bot API server with a chat page, for the demo without a token and for tests.

    async with Emulator(token="1:test") as emulator:
        anna = emulator.person("Anna")
        await anna.says("/start")
        await anna.sees("Привет")

It is stricter than Telegram: unknown and wrong-typed parameters, bad entities and `parse_mode` are refused. It leaves
out business accounts, inline results but articles (and edits of what was shared, and `chosen_inline_result`), payments,
albums and any media but photos, rich and ephemeral messages, limits of its own (a 429 comes when a Fault brings it),
and the 24 hours after which updates are lost.
"""

from emulator.calls import Call
from emulator.emulator import Emulator
from emulator.faults import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED,
    Broken,
    Dropped,
    Fault,
    Refused,
    Slow,
    Strange,
    migrated,
    too_many_requests,
)
from emulator.groups import Group
from emulator.inline import Offer
from emulator.people import Person
from emulator.queries import CallbackAnswer
from emulator.world import World

__all__ = [
    "BLOCKED",
    "CANNOT_INITIATE",
    "CHAT_NOT_FOUND",
    "DEACTIVATED",
    "KICKED",
    "Broken",
    "Call",
    "CallbackAnswer",
    "Dropped",
    "Emulator",
    "Fault",
    "Group",
    "Offer",
    "Person",
    "Refused",
    "Slow",
    "Strange",
    "World",
    "migrated",
    "too_many_requests",
]
