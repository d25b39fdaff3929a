"""The editors' desk: drafts, publishing, visible and silent corrections, retractions, and what is imported."""

from collections.abc import Sequence
from dataclasses import replace

from news.errors import ArticleUnknown, HeadlineMissing, HeadlineTooLong, NotADraft, TextTooLong
from news.indexing import index
from news.model import Article, Headline, NewArticle, Reader, Revision, Status
from news.ports import Clock, Storage, Unit
from news.relating import is_behind, recompute_related, relate
from news.richtext import Body, plain, units
from news.roles import Deed, require
from news.words import collapse

# In UTF-16 units, as Telegram counts: ten headlines with their times and numbers fit one message.
HEADLINE_LIMIT = 250
TEXT_LIMIT = 200_000
REASON_LIMIT = 200
DRAFTS_PAGE = 10


class EditingDesk:
    """What only editors may do; every verb asks the reader's role first."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def may_write(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader writes for the newspaper."""
        require(reader.role, Deed.WRITE)

    async def draft(self, editor: Reader, title: str, body: Body, *, key: str, cover: str | None = None) -> Article:
        """Keep a new article as a draft; the same `key` is the same draft.

        Raises NotAllowed, HeadlineMissing, HeadlineTooLong, TextTooLong.
        """
        require(editor.role, Deed.WRITE)
        article = checked(
            NewArticle(key, title, body, self._clock.now(), cover=cover, author_id=editor.id),
        )
        async with self._storage.writing() as unit:
            number, _ = await unit.articles.add(article)
            return await _get(unit, number)

    async def drafts(self, editor: Reader, before: int | None = None) -> tuple[Sequence[Headline], int | None]:
        """Return a page of drafts, newest first, and the number the next page begins below (None at the end)."""
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            found = await unit.articles.drafts(before, DRAFTS_PAGE + 1)
        return found[:DRAFTS_PAGE], found[DRAFTS_PAGE - 1].number if len(found) > DRAFTS_PAGE else None

    async def open(self, editor: Reader, number: int, *, title: str | None = None, body: Body | None = None) -> Article:
        """Return an article in whatever status, as it would be with another headline or text.

        Raises NotAllowed, ArticleUnknown, HeadlineMissing, HeadlineTooLong, TextTooLong.
        """
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await _get(unit, number)
        title = article.title if title is None else _headline(title)
        body = article.body if body is None else _text(body)
        return replace(article, title=title, body=body)

    async def publish(self, editor: Reader, number: int) -> Article:
        """Publish a draft; the next tick pushes it. Raises NotAllowed, ArticleUnknown, NotADraft."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            published = await unit.articles.publish(number, self._clock.now(), to_push=True)
            article = await _get(unit, number)
            if published:
                await relate(unit, [article], await index(unit, [article]))
        if not published:
            raise NotADraft(number=number)
        return article

    async def discard(self, editor: Reader, number: int) -> None:
        """Drop a draft. Raises NotAllowed, ArticleUnknown, NotADraft."""
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            if (await _get(unit, number)).status is not Status.DRAFT:
                raise NotADraft(number=number)
            await unit.articles.retract(number, Revision(editor.id, self._clock.now()))

    async def revise(
        self,
        editor: Reader,
        number: int,
        *,
        title: str | None = None,
        body: Body | None = None,
        reason: str | None = None,
    ) -> Article:
        """Replace headline or text, silently or (with a `reason`, which may be empty) as a visible update.

        Raises NotAllowed, ArticleUnknown (also for a retracted one), HeadlineMissing, HeadlineTooLong, TextTooLong.
        """
        require(editor.role, Deed.WRITE)
        title = None if title is None else _headline(title)
        body = None if body is None else _text(body)
        if reason is not None:
            reason = collapse(reason)[:REASON_LIMIT]
        revision = Revision(editor.id, self._clock.now(), title=title, body=body, reason=reason)
        async with self._storage.writing() as unit:
            if not await unit.articles.revise(number, revision):
                raise ArticleUnknown(number=number)
            article = await _get(unit, number)
            await relate(unit, [article], await index(unit, [article]))
            return article

    async def retract(self, editor: Reader, number: int, reason: str = "") -> Article:
        """Take a published article back. Raises NotAllowed, ArticleUnknown."""
        require(editor.role, Deed.WRITE)
        revision = Revision(editor.id, self._clock.now(), reason=collapse(reason)[:REASON_LIMIT])
        async with self._storage.writing() as unit:
            if (await _get(unit, number)).status is not Status.PUBLISHED:
                raise ArticleUnknown(number=number)
            await unit.articles.retract(number, revision)
            article = await _get(unit, number)
            await index(unit, [article])
            return article

    async def take_in(self, articles: Sequence[NewArticle]) -> int:
        """Store imported articles, already checked, in one commit; return how many were not known before."""
        stored = []
        async with self._storage.writing() as unit:
            for article in articles:
                number, new = await unit.articles.add(article)
                if new:
                    stored.append(_stored(number, article))
            await relate(unit, stored, await index(unit, stored))
        return len(stored)

    async def recompute_related(self) -> bool:
        """Work out anew what belongs together for a block of articles, if that is due; False when nothing is left."""
        async with self._storage.reading() as unit:
            due = is_behind(await unit.related.state())
        if not due:
            return False
        async with self._storage.writing() as unit:
            return await recompute_related(unit)


def checked(article: NewArticle) -> NewArticle:
    """Return the article with its headline tidied. Raises HeadlineMissing, HeadlineTooLong, TextTooLong."""
    return replace(article, title=_headline(article.title), body=_text(article.body))


def _headline(title: str) -> str:
    title = collapse(title)
    if not title:
        raise HeadlineMissing
    if units(title) > HEADLINE_LIMIT:
        raise HeadlineTooLong(length=units(title), most=HEADLINE_LIMIT)
    return title


def _text(body: Body) -> Body:
    length = len(plain(body))
    if length > TEXT_LIMIT:
        raise TextTooLong(length=length, most=TEXT_LIMIT)
    return body


def _stored(number: int, new: NewArticle) -> Article:
    """The article as it is now that it has a number."""
    return Article(
        number=number,
        title=new.title,
        body=new.body,
        status=Status.DRAFT if new.published_at is None else Status.PUBLISHED,
        created_at=new.created_at,
        lead=new.lead,
        topic=new.topic,
        published_at=new.published_at,
    )


async def _get(unit: Unit, number: int) -> Article:
    article = await unit.articles.get(number)
    if article is None or (article.status is Status.RETRACTED and article.published_at is None):
        raise ArticleUnknown(number=number)
    return article
