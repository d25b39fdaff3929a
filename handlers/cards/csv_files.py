"""Files for table programs: CSV as Excel in Russia opens it, semicolons between the cells, UTF-8 with its mark."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.cards.card import Media, Upload
from news.ledger import MessageKind
from texts import Texts

# A cell that begins so would be a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@")
_BLANK = ("\t", "\r")

Cell = str | int | None


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Media:
    """Return the document. This takes a second for a hundred thousand rows: call it in a thread."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return Media(MessageKind.DOCUMENT, Upload(name, text.getvalue().encode("utf-8-sig")))


def local_time(moment: datetime, t: Texts) -> str:
    """Return the time in the newspaper's zone, as table programs read it."""
    return f"{moment.astimezone(t.zone):%Y-%m-%d %H:%M:%S}"


def _safe(cell: Cell) -> Cell:
    """Return the cell; an apostrophe in front keeps a text from being calculated."""
    if isinstance(cell, str) and (cell.startswith(_BLANK) or cell.lstrip().startswith(_FORMULA)):
        return f"'{cell}"
    return cell
