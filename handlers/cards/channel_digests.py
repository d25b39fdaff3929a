"""The digests of a channel: whether it gets them, what is chosen for them, and the settings that choose for it."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.collecting import ChooseForChannel, DigestAct, DigestAction
from handlers.callbacks.outlets import OutletAct, OutletAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from handlers.cards.settings import choice_lines, choice_rows, undo_row
from news.choice_desk import Chosen
from news.posts import Outlet, OutletState
from news.richtext import Mark, join, rich
from texts import Texts


def channel_digests_card(outlet: Outlet, chosen: Chosen, t: Texts) -> Card:
    """Show what is chosen for the digests of a channel; if it gets none, what they are, and how they begin."""
    title = rich(t("Digests in “{name}”", name=outlet.chat.title), Mark.BOLD)
    back = button(t("Back"), OutletAction(place=outlet.place.id, act=OutletAct.SHOW))
    if not chosen.subscribed:
        is_lost = outlet.state is OutletState.LOST
        words = rich(_lost(t) if is_lost else _offer(t))
        begin = [] if is_lost else [button(t("Turn on"), _action(outlet, DigestAct.ON))]
        return Card(join(BLANK_LINE, (title, words)), [begin, [back]])
    lines = join(NEW_LINE, map(rich, choice_lines(chosen, t)))
    rows = for_channel([*choice_rows(chosen, t), undo_row(chosen, t)], outlet)
    end = button(t("Turn off"), _action(outlet, DigestAct.OFF))
    return Card(join(BLANK_LINE, (title, lines, rich(_posts(outlet, t)))), [*rows, [end, back]])


def card_for_channel(card: Card, outlet: Outlet) -> Card:
    """Return a screen of the settings whose buttons choose for a channel."""
    return replace(card, rows=for_channel(card.rows, outlet))


def for_channel(rows: Sequence[Row], outlet: Outlet) -> list[Row]:
    """Return buttons of the settings that choose for a channel."""
    return [[_button_for(outlet, each) for each in row] for row in rows]


def _button_for(outlet: Outlet, of_settings: InlineKeyboardButton) -> InlineKeyboardButton:
    return button(of_settings.text, ChooseForChannel(place=outlet.place.id, setting=of_settings.callback_data or ""))


def _offer(t: Texts) -> str:
    return t(
        "A digest is one message that lists all that is new, at 9:00 and 19:00 or when you choose, beside the posts or "
        "in place of them. It begins with what is published from now on."
    )


def _lost(t: Texts) -> str:
    return t("The bot may not post here. Give it the right, then turn the digests on.")


def _posts(outlet: Outlet, t: Texts) -> str:
    if outlet.state is OutletState.OFF:
        return t("There are no posts here, digests only.")
    return t("Posts come as well. For digests only, go back and turn the posts off.")


def _action(outlet: Outlet, act: DigestAct) -> DigestAction:
    return DigestAction(place=outlet.place.id, act=act)
