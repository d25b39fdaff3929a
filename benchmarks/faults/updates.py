"""Updates as Telegram makes them, in numbers; and somebody who posts them until each is taken."""

import json
import socket
from collections.abc import Sequence
from functools import partial

import aiohttp

from benchmarks.faults.receiver import HOST, Json
from benchmarks.faults.town import until

SECRET = "s" * 32
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
_DATE = 1767225600
AGAIN_SECONDS = 0.02
GIVE_UP_SECONDS = 180.0


def typed(number: int, person: int, text: str) -> Json:
    """Return what a person wrote to the bot; the message has the update's number."""
    body = {"message_id": number, "date": _DATE + number, "chat": _chat(person), "from": user(person), "text": text}
    return {"update_id": number, "message": body}


def pressed(number: int, person: int, data: str) -> Json:
    """Return a button that a person pressed under a message of the bot's."""
    message = {"message_id": 1, "date": _DATE, "chat": _chat(person), "text": "Кнопки"}
    query = {"id": str(number), "from": user(person), "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


def user(person: int) -> Json:
    """Return a person as Telegram does."""
    return {"id": person, "is_bot": False, "first_name": f"Имя {person}", "language_code": "ru"}


def _chat(person: int) -> Json:
    return {"id": person, "type": "private", "first_name": f"Имя {person}"}


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
        return port


class Webhook:
    """A newspaper's webhook as Telegram sees it: an address that is sometimes there."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._port = free_port()
        self._url = f"http://{HOST}:{self._port}/updates"
        self.taken = 0

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a newspaper that serves it."""
        return {"WEBHOOK_URL": self._url, "WEBHOOK_SECRET": SECRET, "WEB_PORT": str(self._port)}

    async def post(self, update: Json) -> None:
        """Post an update until it is taken. Raises TimeoutError when nobody takes it."""
        body = json.dumps(update).encode()
        await until(partial(self._is_taken, body), GIVE_UP_SECONDS, AGAIN_SECONDS)
        self.taken += 1

    async def post_in_turn(self, updates: Sequence[Json]) -> None:
        """Post updates one after the other."""
        for update in updates:
            await self.post(update)

    async def _is_taken(self, body: bytes) -> bool:
        return await self.offer(body) == 200

    async def offer(self, body: bytes) -> int:
        """Post bytes once; return the status, 0 where nobody answers."""
        try:
            async with self._session.post(self._url, data=body, headers=_HEADERS) as response:
                return response.status
        except (aiohttp.ClientError, ConnectionError):
            return 0
