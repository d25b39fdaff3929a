"""The data of buttons that earlier versions made and that still stand in chats: millions of pushes hold `a:1:0:e:7`.

Each function returns the fields of the button that replaced the old one. It raises ValueError for any other data.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from handlers.callbacks.fields import Id
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import ShowList
from handlers.callbacks.searching import ShowFound

_ID = TypeAdapter(Id)


def open_article(prefix: str, fields: Sequence[str]) -> dict[str, Any]:
    """Return the fields of an `OpenArticle`: opened from a list, from related news, or from a search."""
    match prefix, *fields:
        case "a", number, page, listing, at:
            origin = _from_list(listing, at)
        case "A", number, through, page, listing, at:
            origin = _from_list(listing, at, through)
        case "O", number, page, order, at, month, topic, through:
            origin = _from_search(order, at, month, topic, through)
        case _:
            raise ValueError(prefix)
    return {"number": number, "page": None if page == "0" else page, "origin": origin}


def show_related(prefix: str, fields: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a `ShowRelated`, under an article from a list or from a search."""
    match prefix, *fields:
        case "R", number, listing, at:
            origin = _from_list(listing, at)
        case "N", number, order, at, month, topic:
            origin = _from_search(order, at, month, topic)
        case _:
            raise ValueError(prefix)
    return {"number": number, "origin": origin}


def _from_list(listing: str, at: str, through: str = "0") -> Origin:
    if listing == "r":  # related news of the article `at`, in the oldest format
        return Origin(through=_ID.validate_python(at))
    screen = None if listing == "-" else ShowList.model_validate({"listing": listing, "at": at})
    return Origin(screen, _ID.validate_python(through))


def _from_search(order: str, at: str, month: str, topic: str, through: str = "0") -> Origin:
    found = ShowFound.model_validate({"order": order, "at": at, "month": month, "topic": topic})
    return Origin(found, _ID.validate_python(through))
