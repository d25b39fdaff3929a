"""How much fits one message: Telegram refuses a longer text, and shows no more than 100 entities.

A list that does not fit shows fewer entries and a button to the rest: its next page begins with the first entry that is
not shown.
"""

from collections.abc import Sequence

from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS
from news.paging import ENTITIES_PER_PAGE
from news.richtext import Mark, RichText


def count_fitting(entries: Sequence[RichText], *others: RichText) -> int:
    """Return how many of the first entries fit a message with the other parts, at least one.

    A blank line stands between all of them.
    """
    room = MESSAGE_UNITS - sum(part.units + BLANK_LINE.units for part in others)
    for count, entry in enumerate(entries):
        room -= entry.units + (BLANK_LINE.units if count else 0)
        if room < 0:
            return max(count, 1)
    return len(entries)


def without_surplus_bold(text: RichText) -> RichText:
    """Return the text without the last bold words if it has more entities than a message shows."""
    surplus = len(text.entities) - ENTITIES_PER_PAGE
    bold = [index for index, entity in enumerate(text.entities) if entity.type == Mark.BOLD]
    dropped = set(bold[-surplus:]) if surplus > 0 else set()
    return RichText(text.text, tuple(entity for index, entity in enumerate(text.entities) if index not in dropped))
