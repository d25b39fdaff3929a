"""Every fault benchmark once, with a small plan: nothing is lost or done twice.

Targets that depend on the speed of the machine are wide.
"""

import pytest

from benchmarks.faults import (
    answers,
    brakes,
    campaign,
    channels,
    choosers,
    freezes,
    growth,
    guests,
    kills,
    kinds,
    mutations,
    outages,
    pictures,
    refusals,
    repeats,
    sources,
    takeover,
    upgrades,
    verdicts,
)
from benchmarks.faults.kills import Push
from benchmarks.faults.measurements import Measurement
from tests.support.processes import ProcessFactory


def all_met(measurements: list[Measurement]) -> None:
    assert measurements
    assert [measurement for measurement in measurements if not measurement.met] == []


async def test_a_push_that_is_killed_again_and_again_reaches_every_subscriber(processes: ProcessFactory) -> None:
    plan = kills.Plan(Push(300, 4, 200), Push(60, 2, 50), Push(200, 2, 200), worst=40, mean=30)
    all_met(await kills.measure(processes, plan))


async def test_an_album_is_never_sent_twice_and_texts_and_photos_reach_every_subscriber(
    processes: ProcessFactory,
) -> None:
    all_met(await kinds.measure(processes, kinds.Plan(Push(300, 4, 200), worst=40, mean=30)))


async def test_failing_sends_lose_no_reachable_subscriber_and_a_retry_after_is_respected(
    processes: ProcessFactory,
) -> None:
    plan = refusals.Plan(150, 40, few=refusals.QUICK.few, timings=refusals.QUICK.timings)
    all_met(await refusals.measure(processes, plan))


async def test_a_proxy_another_bots_token_and_a_group_in_slow_mode_stop_nothing(processes: ProcessFactory) -> None:
    all_met(await brakes.measure(processes, brakes.Plan(200, 1, slowed=5, timings=brakes.QUICK.timings)))


async def test_repeated_updates_and_kills_leave_the_same_tables_as_a_clean_run(processes: ProcessFactory) -> None:
    all_met(await repeats.measure(processes, repeats.Plan(8, 3, 3)))


async def test_a_campaign_of_advertising_accounts_is_never_visible(processes: ProcessFactory) -> None:
    all_met(await campaign.measure(processes, campaign.Plan(12, 6)))


async def test_mutated_updates_and_noise_crash_nothing(processes: ProcessFactory) -> None:
    all_met(await mutations.measure(processes, mutations.Plan(200, 40)))


async def test_no_attempt_of_a_guest_stores_a_comment_and_no_comment_survives_a_ban(processes: ProcessFactory) -> None:
    all_met(await guests.measure(processes, guests.Plan(360, 10)))


@pytest.mark.usefixtures("postgres_url")
async def test_the_leases_of_a_killed_process_are_taken_over_by_one_process_only(processes: ProcessFactory) -> None:
    plan = takeover.Plan(200, 2, within=takeover.QUICK.within, timings=takeover.QUICK.timings)
    all_met(await takeover.measure(processes, plan))


@pytest.mark.usefixtures("postgres_url")
async def test_a_process_that_wakes_sends_nothing_that_the_other_one_has_sent(processes: ProcessFactory) -> None:
    all_met(await freezes.measure(processes, freezes.Plan(1, within=10, timings=freezes.QUICK.timings)))


@pytest.mark.usefixtures("postgres_url")
@pytest.mark.parametrize("outage", [outages.UNWRITABLE, outages.SHUT], ids=lambda outage: outage.name)
async def test_the_bot_resumes_after_a_database_outage(processes: ProcessFactory, outage: outages.Outage) -> None:
    all_met(await outages.measure(processes, outages.Plan(2.5, (outage,), recovery=3)))


@pytest.mark.usefixtures("postgres_url")
async def test_an_upgrade_that_is_killed_loses_nothing(processes: ProcessFactory) -> None:
    all_met(await upgrades.measure(processes, upgrades.Plan(2)))


async def test_every_author_is_told_of_an_answer_once_when_the_process_is_killed(processes: ProcessFactory) -> None:
    all_met(await answers.measure(processes, answers.QUICK))


async def test_memory_does_not_grow_with_updates(processes: ProcessFactory) -> None:
    all_met(await growth.measure(processes, growth.Plan(600, 200, 100, 2, 50)))


async def test_a_refused_picture_costs_no_subscriber_the_news(processes: ProcessFactory) -> None:
    all_met(await pictures.measure(processes, pictures.QUICK))


async def test_no_post_is_doubled_or_lost_unseen_when_its_process_is_killed(processes: ProcessFactory) -> None:
    all_met(await channels.measure(processes, channels.QUICK))


async def test_each_verdict_has_one_effect_and_one_message_however_its_process_is_killed(
    processes: ProcessFactory,
) -> None:
    all_met(await verdicts.measure(processes, verdicts.Plan(8, 4)))


async def test_readers_who_have_chosen_get_what_they_want_when_the_process_is_killed(processes: ProcessFactory) -> None:
    all_met(await choosers.measure(processes, choosers.Plan(Push(400, 4, 200), worst=40, mean=30)))


async def test_each_item_of_a_changing_site_is_one_article_when_its_reader_is_killed(processes: ProcessFactory) -> None:
    all_met(await sources.measure_on("sqlite", processes, sources.Plan(12, 3, run=3), 1))


@pytest.mark.usefixtures("postgres_url")
async def test_two_processes_make_one_article_of_each_item_when_one_is_killed(processes: ProcessFactory) -> None:
    all_met(await sources.measure_on("postgres", processes, sources.Plan(12, 3, run=3), 2))
