"""The costly resources that a test needs: a browser, PostgreSQL, processes. They are read from the test's code.

The code of a test is its function, its fixtures, and the functions and classes of `tests` and `benchmarks` that they
name. No list has to be kept when tests are moved, renamed or added.
"""

import inspect
from collections.abc import Iterator
from functools import cache, partial
from types import CodeType, ModuleType
from typing import Any

import pytest

# Code that uses one of these names uses the resource.
NAMES = {
    "browser": {"async_playwright"},
    "postgres": {"create_database"},
    "process": {"create_subprocess_exec", "subprocess", "fork"},
}
ENGINES = {"sqlite", "postgres"}
OURS = ("tests.", "benchmarks.")


def resources(item: pytest.Function) -> set[str]:
    """Return the resources that a test needs. A test that is given an engine as a parameter needs that engine only."""
    needed = {name for code in code_of(item) for name in named_by(code)}
    callspec = getattr(item, "callspec", None)
    engines = {value for value in callspec.params.values() if isinstance(value, str)} & ENGINES if callspec else set()
    return (needed - {"postgres"}) | (engines & {"postgres"}) if engines else needed


def code_of(item: pytest.Function) -> Iterator[Any]:
    """Yield the test's function and those of its fixtures."""
    yield item.obj
    for definitions in item._fixtureinfo.name2fixturedefs.values():
        yield definitions[-1].func


@cache
def named_by(function: Any) -> frozenset[str]:
    """Return the resources that the functions reached from this one name."""
    reached, waiting = set(), [function]
    names: set[str] = set()
    while waiting:
        current = plain(waiting.pop())
        if id(current) in reached:
            continue
        reached.add(id(current))
        if inspect.isclass(current):
            waiting += [
                member for member in vars(current).values() if callable(member) or hasattr(member, "__wrapped__")
            ]
        elif code := getattr(current, "__code__", None):
            found = names_in(code)
            names |= found
            waiting += referred(found, current.__globals__)
    return frozenset(resource for resource, sought in NAMES.items() if sought & names)


def plain(function: Any) -> Any:
    """Return the function under decorators, partial applications, properties and hypothesis."""
    while True:
        inner = (
            getattr(function, "__wrapped__", None)
            or getattr(function, "__func__", None)
            or getattr(getattr(function, "hypothesis", None), "inner_test", None)
            or (function.func if isinstance(function, partial) else None)
            or (function.fget if isinstance(function, property) else None)
        )
        if inner is None:
            return function
        function = inner


def names_in(code: CodeType) -> set[str]:
    """Return the global names and attributes that a function and the functions inside it use."""
    inner = (names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*inner)


def referred(names: set[str], scope: dict[str, Any]) -> Iterator[Any]:
    """Yield the functions and classes of ours that the names stand for, in modules too: `kills.measure`."""
    for name in names & scope.keys():
        value = scope[name]
        if isinstance(value, ModuleType) and value.__name__.startswith(OURS):
            yield from (vars(value)[inner] for inner in names & vars(value).keys())
        elif getattr(plain(value), "__module__", None) and str(plain(value).__module__).startswith(OURS):
            yield plain(value)
