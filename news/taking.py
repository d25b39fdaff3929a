"""Taking an item of a source into the newspaper: stored as an article by the rules of the source, or as its update.

Each is one unit of work, and the row of the item is written in it: an item that a crash interrupts is taken again.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.audit import record
from news.changes import after_change, as_stored
from news.hosts import source_host
from news.limits import checked
from news.model import Article, Attachment, Headline, NewArticle, Revision, Status
from news.notices import Notice, NoticeKind, subject_of_article, tell_staff
from news.outlets import open_posts
from news.ports import Unit
from news.ports.audit import AuditAct
from news.richtext import plain
from news.roles import Deed
from news.same_story import RECENT, same_stories
from news.sources.composing import Composed, held_by
from news.sources.items import KnownItem, text_hash
from news.sources.records import FutureItems, Publishing, SameStory, Source
from news.sources.updates import is_visible_change
from news.words import fold

# A time so far ahead is taken as now: clocks differ.
MAX_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Taken:
    """An item ready to be stored: the row of it, the article, and its pictures with their bytes stored.

    `is_partial`: its page could not be read, and the text is what the feed has.
    """

    source: Source
    row: KnownItem
    article: Composed
    pictures: tuple[Attachment, ...] = ()
    is_partial: bool = False


async def take(unit: Unit, taken: Taken, admins: Set[int], now: datetime) -> bool:
    """Store an item as an article, or note that it is one already; return whether there is a new article.

    It is published with a push, without one if its row is `quiet`, or waits: as a draft or until its time.
    """
    known = text_hash(taken.article.text)
    row = replace(taken.row, done=True, text_hash=known)
    same = await _same_text(unit, taken, known, now) if known else None
    if same is not None:
        await unit.source_items.store([replace(row, article=same)], now)
        return False
    earlier = await _told_elsewhere(unit, taken, now)
    rules = taken.source.rules
    if earlier is not None and rules.same_story is SameStory.SKIP:
        await unit.source_items.store([row], now)
        return False
    word, same = _must_wait(taken, earlier)
    new = await _new_article(unit, taken, now, waits=bool(word or same))
    number, is_new = await unit.articles.add(new)
    is_own = is_new or await unit.articles.find_by_key(new.key) == number
    await unit.source_items.store([replace(row, article=number, own=is_own)], now)
    if not is_new:  # imported before, or from another source
        return False
    article = as_stored(number, new)
    await after_change(unit, [article])
    # Behind the related articles: outlets are locked in this order everywhere.
    await _choose_outlets(unit, number, rules.outlets)
    if new.to_push:
        await open_posts(unit, article, now)
    if earlier is not None and rules.same_story is SameStory.FOLLOW:
        await unit.articles.set_follows(number, earlier.number)
    if word or same:
        told = Notice(NoticeKind.SOURCE_HELD, number, title=article.title, author=taken.source.name)
        told = replace(told, reason=word, article=same, text=earlier.title if earlier is not None and same else "")
        await tell_staff(unit, told, Deed.PUBLISH, admins, now, subject=subject_of_article(number))
    elif new.published_at is None and rules.publishing is Publishing.AT_ONCE and taken.article.published_at is not None:
        await unit.drafts.schedule(number, taken.article.published_at, None)
    return True


async def update(unit: Unit, taken: Taken, now: datetime, *, completes: bool) -> bool:
    """Let an article follow a change of its item; return whether it changed.

    Readers are told if a sentence changed, but not if the update only `completes` a text that could not be read at
    first. An article that a person has changed, or that is retracted, is left as it is.
    """
    row = replace(taken.row, text_hash=text_hash(taken.article.text))
    await unit.source_items.store([row], now)
    article = None if row.article is None else await unit.articles.get(row.article)
    if article is None or not await _follows_source(unit, article):
        return False
    new, has_text = taken.article, not _is_summary(taken, article)
    revision = Revision(
        None,
        now,
        title=new.title if new.title != article.title else None,
        lead=new.lead if has_text and new.lead != article.lead else None,
        body=new.body if has_text and new.body != article.body else None,
        attachments=taken.pictures if taken.pictures and not article.attachments else None,
    )
    if revision == Revision(None, now):
        return False
    before = (article.title, article.lead, article.body)
    after = (new.title, new.lead if has_text else article.lead, revision.body or article.body)
    is_told = article.status is Status.PUBLISHED and not completes and is_visible_change(before, after)
    if not await unit.articles.revise(
        article.number, replace(revision, reason="" if is_told else None), version=article.version
    ):
        return False
    await record(unit, None, AuditAct.UPDATED if is_told else AuditAct.REVISED, now, article=article.number)
    changed = await unit.articles.get(article.number)
    if changed is not None:
        await after_change(unit, [changed], visible=is_told)
    return True


def _is_summary(taken: Taken, article: Article) -> bool:
    """Whether the article has more text than the item: a page was read before, and now the feed has a summary only."""
    text = plain(taken.article.text)
    return not text or (taken.is_partial and 2 * len(text) < len(plain(article.body)))


async def _follows_source(unit: Unit, article: Article) -> bool:
    if article.status is Status.RETRACTED or article.damaged:
        return False
    change = await unit.articles.last_change(article.number)
    return change is None or change.editor_id is None


async def _same_text(unit: Unit, taken: Taken, known: str, now: datetime) -> int | None:
    """Return the article with the same text, None if there is none.

    One of the same source must have the same headline too: a site may show everybody the same request to subscribe.
    """
    twin = await unit.source_items.same_text(known, now - RECENT)
    if twin is None or twin.article is None or twin.source_id != taken.source.id:
        return None if twin is None else twin.article
    titles = [article.title for article in await unit.articles.listed([twin.article])]
    return twin.article if fold(taken.article.title) in map(fold, titles) else None


async def _told_elsewhere(unit: Unit, taken: Taken, now: datetime) -> Headline | None:
    """Return the article that tells the item's story and does not come from the same site; None for a quiet item."""
    if taken.row.quiet:
        return None
    article = as_stored(0, _plain_article(taken, now))
    found = await same_stories(unit, article, now)
    host = source_host(taken.source.site or taken.source.address)
    for other in await unit.articles.listed([headline.number for headline in found]):
        if source_host(other.source_url) not in {host, source_host(taken.article.address)}:
            return other.headline
    return None


