"""The port of the courier, the contents that it sends, and the observer that counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from news.choice.forms import Form
from news.ledger import Delivery, EditionKind, Settlement
from news.model import Article
from news.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class EditionContent:
    """The content of an edition: its articles, newest first, out of `total`.

    Headlines leave out retracted articles; a correction shows them as withdrawn. A notice has JSON; only one that lists
    articles has these too.
    `shown` are the numbers that the edition was opened with: a delivery's form (`news.choice.forms`) counts in them. A
    correction of a digest is of the kind CORRECTION, too; `digest` says that its articles are listed by topic.
    """

    edition: int
    articles: tuple[Article, ...]
    total: int
    kind: EditionKind = EditionKind.HEADLINES
    notice: str | None = None
    shown: tuple[int, ...] = ()
    digest: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.articles and self.notice is None

    def part(self, form: Form | None) -> "EditionContent":
        """Return the part that a form selects; the content itself if that is all."""
        if form is None or form.mask is None:
            return self
        numbers = {number for position, number in enumerate(self.shown) if form.has(position)}
        articles = tuple(article for article in self.articles if article.number in numbers)
        return replace(self, articles=articles, total=len(articles) + form.more)


class Courier(Protocol):
    """Sends deliveries to Telegram."""

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        """Return as how many messages a delivery is sent: 1, or the number of an album's items."""

    def carry(self, content: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery once, and return at once.

        Call `done` with the outcome exactly once, before or after this returns. Errors of Telegram and of the network
        are outcomes and are never raised.
        """


class DeliveryObserver(Protocol):
    """Counts sends and results of the delivery desk. Its methods are called after the fact and must not raise."""

    def sent(self, count: int) -> None:
        """Count messages that left just now."""

    def settled(self, settlements: Sequence[Settlement]) -> None:
        """Count results that were committed."""
