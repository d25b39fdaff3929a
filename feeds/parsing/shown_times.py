"""The dates that a page shows beside its article, of publication and of change."""

from datetime import datetime

from feeds.parsing.documents import Element, line_of
from feeds.parsing.visible_dates import iso_date, visible_date

_PUBLISHED = frozenset(
    {"date", "post-date", "entry-date", "article-date", "news-date", "published", "pubdate", "datepublished", "time"}
)
_UPDATED = frozenset({"updated", "modified", "date-modified", "datemodified", "editdate"})
_TAGS = ("time", "span", "div", "p", "a", "li", "meta", "h1")
_MOST_CHILDREN = 5


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
    published, updated = (
        min(dates, key=lambda pair: abs(pair[0] - title))[1] if dates else None for dates in found.values()
    )
    return published, updated


def _date_of(element: Element, now: datetime | None) -> datetime | None:
    date = iso_date(element.get("datetime") or element.get("content"))
    if date or len(element) > _MOST_CHILDREN:
        return date
    return visible_date(line_of(element), now)
