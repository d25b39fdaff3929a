"""Where a command group stands among the routers: the first router with a fitting handler takes the update."""

from enum import IntEnum


class Position(IntEnum):
    """A module in `handlers.commands` states `POSITION` only if its order matters; `COMMANDS` is the default."""

    MOST_USED = 0  # tried first, because most updates are for it
    BEFORE_COMMANDS = 1  # takes messages that may look like a command
    COMMANDS = 2
    REPLIES = 3  # takes replies to the bot's questions: after all commands, before text that a state waits for
    TYPED_TEXT = 4  # takes any text while a state waits for it
    LAST = 5  # takes everything else
