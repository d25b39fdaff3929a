"""Articles, and the order of the archive."""

import asyncio
import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from news import attachments, richtext
from news.model import Article, CommentsFor, Headline, Keyset, LastChange, NewArticle, Revision, Status
from news.ports.statistics import EARLY
from storage.files import Files
from storage.headlines import headline_of
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_hours, to_micros
from storage.topics import Topics, dump_topics, load_topics

logger = logging.getLogger(__name__)

# A longer stored text is read in a thread: ten thousand paragraphs take a tenth of a second.
LONG_BODY = 50_000


class Articles:
    """Implements `news.ports.Articles`. Every text must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any], topics: Topics) -> None:
        self._connection = connection
        self._queries = queries["articles"]
        self._keep = queries["versions"].keep
        self._topics = topics
        self._files = Files(connection, queries)

    async def add(self, article: NewArticle) -> tuple[int, bool]:
        """Store an article; return its number and True, or the number of the one already stored and False."""
        published = article.published_at is not None
        names = article.topics or ((article.topic,) if article.topic else ())
        topics = await self._topics.obtain(names) if names else ()
        number = await self._queries.add(
            self._connection,
            key=article.key,
            title=article.title,
            lead=article.lead,
            topic=topics[0].name if topics else None,
            topics=dump_topics(topics),
            source_url=article.source_url,
            attachments=attachments.dump(article.attachments),
            author_id=article.author_id,
            status=(Status.PUBLISHED if published else Status.DRAFT).value,
            created_at=to_micros(article.created_at),
            published_at=to_micros(article.published_at),
            to_push=int(published and article.to_push),
        )
        if number is None:
            existing = self._queries.find_existing
            return await existing(self._connection, key=article.key, source_url=article.source_url), False
        await self._queries.add_body(self._connection, number=number, body=richtext.dump(article.body))
        await self._topics.assign(number, topics, article.published_at)
        return number, True

    async def get(self, number: int) -> Article | None:
        """Return the article, of any status, with the ids of its files, or None."""
        row = await self._queries.get(self._connection, number=clamp(number))
        article = None if row is None else await article_of(row)
        if article is None or not article.attachments:
            return article
        return replace(article, attachments=await self._files.with_ids(article.attachments))

    async def listed(self, numbers: Sequence[int]) -> Sequence[Article]:
        """Return the articles with these numbers in this order, without their texts and the ids of their files."""
        rows = self._queries.listed(self._connection, numbers=json.dumps([clamp(number) for number in numbers]))
        found = {row["number"]: await article_of(row) async for row in rows}
        return [found[number] for number in numbers if number in found]

    async def keyset(self, number: int) -> Keyset | None:
        """Return the position of a published or retracted article in the archive's order; None for others."""
        at = await self._queries.published_at(self._connection, number=clamp(number))
        return None if at is None else Keyset(from_micros(at), number)

    async def older(self, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines from `start` on, itself included, newest first; None starts at the newest."""
        at, number = (MAX_INT64, MAX_INT64) if start is None else (to_micros(start.at), start.number)
        rows = self._queries.older(self._connection, at=at, number=number, limit=limit)
        return [headline_of(row) async for row in rows]

    async def newer(self, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines newer than `start`, oldest first."""
        rows = self._queries.newer(self._connection, at=to_micros(start.at), number=start.number, limit=limit)
        return [headline_of(row) async for row in rows]

    async def closest_date(self, start: datetime, end: datetime, *, latest: bool) -> datetime | None:
        """Return when the latest (or earliest) article of `start` <= t < `end` was published, or None."""
        find = self._queries.latest if latest else self._queries.earliest
        at: int | None = await find(self._connection, start=to_micros(start), end=to_micros(end))
        return from_micros(at)

    async def publish(
        self,
        number: int,
        at: datetime,
        *,
        to_push: bool,
        breaking: bool = False,
        version: int | None = None,
        due: datetime | None = None,
    ) -> bool:
        """Publish an article; False if it is published, no longer has the version, or is not scheduled by `due`."""
        published = await self._queries.publish(
            self._connection,
            number=clamp(number),
            at=to_micros(at),
            to_push=int(to_push),
            breaking=int(breaking),
            version=version,
            due=to_micros(due),
        )
        if published is not None:
            await self._topics.list(number, at)
        return published is not None

    async def revise(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Keep the present version and make the next one; False if the article is retracted, or has another version."""
        locked = await self._queries.lock(self._connection, number=clamp(number), version=version)
        if locked is None:
            return False
        await self._keep(self._connection, number=number)
        await self._queries.revise(
            self._connection,
            number=number,
            title=revision.title,
            lead=revision.lead,
            attachments=None if revision.attachments is None else attachments.dump(revision.attachments) or "[]",
            at=to_micros(revision.at),
            reason=revision.reason,
            editor_id=revision.editor_id,
            version=version,
        )
        if revision.body is not None:
            await self._queries.replace_body(self._connection, number=number, body=richtext.dump(revision.body))
        return True

    async def retract(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Retract an article, or discard a draft, with the revision's reason; False if it is done or has changed."""
        retracted = await self._queries.retract(
            self._connection,
            number=clamp(number),
            at=to_micros(revision.at),
            reason=revision.reason,
            editor_id=revision.editor_id,
            version=version,
        )
        if retracted is not None:
            await self._topics.list(number, None)
        return retracted is not None

    async def set_follows(self, number: int, follows: int) -> None:
        """Store which article this one follows up; 0 for none."""
        await self._queries.set_follows(self._connection, number=clamp(number), follows=clamp(follows))

    async def recent(self, numbers: Collection[int], since: datetime) -> Sequence[Headline]:
        """Return the headlines of those of these articles that were published since then."""
        rows = self._queries.recent(self._connection, numbers=json.dumps(sorted(numbers)), since=to_micros(since))
        return [headline_of(row) async for row in rows]

    async def count_since(self, since: datetime, limit: int) -> int:
        """Return how many articles were published after a time, `limit` at most."""
        count: int = await self._queries.count_since(self._connection, since=to_micros(since), limit=limit)
        return count

    async def find_by_key(self, key: str) -> int | None:
        """Return the number of the article with this key, or None."""
        number: int | None = await self._queries.find_by_key(self._connection, key=key)
        return number

    async def last_change(self, number: int) -> LastChange | None:
        """Return the last change of an article, None if it was never changed."""
        row = await self._queries.last_change(self._connection, number=clamp(number))
        if row is None or row["revised_at"] is None:
            return None
        return LastChange(row["revised_by"], row["name"], from_micros(row["revised_at"]))

    async def damaged(self, limit: int) -> Sequence[int]:
        """Return those of the `limit` largest article numbers whose stored text cannot be read, ascending."""
        rows = self._queries.bodies(self._connection, limit=limit)
        return sorted([row["number"] async for row in rows if await _body_of(row) is None])

    async def mark_for_correction(self, numbers: Sequence[int]) -> None:
        """Mark articles whose sent copies are to be corrected; in order, so that two processes cannot deadlock."""
        await self._queries.mark_for_correction(self._connection, [{"number": number} for number in sorted(numbers)])

    async def count_reads(self, reads: dict[int, int], at: datetime, day: date) -> None:
        """Add to the counters of reads, by ascending article number, so that two processes cannot deadlock."""
        if not reads:
            return
        rows = [{"number": number, "reads": count} for number, count in sorted(reads.items())]
        early = {"early_since": to_micros(at - EARLY)}
        await self._queries.count_reads(self._connection, [row | early for row in rows])
        await self._queries.count_reads_of_day(self._connection, [row | {"day": day.toordinal()} for row in rows])
        await self._queries.count_reads_of_hour(self._connection, hour=to_hours(at), reads=sum(reads.values()))


async def article_of(row: Any) -> Article:
    """Return the article of a row that has every column and the body.

    A text that cannot be read makes a damaged article, so that it takes nothing else along: lists, searches and
    recomputations go on, and an editor can still replace the text.
    """
    comments_for = row["comments_for"]
    body = await _body_of(row)
    topics, topic_ids = load_topics(row["topics"])
    return Article(
        number=row["number"],
        title=row["title"],
        body=() if body is None else body,
        status=Status(row["status"]),
        created_at=from_micros(row["created_at"]),
        lead=row["lead"],
        topic=row["topic"],
        source_url=row["source_url"],
        attachments=attachments.load(row["attachments"]),
        author_id=row["author_id"],
        version=row["version"],
        published_at=from_micros(row["published_at"]),
        updated_at=from_micros(row["updated_at"]),
        update_reason=row["update_reason"],
        updated_by=row["updated_by"],
        retract_reason=row["retract_reason"],
        comments_for=None if comments_for is None else CommentsFor(comments_for),
        comment_count=row["comment_count"],
        reads=row["reads"],
        updated_version=row["updated_version"],
        follows=row["follows"],
        topics=topics,
        topic_ids=topic_ids,
        damaged=body is None,
        breaking=bool(row["breaking"]),
        silent=bool(row["silent"]),
        publish_at=from_micros(row["publish_at"]),
    )


async def _body_of(row: Any) -> richtext.Body | None:
    stored = row["body"]
    try:
        if stored is not None and len(stored) > LONG_BODY:
            return await asyncio.to_thread(richtext.load, stored)
        return richtext.load(stored)
    except richtext.UnreadableBodyError as error:
        logger.warning("the text of article %s cannot be read; give it another with /edit: %s", row["number"], error)
        return None
