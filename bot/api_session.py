"""The wire to the Bot API: raw JSON calls for the intake and the courier, and a lean session under aiogram's Bot."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from aiohttp import ClientConnectorError, ClientError, ClientHttpProxyError, ClientSession, ClientTimeout

from bot.http_pool import Reply
from bot.proxy import Proxy
from bot.transport import Transport, open_transport
from handlers.screens import EditMessage, PreparedMethod

SEND_TIMEOUT_SECONDS = 30.0
# A lone surrogate cannot be stored nor sent; neither can NUL. Both become this, of the same length in UTF-16 units,
# so that the offsets of entities stay true.
_REPLACEMENT = "\ufffd"
# How Telegram begins the answer to what it did.
_DONE = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\b')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Bot API said: its HTTP status and the JSON object, empty where the body was none."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether Telegram did it, whatever else the answer holds."""
        return self.body.get("ok") is True

    @property
    def code(self) -> int:
        """The Bot API's error code, or else the HTTP status."""
        code = self.body.get("error_code")
        return code if isinstance(code, int) else self.status

    @property
    def description(self) -> str:
        """The Bot API's words, or what there is instead of them."""
        return str(self.body.get("description") or f"HTTP {self.status}")

    def parameter(self, name: str) -> int | None:
        """Return a number from `parameters` (https://core.telegram.org/bots/api#responseparameters)."""
        parameters = self.body.get("parameters")
        value = parameters.get(name) if isinstance(parameters, dict) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class NoResponseError(Exception):
    """No answer came. `may_have_arrived` is False when the request never left this machine."""

    def __init__(self, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(reason)
        self.may_have_arrived = may_have_arrived


class ApiSession(AiohttpSession):
    """Everything that is said to Telegram, but for pushes: `call` for the intake, and what aiogram's Bot says.

    Requests are JSON. Of an answer that is a message only its id, date and chat are read: an object of a newer Bot API
    in it cannot make a sent message look unsent.

    aiogram's calls go through a `ConnectionPool` a method, at a tenth of aiohttp's cost. Uploads, and calls with a
    timeout of their own (a long poll must end with the task that awaits it), go through aiohttp. So does everything
    behind a proxy.
    """

    def __init__(
        self, api_url: str, token: str, on_answer: Callable[[], None] | None = None, *, through: Proxy | None = None
    ) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api_url))
        self._token = token
        self._on_answer = on_answer
        self._through = through
        self._transports: dict[str, Transport] = {}
        # aiogram closes the session before it first opens it, which would hang up on what goes by ConnectionPool.
        self._should_reset_connector = False

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.close()
        self._transports.clear()
        await super().close()

    async def create_session(self) -> ClientSession:
        """Return aiohttp's session, opened at its first use; aiogram knows proxies by aiohttp-socks only."""
        if self._through is not None and (self._session is None or self._session.closed):
            self._session = ClientSession(
                connector=self._connector_type(**self._connector_init), proxy=self._through.url
            )
        return await super().create_session()

    async def call(
        self,
        method: str,
        parameters: dict[str, Any],
        timeout: float = SEND_TIMEOUT_SECONDS,  # noqa: ASYNC109
    ) -> Answer:
        """Call a method by its name. Raises NoResponseError when no answer comes within `timeout` seconds."""
        session = await self.create_session()
        url = self.api.api_url(token=self._token, method=method)
        body = json.dumps(parameters).encode()
        headers = {"Content-Type": "application/json"}
        try:
            async with session.post(url, data=body, headers=headers, timeout=ClientTimeout(total=timeout)) as response:
                return Answer(response.status, parsed(await response.read()))
        except (ClientConnectorError, ClientHttpProxyError) as error:  # neither has let the request out
            raise NoResponseError(self._reason(error), may_have_arrived=False) from error
        except (ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise NoResponseError(self._reason(error), may_have_arrived=True) from error

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        """Send a method of aiogram's. Raises aiogram's own errors."""
        if isinstance(method, PreparedMethod):
            return cast(TelegramType, await self._say_prepared(bot, method))
        files: dict[str, Any] = {}
        parameters = {
            name: prepared
            for name, value in method.model_dump(warnings=False).items()
            if (prepared := self.prepare_value(value, bot=bot, files=files, _dumps_json=False)) is not None
        }
        if "chat_id" in parameters:
            self._count_answer()
        if files:
            return await super().make_request(bot, method, timeout)
        if timeout is None:
            return self._result(bot, method, _answer(await self._ask(method, json.dumps(parameters).encode())))
        try:
            answer = await self.call(method.__api_method__, parameters, timeout)
        except NoResponseError as error:
            raise TelegramNetworkError(method=method, message=str(error)) from error
        return self._result(bot, method, answer)

    async def tell(self, method: str, body: bytes) -> bool:
        """Send a method's JSON; return whether Telegram did it, and nothing else of its answer."""
        if method == EditMessage.__api_method__:
            self._count_answer()
        return _DONE.match((await self._post(method, body)).body) is not None

    async def _say_prepared(self, bot: Bot, method: PreparedMethod) -> bool:
        if isinstance(method, EditMessage):
            self._count_answer()
        reply = await self._ask(method, method.body)
        return _DONE.match(reply.body) is not None or bool(self._result(bot, method, _answer(reply)))

    async def _ask(self, method: TelegramMethod[Any], body: bytes) -> Reply:
        """Post a method's JSON. Raises TelegramNetworkError when no answer comes."""
        reply = await self._post(method.__api_method__, body)
        if reply.status is None:
            raise TelegramNetworkError(method=method, message=reply.reason.replace(self._token, "***"))
        return reply

    async def _post(self, method: str, body: bytes) -> Reply:
        """Post JSON by the method's road."""
        transport = self._transports.get(method)
        if transport is None:
            transport = self._transports[method] = open_transport(
                self.api.api_url(token=self._token, method=method), self._through
            )
        replied: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        transport.post(body, lambda reply: None if replied.done() else replied.set_result(reply))
        return await replied

    def _result(self, bot: Bot, method: TelegramMethod[TelegramType], answer: Answer) -> TelegramType:
        """Return what Telegram did, or raise what it refused."""
        result = answer.body.get("result") if answer.ok else None
        if result is True:
            return cast(TelegramType, result)
        if isinstance(result, dict) and "message_id" in result:
            return cast(TelegramType, _lean_message(result, bot))
        checked = self.check_response(bot, method, answer.status, json.dumps(answer.body or _explained(answer)))
        return cast(TelegramType, checked.result)

    def _count_answer(self) -> None:
        if self._on_answer is not None:
            self._on_answer()

    def _reason(self, error: Exception) -> str:
        """Return what happened, without the token: aiohttp's words may hold the whole address."""
        return f"{type(error).__name__}: {error}".replace(self._token, "***")


def cleaned(value: Any) -> Any:
    """Return parsed JSON with every lone surrogate and NUL replaced."""
    if isinstance(value, str):
        joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return joined.replace("\0", _REPLACEMENT)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    return value


def parsed(body: bytes) -> dict[str, Any]:
    """Parse a body that should be a JSON object; anything else (a proxy's HTML) is an empty one."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(parsed, dict):
        return {}
    # Only an escape can bring one of them in: valid UTF-8 holds no surrogates, valid JSON no bare NUL.
    suspicious = b"\\ud" in body or b"\\uD" in body or b"\\u0000" in body
    return cast(dict[str, Any], cleaned(parsed)) if suspicious else parsed


def _answer(reply: Reply) -> Answer:
    return Answer(reply.status or 0, parsed(reply.body))


def _explained(answer: Answer) -> dict[str, Any]:
    return {"ok": False, "error_code": answer.code, "description": answer.description}


def _lean_message(result: dict[str, Any], bot: Bot) -> Message:
    chat = result.get("chat") or {}
    known = {
        "message_id": result["message_id"],
        "date": result.get("date", 0),
        "chat": {"id": chat.get("id", 0), "type": chat.get("type", "private")},
    }
    return Message.model_validate(known, context={"bot": bot})
