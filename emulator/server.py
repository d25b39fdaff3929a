"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import json
import re

from aiohttp import web

from emulator.calls import Call, Calls
from emulator.errors import ApiError
from emulator.faults import Broken, Dropped, Effect, Faults, HalfSent, Refused, Slow, Stalled, Strange
from emulator.json_types import Json
from emulator.methods import TABLE
from emulator.methods.albums import send_first
from emulator.parameters import check, known_method
from emulator.request_parsing import parse_parameters
from emulator.world import World

MAX_REQUEST_BYTES = 50 * 1024 * 1024


class BotApi:
    """Answers the bot with this `token`: parses the request, injects faults, and performs the method."""

    def __init__(self, world: World, token: str, calls: Calls, faults: Faults) -> None:
        self._world = world
        self.token = token
        self._calls = calls
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """The routes of the Bot API."""
        return [
            web.get("/bot{token}/{method}", self.call),
            web.post("/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Performs any method of the Bot API."""
        try:
            self._check_token(request)
            method = known_method(request.match_info["method"])
            given = await parse_parameters(request)
        except ApiError as error:
            return _refusal(error)
        call = self._calls.record(method, given)
        effect = None
        try:
            call.parameters = check(method, given)
            effect = self._faults.next(method, self._with_chat_id(call.parameters))
            response = await self._answer(call, effect)
        except ApiError as error:
            response = _refusal(error)
        if isinstance(effect, Dropped):
            _close_connection(request)
        else:
            call.code = response.status
        return response

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serves a file by the `file_path` of getFile."""
        try:
            self._check_token(request)
        except ApiError as error:
            return _refusal(error)
        file = self._world.files.by_path(request.match_info["path"])
        if file is None:
            return _refusal(ApiError(404, "Not Found"))
        if file.url and not file.content:
            raise web.HTTPFound(file.url)
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def _with_chat_id(self, parameters: Json) -> Json:
        """The parameters with the number of a chat that is given by its @username."""
        chat = self._world.find_chat(parameters["chat_id"]) if "chat_id" in parameters else None
        return parameters | {"chat_id": chat.id} if chat else parameters

    async def _answer(self, call: Call, effect: Effect | None) -> web.Response:
        match effect:
            case Refused(error):
                raise error
            case Broken(status, body):
                return web.Response(status=status, text=body, content_type="text/html")
            case Dropped(after_effect=False):
                return web.Response()
            case HalfSent():
                send_first(self._world, call.parameters, effect.sent)
                raise effect.error
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Stalled(after_effect=False):
                await self._faults.wait_cleared()
        result = await TABLE[call.method](self._world, call.parameters)
        if isinstance(effect, Stalled) and effect.after_effect:
            await self._faults.wait_cleared()
        if isinstance(effect, Strange):
            result = (
                dict(effect.fields) if effect.replace or not isinstance(result, dict) else {**result, **effect.fields}
            )
        return _json({"ok": True, "result": result})


def _close_connection(request: web.Request) -> None:
    if request.transport:
        request.transport.close()


def _refusal(error: ApiError) -> web.Response:
    return _json(error.as_json(), error.code)


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), status=status, content_type="application/json"
    )
