"""Sources as an OPML file: the offer, the file, and what became of one that was sent."""

from handlers.callbacks.sources import AllAct, AllSourcesAction, ShowSources
from handlers.cards.articles import NEW_LINE
from handlers.cards.card import BACK, Card, Media, Row, Upload, button
from news.ledger import MessageKind
from news.richtext import join, rich
from news.source_trials import TakenOutlines
from news.words import shorten
from texts import Texts

FILE_NAME = "sources.opml"
NAMES_CHARACTERS = 1000


def ask_outlines_card(t: Texts) -> Card:
    """Ask for an OPML file, and offer the own one."""
    words = t(
        "Send an OPML file: readers of feeds save their lists in it. Its feeds are added on trial; nothing is "
        "published before you begin them. “Save” sends the sources of the newspaper as such a file. To stop: /cancel"
    )
    return Card(rich(words), [[button(t("Save"), AllSourcesAction(act=AllAct.SAVE)), *_list_row(t)]])


def outlines_file_card(content: bytes, t: Texts) -> Card:
    """Return the sources as a file."""
    words = t("The sources of the newspaper, for every reader of feeds. Pages with lists are not in it.")
    return Card(rich(words), [_list_row(t)], media=(Media(MessageKind.DOCUMENT, Upload(FILE_NAME, content)),))


def taken_outlines_card(taken: TakenOutlines, t: Texts) -> Card:
    """Say what became of the feeds of a file."""
    count = len(taken.added)
    counted = ", ".join(
        (
            t.many("{count} source added", "{count} sources added", count),
            *([t.many("{count} known already", "{count} known already", taken.known)] if taken.known else []),
            *(
                [t.many("{count} without an address", "{count} without an address", taken.refused)]
                if taken.refused
                else []
            ),
        )
    )
    names = [rich(shorten(", ".join(taken.added), NAMES_CHARACTERS))] if count else []
    ask = [rich(t("They are on trial: begin them one by one, or all at once."))] if count else []
    begin = [button(t("Begin all"), AllSourcesAction(act=AllAct.BEGIN))] if count else []
    return Card(join(NEW_LINE, (rich(f"{counted}."), *names, *ask)), [begin, _list_row(t)])


def begun_sources_card(count: int, t: Texts) -> Card:
    """Say how many sources have begun."""
    words = t.many("{count} source has begun.", "{count} sources have begun.", count)
    return Card(rich(words if count else t("No source was on trial.")), [_list_row(t)])


def _list_row(t: Texts) -> Row:
    return [button(f"{BACK}{t('Sources')}", ShowSources())]
