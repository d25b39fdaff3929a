"""Field types that several callbacks share. A number outside its range is forged: the button counts as unknown."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

# The numbers that a database can store.
Id = Annotated[int, Field(ge=0, le=2**62)]
# Article numbers where 64 bytes must hold several of them. The search index knows no larger ones.
Number = Annotated[int, Field(ge=0, le=2**30)]
Page = Annotated[int, Field(ge=0, le=9999)]
TurnedPage = Annotated[int | None, Field(ge=0, le=9999)]


# Minutes since 1970 in UTC, as far as the year 2225.
Minutes = Annotated[int, Field(ge=0, le=2**27)]


class Way(StrEnum):
    """Where a page of a list begins: at an article, newer than it, or at a month."""

    FROM = "f"
    NEWER = "n"
    MONTH = "m"
