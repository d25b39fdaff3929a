"""Notices: what the newspaper tells unasked. A notice is typed. One to the staff is addressed by deed.

Everybody who may do the deed hears of it, by a stored role or by the settings. When one of them acts, the notices of
the others are changed.
"""

import json
from collections.abc import Collection, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from news.ledger import NOTICE_RULES, OFFER_RULES, Address, Subscription
from news.model import Article, Reader
from news.ports import Unit
from news.ports.requests import Request
from news.roles import Deed

OFFER_DELAY = timedelta(seconds=3)


class NoticeKind(StrEnum):
    """What a notice is about: an edition, a topic, an article on its way to readers, an outlet, or a person."""

    REFUSED = "refused"
    GONE = "gone"
    TOPIC_LOST = "topic_lost"
    OFFER = "offer"
    REVIEW = "review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    MISSED = "missed"
    HINDERED = "hindered"
    UNSCHEDULED = "unscheduled"
    OUTLET_ASK = "outlet ask"
    OUTLET_LOST = "outlet lost"
    OUTLET_FOUND = "outlet found"
    DIGESTS_LOST = "outlet digests lost"
    POST_UNKNOWN = "post unknown"
    POST_REFUSED = "post refused"
    POST_LOST = "post lost"
    FORGOTTEN = "forgotten"
    ANSWERS = "answers"
    MEMBERSHIP_ENDED = "membership ended"
    CASE = "case"
    CASES = "cases"
    VERDICT = "verdict"
    VERDICTS = "verdicts"
    COMMENT_HELD = "comment held"
    COMPLAINT = "complaint"
    APPEAL_JUDGED = "appeal judged"
    GROUP_ANSWER = "group answer"
    GROUP_REMOVED = "group removed"
    GROUP_REFUSED = "group refused"
    REQUEST = "request"
    ADMITTED = "admitted"
    DECLINED = "declined"
    LATER = "later"
    SOURCE_FAILING = "source failing"
    SOURCE_BACK = "source back"
    SOURCE_HELD = "source held"


