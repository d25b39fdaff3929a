"""The small language the tables of parameters are written in: kinds of values that say what is wrong with one.

A parameter arrives as its JSON type or, in a form, as text (nested values as JSON text); Telegram takes both, so every
kind can `read` a JSON value and `parse` a text. A null is refused: Telegram would take it for the text "null".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from emulator.wire import Json, bad_request


class Kind(Protocol):
    """One kind of value. Both verbs return the value in its own type, or raise a 400 that names `path`."""

    def read(self, value: Any, path: str) -> Any:
        """From a JSON value."""

    def parse(self, text: str, path: str) -> Any:
        """From a field of a form."""


class Text:
    """A string without lone surrogates (no UTF-8 could carry them)."""

    def read(self, value: Any, path: str) -> str:
        """See Kind."""
        if not isinstance(value, str):
            raise bad_request(f'"{path}" must be a String')
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return value

    parse = read


class Integer:
    """A whole number of at most 64 bits."""

    def read(self, value: Any, path: str) -> int:
        """See Kind."""
        if isinstance(value, str):
            return self.parse(value, path)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
            raise bad_request(f'"{path}" must be an Integer')
        return value

    def parse(self, text: str, path: str) -> int:
        """See Kind."""
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            raise bad_request(f'"{path}" must be an Integer')
        return int(text)


class Flag:
    """True or false. In a form, as Telegram reads it: `true`, `yes` and `1` in any case are true."""

    def read(self, value: Any, path: str) -> bool:
        """See Kind."""
        if not isinstance(value, bool):
            raise bad_request(f'"{path}" must be a Boolean')
        return value

    def parse(self, text: str, path: str) -> bool:
        """See Kind; anything but a known word is an error here, where Telegram takes it for false."""
        if text.lower() not in {"true", "yes", "1", "false", "no", "0"}:
            raise bad_request(f'"{path}" must be a Boolean')
        return text.lower() in {"true", "yes", "1"}


class ChatId:
    """A chat's number, or `@username` of a channel or supergroup."""

    def read(self, value: Any, path: str) -> int | str:
        """See Kind."""
        return self.parse(value, path) if isinstance(value, str) else Integer().read(value, path)

    def parse(self, text: str, path: str) -> int | str:
        """See Kind."""
        return text if text.startswith("@") else Integer().parse(text, path)


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    content: bytes


class File:
    """A file that is uploaded with the request, or a text that names one: a file_id or an HTTP URL."""

    def read(self, value: Any, path: str) -> str | Upload:
        """See Kind."""
        return value if isinstance(value, Upload) else Text().read(value, path)

    def parse(self, text: str, path: str) -> str:
        """See Kind."""
        return Text().read(text, path)


@dataclass(frozen=True)
class Refused:
    """A parameter Telegram knows and the emulator turns down, with the reason."""

    reason: str

    def read(self, value: Any, path: str) -> Any:
        """Always raises."""
        raise bad_request(f'"{path}" is refused: {self.reason}')

    parse = read


class Nested:
    """What lists and objects share: in a form they are JSON text."""

    def read(self, value: Any, path: str) -> Any:
        """See Kind."""
        raise NotImplementedError

    def parse(self, text: str, path: str) -> Any:
        """See Kind."""
        try:
            value = json.loads(text)
        except ValueError:
            raise bad_request(f'can\'t parse "{path}" as JSON') from None
        return self.read(value, path)


@dataclass(frozen=True)
class ListOf(Nested):
    """An array of values of one kind."""

    kind: Kind

    def read(self, value: Any, path: str) -> list[Any]:
        """See Kind."""
        if not isinstance(value, list):
            raise bad_request(f'"{path}" must be an Array')
        return [self.kind.read(item, f"{path}[{index}]") for index, item in enumerate(value)]


@dataclass(frozen=True)
class Record(Nested):
    """An object with these fields and no others: stricter than Telegram, which skips what it does not know."""

    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Kind]:
        """All fields by name."""
        return {**self.required, **self.optional}

    def read(self, value: Any, path: str) -> Json:
        """See Kind."""
        if not isinstance(value, dict):
            raise bad_request(f'"{path}" must be an Object')
        return self._checked(value, f"{path}.", {name: kind.read for name, kind in self.fields.items()})

    def take(self, parameters: Mapping[str, Any]) -> Json:
        """The parameters of a call: at this depth a value may also be the text of a form field."""

        def reader(kind: Kind) -> Any:
            return lambda value, path: (kind.parse if isinstance(value, str) else kind.read)(value, path)

        return self._checked(parameters, "", {name: reader(kind) for name, kind in self.fields.items()})

    def _checked(self, values: Mapping[str, Any], prefix: str, readers: Mapping[str, Any]) -> Json:
        for name in values:
            if name not in readers:
                raise bad_request(f'unknown parameter "{prefix}{name}" (the emulator is stricter than Telegram here)')
        for name in self.required:
            if name not in values:
                raise bad_request(
                    "message text is empty" if name == "text" and not prefix else f"{prefix}{name} is empty"
                )
        return {name: readers[name](value, f"{prefix}{name}") for name, value in values.items()}


@dataclass(frozen=True)
class OneOf(Nested):
    """An object of one of several shapes, told apart by the value of `tag` or, without a tag, by which key is there."""

    shapes: Mapping[str, Record]
    tag: str | None = None

    def read(self, value: Any, path: str) -> Json:
        """See Kind."""
        if not isinstance(value, dict):
            raise bad_request(f'"{path}" must be an Object')
        keys = [value.get(self.tag)] if self.tag else list(value)
        for name, shape in self.shapes.items():
            if name in keys:
                return shape.read(value, path)
        raise bad_request(f'"{path}" must be one of: {", ".join(self.shapes)}')


INTEGER, FLAG, TEXT, CHAT, FILE = Integer(), Flag(), Text(), ChatId(), File()
