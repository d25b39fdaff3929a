"""Mentions of people in a text: an @ and the name behind it."""

import re

from news.disguises import uncovered
from news.lookalikes import skeleton

# A display name has up to 32 characters; more than four words are rare.
_MAX_WORDS = 4
# In an e-mail address a letter stands before the @.
_MENTION = re.compile(rf"(?<![\w.])@\s?(\w[\w'’.-]*(?:[ \u00a0][\w'’.-]+){{0,{_MAX_WORDS - 1}}})")


def mentioned_names(text: str) -> list[list[str]]:
    """Return for each mention the keys (`skeleton`) of the names that it may be, the longest first.

    Where a name ends is not to be seen: «@Мария Петрова согласна» may mention Мария, Мария Петрова, or somebody else.
    """
    found = []
    for match in _MENTION.finditer(uncovered(text)):
        words = match[1].split()
        keys = [skeleton(" ".join(words[:count])) for count in range(len(words), 0, -1)]
        found.append([key for key in keys if key])
    return found
