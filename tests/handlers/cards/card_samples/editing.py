"""Samples of the cards of those who edit and offer."""

from dataclasses import replace

from handlers.acts import LARGE_FILE, UNUSABLE
from handlers.cards import editing, offering
from handlers.cards.card import Card
from tests.handlers.cards.card_samples.objects import ARTICLE, DRAFT, EDITOR, RETRACTED
from texts import Texts


def cards_of_editing(t: Texts) -> dict[str, list[Card]]:
    """Cards for editors."""
    return {
        "edit_card": [editing.edit_card(article, EDITOR, t) for article in (ARTICLE, DRAFT, RETRACTED)],
        "ask_lead_card": [editing.ask_lead_card(ARTICLE, t)],
        "ask_title_card": [editing.ask_title_card(ARTICLE, t)],
        "ask_text_card": [editing.ask_text_card(ARTICLE, t)],
        "confirm_card": [editing.confirm_card(article, t) for article in (ARTICLE, DRAFT)],
        "changed_meanwhile_card": [
            editing.changed_meanwhile_card(ARTICLE, replace(ARTICLE, title="Мост открыли"), "Изменили.", t)
        ],
        "followed_card": [editing.followed_card(article, t) for article in (ARTICLE, DRAFT, RETRACTED)],
        "ask_reason_card": [editing.ask_reason_card(ARTICLE, t)],
        "revised_card": [editing.revised_card(ARTICLE, t)],
        "edit_cancelled_card": [editing.edit_cancelled_card(ARTICLE, t)],
        "edit_expired_card": [editing.edit_expired_card(7, t)],
        "ask_retract_card": [editing.ask_retract_card(ARTICLE, reason, t) for reason in ("", "Ошибка")],
        "retract_expired_card": [editing.retract_expired_card(7, t)],
        "retracted_card": [editing.retracted_card(RETRACTED, t)],
        "offer_card": [
            offering.offer_card(7, title, files, [offering.too_large(name, t)], t)
            for title, files, name in (("Мост открыт", 0, ""), ("", 3, "салют.mp4"))
        ],
        "source_known_card": [offering.source_known_card(ARTICLE, t)],
        "ask_words_card": [offering.ask_words_card(2, left_out, t) for left_out in ([], [offering.too_large("", t)])],
        "left_out_card": [offering.left_out_card([offering.too_large("салют.mp4", t)], t)],
        "unusable_card": [offering.unusable_card(kind, t) for kind in (None, LARGE_FILE, *UNUSABLE)],
    }
