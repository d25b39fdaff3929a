"""Samples of the cards of registering."""

from dataclasses import replace
from itertools import product

from handlers.cards import registration
from handlers.cards.card import Card
from news.human_checks import WORD_GROUPS, HumanCheck, Thing
from news.model import Reader
from news.newcomers import Registration
from news.ports.requests import Request, RequestVerdict
from tests.handlers.cards.card_samples.objects import NOTICES, READER
from tests.handlers.cards.samples import NOW
from texts import Texts

PICTURE = b"picture"
REQUEST = Request(5, "Анна", "анна", "ru", 7, NOW, id=3)
CODE = 2**48 - 1


def cards_of_registration(t: Texts) -> dict[str, list[Card]]:
    """Cards of registering, with every thing and word of the human checks."""
    pictures = [HumanCheck(CODE, (thing, *list(Thing)[:3]), 0) for thing in Thing]
    words = [HumanCheck(CODE, group[start : start + 4], 0, True) for group in WORD_GROUPS for start in (0, 1)]
    return {
        "rules_card": [registration.rules_card(number, mode, t) for number, mode in product((0, 2**62), Registration)],
        "check_card": [
            registration.check_card(replace(check, tries_left=left), PICTURE, 2**30, t)
            for check, left in product(pictures, (3, 1))
        ],
        "word_check_card": [
            registration.word_check_card(replace(check, tries_left=left), 2**30, t)
            for check, left in product(words, (3, 2))
        ],
        "ask_name_card": [registration.ask_name_card(7, name, t) for name in ("Анна", "")],
        "registered_card": [registration.registered_card(reader, t) for reader in (READER, Reader(5))],
        "not_registered_card": [registration.not_registered_card(number, t) for number in (0, 7)],
        "ask_other_name_card": [registration.ask_other_name_card("Анна", t)],
        "renamed_card": [registration.renamed_card(READER, t)],
        "registration_notice_card": [
            registration.registration_notice_card(notice, t)
            for notice in NOTICES
            if notice.what in registration.REGISTRATION_NOTICES
        ],
        "judged_card": [registration.judged_card(replace(REQUEST, verdict=verdict), t) for verdict in RequestVerdict],
    }
