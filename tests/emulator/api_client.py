"""Raw calls of the Bot API for tests."""

from typing import Any

import aiohttp

from emulator import Emulator

TOKEN = "1:test"


class Api:
    """Raw calls over HTTP, by default with JSON bodies."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.url = emulator.url
        self.session = session

    async def call(self, method: str, parameters: dict[str, Any] | None = None, **how: Any) -> tuple[int, Any]:
        """Return the HTTP status and the parsed body."""
        url = f"{self.url}/bot{TOKEN}/{method}"
        async with self.session.post(url, **(how or {"json": parameters or {}})) as response:
            return response.status, await response.json()

    async def ok(self, method: str, **parameters: Any) -> Any:
        """Return the `result` of a call that must succeed."""
        status, body = await self.call(method, parameters)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Return the code and the description of a call that must fail."""
        status, body = await self.call(method, parameters)
        assert body["ok"] is False
        assert body["error_code"] == status
        return status, body["description"]
