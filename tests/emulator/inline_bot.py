"""A bot for tests of inline mode: it takes inline queries by raw calls and answers them."""

from typing import Any

import pytest

from emulator import Person
from tests.emulator.api_client import Api


def article(key: str = "5", title: str = "Мост открыт", **more: Any) -> dict[str, Any]:
    """Return an InlineQueryResultArticle."""
    content = {"message_text": title, "entities": [{"type": "bold", "offset": 0, "length": len(title)}]}
    return {"type": "article", "id": key, "title": title, "input_message_content": content} | more


class InlineBot:
    """Takes one inline query after another; `queries` are all queries it has taken."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.offset = 0
        self.queries: list[dict[str, Any]] = []

    async def take(self) -> dict[str, Any]:
        """Wait for the next inline query and return it."""
        (update,) = await self.api.ok("getUpdates", offset=self.offset, timeout=5)
        self.offset = update["update_id"] + 1
        query: dict[str, Any] = update["inline_query"]
        self.queries.append(query)
        return query

    async def answer(self, *results: dict[str, Any], **answer: Any) -> dict[str, Any]:
        """Take the next inline query, answer it, and return it."""
        query = await self.take()
        await self.api.ok("answerInlineQuery", inline_query_id=query["id"], results=list(results), **answer)
        return query

    async def refusal(self, *results: dict[str, Any], **answer: Any) -> str:
        """Answer the last query badly; return the error's description."""
        parameters = {"inline_query_id": self.queries[-1]["id"], "results": list(results)} | answer
        code, description = await self.api.refusal("answerInlineQuery", **parameters)
        assert code == 400
        return description.removeprefix("Bad Request: ")


@pytest.fixture
def inline_bot(api: Api) -> InlineBot:
    return InlineBot(api)


@pytest.fixture
async def asked_bot(inline_bot: InlineBot, anna: Person) -> InlineBot:
    """A bot that has taken a query of Anna's and not answered yet."""
    await anna.types("мост", timeout=0)
    await inline_bot.take()
    return inline_bot
