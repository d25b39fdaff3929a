"""Posts: looks as variants, what an outlet takes, what a failure means, and addresses in Telegram."""

from dataclasses import replace

import pytest

from news.ledger import Address, DeliveryState, Place, PlaceKind
from news.posts import FailedPost, Look, Outlet, OutletChat, OutletState, Post, Template, Trouble, post_link

CHANNEL = Place(1, Address(-1001234567890), PlaceKind.CHANNEL)
OUTLET = Outlet(CHANNEL, OutletState.ACTIVE, OutletChat("Вестник"))


def test_a_look_is_the_same_after_it_was_stored_and_no_other_variant_is_one() -> None:
    look = Look(Template.FULL, silent=True, words="Читать «дальше»", link_in_text=True)
    assert Look.load(look.dump()) == look
    assert [Look.load(variant) for variant in (None, "", "digest")] == [None] * 3


def test_only_a_channel_that_is_discussed_has_its_link_in_the_text() -> None:
    discussed = replace(OUTLET, chat=OutletChat("Вестник", discussion=-1009))
    group = replace(discussed, place=Place(2, Address(-1009), PlaceKind.GROUP))
    assert [each.look.link_in_text for each in (OUTLET, discussed, group)] == [False, True, False]


@pytest.mark.parametrize(
    ("topics", "topic", "takes"),
    [
        ((), None, True),
        ((), "Спорт", True),
        (("спорт",), "СПОРТ", True),
        (("Спорт", "Наука"), "наука", True),
        (("Спорт",), "Наука", False),
        (("Спорт",), None, False),
    ],
)
def test_an_outlet_takes_its_topics(topics: tuple[str, ...], topic: str | None, takes: bool) -> None:
    assert replace(OUTLET, topics=topics).takes(topic and [topic] or []) is takes


@pytest.mark.parametrize(
    ("state", "error", "unknown", "is_edit", "trouble"),
    [
        (DeliveryState.GONE, "Forbidden: bot was kicked", False, False, Trouble.LOST),
        (DeliveryState.GONE, "Bad Request: TOPIC_CLOSED", False, False, Trouble.LOST),
        (DeliveryState.FAILED, "Bad Request: CHAT_WRITE_FORBIDDEN", False, False, Trouble.LOST),
        (DeliveryState.FAILED, "Bad Request: need administrator rights in the channel chat", False, True, Trouble.LOST),
        (DeliveryState.FAILED, "Bad Request: message to edit not found", False, True, Trouble.EDIT),
        (DeliveryState.FAILED, "lapsed", True, False, Trouble.UNKNOWN),
        (DeliveryState.FAILED, "", True, False, Trouble.UNKNOWN),
        (DeliveryState.FAILED, "Bad Request: can't parse", False, False, Trouble.REFUSED),
    ],
)
def test_a_failure_means_trouble_by_telegrams_words(
    state: DeliveryState, error: str, unknown: bool, is_edit: bool, trouble: Trouble
) -> None:
    assert FailedPost(OUTLET, 7, state, error, unknown, is_edit).trouble is trouble


def test_links_lead_to_the_place() -> None:
    channel = Place(1, Address(-1001234567890), PlaceKind.CHANNEL)
    topic = Place(1, Address(-1001234567890, 12), PlaceKind.GROUP)
    assert post_link(channel, "vestnik") == "https://t.me/vestnik"
    assert post_link(channel, "vestnik", 5) == "https://t.me/vestnik/5"
    assert post_link(channel, None, 5) == "https://t.me/c/1234567890/5"
    assert post_link(topic, None) == "https://t.me/c/1234567890/12/1"


def test_a_post_that_has_not_arrived_has_no_link() -> None:
    assert Post(OUTLET, DeliveryState.PENDING, None).link is None
    assert Post(OUTLET, DeliveryState.SENT, 5).link == "https://t.me/c/1234567890/5"
