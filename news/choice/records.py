"""Frozen dataclasses as compact JSON, for a column of the database."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def dump(record: Any) -> str:
    """Return a record as JSON, without the fields that have their default; times are UTC seconds."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[Record], text: str) -> Record:
    """Return the record that `dump` wrote. A field that this version does not know is left out."""
    record: Record = _loader(cast("Any", kind))(json.loads(text))
    return record


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        given = ((each.name, getattr(value, each.name), each.default) for each in fields(value))
        return {name: _plain(one) for name, one, default in given if one != default}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return int(value.timestamp()) if isinstance(value, datetime) else value


@cache
def _loader(kind: Any) -> Callable[[Any], Any]:
    """Return the function that makes a value of this type of a JSON value; a planner reads thousands a second."""
    if isinstance(kind, type) and is_dataclass(kind):
        return partial(_record, kind, {name: _loader(each) for name, each in get_type_hints(kind).items()})
    origin, inner = get_origin(kind), [_loader(each) for each in get_args(kind) if each is not Ellipsis]
    if origin in {Union, UnionType}:
        return lambda value: None if value is None else inner[0](value)
    if origin in {tuple, frozenset}:
        return origin if inner[0] is _same else lambda values: origin(map(inner[0], values))
    if kind is datetime:
        return lambda seconds: datetime.fromtimestamp(seconds, UTC)
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _same


def _record(kind: Any, loaders: Mapping[str, Callable[[Any], Any]], values: Mapping[str, Any]) -> Any:
    return kind(**{name: loaders[name](value) for name, value in values.items() if name in loaders})


def _same(value: Any) -> Any:
    return value
