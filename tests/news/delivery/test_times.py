"""The times of the delivery desk: parts of a lease, and the length of a stop."""

from datetime import timedelta

from news.delivery import DEFAULT_TIMES, DeliveryTimes
from storage.sqlite import BUSY_SECONDS


def test_a_lease_is_renewed_after_a_third_and_nothing_is_sent_in_its_last_third() -> None:
    times = DeliveryTimes(lease=timedelta(seconds=3))
    assert times.renew_after == times.margin == timedelta(seconds=1)


def test_a_failed_renewal_is_tried_again_before_sending_stops() -> None:
    times = DEFAULT_TIMES
    assert times.renew_after + 2 * times.claim_interval < times.lease - times.margin


def test_a_stop_is_over_before_a_service_manager_kills_the_process() -> None:
    patience = timedelta(seconds=12)
    assert DEFAULT_TIMES.stop_timeout + DEFAULT_TIMES.last_commit_timeout <= patience
    assert DEFAULT_TIMES.stop_database_timeout + timedelta(seconds=BUSY_SECONDS) <= patience
