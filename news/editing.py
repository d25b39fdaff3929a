"""The editors' desk: drafts, publishing, visible and silent revisions, retractions, and imports."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from news.changes import after_change
from news.errors import ArticleChanged, ArticleUnknown, ContentRefused, NotADraft
from news.files import keep_files
from news.lifecycle import Act, require_act, require_intact, require_known
from news.limits import checked, checked_attachments, checked_headline, checked_reason, checked_text
from news.model import Article, Attachment, Headline, NewArticle, Reader, Revision, Status
from news.ports import Clock, Storage, Unit
from news.relating import BLOCK, is_behind, recompute_related
from news.richtext import Body
from news.roles import Deed, require

DRAFTS_PAGE = 10


class EditingDesk:
    """The verbs of the editors. Every verb with an editor checks the role first and raises NotAllowed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def may_write(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader writes for the newspaper."""
        require(reader.role, Deed.WRITE)

    async def draft(
        self,
        editor: Reader,
        title: str,
        body: Body,
        *,
        key: str,
        attachments: Sequence[Attachment] = (),
        source_url: str | None = None,
    ) -> Article:
        """Store a draft. The same `key` or `source_url` returns the same draft.

        Raises NotAllowed, HeadlineMissing, HeadlineTooLong, TextTooLong, FieldTooLong, TooManyAttachments.
        """
        require(editor.role, Deed.WRITE)
        article = checked(
            NewArticle(
                key,
                title,
                body,
                self._clock.now(),
                source_url=source_url,
                attachments=tuple(attachments),
                author_id=editor.id,
            )
        )
        async with self._storage.writing() as unit:
            number, is_new = await unit.articles.add(article)
            if is_new:
                await keep_files(unit, article.attachments, article.created_at)
            return await _get(unit, number)

    async def source_of(self, key: str) -> int | None:
        """Return the number of the article that a draft with this `key` became, None if there is none."""
        async with self._storage.reading() as unit:
            return await unit.articles.find_by_key(key)

    async def follow(
        self, editor: Reader, number: int, title: str, body: Body, *, attachments: Sequence[Attachment] = ()
    ) -> Article:
        """Change a draft as the message changed from which it came. An article that is no draft is returned unchanged.

        Without `attachments`, those of the draft stay. Raises NotAllowed, ArticleUnknown, HeadlineMissing,
        HeadlineTooLong, TextTooLong, TooManyAttachments, and ArticleChanged if another editor changed the draft last.
        """
        require(editor.role, Deed.WRITE)
        revision = Revision(
            editor.id,
            self._clock.now(),
            title=checked_headline(title),
            body=checked_text(body),
            attachments=checked_attachments(attachments) or None,
        )
        async with self._storage.writing() as unit:
            article = await _get(unit, number)
            if article.status is not Status.DRAFT:
                return article
            change = await unit.articles.last_change(number)
            seen = 0 if change is not None and change.editor_id != editor.id else article.version
            if not await unit.articles.revise(number, revision, version=seen):
                await _refuse_change(unit, number, seen)
            await keep_files(unit, revision.attachments or (), revision.at)
            return await _get(unit, number)

    async def drafts(self, editor: Reader, before: int | None = None) -> tuple[Sequence[Headline], int | None]:
        """Return a page of drafts, newest first, and the number below which the next page begins (None at the end)."""
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            headlines = await unit.articles.drafts(before, DRAFTS_PAGE + 1)
        return headlines[:DRAFTS_PAGE], headlines[DRAFTS_PAGE - 1].number if len(headlines) > DRAFTS_PAGE else None

    async def open(
        self,
        editor: Reader,
        number: int,
        *,
        title: str | None = None,
        lead: str | None = None,
        body: Body | None = None,
        attachments: tuple[Attachment, ...] | None = None,
    ) -> Article:
        """Return an article in any status, previewed with another headline, lead, text or other attachments.

        Raises NotAllowed, ArticleUnknown, HeadlineMissing, HeadlineTooLong, TextTooLong.
        """
        require(editor.role, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await _get(unit, number)
        title = article.title if title is None else checked_headline(title)
        body = article.body if body is None else checked_text(body)
        lead = article.lead if lead is None else lead
        files = article.attachments if attachments is None else attachments
        is_damaged = article.damaged and not body
        return replace(article, title=title, lead=lead, body=body, attachments=files, damaged=is_damaged)

    async def before_retraction(self, editor: Reader, number: int, reason: str) -> tuple[Article, str]:
        """Return an article, and the reason as readers will see it ("" for an invisible one), before the confirmation.

        Raises NotAllowed, ArticleUnknown, ReasonTooLong.
        """
        return await self.open(editor, number), checked_reason(reason)

    async def publish(self, editor: Reader, number: int, *, version: int | None = None) -> Article:
        """Publish a draft; the next tick pushes it. With a `version`, only that version of it.

        Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged, ArticleDamaged.
        """
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            draft = await _get(unit, number)
            require_act(draft, Act.PUBLISH)
            require_intact(draft)
            if not await unit.articles.publish(number, self._clock.now(), to_push=True, version=version):
                await _refuse_change(unit, number, version)
                raise NotADraft(number=number)  # another process published or discarded it meanwhile
            article = await _get(unit, number)
            await after_change(unit, [article])
            return article

    async def discard(self, editor: Reader, number: int, *, version: int | None = None) -> None:
        """Drop a draft. With a `version`, only that version of it.

        Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged.
        """
        require(editor.role, Deed.WRITE)
        async with self._storage.writing() as unit:
            require_act(await _get(unit, number), Act.DISCARD)
            if not await unit.articles.retract(number, Revision(editor.id, self._clock.now()), version=version):
                await _refuse_change(unit, number, version)

    async def revise(
        self,
        editor: Reader,
        number: int,
        *,
        title: str | None = None,
        lead: str | None = None,
        body: Body | None = None,
        attachments: tuple[Attachment, ...] | None = None,
        reason: str | None = None,
        version: int | None = None,
    ) -> Article:
        """Replace headline, lead, text or attachments, silently or as a visible update, with a `reason` (perhaps "").

        With a `version`, only that version is replaced. Raises NotAllowed, ArticleUnknown (also for a retracted one),
        HeadlineMissing, HeadlineTooLong, TextTooLong, ReasonTooLong, ArticleChanged.
        """
        require(editor.role, Deed.WRITE)
        title = None if title is None else checked_headline(title)
        body = None if body is None else checked_text(body)
        reason = None if reason is None else checked_reason(reason)
        revision = Revision(
            editor.id, self._clock.now(), title=title, lead=lead, body=body, attachments=attachments, reason=reason
        )
        async with self._storage.writing() as unit:
            require_act(await _get(unit, number), Act.REVISE)
            if not await unit.articles.revise(number, revision, version=version):
                await _refuse_change(unit, number, version)
                raise ArticleUnknown(number=number)  # another process retracted it meanwhile
            article = await _get(unit, number)
            await after_change(unit, [article], visible=reason is not None)
            return article

    async def retract(self, editor: Reader, number: int, reason: str = "") -> Article:
        """Take a published article back. Raises NotAllowed, ArticleUnknown, ReasonTooLong."""
        require(editor.role, Deed.WRITE)
        revision = Revision(editor.id, self._clock.now(), reason=checked_reason(reason))
        async with self._storage.writing() as unit:
            require_act(await _get(unit, number), Act.RETRACT)
            await unit.articles.retract(number, revision)
            article = await _get(unit, number)
            await after_change(unit, [article], visible=True)
            return article

    async def take_in(
        self, articles: Sequence[NewArticle], on_refused: Callable[[int, ContentRefused], None] | None = None
    ) -> int:
        """Store imported articles that passed `checked`, in one commit; return how many were new.

        If the database refuses one of them, each is stored in a commit of its own, and `on_refused` gets the index and
        the error of each refused one. Raises ContentRefused if there is no `on_refused`.
        """
        try:
            return await self._take_in(articles)
        except ContentRefused:
            if on_refused is None:
                raise
        count = 0
        for index, article in enumerate(articles):
            try:
                count += await self._take_in([article])
            except ContentRefused as error:
                on_refused(index, error)
        return count

    async def keep_content(self, source: str, content: bytes) -> None:
        """Store the bytes of a file that an article to be taken in has; the same source is the same bytes."""
        async with self._storage.writing() as unit:
            await unit.files.store(source, content)

    async def _take_in(self, articles: Sequence[NewArticle]) -> int:
        stored = []
        async with self._storage.writing() as unit:
            for article in await _with_topics(unit, articles):
                number, new = await unit.articles.add(article)
                if new:
                    stored.append(_stored(number, article))
            await after_change(unit, stored)
        return len(stored)

    async def recompute_related(self, block: int = BLOCK) -> bool:
        """Recompute the related articles of one block, if that is due; False when nothing is left."""
        async with self._storage.reading() as unit:
            due = is_behind(await unit.related.state())
        if not due:
            return False
        async with self._storage.writing() as unit:
            return await recompute_related(unit, block)


async def _with_topics(unit: Unit, articles: Sequence[NewArticle]) -> list[NewArticle]:
    """Return the articles with the names of the topics that their own stand for; unknown topics are made."""
    names = [article.topic for article in articles if article.topic]
    topics = dict(zip(names, await unit.topics.obtain(names), strict=True))
    return [replace(each, topic=topics[each.topic].name) if each.topic else each for each in articles]


def _stored(number: int, new: NewArticle) -> Article:
    """Return the stored article, without reading it again."""
    return Article(
        number=number,
        title=new.title,
        body=new.body,
        status=Status.DRAFT if new.published_at is None else Status.PUBLISHED,
        created_at=new.created_at,
        lead=new.lead,
        topic=new.topic,
        attachments=new.attachments,
        published_at=new.published_at,
    )


async def _get(unit: Unit, number: int) -> Article:
    return require_known(number, await unit.articles.get(number))


async def _refuse_change(unit: Unit, number: int, version: int | None) -> None:
    """Raise ArticleChanged if the article is still there, with another version."""
    article = await _get(unit, number)
    if version is None or article.version == version or article.status is Status.RETRACTED:
        return
    change = await unit.articles.last_change(number)
    at = change.at if change is not None else article.updated_at or article.created_at
    raise ArticleChanged(number=number, name=(change and change.name) or "", at=at)
