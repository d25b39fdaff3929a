"""Samples of the cards about a person or a chat."""

from handlers.cards import people
from handlers.cards.card import Card
from news.model import HeadlinePage, Reader
from news.newsroom import FrontPage
from tests.handlers.cards.card_samples.objects import PAGE, READER
from tests.handlers.cards.card_samples.settings import CHOSEN, FULL
from texts import Texts


def cards_of_people(t: Texts) -> dict[str, list[Card]]:
    """Cards about a person or a chat."""
    return {
        "start_card": [
            people.start_card(FrontPage(page, subscribed=True), "Вестник", t) for page in (PAGE, HeadlinePage(()))
        ],
        "help_card": [people.help_card([("help", "…")], t, name) for name in (None, "vestnik_bot")],
        "unsubscribed_card": [people.unsubscribed_card(t, changed=changed) for changed in (True, False)],
        "profile_card": [
            people.profile_card(reader, chosen, t) for reader, chosen in ((READER, CHOSEN), (Reader(5), FULL))
        ],
        "private_only_card": [people.private_only_card(t, "https://t.me/vestnik_bot?start=hello")],
        "group_subscription_card": [people.group_subscription_card(t, active=active) for active in (True, False)],
        "cancelled_card": [people.cancelled_card(t, had_something=had) for had in (True, False)],
    }
