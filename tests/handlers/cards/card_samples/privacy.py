"""Samples of the cards about what is stored and who is forgotten."""

from handlers.cards import personal_data, privacy
from handlers.cards.card import Card
from news.personal_data import PERSONAL_TABLES
from news.ports.privacy import CommentsAfter, Forgetting
from news.privacy import StoredData, StoredPart
from news.privacy_rules import PrivacyRules
from tests.handlers.cards.samples import NOW
from texts import Texts

PARTS = tuple(
    StoredPart(table.name, naming.column, [{naming.column: 5, "at": NOW}] * 3, more=True)
    for table in PERSONAL_TABLES
    for naming in table.namings
)


def cards_of_privacy(t: Texts) -> dict[str, list[Card]]:
    """Cards about what is stored and who is forgotten."""
    wishes = [Forgetting(5, comments, NOW, NOW, begun) for comments in CommentsAfter for begun in (None, NOW)]
    stored = [StoredData(5, NOW, parts, marked) for parts in ((), PARTS) for marked in (None, NOW)]
    return {
        "privacy_card": [
            privacy.privacy_card(rules, t)
            for rules in (PrivacyRules(), PrivacyRules(texts={"ru": "Мы храним мало.", "en": "We store little."}))
        ],
        "forgetting_card": [privacy.forgetting_card(wish, t) for wish in wishes],
        "personal_data_card": [personal_data.personal_data_card(data, t) for data in stored],
    }
