"""The content of editions: read from the articles when a copy is sent, at most once a second."""

import logging
from collections.abc import Sequence

from news.answers import present_notice
from news.files import with_content
from news.ledger import Edition, EditionKind
from news.lifecycle import is_readable
from news.model import Article
from news.ports import Clock, EditionContent, Unit

logger = logging.getLogger(__name__)

# An edition's articles are read again at this age, so that a retraction reaches the copies still to be sent.
CONTENT_TTL_SECONDS = 1.0
MAX_CACHED_EDITIONS = 8
# A picture may have ten megabytes.
MAX_PICTURES = 5


class Contents:
    """A cache of contents. Returns the same object while the content is equal, because the courier renders it once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cached: dict[tuple[int, bool], tuple[float, EditionContent]] = {}

    async def read(self, unit: Unit, edition_id: int, *, copies: bool = False) -> EditionContent:
        """Return the content of an edition; with `copies`, the corrected content of the copies already sent."""
        now = self._clock.monotonic()
        cached = self._cached.get((edition_id, copies))
        if cached is not None and now - cached[0] < CONTENT_TTL_SECONDS:
            return cached[1]
        content = await _read(unit, edition_id, copies)
        if cached is not None and cached[1] == content:
            content = cached[1]
        self._cached[edition_id, copies] = (now, content)
        if len(self._cached) > MAX_CACHED_EDITIONS:
            del self._cached[next(iter(self._cached))]
        return content


async def _read(unit: Unit, edition_id: int, copies: bool) -> EditionContent:
    edition = await unit.editions.get(edition_id)
    if edition is None:
        return EditionContent(edition_id, (), 0)
    digest = await _is_digest(unit, edition)
    articles = await _articles(unit, edition, listed=digest)
    is_correction = copies or edition.kind is EditionKind.CORRECTION
    notice = edition.notice and await present_notice(unit, edition.notice, copies=is_correction)
    if is_correction:
        # The content is the source edition's, so the buttons open what readers were sent.
        source, kind = edition.source or edition_id, EditionKind.CORRECTION
        return EditionContent(source, tuple(articles), edition.total, kind, notice, edition.shown, digest)
    published = tuple(article for article in articles if is_readable(article.status))
    if edition.shown and not published:
        notice = None  # nothing is left of what it lists
    # A retracted article is neither announced nor counted.
    total = edition.total - (len(articles) - len(published))
    return EditionContent(edition_id, published, total, edition.kind, notice, edition.shown, digest)


async def _is_digest(unit: Unit, edition: Edition) -> bool:
    """Whether an edition is a digest, a notice that lists articles, or a correction of one."""
    if edition.notice is not None:
        return bool(edition.shown)
    if edition.kind is EditionKind.CORRECTION and edition.source is not None:
        source = await unit.editions.get(edition.source)
        return source is not None and source.kind is EditionKind.DIGEST
    return edition.kind is EditionKind.DIGEST


async def _articles(unit: Unit, edition: Edition, *, listed: bool) -> Sequence[Article]:
    """Return the articles; `listed` ones, which are up to two hundred, without their texts unless there is one only."""
    if listed and len(edition.shown) > 1:
        return await unit.articles.listed(edition.shown)
    # What a place gets alone shows its picture. Of a long list, pictures that Telegram does not know are left out.
    alone = len(edition.shown) == 1 or (edition.tailored and len(edition.shown) <= MAX_PICTURES)
    return await _intact_articles(unit, edition.shown, with_pictures=alone)


async def _intact_articles(unit: Unit, numbers: Sequence[int], *, with_pictures: bool) -> list[Article]:
    """Return the articles whose text can be read: a damaged one must not stop the others or other editions."""
    articles = []
    for number in numbers:
        article = await unit.articles.get(number)
        if article is not None and article.damaged:
            logger.warning("article %s is left out of its edition: its stored text cannot be read", number)
        elif article is not None:
            articles.append(await with_content(unit, article, 1) if with_pictures else article)
    return articles
