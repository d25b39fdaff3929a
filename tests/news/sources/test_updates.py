"""Whether a changed item is an update that readers are told of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import Block, Body, Kind, Mark, Run, from_plain
from news.sources.updates import is_visible_change

TEXT = "Мост открыли утром. Пробок нет.\n\nДвижение пошло в обе стороны."


def version(text: str = TEXT, title: str = "Мост открыт", lead: str = "") -> tuple[str, str, Body]:
    return title, lead, from_plain(text)


def test_other_markup_is_no_change() -> None:
    bold = Run("Мост открыли утром. Пробок нет.", frozenset({Mark.BOLD}), "https://site.test/")
    body = (Block(Kind.HEADING, (bold,)), Block(Kind.QUOTE, (Run("Движение пошло в обе стороны."),)))
    assert not is_visible_change(version(), ("Мост  открыт", "", body))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Просмотров: 10", "Просмотров: 1 234"),
        ("Комментарии (5)", "Комментарии (77)"),
        ("12 комментариев, 3 просмотра", "99 комментариев, 40 просмотров"),
        ("Views: 5", "Views: 6"),
        ("Рейтинг 4.5 (12 голосов)", "Рейтинг 4.7 (15 голосов)"),
        ("Комментарии (5)", ""),
    ],
)
def test_a_counter_is_no_change(before: str, after: str) -> None:
    assert not is_visible_change(version(f"{TEXT}\n\n{before}"), version(f"{TEXT}\n\n{after}"))


@pytest.mark.parametrize(
    "after",
    [
        version(TEXT.replace("утром", "вечером")),
        version(f"{TEXT} Добавили автобусы."),
        version(TEXT.replace(" Пробок нет.", "")),
        version(title="Мост закрыт"),
        version(lead="Главное за день."),
        version(f"{TEXT} Комментарии к решению дали 3 депутата городской думы."),
        version(TEXT.replace("Пробок нет.", "Погибли 3 человека.")),
    ],
)
def test_another_sentence_is_a_change(after: tuple[str, str, Body]) -> None:
    assert is_visible_change(version(), after)
    assert is_visible_change(after, version())


@given(st.text(), st.text())
def test_any_text_is_compared_and_equals_itself(title: str, text: str) -> None:
    assert not is_visible_change(version(text, title), version(text, title))
    assert is_visible_change(version(text, title), version(text, f"{title} и ещё слово"))
