"""Timing of calls that are compared: they run interleaved in short blocks, so other load affects all of them equally.

A block is some calls in sequence, each timed separately; its value is their median. The blocks of a round follow each
other directly, and every other round runs in reverse order. A result is the median of its blocks. A ratio is the median
of the ratios *within* the rounds: two blocks a few milliseconds apart meet the same load, two medians over a minute may
not. So blocks are short, rounds are many, and calls that are compared are neighbours.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Call = Callable[[], Awaitable[object]]

NANOS_PER_MICRO = 1000
WARM_UP_SHARE = 10


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many rounds of blocks, and how many calls in a block."""

    rounds: int
    calls: int


@dataclass(frozen=True, slots=True)
class Timing:
    """The medians of the blocks of one call, in microseconds, one per round."""

    blocks: tuple[float, ...]

    @property
    def micros(self) -> float:
        """The median over all rounds."""
        return median(self.blocks)

    def over(self, other: "Timing") -> float:
        """Return the ratio to the other's time: the median over the rounds."""
        return median(mine / theirs for mine, theirs in zip(self.blocks, other.blocks, strict=True))


def slowdown(first: Timing, second: Timing) -> float:
    """Return the time of the slower one over the time of the faster one: 1 or more."""
    ratio = first.over(second)
    return max(ratio, 1 / ratio)


async def time_interleaved(contenders: Mapping[Name, Call], sample: SampleSize) -> dict[Name, Timing]:
    """Time all calls, interleaved."""
    blocks: dict[Name, list[float]] = {name: [] for name in contenders}
    with frozen_gc():
        for call in contenders.values():
            await _warm_up(call, max(1, sample.rounds * sample.calls // WARM_UP_SHARE))
        for number in range(sample.rounds):
            for name in list(contenders)[:: -1 if number % 2 else 1]:
                blocks[name].append(await median_micros(contenders[name], sample.calls))
    return {name: Timing(tuple(found)) for name, found in blocks.items()}


@contextmanager
def frozen_gc() -> Iterator[None]:
    """Exclude the present objects from garbage collection, as `bot.serving.serve` does."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


async def _warm_up(call: Call, calls: int) -> None:
    """Fill the caches: prepared statements, upper pages of the B-trees, code."""
    for _ in range(calls):
        await call()


async def median_micros(call: Call, calls: int) -> float:
    """Return the median time of `calls` calls in sequence, in microseconds."""
    await asyncio.sleep(0)
    taken = []
    for _ in range(calls):
        begun = perf_counter_ns()
        await call()
        taken.append(perf_counter_ns() - begun)
    return median(taken) / NANOS_PER_MICRO
