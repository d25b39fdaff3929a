"""What editions say: read from the articles as they are when a copy leaves, once a second at the most."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from news.model import Article, EditionKind, Status
from news.ports import Clock, EditionContent, Unit
from news.richtext import UnreadableBodyError

logger = logging.getLogger(__name__)

# An edition's articles are read again at this age, so that a retraction reaches the copies still to be sent.
CONTENT_TTL = timedelta(seconds=1)
MAX_CACHED = 8


class Contents:
    """Hands out the same Push as long as an edition says the same, for the courier draws each once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cached: dict[tuple[int, bool], tuple[datetime, EditionContent]] = {}

    async def read(self, unit: Unit, edition_id: int, *, copies: bool = False) -> EditionContent:
        """Return what an edition says; with `copies`, what those already sent do once they are corrected."""
        now = self._clock.now()
        kept = self._cached.get((edition_id, copies))
        if kept is not None and now - kept[0] < CONTENT_TTL:
            return kept[1]
        content = await _read(unit, edition_id, copies)
        if kept is not None and kept[1] == content:
            content = kept[1]
        self._cached[edition_id, copies] = (now, content)
        if len(self._cached) > MAX_CACHED:
            del self._cached[next(iter(self._cached))]
        return content


async def _read(unit: Unit, edition_id: int, copies: bool) -> EditionContent:
    edition = await unit.deliveries.edition(edition_id)
    if edition is None:
        return EditionContent(edition_id, (), 0)
    articles = await _readable(unit, edition.shown)
    if copies or edition.kind is EditionKind.CORRECTION:
        # The copy is the source's: its buttons lead back to what readers were sent.
        return EditionContent(edition.source or edition_id, tuple(articles), edition.total, EditionKind.CORRECTION)
    published = tuple(article for article in articles if article.status is Status.PUBLISHED)
    # What was retracted meanwhile is not announced and not counted either.
    left = edition.total - (len(articles) - len(published))
    return EditionContent(edition_id, published, left, edition.kind, edition.notice)


async def _readable(unit: Unit, numbers: Sequence[int]) -> list[Article]:
    """Return those that can be read: one damaged body must not keep the others, nor other editions, from leaving."""
    found = []
    for number in numbers:
        try:
            article = await unit.articles.get(number)
        except UnreadableBodyError as error:
            logger.warning("article %s is left out of its edition: %s", number, error)
            continue
        if article is not None:
            found.append(article)
    return found
