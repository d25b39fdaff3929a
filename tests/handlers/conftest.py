"""The running newspaper of the journeys, for the tests that go through the whole program."""

from hypothesis import settings

from tests.databases import sqlite_template  # noqa: F401 - a fixture
from tests.journeys.steps import answer, newspaper, newspaper_url, nothing_fails  # noqa: F401 - fixtures

# The time of an example depends on the machine more than on the program.
settings.register_profile("vestnik", deadline=None)
settings.load_profile("vestnik")
