"""How an item is recognised: by its id, its address, and what it says. Pure.

All hashes are hex digits of BLAKE2; "" stands for nothing to recognise an item by.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from news import richtext
from news.richtext import Body, plain
from news.sources.found import FoundItem
from news.words import fold

# A shorter text may stand in two articles by chance.
MIN_COMPARED_CHARACTERS = 200
_HASH_BYTES = 12
# An address that so many items of a feed have is that of a front page or of a list, and no item's own.
SHARED_BY = 3
# In place of a feed hash: the item's page is to be read again, for its text, or for a change of the item.
TEXT_UNREAD, CHANGE_UNREAD = "", "changed"


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of a source as it is stored.

    `article` is the article that it became or belongs to, None if it has none. An item is `done` when it became one or
    was left out, and until then `quiet` says whether it will be published without a push. With `own` the article came
    from this item, and follows its changes. `feed_hash` is of all that the feed says of it; it is TEXT_UNREAD or
    CHANGE_UNREAD if the item's page is to be read again. `text_hash` is of the article's text. `seen_at` is when the
    row was stored or the item was noted last; storing does not take it. `read_at` is when the item's page was read, and
    `look_at` when it is looked at again; None if it is not.
    """

    source_id: int
    key: str
    feed_hash: str
    address_hash: str = ""
    text_hash: str = ""
    article: int | None = None
    quiet: bool = False
    done: bool = False
    own: bool = False
    seen_at: datetime | None = field(default=None, compare=False)
    read_at: datetime | None = None
    look_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """The values that the items of a visit may be recognised by: a key, an address hash and a feed hash for each."""

    keys: tuple[str, ...]
    addresses: tuple[str, ...]
    feeds: tuple[str, ...]


def told_apart(items: Sequence[FoundItem]) -> tuple[FoundItem, ...]:
    """Return the items of a feed without the ids and addresses that do not tell them apart.

    Some feeds give every item the same id, or the address of the front page.
    """
    by_guid, by_address = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for item in items:
        by_guid[item.guid].add(item.address)
        by_address[item.address].add(item.guid or item.title)
    return tuple(
        replace(
            item,
            guid=item.guid if len(by_guid[item.guid]) == 1 else "",
            address=item.address if len(by_address[item.address]) < SHARED_BY else "",
        )
        for item in items
    )


def clues_of(items: Sequence[FoundItem]) -> Clues:
    """Return the clues of items."""
    return Clues(
        tuple(map(item_key, items)),
        tuple(hashed for item in items if (hashed := address_hash(item.address))),
        tuple(map(feed_hash, items)),
    )


def item_key(item: FoundItem) -> str:
    """Return the key of an item among those of its source: by its id, else its address, else what it says."""
    if item.guid:
        return f"g{_hash(item.guid)}"
    return f"a{address_hash(item.address)}" if item.address else f"t{feed_hash(item)}"


def address_hash(address: str) -> str:
    """Return a hash of an address, the same for http and https, with and without `www.` and a slash at the end."""
    if not address:
        return ""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return _hash(host, parts.path.rstrip("/"), parts.query)


def feed_hash(item: FoundItem) -> str:
    """Return a hash of what an item says, without its id, address and times: a changed id leaves it as it is."""
    pictures = (text for picture in item.pictures for text in (picture.address, picture.caption))
    return _hash(item.title, item.lead, richtext.dump(item.body), *pictures)


def text_hash(body: Body) -> str:
    """Return a hash of the words of a text; "" for one that is too short to be recognised by."""
    text = fold(plain(body))
    return _hash(*text.split()) if len(text) >= MIN_COMPARED_CHARACTERS else ""


def _hash(*texts: str) -> str:
    digest = blake2b(digest_size=_HASH_BYTES)
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
