"""The index entry of an article, and its document id. `news.changes` keeps the index with every change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from itertools import chain, islice

from news.lifecycle import is_readable
from news.model import Article
from news.ports import Unit
from news.ports.search import Entry
from news.richtext import plain
from news.stems import read
from news.words import fold

# Characters of Unicode's private use area are in no stem, so nobody can type these tokens.
BORDER = "\ue001"
_TOPIC = "\ue002"
END = "\ue004"

_NUMBER_BITS = 30
_MAX_NUMBER = (1 << _NUMBER_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

# The bounds of all document ids.
NEVER_BEFORE, NEVER_AFTER = -(2**63), 2**63 - 1


def doc_id_of(at: datetime, number: int) -> int:
    """Return the document id of an article: the second of publication, then the number. Ids rise with the archive.

    An id fits a signed column of 64 bits until the year 2242, for numbers up to 2^30.
    """
    doc_id = ((at - _EPOCH) // _SECOND << _NUMBER_BITS) + min(number, _MAX_NUMBER)
    return min(max(doc_id, NEVER_BEFORE), NEVER_AFTER)


def number_of(doc_id: int) -> int:
    """Return the article number of a document id."""
    return doc_id & _MAX_NUMBER


def moment_of(doc_id: int) -> datetime:
    """Return the second of publication of a document id."""
    return _EPOCH + (doc_id >> _NUMBER_BITS) * _SECOND


def topic_token(topic: str) -> str:
    """Return the token that every article of a topic has in the index."""
    return _TOPIC + blake2s(fold(topic).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def entry_of(article: Article) -> Entry | None:
    """Return the index entry of an article; None if it is not readable.

    It has topic, headline, lead and text with borders, then the tokens without an order. Borders keep phrases inside
    one part, and show `news.ranking` the headline.
    """
    if not is_readable(article.status) or article.published_at is None:
        return None
    marks = [topic_token(article.topic)] if article.topic else []
    parts = [read(text) for text in (article.title, article.lead, plain(article.body))]
    tokens = [BORDER, *marks, BORDER]
    for part in parts:
        tokens += [stem for stem, _ in part.forms]
        tokens.append(BORDER)
    tokens += dict.fromkeys(chain.from_iterable(part.further for part in parts))
    tokens.append(END)
    words = shortest(chain.from_iterable(part.forms for part in parts))
    return Entry(doc_id_of(article.published_at, article.number), tokens, words)


def shortest(stemmed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the shortest word of each stem, the most likely dictionary form."""
    words: dict[str, str] = {}
    for stem, word in stemmed:
        if len(word) < len(words.setdefault(stem, word)):
            words[stem] = word
    return words


def stems_of(entry: Entry) -> tuple[Sequence[str], Sequence[str]]:
    """Return the stems of an entry's headline, and those of its lead and text."""
    second, third, fourth, fifth = islice((index for index, token in enumerate(entry.tokens) if token == BORDER), 1, 5)
    return entry.tokens[second + 1 : third], [*entry.tokens[third + 1 : fourth], *entry.tokens[fourth + 1 : fifth]]


async def index(unit: Unit, articles: Iterable[Article]) -> Mapping[int, Entry]:
    """Update the index in the unit of work that changed the articles; return readable articles' entries by number."""
    entries, removed = {}, []
    for article in articles:
        entry = entry_of(article)
        if entry is not None:
            entries[article.number] = entry
        elif article.published_at is not None:
            removed.append(doc_id_of(article.published_at, article.number))
    await unit.search.delete(removed)
    await unit.search.store(list(entries.values()))
    return entries
