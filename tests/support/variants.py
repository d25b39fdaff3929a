"""Messages of every kind in one push: the variant of a subscription says as what its place gets an edition."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from bot.courier import Courier
from handlers.cards.card import Card, Media
from handlers.cards.editions import message_card
from handlers.cards.lists import DeepLink
from news.ledger import MessageKind
from news.ports import EditionContent
from texts import Texts

PHOTO, ALBUM = "photo", "album"
ALBUM_SIZE = 3
_PICTURES = tuple(Media(MessageKind.PHOTO, f"picture{number}") for number in range(ALBUM_SIZE))


def draw(content: EditionContent, t: Texts, link: DeepLink | None, variant: str | None) -> Card:
    """Draw an edition as a text, or as the variant says: as a photo, or as an album, which has no buttons."""
    card = message_card(content, t, link, None)
    if variant == PHOTO:
        return replace(card, media=_PICTURES[:1])
    return replace(card, media=_PICTURES, rows=()) if variant == ALBUM else card


@contextmanager
def drawn_as_variants(usual: str | None = None) -> Iterator[None]:
    """Let every courier draw editions so; a subscription without a variant gets the `usual` one."""

    def draw_usual(content: EditionContent, t: Texts, link: DeepLink | None, variant: str | None) -> Card:
        return draw(content, t, link, variant or usual)

    defaults = Courier.__init__.__kwdefaults__
    assert defaults is not None
    with patch.dict(defaults, draw=draw_usual):
        yield
