"""Parsing of a request's parameters: from the query, a form, a multipart form or a JSON body."""

import json
from typing import Any

from aiohttp import web

from emulator.errors import ApiError, bad_request
from emulator.json_types import Json
from emulator.validation import Upload

ATTACHED = "attach://"
# The parameters whose JSON may name uploads.
NESTED = frozenset({"media", "rich_message"})


async def parse_parameters(request: web.Request) -> Json:
    """All parameters by name. Form values are texts and uploads; an `attach://` value is replaced by its upload,
    also inside the JSON of `media` and `rich_message`; one without an upload stays as it is.

    Raises an ApiError for a body that cannot be parsed or is too large.
    """
    found: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        try:
            found |= await _json(request) if request.content_type == "application/json" else await _form(request)
        except web.HTTPRequestEntityTooLarge:
            raise ApiError(413, "Request Entity Too Large") from None
    return found


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(body, dict):
        raise bad_request("the request body must be a JSON object")
    return body


async def _form(request: web.Request) -> Json:
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise bad_request(f"unsupported content type {request.content_type}")
    fields = {name: _value(value) for name, value in (await request.post()).items()}
    uploads = {name: value for name, value in fields.items() if isinstance(value, Upload)}
    named: set[str] = set()
    for name, value in fields.items():
        if name in NESTED and isinstance(value, str) and ATTACHED in value:
            value = _parsed(value)
        fields[name] = _with_uploads(value, uploads, named)
    return {name: value for name, value in fields.items() if name not in named}


def _with_uploads(value: Any, uploads: Json, named: set[str]) -> Any:
    """The value with its uploads in place of their names, which are added to `named`."""
    if isinstance(value, list):
        return [_with_uploads(item, uploads, named) for item in value]
    if isinstance(value, dict):
        return {name: _with_uploads(item, uploads, named) for name, item in value.items()}
    if not isinstance(value, str) or not value.startswith(ATTACHED):
        return value
    name = value.removeprefix(ATTACHED)
    named |= uploads.keys() & {name}
    return uploads.get(name, value)


def _parsed(value: str) -> Any:
    """The JSON value; text that is no JSON stays text, for the validators to refuse."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _value(value: Any) -> str | Upload:
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.file.read())
    return value if isinstance(value, str) else bytes(value).decode(errors="replace")
