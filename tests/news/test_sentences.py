"""A text is split at the ends of its sentences, and not behind abbreviations and initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.sentences import sentences


@pytest.mark.parametrize(
    "line",
    [
        "В 2020 г. мост закрыли.",
        "В 1990–2000 гг. 12 мостов закрыли.",
        "Мост, т. е. переправу, закрыли.",
        "Проезд стоит 100 руб. 50 коп. за машину.",
        "Об этом рассказал А. С. Пушкин.",
        "На ул. Ленина закрыли мост им. Пушкина.",
        "Это стоило 5 тыс. рублей.",
        "Mr. Smith met Dr. Jones at 5 p.m. in No. 5.",
        "The U.S. budget, i.e. the law.",
    ],
)
def test_an_abbreviation_ends_no_sentence(line: str) -> None:
    assert sentences(line) == (line,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мост открыт. Пробок нет!", ("Мост открыт.", "Пробок нет!")),
        ("Проезд стоит 100 руб. Пешеходы не платят.", ("Проезд стоит 100 руб.", "Пешеходы не платят.")),
        ("«Открыли?» Да… «Открыли!» — сказал он.", ("«Открыли?»", "Да…", "«Открыли!» — сказал он.")),
        ("The answer is no. We know.", ("The answer is no.", "We know.")),
        ("Первая строка\nВторая  строка\n\n", ("Первая строка", "Вторая строка")),
        ("", ()),
    ],
)
def test_the_end_of_a_sentence_or_a_line_ends_it(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@given(st.text())
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()
