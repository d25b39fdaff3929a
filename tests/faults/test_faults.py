"""Nothing lost, nothing twice: every fault once, in small. The targets that depend on the machine's speed are wide."""

import pytest

from benchmarks.faults import growth, kills, mutations, outages, refusals, repeats, takeover
from benchmarks.faults.figures import Figure
from benchmarks.faults.kills import Push
from benchmarks.faults.nursery import Nursery


def all_met(figures: list[Figure]) -> None:
    assert [figure for figure in figures if not figure.met] == []


async def test_killed_in_the_middle_of_a_push_it_leaves_nobody_out(nursery: Nursery) -> None:
    plan = kills.Plan(Push(300, 4, 200), Push(60, 2, 50), Push(200, 2, 200), worst=40, mean=30)
    all_met(await kills.measure(nursery, plan))


async def test_whatever_a_send_meets_nobody_is_lost_and_a_pause_is_kept(nursery: Nursery) -> None:
    plan = refusals.Plan(150, 40, few=refusals.QUICK.few, timings=refusals.QUICK.timings, hasten=refusals.QUICK.hasten)
    all_met(await refusals.measure(nursery, plan))


async def test_updates_that_come_again_and_kills_leave_what_a_clean_run_does(nursery: Nursery) -> None:
    all_met(await repeats.measure(nursery, repeats.Plan(8, 3, 3)))


async def test_mutated_updates_and_noise_stop_nobody(nursery: Nursery) -> None:
    all_met(await mutations.measure(nursery, mutations.Plan(200, 40)))


@pytest.mark.usefixtures("postgres_url")
async def test_what_a_killed_process_held_is_taken_over_by_the_other_and_by_it_alone(nursery: Nursery) -> None:
    plan = takeover.Plan(200, 2, within=takeover.QUICK.within, hasten=takeover.QUICK.hasten)
    all_met(await takeover.measure(nursery, plan))


@pytest.mark.usefixtures("postgres_url")
@pytest.mark.parametrize("outage", [outages.UNWRITABLE, outages.SHUT], ids=lambda outage: outage.name)
async def test_a_database_that_is_away_is_waited_for(nursery: Nursery, outage: outages.Outage) -> None:
    all_met(await outages.measure(nursery, outages.Plan(2.5, (outage,), recovery=3)))


async def test_memory_does_not_grow_with_updates(nursery: Nursery) -> None:
    all_met(await growth.measure(nursery, growth.Plan(600, 200, 100, 2, 50)))
