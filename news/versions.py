"""The desk of versions: what an article was before, for its editors, and what an update changed, for its readers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from news.differences import SentenceChanges, sentence_changes
from news.errors import ButtonStale
from news.lifecycle import require_intact, require_known, require_readable, require_view
from news.model import Article, Reader, Version
from news.ports import Storage, Unit
from news.richtext import plain
from news.roles import Deed, require

PAGE_SIZE = 10
# Longer texts, in characters, are compared in a thread.
LONG_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Versions of an article, newest first, and the one below which the next page begins (None on the last page)."""

    article: Article
    versions: tuple[Version, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What the last visible update of an article changed; `old_title` is None if the headline stayed."""

    article: Article
    sentences: SentenceChanges
    old_title: str | None = None


class VersionDesk:
    """Reads the versions that every change keeps. An earlier one is restored by a correction, as any other text."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def list(self, editor: Reader, number: int, before: int | None = None) -> VersionPage:
        """Return a page of an article's versions, the present one first. Raises NotAllowed, ArticleUnknown."""
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = require_view(editor, require_known(number, await unit.articles.get(number)))
            present = [await _present(unit, article)] if before is None else []
            kept = await unit.versions.before(number, before or article.version, PAGE_SIZE + 1)
        return _page(article, [*present, *kept])

    async def open(self, editor: Reader, number: int, version: int) -> Article:
        """Return an article as readers or editors saw it in a version.

        Raises NotAllowed, ArticleUnknown, ArticleDamaged; ButtonStale if that version was not kept.
        """
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            article = require_view(editor, require_known(number, await unit.articles.get(number)))
            return require_intact(await _version(unit, article, version))

    async def update(self, number: int) -> Update:
        """Return what the last visible update changed, as the article stands now: silent fixes are no changes.

        Raises ArticleUnknown, ArticleRetracted, ArticleDamaged; ButtonStale if there is no such update.
        """
        async with self._storage.reading() as unit:
            article = require_intact(require_readable(number, await unit.articles.get(number)))
            if article.updated_version is None:
                raise ButtonStale
            updated = await _version(unit, article, article.updated_version)
            before = await _version(unit, article, article.updated_version - 1)
        texts = [plain(each.body) for each in (before, updated, article)]
        is_long = sum(map(len, texts)) > LONG_TEXT
        changes = await asyncio.to_thread(sentence_changes, *texts) if is_long else sentence_changes(*texts)
        is_renamed = before.title not in {updated.title, article.title}
        return Update(article, changes, before.title if is_renamed else None)


def _page(article: Article, versions: Sequence[Version]) -> VersionPage:
    older = versions[PAGE_SIZE - 1].number if len(versions) > PAGE_SIZE else None
    return VersionPage(article, tuple(versions[:PAGE_SIZE]), older)


async def _version(unit: Unit, article: Article, version: int) -> Article:
    """Return a version of the article. Raises ButtonStale if it was not kept."""
    if version == article.version:
        return article
    found = await unit.versions.get(article.number, version)
    if found is None:
        raise ButtonStale
    return found


async def _present(unit: Unit, article: Article) -> Version:
    change = await unit.articles.last_change(article.number)
    if change is None:
        return await _original(unit, article)
    visible = article.version == article.updated_version
    reason = (article.update_reason or "") if visible else ""
    return Version(article.version, change.at, change.editor_id, change.name, visible, reason)


async def _original(unit: Unit, article: Article) -> Version:
    author = None if article.author_id is None else await unit.readers.get(article.author_id)
    return Version(article.version, article.created_at, article.author_id, author.name if author else None)
