"""Validators of parameters, of which the table in `parameters` is composed.

A validator takes a value and its path; it returns the value in its own type, or raises a 400 that names the path. A
value arrives in its JSON type or, in a form, as text; validators accept both, as Telegram does. They refuse null, which
Telegram would take for the text "null".
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from emulator.errors import bad_request
from emulator.json_types import Json

Validator = Callable[[Any, str], Any]

_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_MEDIA = ("photo", "video", "animation", "document", "audio")
_WORDING = {"text": "message text is empty"} | {kind: f"there is no {kind} in the request" for kind in _MEDIA}


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    content: bytes


def text(value: Any, path: str) -> str:
    """A String without lone surrogates, which UTF-8 cannot encode."""
    if not isinstance(value, str):
        raise bad_request(f'"{path}" must be a String')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value


def integer(value: Any, path: str) -> int:
    """An Integer of at most 64 bits."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise bad_request(f'"{path}" must be an Integer')
    return value


def flag(value: Any, path: str) -> bool:
    """A Boolean, or one of the texts that Telegram knows; Telegram takes any other text for false."""
    if isinstance(value, str) and value.lower() in _YES | _NO:
        return value.lower() in _YES
    if not isinstance(value, bool):
        raise bad_request(f'"{path}" must be a Boolean')
    return value


def chat(value: Any, path: str) -> int | str:
    """A chat id, or the `@username` of a channel or supergroup."""
    return value if isinstance(value, str) and value.startswith("@") else integer(value, path)


def file(value: Any, path: str) -> str | Upload:
    """An upload of the request, or a text: a file_id or an HTTP URL."""
    return value if isinstance(value, Upload) else text(value, path)


@dataclass(frozen=True)
class Unsupported:
    """A parameter of the Bot API that the emulator refuses, with the reason."""

    reason: str

    def __call__(self, value: Any, path: str) -> Any:
        """Raises a 400 for any value."""
        raise bad_request(f'"{path}" is refused: {self.reason}')


@dataclass(frozen=True)
class ListOf:
    """An Array of values with one validator."""

    item: Validator

    def __call__(self, value: Any, path: str) -> list[Any]:
        """The items in their own types."""
        items = _decoded(value, path)
        if not isinstance(items, list):
            raise bad_request(f'"{path}" must be an Array')
        return [self.item(value, f"{path}[{index}]") for index, value in enumerate(items)]


@dataclass(frozen=True)
class Record:
    """An Object with these fields and no others; Telegram would ignore unknown fields."""

    required: Mapping[str, Validator] = field(default_factory=dict)
    optional: Mapping[str, Validator] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Validator]:
        """All fields by name."""
        return {**self.required, **self.optional}

    def __call__(self, value: Any, path: str) -> Json:
        """The object with its fields in their own types."""
        return self.check(_object(value, path), f"{path}.")

    def check(self, values: Mapping[str, Any], prefix: str = "") -> Json:
        """The fields in their own types; `prefix` precedes the names in errors."""
        fields = self.fields
        for name in values:
            if name not in fields:
                raise bad_request(f'unknown parameter "{prefix}{name}" (the emulator is stricter than Telegram here)')
        for name in self.required:
            if name not in values:
                raise bad_request(_WORDING.get(prefix + name, f"{prefix}{name} is empty"))
        return {name: fields[name](value, prefix + name) for name, value in values.items()}


@dataclass(frozen=True)
class OneOf:
    """An Object of one of several types, chosen by the field `tag` or, without a tag, by the fields it has."""

    variants: Mapping[str, Record]
    tag: str | None = None

    def __call__(self, value: Any, path: str) -> Json:
        """The object, checked by its variant."""
        values = _object(value, path)
        keys = [values.get(self.tag)] if self.tag else list(values)
        for name, variant in self.variants.items():
            if name in keys:
                return variant.check(values, f"{path}.")
        raise bad_request(f'"{path}" must be one of: {", ".join(self.variants)}')


def _object(value: Any, path: str) -> Json:
    values = _decoded(value, path)
    if not isinstance(values, dict):
        raise bad_request(f'"{path}" must be an Object')
    return values


def _decoded(value: Any, path: str) -> Any:
    """The value, parsed if it is JSON text. Only a top-level parameter may be JSON text, as in a form."""
    if not isinstance(value, str) or re.search(r"[.\[]", path):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f'can\'t parse "{path}" as JSON') from None
