"""Shared set-up of the delivery tests: a running clock, a courier that succeeds, and a desk at full speed."""

import pytest

from news.delivery import DeliveryDesk
from storage import Database
from tests.news.delivering import RecordingCourier, RunningClock, make_desk


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def courier(clock: RunningClock) -> RecordingCourier:
    return RecordingCourier(clock)


@pytest.fixture
def desk(database: Database, courier: RecordingCourier, clock: RunningClock) -> DeliveryDesk:
    return make_desk(database, courier, clock)
