"""The markers that tests/conftest.py sets: each is found in the code that a test reaches."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest

from tests import databases
from tests.databases import create_database
from tests.resources import named_by, resources


async def starts_a_process() -> None:
    await asyncio.create_subprocess_exec(sys.executable, "--version")


@asynccontextmanager
async def decorated() -> AsyncIterator[None]:
    await starts_a_process()
    yield


class Starter:
    async def start(self) -> None:
        await starts_a_process()


async def by_decorated() -> None:
    async with decorated():
        pass


async def by_class() -> None:
    await Starter().start()


async def by_inner_function() -> None:
    async def inner() -> None:
        await starts_a_process()

    await inner()


async def by_module() -> None:
    await databases.create_database()


async def by_name() -> None:
    await create_database()


async def by_nothing() -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("function", "found"),
    [
        (starts_a_process, {"process"}),
        (by_decorated, {"process"}),
        (by_class, {"process"}),
        (by_inner_function, {"process"}),
        (partial(by_class), {"process"}),
        (by_module, {"postgres"}),
        (by_name, {"postgres"}),
        (by_nothing, set()),
    ],
)
def test_a_resource_is_found_however_the_code_reaches_it(function: Callable[..., object], found: set[str]) -> None:
    assert named_by(function) == found


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_test_that_is_given_an_engine_needs_that_engine_only(request: pytest.FixtureRequest, engine: str) -> None:
    assert named_by(by_name) == {"postgres"}, "this test reaches PostgreSQL whatever its parameter is"
    assert resources(request.node) == {"postgres"} & {engine}
