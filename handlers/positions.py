"""Where a command group stands among the routers: the first router with a fitting handler takes the update."""

from enum import IntEnum


class Position(IntEnum):
    """A module in `handlers.commands` states `POSITION` only if its order matters; `COMMANDS` is the default."""

    FIRST = 0  # decides what is no command at all
    MOST_USED = 1  # tried before other commands, because most updates are for it
    BEFORE_COMMANDS = 2  # takes messages that may look like a command
    COMMANDS = 3
    REPLIES = 4  # takes replies to the bot's questions: after all commands, before text that a state waits for
    TYPED_TEXT = 5  # takes any text while a state waits for it
    OFFERS = 6  # takes what looks like an article, if the sender may write one
    LAST = 7  # takes everything else
