"""Samples for the tests of cards: texts in each language, the largest article, and the limits of the Bot API."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from handlers.cards.card import Card
from news.editions import EditionStatus
from news.ledger import CORRECTION_RULES, DeliveryState, Edition, EditionKind, MessageKind, Progress
from news.limits import HEADLINE_LIMIT
from news.model import Article, Attachment, Status
from news.richtext import Block, Kind, Mark, Run, units
from news.words import clean
from texts import LANGUAGES, Catalogs, Texts

NOW = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)
CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))
LARGEST_ID = 2**62
WITHDRAWN: dict[str, object] = {"status": Status.RETRACTED, "retract_reason": "п" * 200}

# Text as `news.words.clean` leaves it.
texts = st.text(min_size=1).map(clean).filter(str.strip)
headlines = texts.filter(lambda text: units(text) <= HEADLINE_LIMIT)
runs = st.builds(Run, text=texts, marks=st.frozensets(st.sampled_from(Mark)))
blocks = st.builds(Block, kind=st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE]), runs=st.tuples(runs))
languages = st.sampled_from(LANGUAGES)


def article_of(number: int = LARGEST_ID, **fields: object) -> Article:
    """Return a published article with every field set, by default to the longest value."""
    given = {
        "title": "Ш" * HEADLINE_LIMIT,
        "body": (Block(Kind.PARAGRAPH, (Run("слово " * 3000),)),),
        "topic": "Т" * 64,
        "updated_at": NOW,
        "update_reason": "п" * 200,
        "source_url": "https://example.org/1",
        "attachments": (Attachment(MessageKind.PHOTO, "tg:AQAD", "AgACAgIAAxkBAAI"),),
        "comment_count": 1_000_000,
        "published_at": NOW - timedelta(days=800),
        "status": Status.PUBLISHED,
        **fields,
    }
    return Article(number, created_at=NOW, **given)  # type: ignore[arg-type]


def check(card: Card) -> None:
    """Assert that a card keeps the limits of the Bot API."""
    assert 1 <= card.text.units <= 4096
    assert card.text.text.strip()
    assert len(card.entities) <= 100
    for entity in card.text.entities:
        assert 0 <= entity.offset < entity.offset + entity.length <= card.text.units
    buttons = [button for row in card.rows for button in row]
    assert len(buttons) <= 100
    for button in buttons:
        assert button.text.strip()
        assert button.url is not None or 1 <= len((button.callback_data or "").encode()) <= 64


def t_of(language: str) -> Texts:
    return CATALOGS.texts(language, NOW)


T = t_of("ru")


def status_of(left: int = 10**9, **fields: object) -> EditionStatus:
    """Return the progress of an edition with deliveries in every state; `left` are pending."""
    edition = Edition(LARGEST_ID, EditionKind.CORRECTION, (1,), 1, NOW - timedelta(days=800), CORRECTION_RULES)
    counts = dict.fromkeys(DeliveryState, 10**9) | {DeliveryState.PENDING: left, DeliveryState.SENDING: 0}
    time_left = timedelta(days=400) if left else None
    return EditionStatus(Progress(replace(edition, **fields), counts, 0), 12_345.6, time_left)  # type: ignore[arg-type]
