"""Updates by webhook: Telegram posts them here, and repeats each until it is told that it is stored."""

import asyncio
import hmac
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.api_session import ApiSession, NoResponseError, parsed
from bot.intake import Intake
from bot.updates import is_update
from news.errors import StorageError

logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#setwebhook; aiohttp hands raw headers over as bytes.
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
# An update is a few kilobytes; the longest, a message of 4096 characters in which each is an entity, a few hundred.
LARGEST_BYTES = 1024 * 1024
READING_SECONDS = 10.0
# Telegram gives up after about a minute; what has not been stored by then would be repeated anyway.
STORING_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


class Webhook:
    """What Telegram posts to `url`, in which the token must not stand; `secret` is what tells Telegram from others."""

    def __init__(self, session: ApiSession, url: str, secret: str, kinds: Sequence[str]) -> None:
        self._session = session
        self._url = url
        self._secret = secret
        self._kinds = list(kinds)
        self._intake: Intake | None = None

    def app(self) -> web.Application:
        """Return what is to be served: one path, one method."""
        app = web.Application(client_max_size=LARGEST_BYTES)
        app.router.add_post(urlsplit(self._url).path or "/", self.receive)
        return app

    async def run(self, intake: Intake) -> None:
        """Tell Telegram where to post, and take what it posts until cancelled."""
        self._intake = intake
        try:
            await self._register()
            await asyncio.Event().wait()
        finally:
            self._intake = None

    async def receive(self, request: web.Request) -> web.Response:
        """Store one update: 200. Whoever does not know the secret is refused before the body is read: 403.

        413 is for a body above `LARGEST_BYTES`, 408 for one that does not come, 400 for what is no update, 503 for what
        cannot be stored now and should come again.
        """
        if not self._is_telegram(request):
            return web.Response(status=403)
        if (request.content_length or 0) > LARGEST_BYTES:
            return web.Response(status=413)
        try:
            async with asyncio.timeout(READING_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        update = parsed(body)
        if not is_update(update):
            return web.Response(status=400)
        return web.Response(status=200 if await self._store(update) else 503)

    async def _store(self, update: dict[str, Any]) -> bool:
        if self._intake is None:
            return False
        try:
            async with asyncio.timeout(STORING_SECONDS):
                await self._intake.room()
                await self._intake.take([update])
        except (StorageError, TimeoutError) as error:
            logger.warning("Telegram has to repeat an update: %s", str(error) or "there is no room, or no answer")
            return False
        return True

    def _is_telegram(self, request: web.Request) -> bool:
        """Compare the secret, bytes with bytes, in a time that tells nothing about it."""
        given = [value for name, value in request.raw_headers if name.lower() == _SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._secret.encode())

    async def _register(self) -> None:
        """Set the webhook, as long as it takes."""
        parameters = {"url": self._url, "secret_token": self._secret, "allowed_updates": self._kinds}
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                answer = await self._session.call("setWebhook", parameters)
            except NoResponseError as error:
                logger.warning("the webhook cannot be set yet: %s", error)
            else:
                if answer.ok:
                    logger.info("Telegram posts updates to %s", self._url)
                    return
                logger.error("Telegram refuses the webhook %s: %s %s", self._url, answer.code, answer.description)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
