"""Samples of the posts in channels, and of the cards of those who arrange them."""

from dataclasses import replace

from handlers.cards import outlets, posts
from handlers.cards.card import Card
from handlers.cards.channel_digests import card_for_channel, channel_digests_card
from handlers.cards.settings_times import hours_card
from news.ledger import Address, DeliveryState, Place, PlaceKind
from news.notices import Notice, NoticeKind
from news.outlet_desk import Posting
from news.outlets import REMOVED
from news.posts import Choice, Look, Outlet, OutletChat, OutletState, Post, Template
from tests.handlers.cards.card_samples.objects import ARTICLE, DRAFT, PICTURES, RETRACTED
from tests.handlers.cards.card_samples.settings import GROUP, NIGHTLY, TOPIC
from tests.handlers.cards.samples import NOW
from texts import Texts

CHANNEL = Outlet(Place(4, Address(-1001), PlaceKind.CHANNEL), OutletState.ACTIVE, OutletChat("Вестник"))
OUTLETS = (
    CHANNEL,
    replace(CHANNEL, state=OutletState.LOST, error=REMOVED, error_at=NOW),
    replace(CHANNEL, state=OutletState.OFF, error="Bad Request: chat not found", error_at=NOW, silent=True),
    replace(CHANNEL, state=OutletState.ASKED),
    replace(CHANNEL, place=Place(5, Address(-1002, 7), PlaceKind.GROUP), topics=("Спорт",), words="Подробности"),
    replace(CHANNEL, chat=OutletChat("Вестник", "vestnik", -1003)),
)
OUTLET_NOTICES = [
    Notice(kind, 7, title="Вестник", reason=reason, place=4, url="https://t.me/vestnik")
    for kind in NoticeKind
    if kind.startswith(("outlet", "post"))
    for reason in (REMOVED, "Bad Request: chat not found")
]
POST_LINK = "https://t.me/vestnik_bot?start=a_7"


def cards_of_outlets(t: Texts) -> dict[str, list[Card]]:
    """Posts in channels, and the screens of those who arrange them."""
    return {
        "post_card": [
            posts.post_card(article, Look(template, link_in_text=in_text), t, POST_LINK)
            for article in (ARTICLE, RETRACTED, replace(ARTICLE, attachments=PICTURES))
            for template in Template
            for in_text in (True, False)
        ],
        "trial_card": [posts.trial_card(Look(link_in_text=in_text), t, POST_LINK) for in_text in (True, False)],
        "outlets_card": [outlets.outlets_card(found, after, t) for found, after in ((OUTLETS, 9), ((), None))],
        "outlet_card": [outlets.outlet_card(outlet, t) for outlet in OUTLETS]
        + [outlets.outlet_card(CHANNEL, t, outlets.trial_result(error, t)) for error in (None, "", "Bad Request: no")],
        "channel_digests_card": [
            channel_digests_card(outlet, chosen, t)
            for outlet, chosen in (
                *((outlet, GROUP) for outlet in OUTLETS),
                (CHANNEL, TOPIC),
                (OUTLETS[2], replace(NIGHTLY, group=Address(-1001))),
            )
        ],
        "card_for_channel": [card_for_channel(hours_card(TOPIC, False, t), CHANNEL)],
        "templates_card": [outlets.templates_card(CHANNEL, t)],
        "ask_link_words_card": [outlets.ask_link_words_card(CHANNEL, t)],
        "ask_topics_card": [outlets.ask_topics_card(CHANNEL, t)],
        "ask_remove_card": [outlets.ask_remove_card(CHANNEL, t)],
        "outlet_removed_card": [outlets.outlet_removed_card(outlet, t) for outlet in (CHANNEL, None)],
        "posting_card": [
            outlets.posting_card(posting, t)
            for posting in (
                Posting(DRAFT, (), ()),
                Posting(DRAFT, (Choice(CHANNEL, True), Choice(CHANNEL, False)), ()),
                Posting(ARTICLE, (), ()),
                Posting(ARTICLE, (), [Post(CHANNEL, state, 5) for state in DeliveryState]),
            )
        ],
        "outlet_notice_card": [outlets.outlet_notice_card(notice, t) for notice in OUTLET_NOTICES],
    }
