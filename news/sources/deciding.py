"""Which items of a visit are new, changed, or known under another id; and which of the new ones are pushed. Pure.

The decider compares what a visit found with what is stored. `news.source_visits` does what it decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from news.sources.found import FoundItem
from news.sources.items import CHANGE_UNREAD, TEXT_UNREAD, KnownItem, address_hash, feed_hash, item_key

# An item with an older date is stored without a push: it is no news.
OLD = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class StepKind(StrEnum):
    """The work that an item needs."""

    TAKE = "take"  # it becomes an article
    UPDATE = "update"  # its article follows the change
    NOTE = "note"  # it is known under another id, or another source has it: only the row is stored


@dataclass(frozen=True, slots=True)
class Step:
    """One item and what is to be done with it; `row` is to be stored with it.

    `again`: the item's page could not be read before, or is looked at again. An update that `completes` an article
    brings its text. If it only `looks`, the feed shows no change, and the page says whether there is one.
    """

    kind: StepKind
    item: FoundItem
    row: KnownItem
    again: bool = False
    completes: bool = False
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The result of a decision: the steps in their order, and the keys of the items that are as they were.

    `fresh` counts the items that are new since the last visit, `quiet` those of them to be taken without a push.
    """

    steps: tuple[Step, ...]
    same: tuple[str, ...]
    fresh: int
    quiet: int


def decide(
    source_id: int,
    items: Sequence[FoundItem],
    known: Iterable[KnownItem],
    now: datetime,
    *,
    pushed: int | None = None,
) -> Plan:
    """Decide what becomes of the items of a source, which has the `known` ones stored.

    With `pushed`, of all items only so many, the newest, may be pushed: a source begins, or was silent for long. The
    items to be pushed come first, oldest first; then the others, newest first; last the pages to be read again.
    """
    loud, others, again, same = list[Step](), list[Step](), list[Step](), list[str]()
    book, fresh, quiet = _Book.of(source_id, list(known)), 0, 0
    for rank, item in enumerate(_once(newest_first(items))):
        key, step = item_key(item), book.step_of(source_id, item, now)
        if step is None and key in book.by_key:
            same.append(key)
            continue
        if step is None:
            is_loud = (pushed is None or rank < pushed) and not _is_old(item, now)
            fresh, quiet = fresh + 1, quiet + (not is_loud)
            step = Step(StepKind.TAKE, item, _new_row(source_id, item, quiet=not is_loud))
        elif step.kind is StepKind.TAKE and _is_old(item, now):  # undone since the days when it was news
            step = replace(step, row=replace(step.row, quiet=True))
        is_loud = step.kind is StepKind.TAKE and not step.row.quiet
        (again if step.again else loud if is_loud else others).append(step)
    return Plan((*loud[::-1], *others, *again), tuple(same), fresh, quiet)


@dataclass(frozen=True, slots=True)
class _Book:
    """The stored items by what they are recognised by; of equal addresses, that of the source itself counts."""

    by_key: dict[str, KnownItem]
    by_feed: dict[str, KnownItem]
    by_address: dict[str, KnownItem]

    @classmethod
    def of(cls, source_id: int, known: Sequence[KnownItem]) -> "_Book":
        """Return the book of a source: keys and words are its own, addresses of every source."""
        own = [row for row in known if row.source_id == source_id]
        others = [row for row in known if row.source_id != source_id]
        return cls(
            {row.key: row for row in own},
            {row.feed_hash: row for row in own},
            {row.address_hash: row for row in (*others, *own)},
        )

    def step_of(self, source_id: int, item: FoundItem, now: datetime) -> Step | None:
        """Return what is to be done with an item that is stored, None if nothing is, or if it is not stored."""
        key, said, address = item_key(item), feed_hash(item), address_hash(item.address)
        row = self.by_key.get(key)
        if row is not None:
            return _step_of_known(item, row, said, now)
        twin = self.by_feed.get(said) or (self.by_address.get(address) if address else None)
        if twin is None or (twin.article is None and not twin.done):
            return None
        own = twin.own and twin.source_id == source_id
        row = KnownItem(source_id, key, said, address, twin.text_hash, twin.article, twin.quiet, True, own)
        return Step(StepKind.UPDATE if own and said != twin.feed_hash else StepKind.NOTE, item, row)


def _step_of_known(item: FoundItem, row: KnownItem, said: str, now: datetime) -> Step | None:
    if not row.done:
        return Step(StepKind.TAKE, item, row)
    address = address_hash(item.address)
    if row.feed_hash == said and row.address_hash == address:
        is_due = row.own and row.look_at is not None and row.look_at <= now
        return Step(StepKind.UPDATE, item, row, again=True, looks=True) if is_due else None
    changed = replace(row, feed_hash=said, address_hash=address)
    is_update = row.feed_hash != said and row.own and row.article is not None
    is_again = row.feed_hash in {TEXT_UNREAD, CHANGE_UNREAD}
    kind = StepKind.UPDATE if is_update else StepKind.NOTE
    return Step(kind, item, changed, again=is_again, completes=row.feed_hash == TEXT_UNREAD)


def _new_row(source_id: int, item: FoundItem, *, quiet: bool) -> KnownItem:
    return KnownItem(source_id, item_key(item), feed_hash(item), address_hash(item.address), quiet=quiet)


def newest_first(items: Sequence[FoundItem]) -> list[FoundItem]:
    """Return items by their dates, newest first, if all have one; else in the feed's order, which is that usually."""
    if all(item.published_at is not None for item in items):
        return sorted(items, key=lambda item: item.published_at or _NEVER, reverse=True)
    return list(items)


def _is_old(item: FoundItem, now: datetime) -> bool:
    return item.published_at is not None and now - item.published_at >= OLD


def _once(items: Iterable[FoundItem]) -> list[FoundItem]:
    """Return each item once: a feed may have the same one twice, under the same id or with the same words."""
    found: dict[str, FoundItem] = {}
    said = set[str]()
    for item in items:
        if item_key(item) not in found and feed_hash(item) not in said:
            found[item_key(item)] = item
            said.add(feed_hash(item))
    return list(found.values())
