"""A running newspaper on SQLite for every journey; what the program logs as an error fails the test."""

from tests.databases import database_url, postgres_url, sqlite_template  # noqa: F401 - fixtures
from tests.journeys.steps import answer, newspaper, newspaper_url, nothing_fails, vera  # noqa: F401 - fixtures
