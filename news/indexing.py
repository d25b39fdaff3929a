"""What is indexed of an article, and where: every verb that changes what readers can read keeps the index with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from itertools import chain, islice

from news.lifecycle import is_readable
from news.model import Article
from news.ports import Unit
from news.ports.search import Entry
from news.richtext import plain
from news.stems import forms
from news.words import fold

# Letters of Unicode's private use are in no stem, so neither token can be typed.
BORDER = "\ue001"
_TOPIC = "\ue002"

_NUMBER_BITS = 30
_LARGEST_NUMBER = (1 << _NUMBER_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

# No place is below or above these.
NEVER_BEFORE, NEVER_AFTER = -(2**63), 2**63 - 1


def doc_id_of(at: datetime, number: int) -> int:
    """The article's place in the index: the second it was published, and its number within that second.

    A place fits a signed column of 64 bits until the year 2242, and numbers up to 2^30.
    """
    doc_id = ((at - _EPOCH) // _SECOND << _NUMBER_BITS) + min(number, _LARGEST_NUMBER)
    return min(max(doc_id, NEVER_BEFORE), NEVER_AFTER)


def number_of(doc_id: int) -> int:
    """The number of the article at a place."""
    return doc_id & _LARGEST_NUMBER


def moment_of(doc_id: int) -> datetime:
    """The second that the article at a place was published in."""
    return _EPOCH + (doc_id >> _NUMBER_BITS) * _SECOND


def topic_token(topic: str) -> str:
    """The token that every article of a topic has in the index."""
    return _TOPIC + blake2s(fold(topic).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def entry_of(article: Article) -> Entry | None:
    """What is indexed of an article: topic, headline, lead and text, a border around each; None if nobody may read it.

    No phrase runs over a border, and by them `news.ranking` knows the headline.
    """
    if not is_readable(article.status) or article.published_at is None:
        return None
    marks = [topic_token(article.topic)] if article.topic else []
    parts = [forms(text) for text in (article.title, article.lead, plain(article.body))]
    tokens = [BORDER, *marks, BORDER]
    for part in parts:
        tokens += [stem for stem, _ in part]
        tokens.append(BORDER)
    return Entry(doc_id_of(article.published_at, article.number), tokens, shortest(chain.from_iterable(parts)))


def shortest(stemmed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The shortest word of each stem, which is likeliest to be the one in a dictionary."""
    found: dict[str, str] = {}
    for stem, word in stemmed:
        if len(word) < len(found.setdefault(stem, word)):
            found[stem] = word
    return found


def stems_of(entry: Entry) -> tuple[Sequence[str], Sequence[str]]:
    """The stems of an entry's headline, and those of its lead and text."""
    second, third, fourth = islice((index for index, token in enumerate(entry.tokens) if token == BORDER), 1, 4)
    return entry.tokens[second + 1 : third], [*entry.tokens[third + 1 : fourth], *entry.tokens[fourth + 1 : -1]]


async def index(unit: Unit, articles: Iterable[Article]) -> Mapping[int, Entry]:
    """Keep the index with the articles, in the unit that changed them: published ones are found, others are not.

    Return the entries of those that are found, by number.
    """
    kept, dropped = {}, []
    for article in articles:
        entry = entry_of(article)
        if entry is not None:
            kept[article.number] = entry
        elif article.published_at is not None:
            dropped.append(doc_id_of(article.published_at, article.number))
    await unit.search.delete(dropped)
    await unit.search.store(list(kept.values()))
    return kept
