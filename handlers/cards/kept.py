"""Stories and sources that a reader chose under pushes: a numbered list, whose buttons drop them."""

from itertools import groupby

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.following import DropSource, DropStory, ShowStories, ShowWords, WordAct, WordAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE, page_row
from handlers.cards.card import BACK, Card, button, in_rows
from news.choice.sources import source_key
from news.kept_desk import Kept, KeptKind, KeptPage
from news.richtext import Mark, join, rich
from texts import Texts, say

_HEADS = {
    KeptKind.FOLLOWED: say("You follow"),
    KeptKind.HIDDEN: say("Hidden stories"),
    KeptKind.SOURCE: say("Hidden sources"),
}


def kept_card(page: KeptPage, t: Texts) -> Card:
    """Show a page of stories and sources, with a numbered button for each, which drops it."""
    title = rich(t("Stories and sources"), Mark.BOLD)
    shown = list(enumerate(page.kept, start=page.first))
    lists = [
        join(NEW_LINE, (rich(t(_HEADS[kind]), Mark.ITALIC), *(rich(f"{at}. {_name(each, t)}") for at, each in group)))
        for kind, group in groupby(shown, lambda entry: entry[1].kind)
    ]
    words = (
        t("Press a number to remove it from the list.") if shown else t("There are none: they are chosen under pushes.")
    )
    rows = [
        *in_rows(_drop(at, each) for at, each in shown),
        page_row(page.pages, page.page, lambda to: ShowStories(at=to)),
        [button(BACK + t("Words"), ShowWords())],
    ]
    return Card(join(BLANK_LINE, (title, *lists, rich(words))), rows)


def dropped_card(t: Texts) -> Card:
    """Say that a story or source was dropped, with a button that takes it back."""
    rows = [[button(t("Undo"), WordAction(act=WordAct.UNDO)), button(t("Stories and sources"), ShowStories())]]
    return Card(rich(t("Removed from the list.")), rows)


def _name(kept: Kept, t: Texts) -> str:
    return kept.host or kept.title or t("No. {number}", number=kept.number)


def _drop(at: int, kept: Kept) -> InlineKeyboardButton:
    data = DropSource(source=source_key(kept.host)) if kept.host else DropStory(number=kept.number)
    return button(str(at), data)
