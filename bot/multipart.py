"""Multipart bodies: the parameters of a method together with the files that it uploads."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from aiohttp import FormData

_FILE_TYPE = "application/octet-stream"


class Upload(NamedTuple):
    """A file's name and its bytes."""

    name: str
    data: bytes


class RequestBody(NamedTuple):
    """What a request sends, and how it is encoded."""

    content_type: bytes
    data: bytes


async def multipart_body(parameters: Mapping[str, Any], files: Mapping[str, Upload]) -> RequestBody:
    """Encode parameters and files for the Bot API (https://core.telegram.org/bots/api#sending-files).

    A file is found by its key: it is a parameter's name, or `attach://key` in a parameter refers to it. What is no text
    becomes JSON. Nothing is awaited but aiohttp's encoder.
    """
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for key, upload in files.items():
        form.add_field(key, upload.data, filename=_printable(upload.name) or key, content_type=_FILE_TYPE)
    body = form()
    return RequestBody(body.headers["Content-Type"].encode(), await body.as_bytes())


def _printable(name: str) -> str:
    """Return a file's name without characters that cannot stand in a header."""
    return "".join(char for char in name if char.isprintable())
