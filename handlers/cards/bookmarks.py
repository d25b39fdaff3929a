"""Saved articles: the list, the same list to take some off, and what the buttons under an article answer."""

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.callbacks.saving import ChooseDropped, DropSaved, ShowSaved
from handlers.cards.articles import BLANK_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.lists import all_button, headline_lines, open_button
from news.bookmark_desk import SavedPage
from news.later_desk import Evening
from news.richtext import Mark, join, rich
from texts import Texts


def saved_card(found: SavedPage, t: Texts) -> Card:
    """Show a page of saved headlines, with a button for each, and «Убрать»."""
    title = rich(t("Saved"), Mark.BOLD)
    if not found.headlines:
        words = t("Nothing is saved. Press “Save” under a publication to find it here again.")
        return Card(join(BLANK_LINE, (title, rich(words))), [_lists_row(t)])
    origin = Origin(ShowSaved(page=found.page))
    rows = [
        *in_rows(open_button(OpenArticle(number=each.number, origin=origin), None) for each in found.headlines),
        _pages_row(found, t),
        [button(t("Remove"), ChooseDropped(page=found.page)), all_button(t)],
    ]
    return Card(join(BLANK_LINE, (title, *headline_lines(found.headlines, t))), rows)


def choose_dropped_card(found: SavedPage, t: Texts) -> Card:
    """Show the same page, where the buttons take articles off the list."""
    if not found.headlines:
        return saved_card(found, t)
    title = rich(t("Which one shall be removed from the saved ones?"), Mark.BOLD)
    rows = [
        *in_rows(button(str(each.number), DropSaved(number=each.number, page=found.page)) for each in found.headlines),
        [button(t("Done"), ShowSaved(page=found.page))],
    ]
    return Card(join(BLANK_LINE, (title, *headline_lines(found.headlines, t))), rows)


def kept_card(t: Texts, *, saved: bool) -> Card:
    """Say in a few words, which go away by themselves, whether the article is saved now."""
    return Card(rich(t("Saved: /saved") if saved else t("Removed from the saved ones: /saved")))


def put_aside_card(until: Evening | None, t: Texts) -> Card:
    """Say in a few words when the article comes that was put aside; None: it was put back."""
    if until is None:
        return Card(rich(t("Removed")))
    at = t.time(until.at, until.zone)
    words = (
        t("It will come tomorrow at {time}", time=at) if until.tomorrow else t("It will come today at {time}", time=at)
    )
    return Card(rich(words))


def _pages_row(found: SavedPage, t: Texts) -> Row:
    newer = [button(t("Newer"), ShowSaved(page=found.page - 1))] if found.page else []
    return [*newer, *([button(t("Older"), ShowSaved(page=found.page + 1))] if found.has_more else [])]


def _lists_row(t: Texts) -> Row:
    return [button(t("Latest news"), ShowList(listing=Listing.LATEST)), all_button(t)]
