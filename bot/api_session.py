"""The session to the Bot API: raw JSON calls for the intake, and a fast session under aiogram's Bot."""

import asyncio
import json
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

from bot.http_pool import HttpResponse
from bot.proxy import Proxy
from bot.transport import Transport

SEND_TIMEOUT_SECONDS = 30.0
# A lone surrogate or a NUL can be neither stored nor sent. Both are replaced by this character, which has the same
# length in UTF-16 units, so the offsets of entities stay valid.
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """A parsed answer of the Bot API: the HTTP status and the JSON object, empty if the body was not one."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return self.body.get("ok") is True

    @property
    def code(self) -> int:
        """The Bot API's error code; the HTTP status if there is none."""
        code = self.body.get("error_code")
        return code if isinstance(code, int) else self.status

    @property
    def description(self) -> str:
        """The Bot API's description of an error; the HTTP status if there is none."""
        return str(self.body.get("description") or f"HTTP {self.status}")

    def parameter(self, name: str) -> int | None:
        """Return a number from `parameters` (https://core.telegram.org/bots/api#responseparameters)."""
        parameters = self.body.get("parameters")
        value = parameters.get(name) if isinstance(parameters, dict) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class NoResponseError(Exception):
    """No answer came. `may_have_arrived` is False when the request was never sent."""

    def __init__(self, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(reason)
        self.may_have_arrived = may_have_arrived


class ApiSession(AiohttpSession):
    """Requests to Telegram that send no message: `call` for the intake, and the rare methods of aiogram's Bot.

    Requests are JSON. If the result is a message, only its id, date and chat are read: an object of a newer Bot API
    in it cannot make a sent message look like a failure.

    Messages are sent by the courier and by `bot.answers`. aiogram's calls go through the same `transport`, which its
    opener closes: at a tenth of aiohttp's cost. Calls with a timeout go through aiohttp: a long poll must end with the
    task that awaits it.
    """

    def __init__(
        self,
        api_url: str,
        token: str,
        transport: Transport,
        *,
        http_proxy: Proxy | None = None,
    ) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api_url))
        self._token = token
        self._transport = transport
        self._http_proxy = http_proxy
        # aiogram closes the session before its first use; that would close the one with the proxy.
        self._should_reset_connector = False

    async def create_session(self) -> ClientSession:
        """Return aiohttp's session, opened at its first use. aiogram itself supports proxies by aiohttp-socks only."""
        if self._http_proxy is not None and (self._session is None or self._session.closed):
            self._session = ClientSession(
                connector=self._connector_type(**self._connector_init), proxy=self._http_proxy.url
            )
        return await super().create_session()

    async def call(
        self,
        method: str,
        parameters: dict[str, Any],
        timeout: float = SEND_TIMEOUT_SECONDS,  # noqa: ASYNC109
    ) -> ApiAnswer:
        """Call a method by its name. Raises NoResponseError when no answer comes within `timeout` seconds."""
        session = await self.create_session()
        url = self.api.api_url(token=self._token, method=method)
        body = json.dumps(parameters).encode()
        headers = {"Content-Type": "application/json"}
        try:
            async with session.post(url, data=body, headers=headers, timeout=ClientTimeout(total=timeout)) as response:
                return ApiAnswer(response.status, parse_object(await response.read()))
        except (ClientConnectorError, ClientHttpProxyError) as error:  # in both cases nothing was sent
            raise NoResponseError(self._reason(error), may_have_arrived=False) from error
        except (ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise NoResponseError(self._reason(error), may_have_arrived=True) from error

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        """Call a method for aiogram. Raises aiogram's own errors."""
        files: dict[str, Any] = {}
        parameters = {
            name: prepared
            for name, value in method.model_dump(warnings=False).items()
            if (prepared := self.prepare_value(value, bot=bot, files=files, _dumps_json=False)) is not None
        }
        if files:
            raise TypeError("Files are sent as the media of a card, by `handlers.screens`.")
        if timeout is None:
            return self._result(
                bot, method, _to_answer(await self._post_or_raise(method, json.dumps(parameters).encode()))
            )
        try:
            answer = await self.call(method.__api_method__, parameters, timeout)
        except NoResponseError as error:
            raise TelegramNetworkError(method=method, message=str(error)) from error
        return self._result(bot, method, answer)

    async def _post_or_raise(self, method: TelegramMethod[Any], body: bytes) -> HttpResponse:
        """Post a method's JSON. Raises TelegramNetworkError when no response comes."""
        response = await self._post(method.__api_method__, body)
        if response.status is None:
            raise TelegramNetworkError(method=method, message=response.reason.replace(self._token, "***"))
        return response

    async def _post(self, method: str, body: bytes) -> HttpResponse:
        """Post JSON and wait for the response."""
        received: asyncio.Future[HttpResponse] = asyncio.get_running_loop().create_future()
        self._transport.post(method, body, lambda response: None if received.done() else received.set_result(response))
        return await received

    def _result(self, bot: Bot, method: TelegramMethod[TelegramType], answer: ApiAnswer) -> TelegramType:
        """Return the result of a call. Raises aiogram's error for a refusal."""
        result = answer.body.get("result") if answer.ok else None
        if result is True:
            return cast(TelegramType, result)
        if isinstance(result, dict) and "message_id" in result:
            return cast(TelegramType, _minimal_message(result, bot))
        checked = self.check_response(bot, method, answer.status, json.dumps(answer.body or _error_body(answer)))
        return cast(TelegramType, checked.result)

    def _reason(self, error: Exception) -> str:
        """Return the reason without the token: aiohttp's message may contain the whole address."""
        return f"{type(error).__name__}: {error}".replace(self._token, "***")


def clean_strings(value: Any) -> Any:
    """Return parsed JSON with every lone surrogate and NUL replaced."""
    if isinstance(value, str):
        joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return joined.replace("\0", _REPLACEMENT)
    if isinstance(value, list):
        return [clean_strings(item) for item in value]
    if isinstance(value, dict):
        return {clean_strings(key): clean_strings(item) for key, item in value.items()}
    return value


def parse_object(body: bytes) -> dict[str, Any]:
    """Parse a body that should be a JSON object; anything else (a proxy's HTML) gives an empty one."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(parsed, dict):
        return {}
    # Only an escape can bring in a surrogate or a NUL: valid UTF-8 has no surrogates, valid JSON no bare NUL.
    suspicious = b"\\ud" in body or b"\\uD" in body or b"\\u0000" in body
    return cast(dict[str, Any], clean_strings(parsed)) if suspicious else parsed


def _to_answer(response: HttpResponse) -> ApiAnswer:
    return ApiAnswer(response.status or 0, parse_object(response.body))


def _error_body(answer: ApiAnswer) -> dict[str, Any]:
    return {"ok": False, "error_code": answer.code, "description": answer.description}


def _minimal_message(result: dict[str, Any], bot: Bot) -> Message:
    chat = result.get("chat") or {}
    known = {
        "message_id": result["message_id"],
        "date": result.get("date", 0),
        "chat": {"id": chat.get("id", 0), "type": chat.get("type", "private")},
    }
    return Message.model_validate(known, context={"bot": bot})
