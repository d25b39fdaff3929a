"""The desk of pictures: an article's pictures and files are added, removed, put in another order, and given captions.

Each verb changes the article at once, as a revision of its own. A published article is not marked as updated for it,
but the copies that were sent are corrected: a wrong picture must not stay with those who had it first.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from news.audit import record
from news.changes import after_change, get_known, refuse_change
from news.errors import ArticleUnknown, ButtonStale
from news.files import keep_files, with_content
from news.lifecycle import Act, require_act, require_change, require_view
from news.limits import checked_attachments
from news.model import Article, Attachment, Reader, Revision
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.roles import Deed, require

Arrange = Callable[[tuple[Attachment, ...]], Sequence[Attachment]]


class PictureDesk:
    """Changes the attachments of an article.

    Every verb raises NotAllowed, ArticleUnknown, and ArticleChanged if the article no longer has the `version` that the
    editor has seen; a verb with a `place` (from 0) raises ButtonStale if there is no such attachment.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def open(self, editor: Reader, number: int, *, to_change: bool = True) -> Article:
        """Return an article with the files that can be sent."""
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = await get_known(unit, number)
            require_view(editor, article)
            if to_change:
                require_change(editor, article)
            return await with_content(unit, article)

    async def add(self, editor: Reader, number: int, attachments: Sequence[Attachment]) -> Article:
        """Add files behind the others, whatever the version. Raises TooManyAttachments."""
        return await self._arrange(editor, number, lambda present: (*present, *attachments))

    async def remove(self, editor: Reader, number: int, place: int, *, version: int) -> Article:
        """Remove a file."""
        return await self._arrange(
            editor, number, lambda present: (*present[:place], *present[_known(present, place) + 1 :]), version
        )

    async def move_up(self, editor: Reader, number: int, place: int, *, version: int) -> Article:
        """Let a file change places with the one before it; the first one stays."""

        def up(present: tuple[Attachment, ...]) -> Sequence[Attachment]:
            moved, before = list(present), max(_known(present, place) - 1, 0)
            moved[before], moved[place] = moved[place], moved[before]
            return moved

        return await self._arrange(editor, number, up, version)

    async def caption(self, editor: Reader, number: int, place: int, caption: str, *, version: int) -> Article:
        """Give a file another caption, none if it has no visible character. Raises FieldTooLong."""

        def write(present: tuple[Attachment, ...]) -> Sequence[Attachment]:
            changed = replace(present[_known(present, place)], caption=caption)
            return (*present[:place], changed, *present[place + 1 :])

        return await self._arrange(editor, number, write, version)

    async def _arrange(self, editor: Reader, number: int, arrange: Arrange, version: int | None = None) -> Article:
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            article = await get_known(unit, number)
            require_act(article, Act.REVISE)
            require_change(editor, article)
            if version is not None and version != article.version:
                await refuse_change(unit, number, version)
            attachments = checked_attachments(arrange(article.attachments))
            if attachments == article.attachments:
                return await with_content(unit, article)
            revision = Revision(editor.id, self._clock.now(), attachments=attachments)
            if not await unit.articles.revise(number, revision, version=article.version):
                await refuse_change(unit, number, article.version)
                raise ArticleUnknown(number=number)  # another process retracted it meanwhile
            present = {each.source for each in article.attachments}
            await keep_files(unit, [each for each in attachments if each.source not in present], revision.at)
            await record(unit, editor.id, AuditAct.PICTURES, revision.at, article=number)
            article = await get_known(unit, number)
            await after_change(unit, [article], visible=True)
            return await with_content(unit, article)


def _known(present: Sequence[Attachment], place: int) -> int:
    """Return the place of an attachment. Raises ButtonStale."""
    if not 0 <= place < len(present):
        raise ButtonStale
    return place
