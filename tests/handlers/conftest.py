"""The same running newspaper as in the journeys, for walks and storms through the whole program."""

from hypothesis import settings

from tests.databases import sqlite_template  # noqa: F401 - a fixture
from tests.journeys.steps import answer, newspaper, newspaper_url, nothing_fails  # noqa: F401 - fixtures

# How long an example takes says more of the machine than of the program.
settings.register_profile("vestnik", deadline=None)
settings.load_profile("vestnik")
