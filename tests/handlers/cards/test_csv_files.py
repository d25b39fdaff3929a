"""Files for table programs: they open in Excel, and nothing in them is calculated."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from handlers.cards.card import Upload
from handlers.cards.csv_files import csv_file, local_time
from news.ledger import MessageKind
from tests.handlers.cards.samples import NOW, T


def content(rows: list[list[str]]) -> bytes:
    file = csv_file("f.csv", ["Заголовок"], rows)
    assert file.kind is MessageKind.DOCUMENT
    assert isinstance(file.file, Upload)
    return file.file.content


def test_the_file_begins_with_the_mark_of_utf8_and_has_semicolons() -> None:
    assert (
        content([["Да; нет", 'Он сказал: "да"']]) == ('\ufeffЗаголовок\r\n"Да; нет";"Он сказал: ""да"""\r\n').encode()
    )


@given(st.lists(st.text(st.sampled_from("=+-@\t\r\n ;\"'аa1"), max_size=9), min_size=1, max_size=4))
def test_every_text_comes_back_whole_and_none_begins_like_a_formula(cells: list[str]) -> None:
    text = content([cells]).decode("utf-8-sig")

    [_, *rows] = csv.reader(io.StringIO(text, newline=""), delimiter=";")

    found = rows[0] if rows else [""]
    assert len(found) == len(cells)
    for cell, stored in zip(cells, found, strict=True):
        assert stored in {cell, f"'{cell}"}
        assert not stored.startswith(("\t", "\r"))
        assert not stored.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_stay_numbers_and_times_are_the_newspapers() -> None:
    assert content([[-5, None]]).endswith(b"-5;\r\n")  # type: ignore[list-item]
    assert local_time(NOW, T) == f"{NOW.astimezone(T.zone):%Y-%m-%d %H:%M:%S}"
