"""The same running newspaper as in the journeys, for walks and storms through the whole program."""

from tests.databases import sqlite_template  # noqa: F401 - a fixture
from tests.journeys.steps import answer, newspaper, newspaper_url, nothing_fails  # noqa: F401 - fixtures