class Remedy(StrEnum):
    """What somebody did about a notice."""

    RESUMED = "resumed"
    ENDED = "ended"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    ADMITTED = "admitted"
    DECLINED = "declined"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: `number` is the edition or the article it is about. `by` did `remedy`, both empty until somebody acts.

    Of an article the notice tells the `title`, and as the kind needs it the `author`, a `reason`, a time (`at`). Of an
    outlet (`place`, with the address `url` in Telegram) it tells the `title`, and what Telegram said as the `reason`.
    A CASE shows a case of the moderators (`details` is the JSON of its view), CASES how many are open. A VERDICT tells
    an author what became of the comment `number` with this `text`, on an `article` (`details` is the ruling), VERDICTS
    of how many. A COMMENT_HELD tells the author that readers have reported it. A COMPLAINT tells a reporter what was
    found (`details`) about the comment `number`, or about the `article` if that is 0. An author may appeal against the
    `verdict`; an APPEAL_JUDGED tells how that ended (`details` is the ruling), and whether something `later` stays.

    ANSWERS tells of `comments` in a `thread`; when it is sent, of the `author` and the `text` of one. A GROUP_ANSWER
    shows the comment `number` with this `text` by its `author` in a discussion group, as a reply to the message
    `reply_to`.

    Of a membership that ended it tells the groups, and to the staff the person: `number`, and the name as the `title`.
    Of a person who asks to be registered it tells the name as the `title`; `number` is the request, and in the answer
    to the person the article to return to.

    A LATER lists the articles that its edition shows, which the person has put aside.

    SOURCE_FAILING and SOURCE_BACK tell of a source: its `number`, its name as the `title`, and the moment since which
    it has been silent; why it fails as the `reason` (a `sources.found.Trouble`) with `details`, or the `count` of items
    that were stored without a push. SOURCE_HELD tells of the draft `number` from the source `author`: a word that holds
    it as the `reason`, or the `article` that tells the same story, with its headline as the `text`.
    """

    what: NoticeKind
    number: int = 0
    remedy: Remedy | None = None
    by: str = ""
    title: str = ""
    author: str = ""
    reason: str = ""
    at: str = ""
    place: int = 0
    url: str = ""
    role: str = ""
    role_before: str = ""
    details: str = ""
    text: str = ""
    article: int = 0
    thread: int = 0
    comments: tuple[int, ...] = ()
    reply_to: int = 0
    verdict: int = 0
    later: bool = False
    count: int = 0

    @property
    def moment(self) -> datetime | None:
        """The time that the notice tells, or None."""
        return datetime.fromisoformat(self.at) if self.at else None

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
        return cls(**{**known, **kinds, "comments": tuple(fields.get("comments", ()))})


async def tell_staff(
    unit: Unit,
    notice: Notice,
    deed: Deed,
    admins: Set[int],
    at: datetime,
    *,
    but: int = 0,
    also: Collection[int] = (),
    subject: str | None = None,
) -> None:
    """Send a notice to everybody who may do the deed, and `also` to others, except the person `but`.

    `admins` are the Telegram ids of the settings. The notice is found again by its `subject`, the edition by default.
    """
    places = await places_of_staff(unit, deed, admins, but=but, also=also)
    await unit.editions.notify(places, notice.dump(), NOTICE_RULES, at, subject=subject or subject_of(notice.number))


async def places_of_staff(
    unit: Unit, deed: Deed, admins: Set[int], *, but: int = 0, also: Collection[int] = ()
) -> Sequence[int]:
    """Return the private chats of everybody who may do the deed, and of others (`also`), except the person `but`."""
    roles = (await unit.permissions.read()).roles_that_may(deed)
    readers = {reader.id: reader.language for reader in await unit.readers.with_roles(roles)}
    for admin in sorted({*admins, *also} - readers.keys()):
        reader = await unit.readers.get(admin)
        readers[admin] = "" if reader is None else reader.language
    readers.pop(but, None)
    return [await unit.places.obtain(Address(reader), language) for reader, language in sorted(readers.items())]


async def tell_of_article(
    unit: Unit,
    what: NoticeKind,
    article: Article,
    to: int,
    at: datetime,
    *,
    by: int | None = None,
    reason: str = "",
    moment: datetime | None = None,
) -> None:
    """Tell one person what has become of an article, `by` whom, for which `reason`, or at which `moment`."""
    reader = await unit.readers.get(to)
    place = await unit.places.obtain(Address(to), "" if reader is None else reader.language)
    name = await _name(unit, by)
    told = "" if moment is None else moment.isoformat()
    notice = Notice(what, article.number, by=name, title=article.title, reason=reason, at=told)
    await unit.editions.notify([place], notice.dump(), NOTICE_RULES, at)


async def tell_of_request(unit: Unit, what: NoticeKind, request: Request, at: datetime) -> None:
    """Tell a person what has become of the request to be registered."""
    place = await unit.places.obtain(Address(request.reader_id), request.language)
    notice = Notice(what, request.article, title=request.name)
    await unit.editions.notify([place], notice.dump(), NOTICE_RULES, at)


async def tell_topic_lost(unit: Unit, subscription: Subscription, at: datetime) -> None:
    """Tell the administrator who subscribed a topic that the topic is gone, else the group; the topic hears nothing."""
    place = subscription.place
    to = Address(place.address.chat_id if subscription.started_by is None else subscription.started_by)
    told = await unit.places.obtain(to)
    await unit.editions.notify([told], Notice(NoticeKind.TOPIC_LOST).dump(), NOTICE_RULES, at)


async def tell_of_membership(unit: Unit, before: Reader, after: Reader, admins: Set[int], at: datetime) -> None:
    """Tell a person, and everybody who gives roles, that the person is back in the group from before."""
    told = Notice(NoticeKind.MEMBERSHIP_ENDED, role=after.role, role_before=before.role)
    place = await unit.places.obtain(Address(after.id), after.language)
    await unit.editions.notify([place], told.dump(), NOTICE_RULES, at)
    named = replace(told, number=after.id, title=after.name or "")
    subject = f"membership:{after.id}"
    await tell_staff(unit, named, Deed.APPOINT, admins, at, but=after.id, subject=subject)


async def offer_subscription(unit: Unit, group: Address, language: str, at: datetime) -> None:
    """Offer the headlines to a group that the bot has joined, unless it is subscribed a moment later.

    Telegram tells of joining a supergroup before it tells that a subscribed group has become this supergroup.
    """
    place = await unit.places.obtain(group, language)
    notice = Notice(NoticeKind.OFFER).dump()
    await unit.editions.notify([place], notice, OFFER_RULES, at, not_before=at + OFFER_DELAY)


async def mark_handled(unit: Unit, edition: int, remedy: Remedy, by: Reader, at: datetime) -> None:
    """Show in every notice about an edition what somebody did about it, but not to that person."""
    await _mark_handled(unit, subject_of(edition), remedy, by.id, by.name or "", at)


async def mark_article_handled(unit: Unit, number: int, remedy: Remedy, by: int | None, at: datetime) -> None:
    """Show in every notice about an article in review what the person `by` did, but not to that person."""
    await _mark_handled(unit, subject_of_article(number), remedy, by, await _name(unit, by), at)


async def mark_request_handled(unit: Unit, request: int, remedy: Remedy, by: Reader, at: datetime) -> None:
    """Show in every notice about a request to be registered who decided what, but not to that person."""
    await _mark_handled(unit, subject_of_request(request), remedy, by.id, by.name or "", at)


async def mark_source_recovered(unit: Unit, source: int, at: datetime) -> None:
    """Show in every notice about a failing source that it answers again."""
    await _mark_handled(unit, subject_of_source(source), Remedy.RECOVERED, None, "", at)


async def _mark_handled(unit: Unit, subject: str, remedy: Remedy, by: int | None, name: str, at: datetime) -> None:
    place = None if by is None else await unit.places.get(Address(by))
    for number, text in await unit.editions.about(subject):
        handled = replace(Notice.load(text), remedy=remedy, by=name)
        await unit.editions.replace_notice(number, handled.dump(), at, None if place is None else place.id)


async def _name(unit: Unit, reader_id: int | None) -> str:
    reader = None if reader_id is None else await unit.readers.get(reader_id)
    return (reader and reader.name) or ""


def subject_of(edition: int) -> str:
    """Return the subject of notices about an edition."""
    return f"edition:{edition}"


def subject_of_article(number: int) -> str:
    """Return the subject of notices about an article in review."""
    return f"article:{number}"


def subject_of_request(request: int) -> str:
    """Return the subject of notices about a request to be registered."""
    return f"request:{request}"


def subject_of_source(source: int) -> str:
    """Return the subject of notices about a failing source."""
    return f"source:{source}"
