"""Posts to outlets, in the unit of work of another deed: opened with a publication, followed when they fail."""

from collections.abc import Collection, Sequence, Set
from datetime import datetime

from news.ledger import BLOCKED, NOTICE_RULES, Address, PlaceKind
from news.model import Article
from news.notices import Notice, NoticeKind, tell_staff
from news.ports import Unit
from news.posts import POST_RULES, FailedPost, Outlet, OutletState, Trouble, post_link
from news.roles import Deed

# What the newspaper itself says of an outlet; everything else that an outlet's error holds are Telegram's words.
REMOVED = "removed"
RIGHT_LOST = "right lost"

_PAGE = 100
_NOTICES = {
    Trouble.UNKNOWN: NoticeKind.POST_UNKNOWN,
    Trouble.REFUSED: NoticeKind.POST_REFUSED,
    Trouble.EDIT: NoticeKind.POST_LOST,
}


async def open_posts(unit: Unit, article: Article, at: datetime) -> None:
    """Post an article to its outlets. Call it once, in the unit that publishes the article."""
    outlets, choices = await unit.outlets.active(), await unit.outlets.choices(article.number)
    looks = {
        outlet.place.id: outlet.look.dump()
        for outlet in outlets
        if choices.get(outlet.place.id, outlet.takes(article.topics))
    }
    if looks:
        await unit.editions.announce([article.number], POST_RULES, at, places=list(looks), variants=looks)


async def rename_topic(unit: Unit, old: str, new: str) -> None:
    """Let the outlets that take a topic go on under its new name, or under that of the topic that it is merged into."""
    after = 0
    while page := await unit.outlets.page(after, _PAGE):
        for outlet in page:
            after = outlet.place.id
            if outlet.topics and outlet.takes([old]):
                named = [new if topic.casefold() == old.casefold() else topic for topic in outlet.topics]
                await unit.outlets.arrange(after, topics=list(dict.fromkeys(named)))


async def follow_posts(unit: Unit, results: Sequence[tuple[int, int]], admins: Set[int], at: datetime) -> None:
    """Tell the staff of the posts among these failed deliveries (edition, place), which were written at that time.

    That an outlet is lost is told once; nothing is posted there until it is found.
    """
    for failed in await unit.outlets.failed_posts(results, at):
        if failed.trouble is Trouble.LOST:
            await lose(unit, failed.outlet, failed.error, admins, at)
        else:
            await unit.outlets.note_error(failed.outlet.place.id, failed.error, at)
            await _tell_failed(unit, failed, admins, at)


async def lose(unit: Unit, outlet: Outlet, error: str, admins: Set[int], at: datetime) -> None:
    """Post nothing more to an outlet, and tell the staff unless they know. A mere question about it is dropped."""
    place = outlet.place.id
    if outlet.state is OutletState.ASKED:
        await unit.outlets.remove(place)
        return
    has_digests = await end_digests(unit, outlet, BLOCKED, at)
    await unit.outlets.note_error(place, error, at)
    if await unit.outlets.change_state(place, OutletState.ACTIVE, OutletState.LOST):
        await _tell(unit, _notice(NoticeKind.OUTLET_LOST, outlet, reason=error), admins, at)
    if has_digests:
        await _tell(unit, _notice(NoticeKind.DIGESTS_LOST, outlet, reason=error), admins, at)


async def end_digests(unit: Unit, outlet: Outlet, reason: str, at: datetime) -> bool:
    """End the digests of a channel; False if it has none. The subscription of a group is its administrators' own."""
    is_channel = outlet.place.kind is PlaceKind.CHANNEL
    return is_channel and await unit.subscriptions.end(outlet.place.address, at, reason)


async def find(unit: Unit, outlet: Outlet, admins: Set[int], at: datetime) -> None:
    """Post to a lost outlet again, and tell the staff."""
    if await unit.outlets.change_state(outlet.place.id, OutletState.LOST, OutletState.ACTIVE):
        await unit.outlets.note_error(outlet.place.id, None, at)
        notice = _notice(NoticeKind.OUTLET_FOUND, outlet)
        await _tell(unit, notice, admins, at)


async def ask_about(unit: Unit, outlet: Outlet, person: Address, language: str, at: datetime) -> None:
    """Ask a person in private whether articles are to be posted to an outlet."""
    asked = await unit.places.obtain(person, language)
    notice = _notice(NoticeKind.OUTLET_ASK, outlet)
    await unit.editions.notify([asked], notice.dump(), NOTICE_RULES, at)


async def _tell_failed(unit: Unit, failed: FailedPost, admins: Set[int], at: datetime) -> None:
    article = await unit.articles.get(failed.article)
    author = article.author_id if article is not None else None
    notice = _notice(_NOTICES[failed.trouble], failed.outlet, article=failed.article, reason=failed.error)
    await _tell(unit, notice, admins, at, also=() if author is None else (author,))


async def _tell(unit: Unit, notice: Notice, admins: Set[int], at: datetime, also: Collection[int] = ()) -> None:
    subject = f"outlet:{notice.place}"
    await tell_staff(unit, notice, Deed.MANAGE_OUTLETS, admins, at, also=also, subject=subject)


def _notice(what: NoticeKind, outlet: Outlet, *, article: int = 0, reason: str = "") -> Notice:
    place, chat = outlet.place, outlet.chat
    url = post_link(place, chat.username)
    return Notice(what, article, title=chat.title, reason=reason, place=place.id, url=url)
