"""Updates by webhook: Telegram posts each update until the response says that it is stored."""

import asyncio
import hmac
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.api_session import ApiSession, NoResponseError, parse_object
from bot.intake import Intake
from bot.timings import WebhookTimes
from bot.updates import is_update
from news.errors import StorageError

logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#setwebhook; aiohttp's raw headers are bytes.
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
# An update is a few kilobytes; the longest, a message of 4096 characters in which each is an entity, a few hundred.
MAX_BODY_BYTES = 1024 * 1024
READ_TIMEOUT_SECONDS = 10.0
MAX_PAUSE_SECONDS = 30.0


class Webhook:
    """Receives the updates of `kinds` that Telegram posts to `url`, which must not contain the token.

    `secret` proves that a request comes from Telegram.
    """

    def __init__(
        self, session: ApiSession, url: str, secret: str, kinds: Sequence[str], times: WebhookTimes = WebhookTimes()
    ) -> None:
        self._session = session
        self._url = url
        self._secret = secret
        self._kinds = list(kinds)
        self._times = times
        self._intake: Intake | None = None

    def app(self) -> web.Application:
        """Return the application: one path, one method."""
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_post(urlsplit(self._url).path or "/", self.receive)
        return app

    async def run(self, intake: Intake) -> None:
        """Register the webhook with Telegram, and accept updates until cancelled."""
        self._intake = intake
        try:
            await self._register()
            await asyncio.Event().wait()
        finally:
            self._intake = None

    async def receive(self, request: web.Request) -> web.Response:
        """Store one update and return 200. A request without the secret gets 403 before its body is read.

        413: the body is larger than `MAX_BODY_BYTES`. 408: the body does not come. 400: it is not an update. 503: the
        update cannot be stored now and should be sent again.
        """
        if not self._is_telegram(request):
            return web.Response(status=403)
        if (request.content_length or 0) > MAX_BODY_BYTES:
            return web.Response(status=413)
        try:
            async with asyncio.timeout(READ_TIMEOUT_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        update = parse_object(body)
        if not is_update(update):
            return web.Response(status=400)
        return web.Response(status=200 if await self._store(update) else 503)

    async def _store(self, update: dict[str, Any]) -> bool:
        if self._intake is None:
            return False
        try:
            async with asyncio.timeout(self._times.store_timeout_seconds):
                await self._intake.wait_for_capacity()
                await self._intake.accept([update])
        except (StorageError, TimeoutError) as error:
            logger.warning(
                "update %s is not stored; Telegram sends it again: %s",
                update["update_id"],
                str(error) or "too many updates are in memory, or the database does not answer",
            )
            return False
        return True

    def _is_telegram(self, request: web.Request) -> bool:
        """Compare the secret as bytes, in constant time."""
        given = [value for name, value in request.raw_headers if name.lower() == _SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._secret.encode())

    async def _register(self) -> None:
        """Set the webhook; retry until Telegram agrees."""
        parameters = {"url": self._url, "secret_token": self._secret, "allowed_updates": self._kinds}
        pause = self._times.first_pause_seconds
        while True:
            try:
                answer = await self._session.call("setWebhook", parameters)
            except NoResponseError as error:
                logger.warning("the webhook could not be set; the next try is in %g s: %s", pause, error)
            else:
                if answer.ok:
                    logger.info("Telegram posts updates to %s", self._url)
                    return
                logger.error(
                    "Telegram refuses the webhook %s; check WEBHOOK_URL; the next try is in %g s: %s %s",
                    self._url,
                    pause,
                    answer.code,
                    answer.description,
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_PAUSE_SECONDS)
