"""What is indexed of an article, and where: every verb that changes what readers can read keeps the index with it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2s

from news.model import Article, Status
from news.ports import Unit
from news.ports.search import Entry
from news.richtext import plain
from news.stems import forms
from news.words import collapse, fold

# Letters of Unicode's private use are in no stem, so neither token can be typed.
BORDER = "\ue001"  # between headline and text: no phrase runs over it
_TOPIC = "\ue002"

_NUMBER_BITS = 30
_LARGEST_NUMBER = (1 << _NUMBER_BITS) - 1
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_EPOCH_SECONDS = (datetime(1970, 1, 1, tzinfo=UTC) - _BEGINNING) // _SECOND


def place_of(at: datetime, number: int) -> int:
    """The article's place in the index: the second it was published, and its number within that second.

    A place fits a signed column of 64 bits until the year 2242, and numbers up to 2^30.
    """
    seconds = (at - _BEGINNING) // _SECOND - _EPOCH_SECONDS
    return (seconds << _NUMBER_BITS) + min(number, _LARGEST_NUMBER)


def number_of(place: int) -> int:
    """The number of the article at a place."""
    return place & _LARGEST_NUMBER


def topic_token(topic: str) -> str:
    """The token that every article of a topic has in the index."""
    return _TOPIC + blake2s(fold(topic).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def entry_of(article: Article) -> Entry | None:
    """What is indexed of an article: headline, border, text (or lead and text), topic; None if nobody may read it."""
    if article.status is not Status.PUBLISHED or article.published_at is None:
        return None
    title = forms(article.title)
    text = forms(plain(article.body))
    if article.lead:
        text = [*forms(article.lead), (BORDER, ""), *text]
    marks = [topic_token(article.topic)] if article.topic and collapse(article.topic) else []
    tokens = [*(stem for stem, _ in title), BORDER, *(stem for stem, _ in text), BORDER, *marks]
    return Entry(place_of(article.published_at, article.number), tokens, _shown(title + text))


async def index(unit: Unit, articles: Iterable[Article]) -> None:
    """Keep the index with the articles, in the unit that changed them: published ones are found, others are not."""
    kept, dropped = [], []
    for article in articles:
        entry = entry_of(article)
        if entry is not None:
            kept.append(entry)
        elif article.published_at is not None:
            dropped.append(place_of(article.published_at, article.number))
    await unit.search.drop(dropped)
    await unit.search.keep(kept)


def _shown(stemmed: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {stem: word for stem, word in stemmed if word}