def _must_wait(taken: Taken, earlier: Headline | None) -> tuple[str, int]:
    """Return why an item waits for a person: a word that holds it, and the number of an earlier article; "" and 0."""
    rules = taken.source.rules
    is_same = earlier is not None and rules.same_story is SameStory.HOLD
    return held_by(taken.article, rules.hold_words), earlier.number if earlier is not None and is_same else 0


def _plain_article(taken: Taken, now: datetime) -> NewArticle:
    article = taken.article
    return NewArticle(
        f"source:{taken.source.id}:{taken.row.key}",
        article.title,
        article.body,
        now,
        lead=article.lead,
        source_url=article.address,
        attachments=taken.pictures,
    )


async def _new_article(unit: Unit, taken: Taken, now: datetime, *, waits: bool) -> NewArticle:
    """Return the article to be stored; it has a time of publication unless it waits."""
    rules, dated = taken.source.rules, taken.article.published_at or now
    is_future = dated - now > MAX_AHEAD and rules.future is FutureItems.WAIT
    waits = waits or is_future or rules.publishing is Publishing.DRAFT
    topics = tuple(topic.name for topic in await unit.topics.obtain(taken.article.topics))
    return checked(
        replace(
            _plain_article(taken, now),
            topic=topics[0] if topics else None,
            topics=tuple(dict.fromkeys(topics)),
            published_at=None if waits else min(dated, now),
            to_push=not waits and not taken.row.quiet,
        )
    )


async def _choose_outlets(unit: Unit, number: int, places: tuple[int, ...] | None) -> None:
    """Have the posts of an article go to these outlets and no others; None leaves it to the outlets' topics."""
    if places is None:
        return
    for outlet in await unit.outlets.active():
        await unit.outlets.choose(number, outlet.place.id, outlet.place.id in places)
