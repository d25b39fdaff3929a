"""Updates as Telegram makes them, and a webhook client that posts each update until it is accepted."""

import json
import socket
from collections.abc import Sequence
from functools import partial

import aiohttp

from benchmarks.faults.databases import until
from benchmarks.faults.receiver import Json
from benchmarks.sink import HOST

SECRET = "s" * 32
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
_DATE = 1767225600
RETRY_SECONDS = 0.02
POST_TIMEOUT_SECONDS = 180.0


def typed(number: int, person: int, text: str) -> Json:
    """Return the update for a message to the bot. The message id is the update's number."""
    body = {"message_id": number, "date": _DATE + number, "chat": _chat(person), "from": user(person), "text": text}
    return {"update_id": number, "message": body}


def pressed(number: int, person: int, data: str) -> Json:
    """Return the update for a pressed button under a message of the bot."""
    message = {"message_id": 1, "date": _DATE, "chat": _chat(person), "text": "Кнопки"}
    query = {"id": str(number), "from": user(person), "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


def user(person: int) -> Json:
    """Return a person as a Bot API User."""
    return {"id": person, "is_bot": False, "first_name": f"Имя {person}", "language_code": "ru"}


def _chat(person: int) -> Json:
    return {"id": person, "type": "private", "first_name": f"Имя {person}"}


def free_port() -> int:
    """Return a free TCP port."""
    with socket.socket() as accepted:
        accepted.bind((HOST, 0))
        port: int = accepted.getsockname()[1]
        return port


class Webhook:
    """Posts updates to the bot's webhook, which is not always reachable. `accepted` counts the accepted updates."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._port = free_port()
        self._url = f"http://{HOST}:{self._port}/updates"
        self.accepted = 0

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a bot that serves this webhook."""
        return {"WEBHOOK_URL": self._url, "WEBHOOK_SECRET": SECRET, "WEB_PORT": str(self._port)}

    async def post(self, update: Json) -> None:
        """Post an update until it is accepted. Raises TimeoutError when it is not."""
        body = json.dumps(update).encode()
        await until(partial(self._is_taken, body), POST_TIMEOUT_SECONDS, RETRY_SECONDS)
        self.accepted += 1

    async def post_all(self, updates: Sequence[Json]) -> None:
        """Post updates one after the other."""
        for update in updates:
            await self.post(update)

    async def _is_taken(self, body: bytes) -> bool:
        return await self.post_once(body) == 200

    async def post_once(self, body: bytes) -> int:
        """Post bytes once; return the HTTP status, 0 if there is no answer."""
        try:
            async with self._session.post(self._url, data=body, headers=_HEADERS) as response:
                return response.status
        except (aiohttp.ClientError, ConnectionError):
            return 0
