"""The editors' desk: drafts, publishing, visible and silent revisions, retractions, and imports."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from news.audit import record
from news.changes import after_change, as_stored, get_known, refuse_change
from news.errors import ArticleUnknown, ContentRefused, NotADraft
from news.files import keep_files
from news.lifecycle import (
    Act,
    is_unpublished,
    require_act,
    require_change,
    require_intact,
    require_publication,
    require_view,
)
from news.limits import checked, checked_attachments, checked_headline, checked_lead, checked_reason, checked_text
from news.model import Article, Attachment, NewArticle, Reader, Revision, Status
from news.outlets import open_posts
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.publication import DEFAULT_RULES, PublicationRules, publish_now
from news.relating import BLOCK, is_behind, recompute_related
from news.richtext import Body
from news.roles import Deed, require
from news.visits import enter


class EditingDesk:
    """The verbs of the editors. Every verb with an editor checks the role first and raises NotAllowed."""

    def __init__(self, storage: Storage, clock: Clock, rules: PublicationRules = DEFAULT_RULES) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    def may_write(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader writes for the newspaper."""
        require(reader, Deed.WRITE)

    def may_publish(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader publishes for the newspaper."""
        require(reader, Deed.PUBLISH)

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
        require(editor, Deed.WRITE)
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
                await record(unit, editor.id, AuditAct.DRAFTED, article.created_at, article=number)
            await enter(unit, number, editor.id, article.created_at)
            return await get_known(unit, number)

    async def source_of(self, key: str) -> int | None:
        """Return the number of the article that a draft with this `key` became, None if there is none."""
        async with self._storage.reading() as unit:
            return await unit.articles.find_by_key(key)

    async def follow(
        self, editor: Reader, number: int, title: str, body: Body, *, attachments: Sequence[Attachment] = ()
    ) -> Article:
        """Change a draft as the message changed from which it came. A published article is returned unchanged.

        Without `attachments`, those of the draft stay. Raises NotAllowed, ArticleUnknown, HeadlineMissing,
        HeadlineTooLong, TextTooLong, TooManyAttachments, and ArticleChanged if another editor changed the draft last.
        """
        require(editor, Deed.WRITE)
        revision = Revision(
            editor.id,
            self._clock.now(),
            title=checked_headline(title),
            body=checked_text(body),
            attachments=checked_attachments(attachments) or None,
        )
        async with self._storage.writing() as unit:
            article = await get_known(unit, number)
            if not is_unpublished(article.status):
                return article
            require_change(editor, article)
            change = await unit.articles.last_change(number)
            seen = 0 if change is not None and change.editor_id != editor.id else article.version
            if not await unit.articles.revise(number, revision, version=seen):
                await refuse_change(unit, number, seen)
                return await get_known(unit, number)  # another process discarded it meanwhile
            await keep_files(unit, revision.attachments or (), revision.at)
            await record(unit, editor.id, AuditAct.REVISED, revision.at, article=number)
            return await get_known(unit, number)

    async def open(
        self,
        editor: Reader,
        number: int,
        *,
        title: str | None = None,
        lead: str | None = None,
        body: Body | None = None,
        attachments: tuple[Attachment, ...] | None = None,
        to_change: bool = False,
    ) -> Article:
        """Return an article in any status, previewed with another headline, lead, text or other attachments.

        Raises NotAllowed, also if the editor opens it `to_change` it and may not; ArticleUnknown, HeadlineMissing,
        HeadlineTooLong, FieldTooLong, TextTooLong.
        """
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await get_known(unit, number)
        require_view(editor, article)
        if to_change:
            require_change(editor, article)
        title = article.title if title is None else checked_headline(title)
        lead = article.lead if lead is None else checked_lead(lead)
        body = article.body if body is None else checked_text(body)
        files = article.attachments if attachments is None else attachments
        is_damaged = article.damaged and not body
        return replace(article, title=title, lead=lead, body=body, attachments=files, damaged=is_damaged)

    async def before_retraction(self, editor: Reader, number: int, reason: str) -> tuple[Article, str]:
        """Return an article, and the reason as readers will see it ("" for an invisible one), before the confirmation.

        Raises NotAllowed, ArticleUnknown, ReasonTooLong.
        """
        require(editor, Deed.PUBLISH)
        return await self.open(editor, number), checked_reason(reason)

    async def publish(
        self, editor: Reader, number: int, *, version: int | None = None, breaking: bool = False
    ) -> Article:
        """Publish an article; for the seconds of undo it is only scheduled, then, and can be taken back.

        The next tick pushes it; `breaking` news appear and are pushed at once. With a `version`, only that version is
        published. Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged, ArticleDamaged, TooMuchBreaking.
        """
        require(editor, Deed.PUBLISH)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            draft = require_intact(await get_known(unit, number))
            if draft.status is Status.PUBLISHED and (await unit.drafts.plan(number)).scheduled_by == editor.id:
                return draft  # the update is handled again after a crash, and the seconds of undo are over
            require_act(draft, Act.PUBLISH)
            require_publication(editor, draft)
            if self._rules.undo and not breaking:
                at = now + self._rules.undo
                done = await unit.drafts.schedule(number, at, editor.id, undoable=True, version=version)
            else:
                by, rules = editor.id, self._rules
                done = await publish_now(unit, draft, now, by, rules, version=version, breaking=breaking) is not None
            if not done:
                await refuse_change(unit, number, version)
                raise NotADraft(number=number)  # another process published or discarded it meanwhile
            return await get_known(unit, number)

    async def discard(self, editor: Reader, number: int, *, version: int | None = None) -> None:
        """Drop a draft. With a `version`, only that version of it.

        Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged.
        """
        require(editor, Deed.WRITE)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            draft = await get_known(unit, number)
            require_act(draft, Act.DISCARD)
            require_change(editor, draft)
            if await unit.articles.retract(number, Revision(editor.id, now), version=version):
                await record(unit, editor.id, AuditAct.DISCARDED, now, article=number)
            else:
                await refuse_change(unit, number, version)

    async def choose(self, editor: Reader, number: int, *, silent: bool) -> Article:
        """Choose for an unpublished article whether it is pushed silently.

        Raises NotAllowed, ArticleUnknown, NotADraft.
        """
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            draft = await get_known(unit, number)
            require_act(draft, Act.SCHEDULE)
            require_change(editor, draft)
            await unit.drafts.set_silent(number, silent)
            chosen = await get_known(unit, number)
            if chosen != draft:
                await record(unit, editor.id, AuditAct.CHOSEN, self._clock.now(), article=number)
            return chosen

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
        HeadlineMissing, HeadlineTooLong, FieldTooLong, TextTooLong, ReasonTooLong, ArticleChanged.
        """
        require(editor, Deed.WRITE)
        title = None if title is None else checked_headline(title)
        lead = None if lead is None else checked_lead(lead)
        body = None if body is None else checked_text(body)
        reason = None if reason is None else checked_reason(reason)
        revision = Revision(
            editor.id, self._clock.now(), title=title, lead=lead, body=body, attachments=attachments, reason=reason
        )
        async with self._storage.writing() as unit:
            present = await get_known(unit, number)
            require_act(present, Act.REVISE)
            require_change(editor, present)
            if not await unit.articles.revise(number, revision, version=version):
                await refuse_change(unit, number, version)
                raise ArticleUnknown(number=number)  # another process retracted it meanwhile
            act = AuditAct.REVISED if reason is None else AuditAct.UPDATED
            await record(unit, editor.id, act, revision.at, article=number, note=reason or "")
            article = await get_known(unit, number)
            await after_change(unit, [article], visible=reason is not None)
            return article

    async def retract(self, editor: Reader, number: int, reason: str = "") -> Article:
        """Take a published article back. Raises NotAllowed, ArticleUnknown, ReasonTooLong."""
        require(editor, Deed.PUBLISH)
        revision = Revision(editor.id, self._clock.now(), reason=checked_reason(reason))
        async with self._storage.writing() as unit:
            require_act(await get_known(unit, number), Act.RETRACT)
            if await unit.articles.retract(number, revision):
                note = revision.reason or ""
                await record(unit, editor.id, AuditAct.RETRACTED, revision.at, article=number, note=note)
            article = await get_known(unit, number)
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
        stored, pushed = list[Article](), list[Article]()
        async with self._storage.writing() as unit:
            for new in await _with_topics(unit, articles):
                number, is_new = await unit.articles.add(new)
                if is_new:
                    stored.append(as_stored(number, new))
                    pushed += stored[-1:] if new.to_push else []
            await after_change(unit, stored)
            for article in pushed:
                await open_posts(unit, article, self._clock.now())
            if stored:
                await record(unit, None, AuditAct.IMPORTED, self._clock.now(), number=len(stored))
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
