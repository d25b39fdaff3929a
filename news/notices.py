"""Notices: what the newspaper tells its staff unasked. A notice is typed, and addressed by deed.

Everybody who may do the deed hears of it, by a stored role or by the settings. When one of them acts, the notices of
the others are changed.
"""

import json
from collections.abc import Collection, Set
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from news.ledger import NOTICE_RULES, OFFER_RULES, Address, Subscription
from news.model import Reader
from news.ports import Unit
from news.roles import Deed, roles_that_may

OFFER_DELAY = timedelta(seconds=3)


class NoticeKind(StrEnum):
    """What a notice is about."""

    REFUSED = "refused"
    GONE = "gone"
    TOPIC_LOST = "topic_lost"
    OFFER = "offer"
    OUTLET_ASK = "outlet ask"
    OUTLET_LOST = "outlet lost"
    OUTLET_FOUND = "outlet found"
    POST_UNKNOWN = "post unknown"
    POST_REFUSED = "post refused"
    POST_LOST = "post lost"


class Remedy(StrEnum):
    """What somebody did about a notice."""

    RESUMED = "resumed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: `number` is the edition it is about. `by` did `remedy`; both are empty until somebody acts.

    Of an outlet, `place` is the key, `name` the title, and `url` the address in Telegram; `article` is what was posted
    there, and `detail` what Telegram said.
    """

    what: NoticeKind
    number: int = 0
    remedy: Remedy | None = None
    by: str = ""
    place: int = 0
    name: str = ""
    url: str = ""
    article: int = 0
    detail: str = ""

    def dump(self) -> str:
        """Return the notice as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Notice":
        """Return the notice of a JSON text."""
        fields = json.loads(text)
        remedy = fields.get("remedy")
        kinds = {"what": NoticeKind(fields["what"]), "remedy": None if remedy is None else Remedy(remedy)}
        # A notice of another version of the program may have other fields.
        known = {name: fields[name] for name in cls.__dataclass_fields__ if name in fields}
        return cls(**{**known, **kinds})


async def tell_staff(
    unit: Unit, notice: Notice, deed: Deed, admins: Set[int], at: datetime, also: Collection[int] = ()
) -> None:
    """Send a notice to everybody who may do the deed, and to others. `admins` are the Telegram ids of the settings."""
    readers = {reader.id: reader.language for reader in await unit.readers.with_roles(roles_that_may(deed))}
    for admin in sorted({*admins, *also} - readers.keys()):
        reader = await unit.readers.get(admin)
        readers[admin] = "" if reader is None else reader.language
    places = [await unit.places.obtain(Address(reader), language) for reader, language in sorted(readers.items())]
    subject = subject_of(notice.number) if notice.number else None
    await unit.editions.notify(places, notice.dump(), NOTICE_RULES, at, subject=subject)


async def tell_topic_lost(unit: Unit, subscription: Subscription, at: datetime) -> None:
    """Tell the administrator who subscribed a topic that the topic is gone, else the group; the topic hears nothing."""
    place = subscription.place
    to = Address(place.address.chat_id if subscription.started_by is None else subscription.started_by)
    told = await unit.places.obtain(to)
    await unit.editions.notify([told], Notice(NoticeKind.TOPIC_LOST).dump(), NOTICE_RULES, at)


async def offer_subscription(unit: Unit, group: Address, language: str, at: datetime) -> None:
    """Offer the headlines to a group that the bot has joined, unless it is subscribed a moment later.

    Telegram tells of joining a supergroup before it tells that a subscribed group has become this supergroup.
    """
    place = await unit.places.obtain(group, language)
    notice = Notice(NoticeKind.OFFER).dump()
    await unit.editions.notify([place], notice, OFFER_RULES, at, not_before=at + OFFER_DELAY)


async def mark_handled(unit: Unit, edition: int, remedy: Remedy, by: Reader, at: datetime) -> None:
    """Show in every notice about an edition what somebody did about it, but not to that person."""
    place = await unit.places.get(Address(by.id))
    for number, text in await unit.editions.about(subject_of(edition)):
        handled = replace(Notice.load(text), remedy=remedy, by=by.name or "")
        await unit.editions.replace_notice(number, handled.dump(), at, None if place is None else place.id)


def subject_of(edition: int) -> str:
    """Return the subject of notices about an edition."""
    return f"edition:{edition}"
