"""The second telling of a story: an article from another source, which no editor has judged, within a day of the first.

Whoever got the first telling is not pushed the second (docs/decisions/0037 has the measurement of the likeness).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from news.hosts import source_host
from news.ports import Unit
from news.ports.choices import Telling
from news.ports.related import SCALE
from news.similarity import SAME_STORY

WITHIN = timedelta(days=1)


async def find_repeats(unit: Unit, waiting: Sequence[int], now: datetime) -> dict[int, int]:
    """Return those of the articles that wait for a push which tell a story again, each with the first telling."""
    likely = {
        number: {each.number for each in entry.neighbours if each.similarity >= SAME_STORY * SCALE}
        for number, entry in (await unit.related.entries(waiting)).items()
    }
    if not any(likely.values()):
        return {}
    found = await unit.choices.tellings(
        {*waiting, *(other for others in likely.values() for other in others)}, now - WITHIN
    )
    tellings = {telling.number: telling for telling in found}
    repeats = dict[int, int]()
    for number in sorted(waiting):
        second = tellings.get(number)
        firsts = [other for other in sorted(likely.get(number, ())) if other < number and other in tellings]
        if second is not None and not second.asked:
            first = next((each for each in firsts if _is_another_source(tellings[each], second)), None)
            repeats |= {number: first} if first is not None else {}
    return repeats


def _is_another_source(first: Telling, second: Telling) -> bool:
    """Whether two articles come from different places; what the editors wrote themselves has no source."""
    return source_host(first.source_url) != source_host(second.source_url)
