"""Which bot the newspaper belongs to: chats, copies and files are those of one bot."""

from typing import Any


class BotId:
    """The Telegram id of the bot that serves this database, None before the first start."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["bot_id"]

    async def get(self) -> int | None:
        """Return the bot's id."""
        bot: int | None = await self._queries.get(self._connection)
        return bot

    async def set(self, bot: int) -> None:
        """Store the bot's id."""
        await self._queries.set(self._connection, bot=bot)
