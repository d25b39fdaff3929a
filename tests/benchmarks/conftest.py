"""The databases of the benchmarks' tests, empty, on both engines."""

from tests.databases import database_url, postgres_url, sqlite_template

__all__ = ["database_url", "postgres_url", "sqlite_template"]
