"""Ranking: frequency, position and closeness of the words."""

from news.indexing import BORDER
from news.ranking import best_first


def tokens(title: str, text: str) -> list[str]:
    return [BORDER, BORDER, *title.split(), BORDER, BORDER, *text.split(), BORDER]


def test_the_headline_and_frequent_words_weigh_more() -> None:
    found = {
        1: tokens("река", "мост " + "слово " * 100),
        2: tokens("мост", "мост " + "слово " * 100),
        3: tokens("река", "мост мост мост " + "слово " * 98),
    }
    assert best_first(["мост"], found) == [2, 3, 1]


def test_words_side_by_side_are_better_than_far_apart() -> None:
    found = {2: tokens("", "мост " + "слово " * 50 + "рек"), 1: tokens("", "мост рек " + "слово " * 50)}
    assert best_first(["мост", "рек"], found) == [1, 2]


def test_of_equals_the_newest_comes_first() -> None:
    assert best_first(["мост"], {1: tokens("мост", ""), 3: tokens("мост", ""), 2: tokens("мост", "")}) == [3, 2, 1]
    assert best_first(["мост"], {}) == []
