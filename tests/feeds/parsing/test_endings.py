"""What feeds append to texts."""

import pytest

from feeds.parsing.endings import is_cut, without_endings
from news.richtext import Block, Kind, Run, from_plain, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Суд вынес решение. Читать далее", "Суд вынес решение."),
        ("Суд вынес решение. Читать далее →", "Суд вынес решение."),
        ("Суд вынес решение… Подробнее »", "Суд вынес решение…"),
        ("Суд вынес решение [...]", "Суд вынес решение…"),
        ("Суд вынес решение […]", "Суд вынес решение…"),
        ("Суд вынес решение...", "Суд вынес решение…"),
        ("Суд вынес решение.\nЧитать полностью", "Суд вынес решение."),
        ("The court has ruled. Read more", "The court has ruled."),
        ("The court has ruled. Continue reading", "The court has ruled."),
        ("The court has ruled. Continue reading The court →", "The court has ruled."),
    ],
)
def test_an_ending_that_says_that_the_text_goes_on_is_taken_away(text: str, expected: str) -> None:
    body, shortened = without_endings(from_plain(text))
    assert plain(body) == expected
    assert shortened
    assert is_cut(text)


@pytest.mark.parametrize(
    "text",
    [
        "Он узнал больше и далее молчал.",
        "Учёные узнали об этом подробнее",
        "He wanted to know more",
        "Вопрос в том, что делать дальше.",
        "Школьники стали больше читать.",
        "«Вестник» открыл отдел «Подробно».",
    ],
)
def test_sentences_stay(text: str) -> None:
    assert without_endings(from_plain(text)) == (from_plain(text), False)
    assert not is_cut(text)


@pytest.mark.parametrize(
    "footer",
    [
        "The post A court has ruled appeared first on The Paper.",
        "Запись Суд вынес решение впервые появилась Вестник.",
        "Сообщение Суд вынес решение появились сначала на Вестник.",
        "Поделиться",
        "Комментарии (12)",
        "Share this",
    ],
)
def test_what_a_program_appends_is_taken_away_and_the_text_is_whole(footer: str) -> None:
    body, shortened = without_endings(from_plain(f"Суд вынес решение.\n{footer}"))
    assert plain(body) == "Суд вынес решение."
    assert not shortened


def test_the_end_is_found_in_the_runs_of_a_link_and_in_html() -> None:
    block = Block(Kind.PARAGRAPH, (Run("Суд решил. "), Run("Читать далее", url="http://a.test/1")))
    assert without_endings((block,)) == ((Block(Kind.PARAGRAPH, (Run("Суд решил."),)),), True)
    assert is_cut('<p>Суд решил. <a href="/1">Читать&nbsp;далее</a></p>\n')


def test_a_body_of_nothing_but_an_ending_is_empty() -> None:
    assert without_endings(from_plain("Читать далее")) == ((), True)
    assert without_endings(()) == ((), False)
