"""Frozen dataclasses as compact JSON, for a column of the database."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def dump(record: Any) -> str:
    """Return a record as JSON, without the fields that have their default; times are UTC seconds."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[Record], text: str) -> Record:
    """Return the record that `dump` wrote. A field that this version does not know is left out."""
    record: Record = _load(kind, json.loads(text))
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
def _types(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _load(kind: Any, value: Any) -> Any:
    """Return a JSON value as this type."""
    if isinstance(kind, type) and is_dataclass(kind):
        types = _types(kind)
        return kind(**{name: _load(types[name], each) for name, each in value.items() if name in types})
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return None if value is None else _load(get_args(kind)[0], value)
    if origin in {tuple, frozenset}:
        return origin(_load(get_args(kind)[0], each) for each in value)
    return datetime.fromtimestamp(value, UTC) if kind is datetime else kind(value)
