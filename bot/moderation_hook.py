"""The moderation hook: asks a program of the operator's over HTTP whether a comment shall wait for a moderator.

It gets a POST with JSON (`author`, `article`, `chat`, `message`, `text`, `beside`, `edited`), and answers with status
200 and `{"hold": true, "reason": "…"}` within two seconds. Any other answer is a failure: the comment is judged without
the hook, and the hook is at rest for a while, so that no other comment waits for it.

The address must lead to a host of the internet. For a program in the operator's own network it is written as
`private+http://127.0.0.1:9000/judge`: so nobody opens that network by mistake, and no proxy is used. Redirects are not
followed.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientError, ClientResponse
from yarl import URL

from bot.proxy import proxy_url
from feeds.guard import ForbiddenAddressError, GuardedClient, UnusableProxyError
from news.limits import REASON_LIMIT
from news.ports import Clock
from news.ports.hooks import Hook, HookQuestion, NoHook
from news.words import clean, shorten

logger = logging.getLogger(__name__)

PRIVATE = "private+"
_MAX_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class HookTimes:
    """How long an answer may take, and for how long the hook rests after a failure: twice as long after each more."""

    answer_seconds: float = 2.0
    first_rest_seconds: float = 15.0
    max_rest_seconds: float = 300.0
    # Questions at once. A further comment is judged without the hook.
    max_questions: int = 32


@asynccontextmanager
async def open_hook(address: str, clock: Clock) -> AsyncIterator[Hook]:
    """Open the hook at an address; without an address, one that holds nothing."""
    if not address:
        yield NoHook()
        return
    hook = ModerationHook(address, clock)
    try:
        yield hook
    finally:
        await hook.close()


class HookFailedError(Exception):
    """The hook gave no usable answer; the message says what came."""


class ModerationHook:
    """Implements `news.ports.hooks.Hook`. After a rest one question is asked; only if it is answered, all are again."""

    def __init__(self, address: str, clock: Clock, times: HookTimes = HookTimes()) -> None:
        self._address = address.removeprefix(PRIVATE)
        self._private = address.startswith(PRIVATE)
        self._clock = clock
        self._times = times
        self._client = GuardedClient(private=self._private, proxy_for=proxy_url)
        self._asked = 0
        self._failures = 0
        self._rests_until = 0.0

    async def reason_to_hold(self, question: HookQuestion) -> str | None:
        """Return why the comment shall wait; None if it need not, or if there is no answer."""
        if not self._may_ask():
            return None
        self._asked += 1
        try:
            reason = await self._ask(question)
        except (HookFailedError, ClientError, OSError, TimeoutError, ValueError) as error:
            self._rest(question, error)
            return None
        finally:
            self._asked -= 1
        self._failures = 0
        return reason

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _may_ask(self) -> bool:
        most = 1 if self._failures else self._times.max_questions
        return self._clock.monotonic() >= self._rests_until and self._asked < most

    async def _ask(self, question: HookQuestion) -> str | None:
        asked = {
            "author": question.author_id,
            "article": question.article,
            "chat": question.chat_id,
            "message": question.message_id,
            "text": question.text,
            "beside": question.beside,
            "edited": question.edited,
        }
        async with (
            asyncio.timeout(self._times.answer_seconds),
            self._client.request("POST", URL(self._address), json=asked) as response,
        ):
            return _reason(await _body(response))

    def _rest(self, question: HookQuestion, error: Exception) -> None:
        """Ask nothing for a while. Questions that fail together are one failure."""
        now = self._clock.monotonic()
        if now < self._rests_until:
            return
        seconds = min(self._times.first_rest_seconds * 2**self._failures, self._times.max_rest_seconds)
        self._failures += 1
        self._rests_until = now + seconds
        logger.warning(
            "the moderation hook failed for message %s in chat %s (%s); comments are judged without it for %.0f s: "
            "check the program at MODERATION_HOOK",
            question.message_id,
            question.chat_id,
            _told(error),
            seconds,
        )


def _told(error: Exception) -> str:
    """Return what failed, without the address: its path may be a secret."""
    if isinstance(error, ClientConnectorError):
        return f"no connection: {error.os_error.strerror}"
    if isinstance(error, ForbiddenAddressError):
        return f"no connection: {error.strerror}"
    return str(error) if isinstance(error, HookFailedError | UnusableProxyError) else type(error).__name__


async def _body(response: ClientResponse) -> bytes:
    if response.status != 200:
        raise HookFailedError(f"HTTP {response.status}")
    body = b""
    async for chunk in response.content.iter_chunked(_MAX_ANSWER_BYTES):
        body += chunk
        if len(body) > _MAX_ANSWER_BYTES:
            raise HookFailedError(f"an answer of more than {_MAX_ANSWER_BYTES} bytes")
    return body


def _reason(body: bytes) -> str | None:
    """Read an answer. Raises HookFailedError."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise HookFailedError("an answer that is no JSON") from None
    if not isinstance(answer, dict) or not isinstance(answer.get("hold"), bool):
        raise HookFailedError("an answer without a boolean `hold`")
    if not answer["hold"]:
        return None
    reason = answer.get("reason")
    return shorten(clean(reason), REASON_LIMIT) if isinstance(reason, str) else ""
