"""Two versions are shown from the line on in which they differ, or by the sentences added and removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.differences import SentenceChanges, differing, sentence_changes


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Мост\nВ час.", "Мост\nВ два.", ("В час.", "В два.")),
        ("Мост", "Мост открыт", ("Мост", "Мост открыт")),
        ("Мост\nконец", "Мост", ("Мост\nконец", "Мост")),
        ("", "Мост", ("", "Мост")),
        ("а\nб", "а\nб", ("б", "б")),
    ],
)
def test_both_begin_with_the_line_that_differs(one: str, other: str, shown: tuple[str, str]) -> None:
    assert differing(one, other, 100) == shown


def test_in_a_long_line_some_words_before_the_difference_are_shown() -> None:
    line = "слово " * 1000

    one, other = differing(f"{line}час", f"{line}два", 1600)

    assert one.startswith("…слово ")
    assert (one.removesuffix("час"), len(one)) == (other.removesuffix("два"), len(other))
    assert len(one) < 120


@given(st.text(), st.text("абв", max_size=50), st.text("где", max_size=50))
def test_what_differs_is_in_sight(same: str, one: str, other: str) -> None:
    first, second = differing(f"{same}{one}", f"{same}{other}", 10_000)

    assert first.endswith(one)
    assert second.endswith(other)


@pytest.mark.parametrize(
    ("before", "updated", "now", "added", "removed"),
    [
        ("Мост открыт.", "Мост открыт. Пробок нет.", "Мост открыт. Пробок нет.", ("Пробок нет.",), ()),
        ("Один. Два. Три.", "Один. Три.", "Один. Три.", (), ("Два.",)),
        ("Один. Два.", "Один. Пять.", "Один. Пять.", ("Пять.",), ("Два.",)),
        ("Один. Два. Три.", "Три. Один. Два.", "Три. Один. Два.", (), ()),
        ("Один.  Два.", "Один.\nДва.", "Один.\nДва.", (), ()),
    ],
    ids=["added", "removed", "replaced", "moved", "white space"],
)
def test_an_update_is_told_by_its_sentences(
    before: str, updated: str, now: str, added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    assert sentence_changes(before, updated, now) == SentenceChanges(added, removed)


@pytest.mark.parametrize(
    ("now", "added", "removed"),
    [
        ("Мост закрыт. Движение пошло в час.", ("Движение пошло в час.",), ("Движение пошло в полдень.",)),
        ("Мост открыт. Движение пошло в чсс.", ("Движение пошло в чсс.",), ("Движение пошло в полдень.",)),
        ("Мост открыт.", (), ("Движение пошло в полдень.",)),
        ("Мост открыт. Движение пошло в полдень.", (), ()),
    ],
    ids=["another sentence was fixed", "the added one was fixed", "the added one was removed", "it was taken back"],
)
def test_what_a_silent_fix_changed_later_is_no_change(
    now: str, added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    before, updated = "Мост открыт. Движение пошло в полдень.", "Мост открыт. Движение пошло в час."

    assert sentence_changes(before, updated, now) == SentenceChanges(added, removed)


def test_a_text_of_many_equal_sentences_is_compared_in_time() -> None:
    before, updated = "Да.\n" * 20_000, "Да.\n" * 20_000 + "Нет.\n"

    assert sentence_changes(before, updated, f"Ещё.\n{updated}") == SentenceChanges(("Нет.",), ())


@given(st.text(), st.text())
def test_a_silent_fix_alone_changes_nothing(text: str, fixed: str) -> None:
    assert sentence_changes(text, text, fixed) == SentenceChanges()
