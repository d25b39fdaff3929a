"""The port of the versions that were replaced. `Articles.revise` keeps the one that it replaces."""

from collections.abc import Sequence
from typing import Protocol

from news.model import Article, Version


class Versions(Protocol):
    """The replaced versions of articles; the present version is the article itself."""

    async def before(self, number: int, version: int, limit: int) -> Sequence[Version]:
        """Return up to `limit` versions of an article below `version`, newest first."""

    async def get(self, number: int, version: int) -> Article | None:
        """Return an article as it was in a replaced version; None if it was not kept; counts are today's."""
