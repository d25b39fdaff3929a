"""The dates that a page shows beside its article, of publication and of change."""

from datetime import datetime
from itertools import islice

from feeds.parsing.documents import WITHOUT_TEXT, Element, line_of
from feeds.parsing.visible_dates import iso_date, visible_date

_PUBLISHED = frozenset(
    {"date", "post-date", "entry-date", "article-date", "news-date", "published", "pubdate", "datepublished", "time"}
)
_UPDATED = frozenset({"updated", "modified", "date-modified", "datemodified", "editdate"})
_TAGS = ("time", "span", "div", "p", "a", "li", "meta", "h1")
_MOST_CHILDREN = 5
_LEVELS_AROUND_TITLE = 2
_MOST_SIBLINGS = 4
_MOST_IN_LINE = 200


def shown_times(document: Element, now: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Return the moments of publication and of change, in UTC: of several those that stand nearest to the title."""
    found: dict[bool, list[tuple[int, datetime]]] = {False: [], True: []}
    title = 0
    for place, element in enumerate(document.iter(*_TAGS)):
        if element.tag == "h1":
            title = title or place
            continue
        names = {*(element.get("class") or "").lower().split(), (element.get("itemprop") or "").lower()}
        is_update = bool(names & _UPDATED)
        date = _date_of(element, now) if element.tag == "time" or is_update or names & _PUBLISHED else None
        if date:
            found[is_update].append((place, date))
    heading = next(document.iter("h1"), None)
    if heading is not None and not found[False]:
        around = date_around(heading, now, _LEVELS_AROUND_TITLE)
        found[False] += [(title, around)] if around else []
    published, updated = (
        min(dates, key=lambda pair: abs(pair[0] - title))[1] if dates else None for dates in found.values()
    )
    return published, updated


def _date_of(element: Element, now: datetime | None) -> datetime | None:
    date = iso_date(element.get("datetime") or element.get("content"), now)
    if date or len(element) > _MOST_CHILDREN:
        return date
    return visible_date(line_of(element), now)


def date_around(element: Element, now: datetime | None, levels: int) -> datetime | None:
    """Return the date in the lines that stand nearest to an element, above it or else below it, or None.

    `levels` is how many elements around it are looked through; the engine's `dle-content` is never left.
    """
    for _ in range(levels):
        above = islice(element.itersiblings(preceding=True), _MOST_SIBLINGS)
        for sibling in (*above, *islice(element.itersiblings(), _MOST_SIBLINGS)):
            line = line_of(sibling) if sibling.tag not in WITHOUT_TEXT else ""
            date = visible_date(line, now) if len(line) <= _MOST_IN_LINE else None
            if date:
                return date
        element = element.getparent()
        if element is None or element.get("id") == "dle-content":
            break
    return None
